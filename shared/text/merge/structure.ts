import { depthOf } from "../family";
import { type Block, type BlockId, blockText, sameShape } from "../model";
import type { Base } from "../read-patch";
import { type Above, changeOf, cutIn, type Ground, type Put, type Side } from "./side";

const NOTHING: readonly Put[] = [];

/**
 * What a side put under other paragraphs, or where nothing is above: a point under its paragraph, a measure under its feature. Costs what
 * stands between.
 */
export function putUnder(base: Base, side: Side): readonly Put[] {
  if (side.put) return side.put;
  const byShape = reshaped(base, side);
  side.put =
    side.chains.length + byShape.length === 0
      ? NOTHING
      : [...putInChains(base, side), ...putByShape(base, side, byShape)];
  return side.put;
}

function* putInChains(base: Base, side: Side): Iterable<Put> {
  for (const by of side.chains) {
    const { from: gap, blocks } = by;
    let least = Number.POSITIVE_INFINITY;
    for (const block of blocks) {
      const depth = depthOf(block);
      // What stands under the chain's own comes along with it.
      if (depth >= least) continue;
      least = depth;
      if (depth === 0) break;
      const put = withAbove(base, side, { gap, depth, by, words: blocks.map(blockText).join("\n") });
      if (!stoodUnder(base, block, put)) yield put;
    }
  }
}

function* putByShape(base: Base, side: Side, reshaped: readonly BlockId[]): Iterable<Put> {
  for (const id of reshaped) {
    const own = side.blockOf(id);
    if (!own || side.moved.has(id)) continue;
    const [gap, depth] = [base.place.get(id) ?? -1, depthOf(own)];
    if (depth === 0) continue;
    const put = withAbove(base, side, { gap, depth, by: id, words: blockText(own) });
    if (!stoodUnder(base, own, put)) yield put;
  }
}

/** Whether a block that is moved or set at another depth stands under what it stood under before. */
function stoodUnder(base: Base, { id }: Block, { above }: Put): boolean {
  const gap = base.place.get(id);
  const old = base.blocks[gap ?? -1];
  if (gap === undefined || !old) return false;
  const before = aboveOf(base, [], { gap, depth: depthOf(old), by: id });
  return before?.block.id === above?.block.id;
}

function withAbove(base: Base, side: Side, put: Omit<Put, "above">): Put {
  return { ...put, above: aboveOf(base, [side], put) };
}

/** Blocks of the base that a side set higher or lower. */
export function reshaped(base: Base, side: Side): BlockId[] {
  const found: BlockId[] = [];
  for (const id of side.revised) {
    const [old, own] = [base.blocks[base.place.get(id) ?? -1], side.blockOf(id)];
    if (old && own && depthOf(old) !== depthOf(own)) found.push(id);
  }
  return found;
}

/** What it stands under with all that the sides did before it; null: nothing. */
export function aboveOf(base: Base, sides: readonly Side[], put: Omit<Put, "above" | "words">): Above | null {
  const { gap, depth, by } = put;
  const isAbove = (block: Block) => depthOf(block) < depth;
  for (let i = gap; i >= 0; i--) {
    const block = i < gap ? shapedBy(sides, base.blocks[i] as Block) : undefined;
    if (block && isAbove(block)) return { block, place: i };
    // A chain at its own gap stands before a block, and is itself or collides with another chain.
    if (i === gap && typeof by !== "string") continue;
    for (const { chains } of sides) {
      const holder = chains.find(({ from }) => from === i)?.blocks.findLast(isAbove);
      if (holder) return { block: holder, place: i };
    }
  }
  return null;
}

/** A block where it stood, in the kind and level that a side gave it; undefined where one took it away. */
function shapedBy(sides: readonly Side[], block: Block): Block | undefined {
  let shaped = block;
  for (const side of sides) {
    if (side.moved.has(block.id) || side.deleted.has(block.id)) return undefined;
    const own = side.revised.has(block.id) ? side.blockOf(block.id) : undefined;
    if (own && !sameShape(own, block)) shaped = own;
  }
  return shaped;
}

/** Paragraphs that a side took out and whose words it put into the paragraph beside them, which is the value. */
export function joinedBy(ground: Ground, side: Side): ReadonlyMap<BlockId, BlockId> {
  side.joined ??= side.deleted.size === 0 || side.revised.size === 0 ? NONE : findJoined(ground, side);
  return side.joined;
}

const NONE: ReadonlyMap<BlockId, BlockId> = new Map();

function findJoined(ground: Ground, side: Side): ReadonlyMap<BlockId, BlockId> {
  const joined = new Map<BlockId, BlockId>();
  for (const into of side.revised) {
    for (const step of [-1, 1]) {
      for (let i = (ground.place.get(into) ?? -1) + step; ; i += step) {
        const id = ground.blocks[i]?.id;
        if (id === undefined || !side.deleted.has(id)) break;
        if (carries(ground, side, into, id)) joined.set(id, into);
      }
    }
  }
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
