import { type Block, type BlockId, type Language, sameBlock } from "../model";
import type { Patch } from "../patch";
import { type Base, chainAfter, partsOf, rebuilt } from "../read-patch";
import { certainIncreasing } from "../sequence";
import { type Cut, cutOf, type WordChange, wordChange } from "./word-change";

/**
 * Blocks that one side put at one place, in order: new ones and moved ones. Gaps are places between the blocks of the base: gap g is
 * before block g. The chain may mean any gap from `from` to `to`; more than one when blocks around it were taken out as well.
 */
export type Chain = { blocks: Block[]; from: number; to: number };

/** `place`: of a block of the base, or of the one before which a side put it. */
export type Above = { block: Block; place: number };

/** Something that a side put at a gap of the base, in a chain or by another kind or level, and what it stands under there. */
export type Put = { gap: number; depth: number; words: string; by: Chain | BlockId; above: Above | null };

/** A base that several sides are compared on; a paragraph is cut into words once for all of them. */
export type Ground = Base & { language: Language; cuts: Map<BlockId, Cut> };

export function groundOf(base: Base, language: Language): Ground {
  return { ...base, language, cuts: new Map() };
}

/** What one side made of the base, by block. */
export type Side = {
  /** The block as this side has it, whether it changed it or not. */
  blockOf(id: BlockId): Block | undefined;
  revised: ReadonlySet<BlockId>;
  deleted: ReadonlySet<BlockId>;
  inserted: ReadonlySet<BlockId>;
  /** Moved, or one of two that changed places, where nobody can say which moved. */
  moved: ReadonlySet<BlockId>;
  chains: readonly Chain[];
  /** Filled as it is asked for: see `changeOf`. */
  changes: Map<BlockId, WordChange>;
  /** Filled as it is asked for: see `joinedBy`. */
  joined: ReadonlyMap<BlockId, BlockId> | null;
  /** Filled as it is asked for: see `putUnder`. */
  put: readonly Put[] | null;
};

/** What a text made of the base. O(n log n) in the number of blocks; blocks that are the very objects of the base cost next to nothing. */
export function sideOfText(base: Base, blocks: readonly Block[]): Side {
  const byId = new Map(blocks.map((block) => [block.id, block]));
  if (byId.size !== blocks.length) throw new Error("The text holds a block id twice");
  const revised = new Set<BlockId>();
  const deleted = new Set<BlockId>();
  for (const block of base.blocks) {
    const own = byId.get(block.id);
    if (!own) deleted.add(block.id);
    else if (!sameBlock(block, own)) revised.add(block.id);
  }

  const { inserted, moved, chains } = orderOf(base, blocks);
  return sideWith({ blockOf: (id) => byId.get(id), revised, deleted, inserted, moved, chains });
}

type Known = Pick<Side, "blockOf" | "revised" | "deleted" | "inserted" | "moved" | "chains">;

function sideWith({ blockOf, revised, deleted, inserted, moved, chains }: Known): Side {
  return {
    blockOf,
    revised,
    deleted,
    inserted,
    moved,
    chains,
    changes: new Map(),
    joined: null,
    put: null,
  };
}

/** What is new, what moved, and where both stand. */
function orderOf(base: Base, blocks: readonly Block[]): Pick<Side, "inserted" | "moved" | "chains"> {
  const inserted = new Set<BlockId>();
  const places: number[] = [];
  for (const { id } of blocks) {
    const place = base.place.get(id);
    if (place === undefined) inserted.add(id);
    else places.push(place);
  }
  const moved = new Set<BlockId>();
  const certain = certainIncreasing(places);
  if (certain.size < places.length)
    places.forEach((place, i) => {
      if (!certain.has(i)) moved.add((base.blocks[place] as Block).id);
    });

  const chains: Chain[] = [];
  let open: Chain | null = null;
  let previous = -1;
  for (const block of blocks) {
    const place = base.place.get(block.id);
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
  return { inserted, moved, chains };
}

/**
 * `sideOfText` of what the patch makes of the base; without moves in O(changes), however long the text is. Throws, naming the block,
 * when the patch was not made against `base`.
 */
export function sideOfPatch(base: Base, patch: Patch): Side {
  const parts = partsOf(base, patch);
  const { deleted, inserted } = parts;
  const blockAt = (id: BlockId) => base.blocks[base.place.get(id) ?? -1];
  const blockOf = (id: BlockId) =>
    parts.revised.get(id) ?? inserted.get(id) ?? (deleted.has(id) ? undefined : blockAt(id));
  const revised = new Set<BlockId>();
  for (const [id, own] of parts.revised) {
    const block = blockAt(id);
    if (block && !sameBlock(block, own)) revised.add(id);
  }
  // Which blocks moved can be told only from the whole order.
  if (parts.moved.size > 0)
    return sideWith({ blockOf, revised, deleted, ...orderOf(base, rebuilt(base, parts)) });
  const chains: Chain[] = [];
  for (const anchor of parts.followers.keys()) {
    const place = anchor === null ? -1 : base.place.get(anchor);
    if (place === undefined) continue;
    let to = place + 1;
    while (to < base.blocks.length && deleted.has((base.blocks[to] as Block).id)) to += 1;
    const blocks = chainAfter(parts, anchor).flatMap((id) => inserted.get(id) ?? []);
    chains.push({ blocks, from: place + 1, to });
  }
  if (chains.length > 1) chains.sort((a, b) => a.from - b.from);
  return sideWith({
    blockOf,
    revised,
    deleted,
    inserted: inserted.size > 0 ? new Set(inserted.keys()) : NONE,
    moved: NONE,
    chains,
  });
}

const NONE: ReadonlySet<BlockId> = new Set();

/** How this side changed the words of a paragraph; worked out once for all it is compared with. Null: one of the two has no such block. */
export function changeOf(ground: Ground, side: Side, id: BlockId): WordChange | null {
  const known = side.changes.get(id);
  if (known) return known;
  const old = ground.blocks[ground.place.get(id) ?? -1];
  const own = side.blockOf(id);
  if (!old || !own) return null;
  const change = wordChange(cutIn(ground, old), own.runs, ground.language);
  side.changes.set(id, change);
  return change;
}

/** A block of the ground, cut into words once. */
export function cutIn(ground: Ground, { id, runs }: Block): Cut {
  const known = ground.cuts.get(id);
  if (known) return known;
  const cut = cutOf(runs, ground.language);
  ground.cuts.set(id, cut);
  return cut;
}
