import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { VoteView } from "../../../shared/api/views/votes";
import type { Tally } from "../../../shared/rules/counting";
import { useCommand } from "../../app/api";
import { useMe } from "../../app/session";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { Confirm, FormDialog } from "../../ui/dialog";
import { TallyFigures } from "../../ui/tally-bar";
import { useToast } from "../../ui/toast";
import { agreedHands, handsDiffer } from "./agreed-hands";
import { CHOICES, type Choice } from "./choose-button";

/** Who of the tellers has counted, and what was counted before and did not stand. */
export function HandsProgress({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const { tellers, counts, attempt } = vote.hands;
  const differ = handsDiffer(vote);
  const before = [...new Set(counts.map((one) => one.attempt))].filter(
    (one) => one < attempt || (differ && one === attempt),
  );
  return (
    <div className="stack" role="status" data-testid="hands-progress">
      {vote.state === "open" && (
        <p>
          {t("handsNow", { attempt })}:{" "}
          {tellers
            .map(({ name, counted }) => t(counted ? "tellerCounted" : "tellerCounting", { name }))
            .join(" · ")}
          {agreedHands(vote) && <> · {t("handsAgreed")}</>}
        </p>
      )}
      {before.map((one) => (
        <p className="small muted" key={one}>
          {t("handsDiffered", { attempt: one })}{" "}
          {counts
            .filter((count) => count.attempt === one)
            .map((count) => (
              <span key={count.teller} className="hand-count">
                {count.name}: <TallyFigures tally={count.tally} />{" "}
              </span>
            ))}
        </p>
      ))}
    </div>
  );
}

const EMPTY: Record<Choice, string> = { yes: "", no: "", abstain: "" };

function Figures({ value, onChange }: { value: typeof EMPTY; onChange: (next: typeof EMPTY) => void }) {
  const { t } = useTranslation("common");
  const id = useId();
  return (
    <div className="hand-figures">
      {CHOICES.map((choice) => (
        <div className="field" key={choice}>
          <label htmlFor={`${id}-${choice}`}>{t(choice)}</label>
          <input
            id={`${id}-${choice}`}
            className="input num"
            inputMode="numeric"
            pattern="[0-9]*"
            autoComplete="off"
            value={value[choice]}
            onChange={(event) =>
              onChange({ ...value, [choice]: event.target.value.replaceAll(/\D/g, "").slice(0, 5) })
            }
          />
        </div>
      ))}
    </div>
  );
}

/** A teller who counted or wrote down wrongly says so, before the result is announced; both counts stay on the record. */
function CorrectCount({ vote, mine }: { vote: VoteView; mine: Tally }) {
  const { t } = useTranslation("voting");
  const say = useToast();
  const send = useCommand("correct-count");
  const id = useId();
  const [figures, setFigures] = useState({
    yes: String(mine.yes),
    no: String(mine.no),
    abstain: String(mine.abstain),
  });
  const [reason, setReason] = useState("");
  const tally = { yes: Number(figures.yes), no: Number(figures.no), abstain: Number(figures.abstain) };
  const isOther = CHOICES.some((choice) => tally[choice] !== mine[choice]);
  return (
    <FormDialog
      title={t("correctTitle")}
      action={t("correctSend")}
      ready={isOther && reason.trim() !== "" && CHOICES.every((choice) => figures[choice] !== "")}
      trigger={<Button>{t("correct")}</Button>}
      onSend={async () => {
        const { agreed } = await send.mutateAsync({ vote: vote.id, ...tally, reason: reason.trim() });
        say(t(agreed === false ? "correctDiffers" : "corrected"));
      }}
    >
      <p>{t("correctHint")}</p>
      <Figures value={figures} onChange={setFigures} />
      <div className="field">
        <label htmlFor={id}>{t("correctReason")}</label>
        <input
          id={id}
          className="input"
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}

/** What one teller counted, entered without seeing what the other did (Rule R1); it can be put right until the result is announced. */
export function TellerPaper({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const { person } = useMe();
  const say = useToast();
  const client = useQueryClient();
  const send = useCommand("count-hands");
  const [figures, setFigures] = useState(EMPTY);
  const { attempt, counts } = vote.hands;
  const mine = counts.find((one) => one.teller === person.id && one.attempt === attempt);
  const isOpen = vote.state === "open";
  const waits = handsDiffer(vote) ? "countOtherwise" : "countWaiting";
  if (mine)
    return (
      <div className="stack">
        {isOpen ? (
          <p className="receipt" role="status" data-testid="receipt">
            {t(agreedHands(vote) ? "countAgreed" : waits, mine.tally)}
          </p>
        ) : (
          <p>{t("countYours", mine.tally)}</p>
        )}
        <CorrectCount key="correct" vote={vote} mine={mine.tally} />
      </div>
    );
  if (!isOpen) return null;
  const tally = {
    yes: Number(figures.yes),
    no: Number(figures.no),
    abstain: Number(figures.abstain),
  };
  const ready = CHOICES.every((choice) => figures[choice] !== "");
  return (
    <section className="stack" aria-labelledby="count-hands">
      <h3 id="count-hands">{t("countTitle")}</h3>
      <p>{attempt > 1 ? t("countAgain", { attempt }) : t("countHint")}</p>
      <Figures value={figures} onChange={setFigures} />
      <Confirm
        title={t("countTitleSend")}
        body={<p>{t("countSure", tally)}</p>}
        action={t("countSend")}
        onConfirm={async () => {
          const { agreed: same } = await send.mutateAsync({ vote: vote.id, ...tally });
          setFigures(EMPTY);
          await client.refetchQueries({ queryKey: ["instrument", { instrument: vote.instrument }] });
          say(same === false ? t("countDiffered") : t("countNoted"));
        }}
        trigger={
          <button type="button" className="button" data-tone="primary" data-size="large" disabled={!ready}>
            {t("countSend")}
          </button>
        }
      />
    </section>
  );
}
