import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Words } from "../../../shared/api/views/common";
import type { VoteView } from "../../../shared/api/views/votes";
import { useApi, useCommand } from "../../app/api";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { useNames } from "../../ui/names";
import { ErrorNotice } from "../../ui/notice";
import { useSending } from "../../ui/use-sending";
import { CHOICES, type Choice } from "./choose-button";

type Answer = Choice | null;
const KEYS: Record<string, Answer> = { y: "yes", n: "no", a: "abstain", x: null };

/** Names of delegations by code. The roll is called by codes; people are called by name. */
function useDelegationNames(): (code: string) => string {
  const words = useWords();
  const { data = [] } = useApi("delegations", {});
  const byCode = new Map<string, Words>(data.map(({ code, name }) => [code, name]));
  return (code) => {
    const name = byCode.get(code);
    return name ? words(name) : code;
  };
}

function useAnswers({ ballots, rollCall }: VoteView): (code: string) => string | null {
  const { t } = useTranslation("voting");
  const names = useNames();
  return (code) => {
    if (rollCall.passed.includes(code)) return t("rollNoAnswer");
    const given = ballots.find(({ delegation }) => delegation.code === code);
    return given ? names.choice(given.choice) : null;
  };
}

/** How far the calling has come, for those who follow it. */
export function RollProgress({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const nameOf = useDelegationNames();
  const { next, passed, order } = vote.rollCall;
  return (
    <div role="status" data-testid="roll-progress">
      <p>{t("rollFollow", { count: vote.ballots.length + passed.length, members: order.length })}</p>
      {next && <p>{t("rollCalling", { delegation: nameOf(next) })}</p>}
    </div>
  );
}

/** Each delegation by name, in the order of calling (Rule R3); by the keyboard alone. Corrected until the lock (Rule R8). */
export function RollCaller({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const names = useNames();
  const client = useQueryClient();
  const nameOf = useDelegationNames();
  const answerOf = useAnswers(vote);
  const answerRoll = useCommand("answer-roll");
  const panel = useRef<HTMLElement>(null);
  const [back, setBack] = useState<string | null>(null);
  const { busy, error, send } = useSending();
  const { order, next } = vote.rollCall;
  const called = back ?? next;
  const index = called === null ? order.length : order.indexOf(called);

  useEffect(() => panel.current?.focus(), []);

  const answer = async (choice: Answer) => {
    if (called === null || busy) return;
    const done = await send(async () => {
      await answerRoll.mutateAsync({ vote: vote.id, delegation: called, choice });
      // Only with the answer on the screen is the next one called: a key pressed twice answers for nobody else.
      await client.refetchQueries({ queryKey: ["instrument", { instrument: vote.instrument }] });
    });
    // Until it is known to be counted the same one stays called: its answer given again is its own, and not the next one's.
    setBack(done ? null : called);
  };
  const goBack = () => {
    const before = order[index - 1];
    if (before !== undefined && !busy) setBack(before);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowLeft" || event.key === "Backspace") {
      event.preventDefault();
      goBack();
      return;
    }
    const choice = KEYS[event.key.toLowerCase()];
    if (choice === undefined) return;
    event.preventDefault();
    void answer(choice);
  };
  return (
    <section
      ref={panel}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys work while the focus is in it, and nowhere else
      tabIndex={0}
      className="stack roll-caller"
      aria-labelledby="roll-title"
      onKeyDown={press}
    >
      <h3 id="roll-title">{t("rollTitle")}</h3>
      <div role="status" className="roll-now" data-testid="roll-now">
        {called === null ? (
          <p>{t("rollDone")}</p>
        ) : (
          <>
            <p className="small muted num">{t("rollOf", { at: index + 1, count: order.length })}</p>
            <p className="roll-name">{nameOf(called)}</p>
            <p className="muted">
              {answerOf(called) !== null && back !== null && <>{t("rollCorrecting")} </>}
              {answerOf(called) !== null && t("rollAnswered", { choice: answerOf(called) ?? "" })}
            </p>
          </>
        )}
      </div>
      <ErrorNotice error={error} />
      <div className="roll-buttons">
        {CHOICES.map((choice) => (
          <Button
            key={choice}
            size="large"
            aria-disabled={called === null || busy}
            aria-keyshortcuts={choice[0]?.toUpperCase()}
            onClick={() => void answer(choice)}
          >
            {names.choice(choice)} <kbd>{choice[0]?.toUpperCase()}</kbd>
          </Button>
        ))}
        <Button
          size="large"
          aria-disabled={called === null || busy}
          aria-keyshortcuts="X"
          onClick={() => void answer(null)}
        >
          {t("rollNoAnswer")} <kbd>X</kbd>
        </Button>
        <Button
          size="large"
          aria-disabled={index <= 0 || busy}
          aria-keyshortcuts="ArrowLeft"
          onClick={goBack}
        >
          {t("rollBack")} <kbd>←</kbd>
        </Button>
      </div>
      <p className="small muted">
        {t("rollKeys")} {t("rollPresence")}
      </p>
      <details className="ballots" open>
        <summary>{t("rollOrder")}</summary>
        <ol className="roll-list">
          {order.map((code) => (
            <li key={code} aria-current={code === called ? "step" : undefined}>
              <span>{nameOf(code)}</span> <strong>{answerOf(code) ?? "–"}</strong>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
