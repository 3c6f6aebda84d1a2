import type { CommandBody } from "../../../shared/api/commands";
import { may } from "../../../shared/rules/rights";
import { selectBody, selectOptionalPresence, updatePresence } from "../../db/conferences";
import { selectDelegations } from "../../db/people";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure } from "../situation";
import { transact } from "../transact";

/** The secretariat notes that a member of a body is in the room, or has left: that is what the quorum counts (Rule Q3). */
export function recordPresence(
  context: Context,
  body: CommandBody<"record-presence">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    // Presence belongs to a body, not to an instrument: no stage forbids it.
    const answer = may(context.actor, "record_presence", {
      stage: "in_reading",
      outcome: null,
      sourceLanguage: "en",
    });
    if (!answer.ok) return asFailure(answer);
    const delegation = (await selectDelegations(unit.tx, context.conferenceId)).find(
      ({ code }) => code === body.delegation,
    );
    if (!delegation) return fail("not_found", null, { delegation: body.delegation });
    const { id } = await selectBody(unit.tx, context.conferenceId, body.body);
    const present = await selectOptionalPresence(unit.tx, id, delegation.id);
    if (present === null) return fail("not_a_member", "Q5", { delegation: body.delegation });
    if (present === body.present) return DONE;
    await updatePresence(unit.tx, id, [delegation.id], body.present);
    unit.record("presence.recorded", delegation.code, { body: body.body, present: body.present }, null);
    return DONE;
  });
}
