import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { selectOptionalAmendment } from "../../db/amendments";
import { freezeRoom } from "../../db/rooms";
import { type Context, fail, type Result } from "../context";
import { recordDrafting } from "../drafting";
import { enterAmendment, isOwn } from "../situation";
import { transact } from "../transact";
import { agreedParagraphs } from "./check-amendment";
import { reviseByDraft } from "./revise-amendment";
import { submitText } from "./submission";

/** What stands in the amendment's room becomes the amendment; the room is closed. */
export async function submitAmendment(
  context: Context,
  body: CommandBody<"submit-amendment">,
): Promise<Result<CommandAnswer<"submit-amendment">>> {
  const { pool, rooms } = context.deps;
  const found = await selectOptionalAmendment(pool, body.amendment);
  if (!found?.room || found.conferenceId !== context.conferenceId || !isOwn(context, found))
    return fail("not_found", null, { amendment: body.amendment });
  return rooms.withLockedRooms([found.room], ([room]) =>
    transact(context, async (unit) => {
      if (!room) throw new Error(`room ${found.room} was not locked`);
      const entered = await enterAmendment(context, unit.tx, body.amendment, "submit_amendment");
      if (!entered.ok) return entered;
      const { instrument, amendment } = entered;
      if (amendment.state !== "draft") return fail("wrong_state", null, { state: amendment.state });
      await recordDrafting(unit, room, amendment.language, instrument);
      const agreed = await agreedParagraphs(context, unit.tx, instrument, amendment.language);
      const submitted = body.revises
        ? await reviseByDraft(context, unit, instrument, amendment, { ...body, agreed, proposed: room.text })
        : await submitText(context, unit, instrument, amendment, room.text, { ...body, agreed });
      if (!submitted.ok) return submitted;
      await freezeRoom(unit.tx, room.roomId);
      unit.afterCommit(() => room.freezeOnRelease());
      unit.afterCommit(() => context.deps.rooms.reauthorise(room.name));
      return submitted;
    }),
  );
}
