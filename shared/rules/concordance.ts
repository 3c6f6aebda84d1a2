import { type Block, type BlockId, blockText, sameBlock, type TextDoc } from "../text/model";

export type Concordance = "source" | "concordant" | "stale" | "unsigned";

/**
 * Whether a language version is known to say what the source says: its translator signed for exactly these two texts.
 * `signed` holds the hashes signed for; null: never. One changed character on either side makes it stale.
 */
export function concordanceOf(facts: {
  isSource: boolean;
  sha256: string;
  sourceSha256: string;
  signed: { sha256: string; sourceSha256: string } | null;
}): Concordance {
  if (facts.isSource) return "source";
  if (!facts.signed) return "unsigned";
  const same = facts.signed.sha256 === facts.sha256 && facts.signed.sourceSha256 === facts.sourceSha256;
  return same ? "concordant" : "stale";
}

/** missing: nothing stands there yet; draft: nobody has said that it says the same; stale: the source has changed since. */
export const PARAGRAPH_CONCORDANCES = ["missing", "draft", "stale", "concordant"] as const;
export type ParagraphConcordance = (typeof PARAGRAPH_CONCORDANCES)[number];

/**
 * How one paragraph of a language stands to the source's paragraph of the same id (procedure, "How drafting committees
 * write"). `source` null: the source has no such paragraph (any more). `signed`: the two as they read when the translator
 * said that they say the same; null: never.
 */
export function paragraphConcordance(facts: {
  block: Block | null;
  source: Block | null;
  signed: { block: Block; source: Block } | null;
}): ParagraphConcordance {
  const { block, source, signed } = facts;
  if (source && (!block || (!hasWords(block) && hasWords(source)))) return "missing";
  if (!signed) return "draft";
  if (!source || !saysTheSame(source, signed.source)) return "stale";
  return block && saysTheSame(block, signed.block) ? "concordant" : "draft";
}

function hasWords(block: Block): boolean {
  return blockText(block).trim() !== "";
}

/** Paragraphs of which the source says something and the language nothing: with one left nobody can sign that it says the same. */
export function unsaidParagraphs(text: TextDoc, source: TextDoc): BlockId[] {
  const states = paragraphConcordances(text, source, new Map());
  return source.blocks
    .filter((block) => hasWords(block) && states.get(block.id) === "missing")
    .map(({ id }) => id);
}

/** Whatever number it has: that a provisional number ends is no change a translator has to follow. */
function saysTheSame(a: Block, b: Block): boolean {
  return sameBlock({ ...a, provisional: undefined }, { ...b, provisional: undefined });
}

/** Every paragraph of the source, and those that only the language has, each with how it stands. */
export function paragraphConcordances(
  text: TextDoc,
  source: TextDoc,
  signed: ReadonlyMap<BlockId, { block: Block; source: Block }>,
): Map<BlockId, ParagraphConcordance> {
  const own = new Map(text.blocks.map((block) => [block.id, block]));
  const theirs = new Map(source.blocks.map((block) => [block.id, block]));
  const ids = new Set([...theirs.keys(), ...own.keys()]);
  return new Map(
    [...ids].map((id) => [
      id,
      paragraphConcordance({
        block: own.get(id) ?? null,
        source: theirs.get(id) ?? null,
        signed: signed.get(id) ?? null,
      }),
    ]),
  );
}
