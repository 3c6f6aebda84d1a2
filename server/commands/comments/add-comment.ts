import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { lockInstrument, selectOptionalInstrument, selectOptionalText } from "../../db/instruments";
import { type Context, fail, type Result } from "../context";
import { transact } from "../transact";
import { beginThread, enterDraft, mayComment, namedPeople } from "./thread";

/** Begins a thread beside a place of a text, or of a draft; the words there are not touched. */
export function addComment(
  context: Context,
  { instrument: slug, language, amendment, anchor, words, mentions }: CommandBody<"add-comment">,
): Promise<Result<CommandAnswer<"add-comment">>> {
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
    const begun = await beginThread(
      context,
      unit,
      {
        instrument: slug,
        language,
        textId: text.id,
        amendmentId: amendment ?? null,
        discusses: false,
        anchor,
      },
      { words, mentions: named.ids },
    );
    return { ok: true, answer: begun };
  });
}
