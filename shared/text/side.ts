import { type Block, type BlockId, sameBlock, type TextDoc } from "./model";
import { certainIncreasing } from "./sequence";

/**
 * Blocks that one side put at one place, in order: new ones and moved ones. Gaps are places between the blocks of the base: gap g is
 * before block g. The chain may mean any gap from `from` to `to`; more than one when blocks around it were taken out as well.
 */
export type Chain = { blocks: Block[]; from: number; to: number };

/** What one side made of the base, by block. */
export type Side = {
  byId: ReadonlyMap<BlockId, Block>;
  revised: ReadonlySet<BlockId>;
  deleted: ReadonlySet<BlockId>;
  inserted: ReadonlySet<BlockId>;
  /** Moved, or one of two that changed places, where nobody can say which moved. */
  moved: ReadonlySet<BlockId>;
  chains: readonly Chain[];
};

export type Base = { blocks: readonly Block[]; place: ReadonlyMap<BlockId, number> };

export function baseOf(doc: TextDoc): Base {
  return { blocks: doc.blocks, place: new Map(doc.blocks.map((block, i) => [block.id, i])) };
}

/** O(n log n) in the number of blocks; blocks that are the very objects of the base cost next to nothing. */
export function sideOf(base: Base, doc: TextDoc): Side {
  const byId = new Map(doc.blocks.map((block) => [block.id, block]));
  if (byId.size !== doc.blocks.length) throw new Error("The text holds a block id twice");
  const revised = new Set<BlockId>();
  const deleted = new Set<BlockId>();
  for (const block of base.blocks) {
    const own = byId.get(block.id);
    if (!own) deleted.add(block.id);
    else if (!sameBlock(block, own)) revised.add(block.id);
  }

  const common = doc.blocks.filter((block) => base.place.has(block.id));
  const places = common.map((block) => base.place.get(block.id) as number);
  const moved = new Set<BlockId>();
  if (places.some((place, i) => i > 0 && place < (places[i - 1] as number))) {
    const certain = certainIncreasing(places);
    common.forEach((block, i) => {
      if (!certain.has(i)) moved.add(block.id);
    });
  }

  const inserted = new Set<BlockId>();
  const chains: Chain[] = [];
  let open: Chain | null = null;
  let previous = -1;
  for (const block of doc.blocks) {
    const place = base.place.get(block.id);
    if (place === undefined) inserted.add(block.id);
    if (place === undefined || moved.has(block.id)) {
      open ??= { blocks: [], from: previous + 1, to: base.blocks.length };
      open.blocks.push(block);
      continue;
    }
    if (open) chains.push({ ...open, to: place });
    open = null;
    previous = place;
  }
  if (open) chains.push(open);
  return { byId, revised, deleted, inserted, moved, chains };
}
