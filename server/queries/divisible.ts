import { type Divisible, partsOfPatch, partsOfText, withoutParts } from "../../shared/rules/voting/parts";
import type { BlockId, Language, TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Patch } from "../../shared/text/patch";
import { selectAmendment } from "../db/amendments";
import { selectDivisionParts, selectOptionalDivision } from "../db/divisions";
import type { Db } from "../db/rows";
import type { VoteRow } from "../db/votes";
import { proposedText, startingText } from "./amendment-texts";

export type DivisibleQuestion = {
  parts: Divisible[];
  /** As people call them. */
  pathOf(id: BlockId): string;
};

/**
 * What of a question can be voted separately (Rule D1): paragraphs of the text, or those that the amendment changes. `text`:
 * the live one, in the language negotiated in. An amendment to an amendment is put whole.
 */
export async function divisible(
  db: Db,
  vote: VoteRow,
  text: TextDoc,
  language: Language,
): Promise<DivisibleQuestion> {
  if (vote.subject === "final") {
    const paths = numberBlocks(text.blocks, language);
    return { parts: partsOfText(text), pathOf: (id) => paths.get(id)?.path ?? id };
  }
  const amendment = vote.amendmentId ? await selectAmendment(db, vote.amendmentId) : null;
  if (!amendment?.patch || amendment.parentId !== null) return { parts: [], pathOf: (id) => id };
  const before = await startingText(db, amendment);
  const after = await proposedText(db, amendment);
  const kinds = new Map(before.blocks.map(({ id, kind }) => [id, kind]));
  const paths = new Map([
    ...numberBlocks(before.blocks, amendment.language),
    ...numberBlocks(after.blocks, amendment.language),
  ]);
  return {
    parts: partsOfPatch(amendment.patch, (id) => kinds.get(id) ?? null),
    pathOf: (id) => paths.get(id)?.path ?? id,
  };
}

/** Blocks of the parts that were lost in the division of a question; empty when it was not divided. */
export async function lostBlocks(db: Db, vote: VoteRow, parts: readonly Divisible[]): Promise<Set<BlockId>> {
  return blocksOf(parts, await lostParts(db, vote));
}

function blocksOf(parts: readonly Divisible[], among: ReadonlySet<BlockId>): Set<BlockId> {
  return new Set(parts.filter(({ id }) => among.has(id)).flatMap(({ blocks }) => blocks));
}

async function lostParts(db: Db, vote: VoteRow): Promise<Set<BlockId>> {
  const division = await selectOptionalDivision(db, vote.id);
  const voted = division ? await selectDivisionParts(db, division.id) : [];
  return new Set(voted.filter(({ carried }) => carried === false).map(({ block }) => block));
}

/** What a patch of the amendment leaves without the parts that were lost in its vote (Rule D2); null: nothing. `text`: the live one it goes into. */
export async function withoutLost(
  db: Db,
  vote: VoteRow | null,
  patch: Patch,
  text: TextDoc,
  language: Language,
): Promise<Patch | null> {
  if (!vote) return patch;
  const lost = await lostParts(db, vote);
  if (lost.size === 0) return patch;
  const { parts } = await divisible(db, vote, text, language);
  return withoutParts(patch, blocksOf(parts, lost));
}
