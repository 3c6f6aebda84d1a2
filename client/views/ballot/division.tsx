import { useId, useState } from "react";
import type { VoteView } from "../../../shared/api/views/votes";
import { isBeforeVoting } from "../../../shared/rules/votes";
import { useApi, useCommand } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { Confirm, FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import "./division.css";

/** Which parts were asked for, and what has become of each. */
export function DivisionStatus({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const words = useWords();
  const { division } = vote;
  if (!division) return null;
  const { state, requestedBy, objectedBy, parts } = division;
  const waits = state === "requested" || state === "objected";
  const fate = (carried: boolean | null) =>
    carried === null ? t("partOpen") : t(carried ? "partKept" : "partRejected");
  return (
    <section className="stack division" aria-label={t("divideParts")} data-testid="division">
      {waits && (
        <p>
          {t("divideRequested", { who: requestedBy ? words(requestedBy.name) : t("divideChair") })}{" "}
          {objectedBy && t("divideObjected", { who: words(objectedBy.name) })} {t("divideWait")}
        </p>
      )}
      {state === "divided" && <p>{t("divideGranted")}</p>}
      {state === "refused" && <p>{t("divideRefused")}</p>}
      {(state === "whole_to_put" || state === "rejected_as_whole") && <p>{t("divideEnded")}</p>}
      {state !== "refused" && (
        <ul>
          {parts.map(({ block, path, carried }) => (
            <li key={block} aria-current={vote.part?.block === block ? "step" : undefined}>
              <span className="num">{path}</span>{" "}
              <strong data-carried={String(carried)}>{fate(carried)}</strong>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A delegation objects to a division, while that can be done (Rule D1). */
export function ObjectToDivision({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const say = useToast();
  const object = useCommand("object-to-division");
  const can = vote.state === "set_aside" && vote.division?.state === "requested" && vote.division.objectable;
  if (!can || !allowed(vote.permissions, "raise_objection")) return null;
  return (
    <Confirm
      title={t("divideObjectTitle")}
      body={<p>{t("divideObjectBody")}</p>}
      action={t("divideObject")}
      tone="danger"
      onConfirm={async () => {
        await object.mutateAsync({ vote: vote.id });
        say(t("divideObjectDone"));
      }}
      trigger={<Button tone="danger">{t("divideObject")}</Button>}
    />
  );
}

/** Checkboxes of what can be voted separately; what stands within a chosen paragraph goes with it. */
function Parts({
  vote,
  chosen,
  onChange,
}: {
  vote: VoteView;
  chosen: readonly string[];
  onChange: (next: string[]) => void;
}) {
  const { t } = useTranslation("voting");
  const id = useId();
  const { data } = useApi("divisible", { vote: vote.id });
  if (!data) return <p>{t("divideLoading")}</p>;
  const parentOf = new Map(data.map(({ block, within }) => [block, within]));
  const isWithin = (block: string): boolean => {
    const parent = parentOf.get(block) ?? null;
    return parent !== null && (chosen.includes(parent) || isWithin(parent));
  };
  const depthOf = (block: string): number => {
    const parent = parentOf.get(block) ?? null;
    return parent === null ? 0 : 1 + depthOf(parent);
  };
  const toggle = (block: string, on: boolean) => {
    const rest = chosen.filter((one) => one !== block);
    // A paragraph takes its points with it: they are not asked for again.
    const inside = (one: string): boolean => {
      const parent = parentOf.get(one) ?? null;
      return parent !== null && (parent === block || inside(parent));
    };
    onChange(on ? [...rest.filter((one) => !inside(one)), block] : rest);
  };
  return (
    <ul className="divisible">
      {data.map(({ block, path, operative, words }) => (
        <li key={block} style={{ paddingInlineStart: `${depthOf(block) * 24}px` }}>
          <label htmlFor={`${id}-${block}`}>
            <input
              id={`${id}-${block}`}
              type="checkbox"
              checked={chosen.includes(block) || isWithin(block)}
              disabled={isWithin(block)}
              onChange={(event) => toggle(block, event.target.checked)}
            />
            <span>
              <strong className="num">{path}</strong>{" "}
              {!operative && <span className="small muted">{t("dividePreambular")} </span>}
              <span className="small divisible-words">{words}</span>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

/** Asks that parts of the question be voted separately, before the voting on it begins (Rule D1). */
export function AskForDivision({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const say = useToast();
  const ask = useCommand("request-division");
  const [chosen, setChosen] = useState<string[]>([]);
  const before = isBeforeVoting(vote.state);
  const isWhole = vote.subject === "amendment" || vote.subject === "final";
  const can = before && isWhole && vote.division === null && vote.silenceUntil === null;
  const { data } = useApi("divisible", { vote: vote.id }, { enabled: can });
  if (!can || !allowed(vote.permissions, "request_division") || data?.length === 0) return null;
  return (
    <FormDialog
      title={t("divideTitle")}
      action={t("divideSend")}
      ready={chosen.length > 0}
      onSend={async () => {
        await ask.mutateAsync({ vote: vote.id, parts: chosen });
        setChosen([]);
        say(t("divideDone"));
      }}
      trigger={<Button>{t("divide")}</Button>}
    >
      <p>{t("divideHint")}</p>
      <Parts vote={vote} chosen={chosen} onChange={setChosen} />
    </FormDialog>
  );
}
