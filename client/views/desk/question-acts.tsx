import { useId, useState } from "react";
import type { VoteView } from "../../../shared/api/views/votes";
import { useCommand } from "../../app/api";
import { allowed, permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { Act } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { useToast } from "../../ui/toast";
import { WithReason } from "../amendment/chair-actions";
import { agreedHands } from "../ballot/agreed-hands";
import { useSubject } from "../ballot/subject";
import { bothChosen, ChooseTellers, NO_TELLERS } from "./start-vote";

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

export function castBy(vote: VoteView): number {
  if (vote.method === "secret_ballot") return vote.participants.length;
  const tally = vote.tally ?? agreedHands(vote);
  return tally ? tally.yes + tally.no + tally.abstain : vote.ballots.length;
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
  // Whoever appeals against the chair is not to be waved aside by the chair (Rule P5).
  const isKept = vote.subject === "appeal" && vote.quorumMet;
  if (isKept || !allowed(vote.permissions, "abort_vote")) return null;
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

/** In doubt, or when a teller cannot go on: the hands are counted again, and the last count prevails (Rule R1). */
export function Recount({ vote }: VoteActProps) {
  const { t } = useTranslation("voting");
  const { t: a } = useTranslation("amendment");
  const say = useToast();
  const recount = useCommand("recount-hands");
  const id = useId();
  const [reason, setReason] = useState("");
  const [others, setOthers] = useState(false);
  const [tellers, setTellers] = useState(NO_TELLERS);
  if (vote.method !== "show_of_hands" || !allowed(vote.permissions, "recount_hands")) return null;
  return (
    <FormDialog
      title={t("recountTitle")}
      action={t("recount")}
      tone="danger"
      ready={reason.trim() !== "" && (!others || bothChosen(tellers))}
      onSend={async () => {
        await recount.mutateAsync({
          vote: vote.id,
          reason: reason.trim(),
          ...(others ? { tellers } : {}),
        });
        say(t("recountDone"));
      }}
      trigger={<Button tone="danger">{t("recount")}</Button>}
    >
      <p>{t("recountBody")}</p>
      <div className="field">
        <label htmlFor={id}>{a("reason")}</label>
        <textarea
          id={id}
          className="input"
          maxLength={2000}
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <label className="row">
        <input type="checkbox" checked={others} onChange={(event) => setOthers(event.target.checked)} />
        {t("recountTellers")}
      </label>
      {others && <ChooseTellers value={tellers} onChange={setTellers} />}
    </FormDialog>
  );
}

/** Right after a show of hands, once enough delegations have asked (Rule R2). */
export function CallRoll({ vote }: VoteActProps) {
  const { t } = useTranslation("voting");
  const say = useToast();
  const call = useCommand("call-roll");
  const { requests, requestsNeeded } = vote.rollCall;
  if (vote.method !== "show_of_hands" || requests.length < requestsNeeded) return null;
  return (
    <Act
      permission={permission(vote.permissions, "call_roll")}
      label={t("callRoll")}
      confirm={{
        title: t("callRollTitle"),
        body: <p>{t("callRollBody")}</p>,
        action: t("callRoll"),
      }}
      onAct={async () => {
        await call.mutateAsync({ vote: vote.id });
        say(t("callRollDone"));
      }}
    />
  );
}
