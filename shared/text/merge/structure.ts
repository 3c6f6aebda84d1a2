import { depthOf } from "../family";
import type { Block, BlockId } from "../model";
import type { Base } from "../read-patch";
import { type Chain, changeOf, cutIn, type Ground, type Side } from "./side";

/**
 * The paragraphs of the base that a chain stands under as this side has it: a point under its paragraph, a measure under its feature.
 * Costs what stands between.
 */
export function parentsOf(base: Base, side: Side, chain: Chain): Set<BlockId> {
  const parents = new Set<BlockId>();
  let least = Number.POSITIVE_INFINITY;
  for (const block of chain.blocks) {
    const depth = depthOf(block);
    if (depth > least) continue;
    least = depth;
    const parent = parentBefore(base, side, chain.from, depth);
    if (parent !== null) parents.add(parent);
  }
  return parents;
}

/** What something so deep stands under at a gap; null: nothing, or what this side put there itself. */
function parentBefore(base: Base, side: Side, gap: number, depth: number): BlockId | null {
  if (depth === 0) return null;
  const isAbove = (block: Block) => depthOf(block) < depth;
  for (let i = gap - 1; i >= 0; i--) {
    const { id } = base.blocks[i] as Block;
    const own = side.moved.has(id) ? undefined : side.blockOf(id);
    if (own && isAbove(own)) return id;
    if (side.chains.some(({ from, blocks }) => from === i && blocks.some(isAbove))) return null;
  }
  return null;
}

/** Paragraphs that a side took out and whose words it put into the paragraph beside them, which is the value. */
export function joinedBy(ground: Ground, side: Side): ReadonlyMap<BlockId, BlockId> {
  if (side.joined) return side.joined;
  const joined = new Map<BlockId, BlockId>();
  if (side.deleted.size > 0) {
    for (const into of side.revised) {
      for (const step of [-1, 1]) {
        for (let i = (ground.place.get(into) ?? -1) + step; ; i += step) {
          const id = ground.blocks[i]?.id;
          if (id === undefined || !side.deleted.has(id)) break;
          if (carries(ground, side, into, id)) joined.set(id, into);
        }
      }
    }
  }
  side.joined = joined;
  return joined;
}

/** Whether half of the words of a paragraph are among those that were put into another. */
function carries(ground: Ground, side: Side, into: BlockId, gone: BlockId): boolean {
  const change = changeOf(ground, side, into);
  const block = ground.blocks[ground.place.get(gone) ?? -1];
  if (!change || !block) return false;
  const added = new Map<string, number>();
  for (const { afterFrom, afterTo } of change.edits) {
    for (const { text } of change.own.words.slice(afterFrom, afterTo))
      added.set(text, (added.get(text) ?? 0) + 1);
  }
  const words = cutIn(ground, block).words.filter(({ text }) => text !== "");
  const found = words.filter(({ text }) => {
    const left = added.get(text) ?? 0;
    added.set(text, left - 1);
    return left > 0;
  });
  return words.length > 0 && found.length * 2 >= words.length;
}
