import { useState } from "react";
import type { VoteView } from "../../../shared/api/views/votes";
import { useCommand } from "../../app/api";
import { noteOwnBallot } from "../../app/count";
import { allowed, permission } from "../../app/permissions";
import { useMe } from "../../app/session";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Reason } from "../../ui/act";
import { Button } from "../../ui/button";
import { Confirm } from "../../ui/dialog";
import { useNames } from "../../ui/names";
import { ErrorNotice } from "../../ui/notice";
import { useToast } from "../../ui/toast";
import { useSending } from "../../ui/use-sending";
import { BreakSilence } from "../meeting/silence";
import { CHOICES, type Choice, ChooseButton } from "./choose-button";
import { ObjectToDivision } from "./division";
import { HandsProgress, TellerPaper } from "./hands";
import { RollCaller, RollProgress } from "./roll-caller";
import { SecretPaper, SecretProgress } from "./secret-paper";

function Receipt({ vote, sending }: { vote: VoteView; sending: Choice | null }) {
  const { t } = useTranslation("ballot");
  const names = useNames();
  const clock = useClock();
  const { person } = useMe();
  const mine = vote.myBallot;
  return (
    <div className="receipt" role="status" data-testid="receipt">
      {sending && <p>{t("sending")}</p>}
      {!sending && mine && (
        <>
          <p>
            <strong>{t("yourVote", { choice: names.choice(mine.choice) })}</strong>
            {mine.by !== person.name && <> · {t("byColleague", { name: mine.by })}</>}
          </p>
          <p>
            <span aria-hidden="true">✓ </span>
            {t("counted", { time: clock.exact(mine.castAt) })}
            {vote.state === "open" && <> · {t("changeable")}</>}
          </p>
        </>
      )}
    </div>
  );
}

/** One tap is one vote. Another tap on another choice corrects it, until the vote is locked (Rule R8). */
function Choices({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("ballot");
  const { person } = useMe();
  const words = useWords();
  const cast = useCommand("cast-ballot", (queries, { revision, castAt }, { choice }) =>
    noteOwnBallot(queries, vote, { choice, revision, castAt, by: person.name }),
  );
  const { busy, error, send } = useSending();
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [failedAt, setFailedAt] = useState<number | null>(null);
  const mine = vote.myBallot;
  const revision = mine?.revision ?? 0;
  const sending = busy ? chosen : null;

  const choose = async (choice: Choice) => {
    if (busy || mine?.choice === choice) return;
    setChosen(choice);
    setFailedAt(revision);
    await send(() =>
      cast.mutateAsync({ vote: vote.id, choice, ...(mine ? { corrects: mine.revision } : {}) }),
    );
  };
  return (
    <>
      {/* Above: on a phone what is below the choices is out of sight. */}
      <Receipt vote={vote} sending={sending} />
      {/* What was not answered and has been counted all the same is in the receipt. */}
      <ErrorNotice error={failedAt === revision ? error : null} />
      <fieldset className="choices">
        <legend className="small muted">
          {person.delegation && t("forDelegation", { delegation: words(person.delegation.name) })}
        </legend>
        {CHOICES.map((choice) => (
          <ChooseButton
            key={choice}
            choice={choice}
            chosen={mine?.choice === choice}
            sending={sending === choice}
            busy={busy}
            onChoose={() => void choose(choice)}
          />
        ))}
      </fieldset>
    </>
  );
}

function Objection({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("ballot");
  const { person } = useMe();
  const say = useToast();
  const object = useCommand("raise-objection");
  const mine = vote.objections.some(({ code }) => code === person.delegation?.code);
  if (mine) return <p role="status">{t("objected")}</p>;
  if (vote.silenceUntil !== null) return <BreakSilence vote={vote} until={vote.silenceUntil} />;
  return (
    <div className="stack">
      <p>
        <strong>{t("consensusTitle")}</strong>
      </p>
      {allowed(vote.permissions, "raise_objection") && (
        <>
          <p>{t("consensusBody")}</p>
          <Confirm
            title={t("objectTitle")}
            body={<p>{t("objectBody")}</p>}
            action={t("object")}
            tone="danger"
            onConfirm={async () => {
              await object.mutateAsync({ vote: vote.id });
              say(t("objectDone"));
            }}
            trigger={
              <Button tone="danger" size="large">
                {t("object")}
              </Button>
            }
          />
        </>
      )}
    </div>
  );
}

/** Open and closed alike: the form in which a teller corrects a count stays when the vote is closed. */
function ByHands({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const isOpen = vote.state === "open";
  return (
    <div className="stack">
      {!isOpen && <p role="status">{t("handsClosed")}</p>}
      {allowed(vote.permissions, "count_hands") ? (
        <TellerPaper key="count" vote={vote} />
      ) : (
        isOpen && allowed(vote.permissions, "cast_ballot") && <p role="status">{t("raiseHand")}</p>
      )}
      {isOpen && <HandsProgress vote={vote} />}
    </div>
  );
}

/** How the person takes part in a vote that is open: by the way it is taken, and what they are in it. */
function Open({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("ballot");
  const { t: v } = useTranslation("voting");
  const mayCast = permission(vote.permissions, "cast_ballot");
  switch (vote.method) {
    case "roll_call":
      if (allowed(vote.permissions, "answer_roll")) return <RollCaller vote={vote} />;
      return (
        <div className="stack">
          {mayCast.ok && <p>{v("rollYours")}</p>}
          <RollProgress vote={vote} />
        </div>
      );
    case "secret_ballot":
      return (
        <div className="stack">
          {mayCast.ok && <SecretPaper vote={vote} />}
          <SecretProgress vote={vote} />
        </div>
      );
    default:
      if (mayCast.ok) return <Choices vote={vote} />;
      return mayCast.code === "not_allowed" ? (
        <p className="muted">{t("notVoting")}</p>
      ) : (
        <Reason refused={mayCast} />
      );
  }
}

/** After the lock: what one gave, and that the result is to come. */
function Locked({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("ballot");
  if (vote.method === "secret_ballot")
    return (
      <div className="stack">
        <p role="status">{t("locked")}</p>
        <SecretProgress vote={vote} />
      </div>
    );
  const mayCast = permission(vote.permissions, "cast_ballot");
  return (
    <div className="stack">
      <Receipt vote={vote} sending={null} />
      <p role="status">{mayCast.ok && !vote.myBallot ? t("lockedNotVoted") : t("locked")}</p>
    </div>
  );
}

/** What the person can do about the question in its present state. */
export function BallotPaper({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("ballot");
  switch (vote.state) {
    case "question_put":
      return <Objection vote={vote} />;
    case "explanations_before":
      return <p role="status">{t("waiting")}</p>;
    case "open":
    case "locked":
      if (vote.method === "show_of_hands") return <ByHands vote={vote} />;
      return vote.state === "open" ? <Open vote={vote} /> : <Locked vote={vote} />;
    case "set_aside":
      return <ObjectToDivision vote={vote} />;
    case "second_vote_pending":
      return <p role="status">{t("secondVote")}</p>;
    default:
      return null;
  }
}
