import { useTranslation } from "react-i18next";
import type { VoteView } from "../../../shared/api/views";
import { useCommand } from "../../app/api";
import { allowed, permission } from "../../app/permissions";
import { Act } from "../../ui/act";
import { useToast } from "../../ui/toast";
import { WithReason } from "../amendment/chair-actions";
import { useSubject } from "../ballot/vote-summary";

type VoteActProps = { vote: VoteView; primary?: boolean };

function toneOf(primary: boolean | undefined): "primary" | undefined {
  return primary ? "primary" : undefined;
}

function sizeOf(primary: boolean | undefined): "large" | undefined {
  return primary ? "large" : undefined;
}

export function SoDecided({ vote, primary }: VoteActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const subject = useSubject(true)(vote);
  const declare = useCommand("declare-consensus");
  return (
    <Act
      permission={permission(vote.permissions, "declare_consensus")}
      label={t("soDecided")}
      tone={toneOf(primary)}
      size={sizeOf(primary)}
      confirm={{
        title: t("soDecidedTitle"),
        body: <p>{t("soDecidedBody", { subject })}</p>,
        action: t("soDecided"),
      }}
      onAct={async () => {
        await declare.mutateAsync({ vote: vote.id });
        say(t("soDecidedDone", { subject }));
      }}
    />
  );
}

export function StartVote({ vote, primary }: VoteActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const start = useCommand("start-vote");
  return (
    <Act
      permission={permission(vote.permissions, "start_vote")}
      label={t("startVote")}
      tone={toneOf(primary)}
      size={sizeOf(primary)}
      onAct={async () => {
        await start.mutateAsync({ vote: vote.id, method: "recorded" });
        say(t("startVoteDone"));
      }}
    />
  );
}

export function castBy(vote: VoteView): number {
  return vote.tally ? vote.tally.yes + vote.tally.no + vote.tally.abstain : vote.ballots.length;
}

export function CloseVote({ vote, primary }: VoteActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const lock = useCommand("lock-vote");
  return (
    <Act
      permission={permission(vote.permissions, "lock_vote")}
      label={t("lock")}
      tone={toneOf(primary)}
      size={sizeOf(primary)}
      confirm={{
        title: t("lockTitle"),
        body: <p>{t("lockBody", { cast: castBy(vote), present: vote.present })}</p>,
        action: t("lock"),
      }}
      onAct={async () => {
        await lock.mutateAsync({ vote: vote.id });
        say(t("lockDone"));
      }}
    />
  );
}

export function Proclaim({ vote, primary }: VoteActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const proclaim = useCommand("proclaim-vote");
  return (
    <Act
      permission={permission(vote.permissions, "proclaim_vote")}
      label={t("proclaim")}
      tone={toneOf(primary)}
      size={sizeOf(primary)}
      onAct={async () => {
        await proclaim.mutateAsync({ vote: vote.id });
        say(t("proclaimDone"));
      }}
    />
  );
}

/** Before the vote opens, or when the quorum is lost (Rule Q4). */
export function Abort({ vote }: VoteActProps) {
  const { t } = useTranslation("desk");
  const say = useToast();
  const abort = useCommand("abort-vote");
  if (!allowed(vote.permissions, "abort_vote")) return null;
  return (
    <WithReason
      label={t("abort")}
      title={t("abortTitle")}
      body={t("abortBody")}
      onSend={async (reason) => {
        await abort.mutateAsync({ vote: vote.id, reason });
        say(t("abortDone"));
      }}
    />
  );
}
