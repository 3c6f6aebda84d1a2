import type { CommandBody } from "../../../shared/api/commands";
import { updateThreadResolved } from "../../db/comments";
import { type Context, DONE, fail, type Result } from "../context";
import { transact } from "../transact";
import { enterThread } from "./thread";

export function resolveThread(
  context: Context,
  { thread }: CommandBody<"resolve-thread">,
): Promise<Result<{ ok: true }>> {
  return settle(context, thread, true);
}

export function reopenThread(
  context: Context,
  { thread }: CommandBody<"reopen-thread">,
): Promise<Result<{ ok: true }>> {
  return settle(context, thread, false);
}

function settle(context: Context, id: string, resolved: boolean): Promise<Result<{ ok: true }>> {
  const { person } = context;
  if (!person) throw new Error("only people resolve a thread");
  return transact(context, async (unit) => {
    const entered = await enterThread(context, unit.tx, id);
    if (!entered.ok) return entered;
    const { thread, instrument } = entered;
    // Somebody was quicker; the other one's name stays.
    if ((thread.resolvedAt !== null) === resolved) return fail("wrong_state");
    await updateThreadResolved(unit.tx, id, resolved ? person.id : null, unit.at);
    unit.record(
      resolved ? "thread.resolved" : "thread.reopened",
      id,
      { language: thread.language },
      instrument.slug,
    );
    return DONE;
  });
}
