import type { CommandBody } from "../../../shared/api/commands";
import { deleteFollower, insertFollower, markRead } from "../../db/notifications";
import { updateEmail } from "../../db/people";
import { type Context, DONE, fail, type Result } from "../context";
import { enterAmendment } from "../situation";
import { transact } from "../transact";

// What a person wants to be told of, and has read, is their own affair: none of it is on the record.

export function markNotificationsRead(
  context: Context,
  body: CommandBody<"mark-notifications-read">,
): Promise<Result<{ ok: true }>> {
  const { person } = context;
  if (!person) throw new Error("only people are told of anything");
  return transact(context, async (unit) => {
    await markRead(unit.tx, person.id, body.seqs, unit.at);
    return DONE;
  });
}

/** From now on the person is told what becomes of an amendment, or, unless their delegation sponsors it, not any more. */
export function followAmendment(
  context: Context,
  body: CommandBody<"follow-amendment">,
): Promise<Result<{ ok: true }>> {
  const { person } = context;
  if (!person) throw new Error("only people follow amendments");
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "read_amendments");
    if (!entered.ok) return entered;
    const { id } = entered.amendment;
    if (body.follows) await insertFollower(unit.tx, id, person.id);
    else await deleteFollower(unit.tx, id, person.id);
    return DONE;
  });
}

/** Where the person is told by e-mail as well. */
export function setEmail(context: Context, body: CommandBody<"set-email">): Promise<Result<{ ok: true }>> {
  const { person, deps } = context;
  if (!person) throw new Error("only people have addresses");
  return transact(context, async (unit) => {
    if (body.address !== null && !deps.sendsMail) return fail("mail_not_sent");
    await updateEmail(unit.tx, person.id, body.address);
    return DONE;
  });
}
