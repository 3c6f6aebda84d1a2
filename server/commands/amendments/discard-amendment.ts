import type { CommandBody } from "../../../shared/api/commands";
import { deleteDraftAmendment } from "../../db/amendments";
import { freezeRoom } from "../../db/rooms";
import { type Context, DONE, fail, type Result } from "../context";
import { enterAmendment } from "../situation";
import { transact } from "../transact";

/** Throws a draft away. Its room is closed; its log stays. */
export function discardAmendment(
  context: Context,
  body: CommandBody<"discard-amendment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "withdraw_amendment");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    if (amendment.state !== "draft") return fail("wrong_state", null, { state: amendment.state });
    await deleteDraftAmendment(unit.tx, amendment.id);
    const { room, roomId } = amendment;
    if (roomId) await freezeRoom(unit.tx, roomId);
    unit.record("amendment.discarded", amendment.id, { instrument: instrument.slug }, instrument.slug);
    if (room !== null) unit.afterCommit(() => context.deps.rooms.reauthorise(room));
    return DONE;
  });
}
