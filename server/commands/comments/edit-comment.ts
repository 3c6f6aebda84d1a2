import type { CommandBody } from "../../../shared/api/commands";
import { EDIT_MINUTES } from "../../../shared/api/comments";
import { updateCommentWithdrawn, updateCommentWords } from "../../db/comments";
import { sealOf } from "../../queries/verification-of-comments";
import { type Context, DONE, fail, type Result } from "../context";
import { transact } from "../transact";
import { enterOwnComment, namedPeople } from "./thread";

/** New words for one's own comment, while nobody can have acted on it for long. */
export function editComment(
  context: Context,
  body: CommandBody<"edit-comment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterOwnComment(context, unit.tx, body.comment);
    if (!entered.ok) return entered;
    const { comment, thread, instrument, amendment } = entered;
    if (thread.resolvedAt !== null) return fail("thread_resolved");
    if (unit.at.getTime() > Date.parse(comment.writtenAt) + EDIT_MINUTES * 60_000)
      return fail("comment_settled");
    const named = await namedPeople(context, unit.tx, body.mentions, amendment);
    if (!named.ok) return named;
    const salt = context.deps.newId();
    await updateCommentWords(unit.tx, {
      id: comment.id,
      words: body.words,
      salt,
      mentions: named.ids,
      editedAt: unit.at,
    });
    unit.record(
      "comment.edited",
      comment.id,
      { language: thread.language, thread: thread.id, mentions: named.ids, seal: sealOf(salt, body.words) },
      instrument.slug,
    );
    return DONE;
  });
}

/** Takes one's own comment back: its words are wiped, that it was there and when stays. */
export function withdrawComment(
  context: Context,
  body: CommandBody<"withdraw-comment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterOwnComment(context, unit.tx, body.comment);
    if (!entered.ok) return entered;
    const { comment, thread, instrument } = entered;
    await updateCommentWithdrawn(unit.tx, comment.id, unit.at);
    unit.record(
      "comment.withdrawn",
      comment.id,
      { language: thread.language, thread: thread.id },
      instrument.slug,
    );
    return DONE;
  });
}
