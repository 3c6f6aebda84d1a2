import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import type { AmendmentRow } from "../../db/amendments";
import { selectOptionalText } from "../../db/instruments";
import type { Db } from "../../db/rows";
import { proposedText, startingText } from "../../queries/amendment-texts";
import { type Context, fail, type Result } from "../context";
import { transact } from "../transact";
import { beginThread, enterDiscussion, namedPeople } from "./thread";

/** Begins a thread about a submitted amendment, or about words of what it changes. Never a part of it. */
export function discussAmendment(
  context: Context,
  { amendment: id, on, words, mentions }: CommandBody<"discuss-amendment">,
): Promise<Result<CommandAnswer<"discuss-amendment">>> {
  return transact(context, async (unit) => {
    const entered = await enterDiscussion(context, unit.tx, id);
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    if (on !== null && !(await standsIn(unit.tx, amendment, on.block)))
      return fail("not_found", null, { block: on.block });
    const named = await namedPeople(context, unit.tx, mentions, amendment);
    if (!named.ok) return named;
    const text = await selectOptionalText(unit.tx, instrument.id, amendment.language);
    if (!text) throw new Error(`${instrument.slug} has no text in ${amendment.language}`);
    // Of the amendment and not of a live text: there are no letters to hold on to.
    const anchor = on && { block: on.block, start: null, end: null, quote: on.quote, before: "", after: "" };
    const begun = await beginThread(
      context,
      unit,
      {
        instrument: instrument.slug,
        language: amendment.language,
        textId: text.id,
        amendmentId: amendment.id,
        discusses: true,
        anchor,
      },
      { words, mentions: named.ids },
    );
    return { ok: true, answer: begun };
  });
}

/** Whether it is a paragraph of the text that the amendment was made against, or of what it proposes. */
async function standsIn(db: Db, amendment: AmendmentRow, block: string): Promise<boolean> {
  const texts = [await startingText(db, amendment), await proposedText(db, amendment)];
  return texts.some(({ blocks }) => blocks.some(({ id }) => id === block));
}
