import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { insertComment } from "../../db/comments";
import { sealOf } from "../../queries/verification-of-comments";
import { type Context, fail, type Result } from "../context";
import { transact } from "../transact";
import { enterThread, namedPeople } from "./thread";

export function replyToComment(
  context: Context,
  body: CommandBody<"reply-to-comment">,
): Promise<Result<CommandAnswer<"reply-to-comment">>> {
  const { person, deps } = context;
  if (!person) throw new Error("only people comment");
  return transact(context, async (unit) => {
    const entered = await enterThread(context, unit.tx, body.thread);
    if (!entered.ok) return entered;
    const { instrument, thread, amendment } = entered;
    if (thread.resolvedAt !== null) return fail("thread_resolved");
    const named = await namedPeople(context, unit.tx, body.mentions, amendment);
    if (!named.ok) return named;
    const comment = deps.newId();
    const salt = deps.newId();
    await insertComment(unit.tx, {
      id: comment,
      threadId: thread.id,
      authorId: person.id,
      words: body.words,
      salt,
      mentions: named.ids,
      writtenAt: unit.at,
    });
    unit.record(
      "comment.replied",
      comment,
      {
        language: thread.language,
        thread: thread.id,
        mentions: named.ids,
        seal: sealOf(salt, body.words),
        ...(amendment === null ? {} : { amendment: amendment.id }),
        ...(thread.discusses ? { discusses: true } : {}),
      },
      instrument.slug,
    );
    return { ok: true, answer: { comment } };
  });
}
