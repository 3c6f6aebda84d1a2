import { isAgreed } from "../../../shared/rules/paragraphs";
import { checkPatch } from "../../../shared/text/check-patch";
import type { BlockId, Language, TextDoc } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import type { Patch } from "../../../shared/text/patch";
import { readStatuses } from "../../../shared/text/yjs";
import { type InstrumentRow, selectOptionalText } from "../../db/instruments";
import type { Db } from "../../db/rows";
import { type Context, type Failure, fail } from "../context";

/**
 * Why an amendment cannot be taken as it stands, or null: it is no change of `base` or would make it too large (Rule A16), or it touches
 * one of the paragraphs that are `agreed` (Rule A17). Names every paragraph at fault.
 */
export function checkAmendment(
  base: TextDoc,
  patch: Patch,
  language: Language,
  agreed: ReadonlySet<BlockId>,
): Failure | null {
  const problems = checkPatch(base, patch, agreed);
  if (problems.length === 0) return null;
  const numbers = numberBlocks(base.blocks, language);
  const pathsOf = (blocks: readonly BlockId[]) => [
    ...new Set(blocks.map((block) => numbers.get(block)?.path ?? block)),
  ];
  const size = problems.flatMap((one) => (one.code === "too_large" ? [one] : []));
  const closed = problems.flatMap((one) => (one.code === "agreed_paragraph" ? [one.block] : []));
  const faults = problems.filter(({ code }) => code !== "too_large" && code !== "agreed_paragraph");
  if (faults.length > 0) {
    const paragraphs = pathsOf(faults.flatMap((one) => ("block" in one ? [one.block] : [])));
    return fail("amendment_does_not_fit", "A16", { paragraphs, faults });
  }
  if (closed.length > 0) return fail("paragraph_agreed", "A17", { paragraphs: pathsOf(closed) });
  return fail("too_large", "A16", {
    sizes: size.map(({ what, size: is, most }) => ({ what, size: is, most })),
  });
}

/** While the committee reads, what it agreed is closed in the language it negotiates in; a body that takes the text up may amend all of it. */
export async function agreedParagraphs(
  { deps }: Context,
  db: Db,
  instrument: InstrumentRow,
  language: Language,
): Promise<Set<BlockId>> {
  if (instrument.stage !== "in_reading" || language !== instrument.sourceLanguage) return new Set();
  const text = await selectOptionalText(db, instrument.id, language);
  if (!text) throw new Error(`${instrument.slug} has no text in ${language}`);
  const statuses = await deps.rooms.inspect(text.room, readStatuses);
  return new Set([...statuses].filter(([, status]) => isAgreed(status)).map(([id]) => id));
}
