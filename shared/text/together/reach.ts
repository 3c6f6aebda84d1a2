import { touchedBlocks } from "../make-patch";
import { type Block, type BlockId, sameBlock, type TextDoc } from "../model";
import type { Patch } from "../patch";

/**
 * The paragraphs of `base` on which all that can be said about a patch rests: what it touches or stands beside, and what stands beside
 * that. A change of the text that comes near none of them (`changedPlaces`) leaves the patch as it was: it fits or not, and reads alike.
 */
export function reachOf(patch: Patch, base: TextDoc): Set<BlockId> {
  const near = new Set<BlockId>(touchedBlocks(patch));
  const first = base.blocks[0]?.id;
  for (const change of patch.changes) {
    if (change.op !== "insert" && change.op !== "move") continue;
    const anchor = change.after ?? first;
    if (anchor !== undefined) near.add(anchor);
  }
  const reach = new Set(near);
  base.blocks.forEach(({ id }, i) => {
    if (!near.has(id)) return;
    for (const beside of [base.blocks[i - 1], base.blocks[i + 1]]) if (beside) reach.add(beside.id);
  });
  return reach;
}

/**
 * `reach` with all that `now` has put in beside it, to the last paragraph in a row: a collision at a place quotes what stands there. Null:
 * some paragraphs changed places since, so that nobody can say what stands beside what.
 */
export function withPutIn(
  reach: ReadonlySet<BlockId>,
  base: TextDoc,
  now: TextDoc,
): ReadonlySet<BlockId> | null {
  if (haveMoved(base, now)) return null;
  const known = new Set(base.blocks.map(({ id }) => id));
  const all = new Set(reach);
  let row: BlockId[] = [];
  let before: BlockId | null = null;
  const close = (after: BlockId | null) => {
    if ((before !== null && reach.has(before)) || (after !== null && reach.has(after)))
      for (const id of row) all.add(id);
    row = [];
  };
  for (const { id } of now.blocks) {
    if (!known.has(id)) {
      row.push(id);
      continue;
    }
    if (row.length > 0) close(id);
    before = id;
  }
  close(null);
  return all;
}

/**
 * Paragraphs that changed, came or went from one text to the next, and those beside them. Null: some changed places, and then nobody can
 * say from one paragraph what that means for another. Blocks that are the very same objects cost next to nothing.
 */
export function changedPlaces(before: TextDoc, now: TextDoc): Set<BlockId> | null {
  const old = new Map(before.blocks.map((block) => [block.id, block]));
  const fresh = new Set(now.blocks.map(({ id }) => id));
  if (haveMoved(before, now)) return null;
  const changed = new Set<BlockId>();
  const note = (blocks: readonly Block[], i: number) => {
    for (const block of blocks.slice(Math.max(0, i - 1), i + 2)) changed.add(block.id);
  };
  now.blocks.forEach((block, i) => {
    const then = old.get(block.id);
    if (!then || !sameBlock(then, block)) note(now.blocks, i);
  });
  before.blocks.forEach(({ id }, i) => {
    if (!fresh.has(id)) note(before.blocks, i);
  });
  return changed;
}

function haveMoved(before: TextDoc, now: TextDoc): boolean {
  const place = new Map(before.blocks.map(({ id }, i) => [id, i]));
  let last = -1;
  for (const { id } of now.blocks) {
    const at = place.get(id);
    if (at === undefined) continue;
    if (at < last) return true;
    last = at;
  }
  return false;
}
