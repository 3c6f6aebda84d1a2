import { type Block, type BlockId, sameBlock, type TextDoc } from "./model";
import type { Patch } from "./patch";

/** A text with the place of each of its blocks. */
export type Base = { blocks: readonly Block[]; place: ReadonlyMap<BlockId, number> };

/** O(n) in the number of blocks. Throws on an id used twice. */
export function baseOf(doc: TextDoc): Base {
  const place = new Map(doc.blocks.map((block, i) => [block.id, i]));
  if (place.size !== doc.blocks.length) throw new Error("The text holds a block id twice");
  return { blocks: doc.blocks, place };
}

/** Why a patch can't have been made against a text. `block` is the one at fault, `other` what it was to stand after. */
export type PatchFault = {
  code:
    | "block_unknown"
    | "block_differs"
    | "block_known"
    | "block_elsewhere"
    | "block_renamed"
    | "block_twice"
    | "block_kept_and_deleted"
    | "anchor_unknown";
  block: BlockId;
  other?: BlockId | null;
};

/** For logs and for programmers; screens translate the code. */
export function describeFault({ code, block, other }: PatchFault): string {
  switch (code) {
    case "block_unknown":
      return `The text has no block ${block}`;
    case "block_differs":
      return `Block ${block} is not as the patch found it`;
    case "block_known":
      return `The text has a block ${block} already`;
    case "block_elsewhere":
      return `Block ${block} does not stand where the patch found it`;
    case "block_renamed":
      return `The patch renames block ${block}`;
    case "block_twice":
      return `The patch changes block ${block} twice`;
    case "block_kept_and_deleted":
      return `The patch takes out block ${block} and keeps it`;
    case "anchor_unknown":
      return `Block ${block} is put after ${other}, which does not stand in the text`;
  }
}

/** A patch by block. `followers`: what is put directly after a block (null: at the very start), in order. */
export type PatchParts = {
  deleted: ReadonlySet<BlockId>;
  revised: ReadonlyMap<BlockId, Block>;
  inserted: ReadonlyMap<BlockId, Block>;
  moved: ReadonlySet<BlockId>;
  followers: ReadonlyMap<BlockId | null, readonly BlockId[]>;
};

/** Most patches do one thing alone: what they do not do costs nothing. */
const NONE = {
  set: new Set<never>() as ReadonlySet<never>,
  map: new Map<never, never>() as ReadonlyMap<never, never>,
};

/** The patch by block, with every fault it has against `base`; only without faults are the parts a change of that text. O(changes). */
export function readPatch(base: Base, patch: Patch): { parts: PatchParts; faults: PatchFault[] } {
  const faults: PatchFault[] = [];
  let deleted: Set<BlockId> | undefined;
  let revised: Map<BlockId, Block> | undefined;
  let inserted: Map<BlockId, Block> | undefined;
  let moved: Set<BlockId> | undefined;
  let followers: Map<BlockId | null, BlockId[]> | undefined;
  let anchors: Map<BlockId, BlockId | null> | undefined;

  const once = (known: { has(id: BlockId): boolean }, id: BlockId) => {
    if (known.has(id)) faults.push({ code: "block_twice", block: id });
  };
  const expectAsIs = (before: Block) => {
    const block = base.blocks[base.place.get(before.id) ?? -1];
    if (!block) faults.push({ code: "block_unknown", block: before.id });
    else if (!sameBlock(block, before)) faults.push({ code: "block_differs", block: before.id });
  };
  const put = (id: BlockId, after: BlockId | null) => {
    anchors ??= new Map();
    once(anchors, id);
    anchors.set(id, after);
    followers ??= new Map();
    const known = followers.get(after);
    if (known) known.push(id);
    else followers.set(after, [id]);
  };

  for (const change of patch.changes) {
    switch (change.op) {
      case "delete":
        expectAsIs(change.before);
        deleted ??= new Set();
        once(deleted, change.before.id);
        deleted.add(change.before.id);
        break;
      case "revise":
        expectAsIs(change.before);
        if (change.after.id !== change.before.id)
          faults.push({ code: "block_renamed", block: change.before.id });
        revised ??= new Map();
        once(revised, change.before.id);
        revised.set(change.before.id, change.after);
        break;
      case "insert":
        if (base.place.has(change.block.id)) faults.push({ code: "block_known", block: change.block.id });
        inserted ??= new Map();
        inserted.set(change.block.id, change.block);
        put(change.block.id, change.after);
        break;
      case "move": {
        const place = base.place.get(change.block);
        if (place === undefined) faults.push({ code: "block_unknown", block: change.block });
        else if ((base.blocks[place - 1]?.id ?? null) !== change.from) {
          faults.push({ code: "block_elsewhere", block: change.block });
        }
        moved ??= new Set();
        moved.add(change.block);
        put(change.block, change.after);
        break;
      }
    }
  }
  for (const id of deleted ?? NONE.set) {
    if (revised?.has(id) || anchors?.has(id)) faults.push({ code: "block_kept_and_deleted", block: id });
  }
  for (const [id, after] of anchors ?? NONE.map) {
    if (!reaches(after, anchors ?? NONE.map, deleted ?? NONE.set, base))
      faults.push({ code: "anchor_unknown", block: id, other: after });
  }
  const parts: PatchParts = {
    deleted: deleted ?? NONE.set,
    revised: revised ?? NONE.map,
    inserted: inserted ?? NONE.map,
    moved: moved ?? NONE.set,
    followers: followers ?? NONE.map,
  };
  return { parts, faults };
}

/** Whether following the anchors leads to a block that stays where it is, or to the start: not to one taken out, nor in a circle. */
function reaches(
  start: BlockId | null,
  anchors: ReadonlyMap<BlockId, BlockId | null>,
  deleted: ReadonlySet<BlockId>,
  base: Base,
): boolean {
  let at = start;
  for (let steps = 0; steps <= anchors.size; steps++) {
    if (at === null) return true;
    const next = anchors.get(at);
    if (next === undefined) return base.place.has(at) && !deleted.has(at);
    at = next;
  }
  return false;
}

/** The parts of a patch that was made against `base`. Throws, naming the block, when it was not. */
export function partsOf(base: Base, patch: Patch): PatchParts {
  const { parts, faults } = readPatch(base, patch);
  const fault = faults[0];
  if (fault) throw new Error(describeFault(fault));
  return parts;
}

/** All that stands after `start` and before the next block that stayed where it was. */
export function chainAfter(parts: PatchParts, start: BlockId | null): BlockId[] {
  const direct = parts.followers.get(start);
  if (!direct) return [];
  const chain: BlockId[] = [];
  // A stack, not recursion: a chain of inserted blocks may be as long as the patch.
  const waiting = [...direct].reverse();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    chain.push(id);
    const next = parts.followers.get(id);
    if (next) waiting.push(...[...next].reverse());
  }
  return chain;
}

/** The text as proposed. Blocks that are not touched are the very objects of `base`. */
export function rebuilt(base: Base, parts: PatchParts): Block[] {
  const blocks: Block[] = [];
  const push = (id: BlockId) => {
    const block = parts.inserted.get(id) ?? parts.revised.get(id) ?? base.blocks[base.place.get(id) ?? -1];
    if (block) blocks.push(block);
  };
  chainAfter(parts, null).forEach(push);
  for (const { id } of base.blocks) {
    if (parts.deleted.has(id) || parts.moved.has(id)) continue;
    push(id);
    if (parts.followers.has(id)) chainAfter(parts, id).forEach(push);
  }
  return blocks;
}
