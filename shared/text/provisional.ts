import type { Block, BlockId, BlockKind, Language, TextDoc } from "./model";
import { numberBlocks } from "./numbering";

const NUMBERED: ReadonlySet<BlockKind> = new Set([
  "preambular",
  "operative",
  "point",
  "heading",
  "area",
  "feature",
  "measure",
]);

/** Whether paragraphs of the kind have numbers, so that one of them can be provisional. */
export function isNumbered(kind: BlockKind): boolean {
  return NUMBERED.has(kind);
}

/**
 * While a text is debated, a new paragraph (not `known`) that would give another number to one people speak about takes a
 * provisional one (2 *bis*). At the end of a list nobody's number changes, and it takes the next. Answers those that have to take one.
 */
export function provisionalInDebate(
  known: ReadonlySet<BlockId>,
  proposed: readonly Omit<Block, "runs">[],
  language: Language,
): ReadonlySet<BlockId> {
  const provisional = new Set<BlockId>();
  // What is struck out or moved renumbers the rest, too: that is not the new ones' doing.
  let blocks = proposed.filter(({ id }) => known.has(id));
  const paths = numberBlocks(blocks, language);
  let before: BlockId | null = null;
  for (const block of proposed) {
    if (!known.has(block.id)) {
      const at = blocks.findIndex(({ id }) => id === before) + 1;
      const next = blocks.toSpliced(at, 0, block);
      const now = numberBlocks(next, language);
      const renumbers = [...paths].some(([id, { path }]) => now.get(id)?.path !== path);
      if (renumbers && isNumbered(block.kind) && !block.provisional) {
        provisional.add(block.id);
        blocks = blocks.toSpliced(at, 0, { ...block, provisional: "bis" });
      } else blocks = next;
    }
    before = block.id;
  }
  return provisional;
}

/** The text as it is proposed in a debate, its new paragraphs numbered so that those of `base` keep their numbers. */
export function numberedInDebate(base: TextDoc, proposed: TextDoc, language: Language): TextDoc {
  const provisional = provisionalInDebate(
    new Set(base.blocks.map(({ id }) => id)),
    proposed.blocks,
    language,
  );
  return {
    blocks: proposed.blocks.map((block) =>
      provisional.has(block.id) ? { ...block, provisional: "bis" } : block,
    ),
  };
}
