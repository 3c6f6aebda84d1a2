import type { BlockId, BlockKind, Language, TextDoc } from "./model";
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

/**
 * The text as it is proposed in a debate: each paragraph that `base` does not have, and that would give another number to one people speak
 * about, takes a provisional one (2 *bis*). At the end of a list nobody's number changes, and it takes the next.
 */
export function numberedInDebate(base: TextDoc, proposed: TextDoc, language: Language): TextDoc {
  const known = new Set(base.blocks.map(({ id }) => id));
  // What is struck out or moved renumbers the rest, too: that is not the new ones' doing.
  let blocks = proposed.blocks.filter(({ id }) => known.has(id));
  const paths = numberBlocks(blocks, language);
  let before: BlockId | null = null;
  for (const block of proposed.blocks) {
    if (!known.has(block.id)) {
      const at = blocks.findIndex(({ id }) => id === before) + 1;
      const next = blocks.toSpliced(at, 0, block);
      const now = numberBlocks(next, language);
      const renumbers = [...paths].some(([id, { path }]) => now.get(id)?.path !== path);
      const isProvisional = renumbers && NUMBERED.has(block.kind);
      blocks = isProvisional
        ? blocks.toSpliced(at, 0, { ...block, provisional: block.provisional ?? "bis" })
        : next;
    }
    before = block.id;
  }
  return { blocks };
}
