import type { CommandBody } from "../../../shared/api/commands";
import { decideCredential, hasVote } from "../../../shared/rules/meeting/credentials";
import { may, situationIn } from "../../../shared/rules/rights";
import { selectBodies, updateSeats } from "../../db/conferences";
import { selectProceedings } from "../../db/motions";
import { lockOptionalDelegation, updateCredentials } from "../../db/people";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure } from "../situation";
import { transact } from "../transact";

/**
 * What becomes of a delegation's credentials: handed in, accepted and rejected by the secretariat's word, challenged by
 * any delegation with a vote. Without accepted ones it has no seat: neither a vote nor a place in the quorum.
 */
export function recordCredentials(
  context: Context,
  body: CommandBody<"record-credentials">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const { event, reason } = body;
    const act = event === "challenge" ? "challenge_credentials" : "judge_credentials";
    const answer = may(context.actor, act, situationIn("plenary", false));
    if (!answer.ok) return asFailure(answer);
    const delegation = await lockOptionalDelegation(unit.tx, context.conferenceId, body.delegation);
    if (!delegation) return fail("not_found", null, { delegation: body.delegation });
    const decision = decideCredential(delegation.credentials, event);
    if (!decision.ok) return asFailure(decision);
    const before = hasVote(delegation, delegation.credentials);
    const after = hasVote(delegation, decision.to);
    if (before !== after) {
      // Nobody gains or loses a vote in the middle of one.
      for (const { id } of await selectBodies(unit.tx, context.conferenceId))
        if ((await selectProceedings(unit.tx, id)).votingOpen) return fail("voting_in_progress", "P5");
      await updateSeats(unit.tx, delegation.id, after);
      unit.afterCommit(() => context.deps.rooms.reauthorise());
    }
    await updateCredentials(unit.tx, delegation.id, decision.to);
    unit.record(`credentials.${decision.to}`, delegation.code, { event, reason, seated: after }, null);
    return DONE;
  });
}
