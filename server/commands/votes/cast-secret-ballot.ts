import type { CommandBody } from "../../../shared/api/commands";
import { bodySeized } from "../../../shared/rules/stages";
import { decidePaper, withPaper } from "../../../shared/rules/voting/secret";
import { updatePresence } from "../../db/conferences";
import { insertParticipant, lockBox, selectParticipants, updateBox } from "../../db/methods";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, enterVote } from "../situation";
import { transact } from "../transact";
import { aboutBox, readBox, written } from "./box";

/**
 * One paper a delegation into the box (Rule R9). What is written down is that the delegation took part; which way goes
 * into the sealed sums alone, in the same transaction: it is counted exactly when the participation stands.
 */
export function castSecretBallot(
  context: Context,
  body: CommandBody<"cast-secret-ballot">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "cast_ballot");
    if (!entered.ok) return entered;
    const { instrument, vote, delegationPresent } = entered;
    const delegation = context.actor?.delegation;
    if (!delegation) throw new Error("the rights table let somebody without a delegation vote");
    if (vote.method !== null && vote.method !== "secret_ballot")
      return fail("method_not_allowed", "R9", { method: vote.method });
    const tookPart = (await selectParticipants(unit.tx, vote.id, vote.round)).some(
      ({ id }) => id === delegation.id,
    );
    const decision = decidePaper(vote.state, tookPart);
    if (!decision.ok) return asFailure(decision);

    const { seals } = context.deps;
    const about = aboutBox(vote.id, vote.round);
    const box = readBox(seals.open(await lockBox(unit.tx, vote.id, vote.round), about));
    const after = JSON.stringify(written(withPaper(box, body.choice)));
    await updateBox(unit.tx, vote.id, vote.round, seals.seal(after, about));
    await insertParticipant(unit.tx, vote.id, vote.round, delegation.id);
    if (delegationPresent === false) {
      await updatePresence(unit.tx, vote.bodyId, delegation.id, true);
      const presence = { body: bodySeized(instrument.stage), present: true, because: "ballot" };
      unit.record("presence.recorded", delegation.code, presence, null);
    }
    unit.record("ballot.taken", vote.id, { delegation: delegation.code, round: vote.round }, instrument.slug);
    return DONE;
  });
}
