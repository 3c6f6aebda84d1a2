import { useId, useState } from "react";
import type { VoteView } from "../../../shared/api/views/votes";
import type { VoteState } from "../../../shared/rules/votes";
import { isBeforeVoting } from "../../../shared/rules/votes";
import {
  decideExplanation,
  decideIntention,
  decideReservation,
} from "../../../shared/rules/voting/statements";
import { useCommand } from "../../app/api";
import { allowed } from "../../app/permissions";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { NotPossible } from "../../ui/act";
import { ActWithWords } from "../../ui/act-with-words";
import { Button } from "../../ui/button";
import { Confirm, FormDialog } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { useToast } from "../../ui/toast";
import { CHOICES } from "./choose-button";
import { AskForDivision } from "./division";

type Item = { at: string; who: string; kind: string; words: string | null };

/** Reservations, explanations and noted intentions, as they were made. */
export function Statements({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const words = useWords();
  const names = useNames();
  const clock = useClock();
  const kindOf = ({ kind, choice }: VoteView["statements"][number]) => {
    if (kind === "intention") return t("kindIntention", { choice: names.choice(choice ?? "") });
    return t(kind === "explanation_before" ? "kindExplanationBefore" : "kindExplanationAfter");
  };
  const items: Item[] = [
    ...vote.reservations.map(({ delegation, words: said, madeAt }) => ({
      at: madeAt,
      who: words(delegation.name),
      kind: t("kindReservation"),
      words: said,
    })),
    ...vote.statements.map((one) => ({
      at: one.madeAt,
      who: words(one.delegation.name),
      kind: kindOf(one),
      words: one.words,
    })),
  ].sort((a, b) => a.at.localeCompare(b.at));
  if (items.length === 0) return null;
  return (
    <section className="stack statements" aria-label={t("statements")}>
      <h3>{t("statements")}</h3>
      <ul className="stack">
        {items.map((one) => (
          <li key={`${one.at} ${one.who} ${one.kind}`}>
            <p>
              <strong>{one.who}</strong>{" "}
              <span className="muted small">
                {one.kind} · <time dateTime={one.at}>{clock.dayAndHour(one.at)}</time>
              </span>
            </p>
            {one.words && <p className="prose">{one.words}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Say(props: {
  label: string;
  hint: string;
  field: string;
  done: string;
  onSend: (words: string) => Promise<unknown>;
}) {
  const { label, hint, field, done, onSend } = props;
  const { t } = useTranslation("voting");
  const say = useToast();
  return (
    <ActWithWords
      label={label}
      title={label}
      action={t("send")}
      body={hint}
      field={field}
      longest={10_000}
      onSend={async (words) => {
        await onSend(words);
        say(done);
      }}
    />
  );
}

function Intention({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const names = useNames();
  const say = useToast();
  const note = useCommand("note-intention");
  const name = useId();
  const [choice, setChoice] = useState<(typeof CHOICES)[number] | null>(null);
  return (
    <FormDialog
      title={t("intend")}
      action={t("send")}
      ready={choice !== null}
      onSend={async () => {
        if (choice === null) return;
        await note.mutateAsync({ vote: vote.id, choice });
        setChoice(null);
        say(t("intendDone"));
      }}
      trigger={<Button>{t("intend")}</Button>}
    >
      <fieldset className="methods">
        <legend>{t("intendHint")}</legend>
        {CHOICES.map((one) => (
          <label key={one} className="row">
            <input type="radio" name={name} checked={choice === one} onChange={() => setChoice(one)} />
            {names.choice(one)}
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}

/** A delegation asks that each be called by name (Rule R2). */
function AskForRollCall({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const say = useToast();
  const ask = useCommand("request-roll-call");
  return (
    <Confirm
      title={t("rollAskTitle")}
      body={<p>{t("rollAskBody")}</p>}
      action={t("rollAsk")}
      onConfirm={async () => {
        await ask.mutateAsync({ vote: vote.id });
        say(t("rollAskDone"));
      }}
      trigger={<Button>{t("rollAsk")}</Button>}
    />
  );
}

/** When a roll-call can be asked for: before the voting, or right after a show of hands. */
function asksRollCall({ state, method, methods }: VoteView): boolean {
  if (!methods.includes("roll_call")) return false;
  const before = isBeforeVoting(state);
  return before || (state === "locked" && method === "show_of_hands");
}

/**
 * What a delegation can put on the record beside the vote, at this moment; the rules that the server asks are asked here.
 * `code`: the delegation's.
 */
export function StatementActs({ vote, code }: { vote: VoteView; code?: string }) {
  const { t } = useTranslation("voting");
  const reserve = useCommand("make-reservation");
  const explain = useCommand("explain-vote");
  const state = vote.state as VoteState;
  const { sponsors, amended } = vote.ownText;
  const sponsor = code !== undefined && sponsors.includes(code);
  const explanation = decideExplanation({ state, sponsor, amended });
  const asked = vote.rollCall.requests.some((one) => one.code === code);
  const may = (act: string) => allowed(vote.permissions, act);
  return (
    <div className="stack">
      {asked && asksRollCall(vote) && <p role="status">{t("rollAsked")}</p>}
      <div className="row">
        <AskForDivision vote={vote} />
        {!asked && asksRollCall(vote) && may("request_roll_call") && <AskForRollCall vote={vote} />}
        {!explanation.ok && explanation.code === "own_text" && may("explain_vote") && (
          <NotPossible refused={explanation} label={t("explain")} />
        )}
        {explanation.ok && may("explain_vote") && (
          <Say
            label={t("explain")}
            hint={t(explanation.when === "before" ? "explainBefore" : "explainAfter")}
            field={t("explainWords")}
            done={t("explainDone")}
            onSend={(words) => explain.mutateAsync({ vote: vote.id, words })}
          />
        )}
        {decideReservation(state).ok && may("make_reservation") && (
          <Say
            label={t("reserve")}
            hint={t("reserveHint")}
            field={t("reserveWords")}
            done={t("reserveDone")}
            onSend={(words) => reserve.mutateAsync({ vote: vote.id, words })}
          />
        )}
        {decideIntention({ state, secret: vote.method === "secret_ballot" }).ok && may("note_intention") && (
          <Intention vote={vote} />
        )}
      </div>
    </div>
  );
}
