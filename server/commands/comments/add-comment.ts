import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { insertComment, insertThread } from "../../db/comments";
import { lockInstrument, selectOptionalInstrument, selectOptionalText } from "../../db/instruments";
import { sealOf } from "../../queries/verification-of-comments";
import { type Context, fail, type Result } from "../context";
import { transact } from "../transact";
import { enterDraft, mayComment, namedPeople } from "./thread";

/** Begins a thread beside a place of a text, or of a draft; the words there are not touched. */
export function addComment(
  context: Context,
  { instrument: slug, language, amendment, anchor, words, mentions }: CommandBody<"add-comment">,
): Promise<Result<CommandAnswer<"add-comment">>> {
  const { person, deps } = context;
  if (!person) throw new Error("only people comment");
  return transact(context, async (unit) => {
    const found = await selectOptionalInstrument(unit.tx, context.conferenceId, slug);
    const text = found && (await selectOptionalText(unit.tx, found.id, language));
    if (!found || !text) return fail("not_found", null, { instrument: slug, language });
    const draft = amendment === undefined ? null : await enterDraft(context, unit.tx, amendment);
    if (draft && !draft.ok) return draft;
    if (draft && draft.amendment.instrumentId !== found.id) return fail("not_found", null, { amendment });
    const denied = draft ? null : await mayComment(context, unit.tx, await lockInstrument(unit.tx, found.id));
    if (denied) return denied;
    const named = await namedPeople(context, unit.tx, mentions, draft?.amendment ?? null);
    if (!named.ok) return named;
    const thread = deps.newId();
    const comment = deps.newId();
    const salt = deps.newId();
    await insertThread(unit.tx, {
      id: thread,
      textId: text.id,
      amendmentId: amendment ?? null,
      anchor,
      begunAt: unit.at,
    });
    await insertComment(unit.tx, {
      id: comment,
      threadId: thread,
      authorId: person.id,
      words,
      salt,
      mentions: named.ids,
      writtenAt: unit.at,
    });
    unit.record(
      "comment.added",
      comment,
      {
        language,
        thread,
        block: anchor.block,
        mentions: named.ids,
        seal: sealOf(salt, words),
        ...(amendment === undefined ? {} : { amendment }),
      },
      slug,
    );
    return { ok: true, answer: { thread, comment } };
  });
}
