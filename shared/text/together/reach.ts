import { depthOf } from "../family";
import { touchedBlocks } from "../make-patch";
import { type Block, type BlockId, sameBlock, sameRuns, sameShape, type TextDoc } from "../model";
import type { Patch } from "../patch";
import type { Base } from "../read-patch";

/**
 * The paragraphs of `base` on which all that can be said about a patch rests: what it touches, stands beside or stands under, and what
 * stands beside that. A change of the text that comes near none of them (`changedPlaces`) leaves the patch as it was: it fits or not, and reads alike.
 */
export function reachOf(patch: Patch, base: Base): Set<BlockId> {
  const near = new Set<BlockId>(touchedBlocks(patch));
  const first = base.blocks[0]?.id;
  const above = new Set<BlockId>();
  const standsAfter = new Map<BlockId, BlockId | null>();
  for (const change of patch.changes) {
    if (change.op !== "insert" && change.op !== "move") continue;
    const anchor = change.after ?? first;
    if (anchor !== undefined) near.add(anchor);
    const block = change.op === "insert" ? change.block : base.blocks[base.place.get(change.block) ?? -1];
    if (!block) continue;
    standsAfter.set(block.id, change.after);
    // Several in a row stand after each other, and together after one of the base.
    let at = change.after;
    for (let left = standsAfter.size; at !== null && !base.place.has(at) && left > 0; left--)
      at = standsAfter.get(at) ?? null;
    if (at !== null) for (const id of upToParent(base, block, base.place.get(at) ?? -1)) above.add(id);
  }
  const reach = new Set([...near, ...above]);
  for (const id of near) {
    const i = base.place.get(id);
    if (i === undefined) continue;
    for (const beside of [base.blocks[i - 1], base.blocks[i + 1]]) if (beside) reach.add(beside.id);
  }
  return reach;
}

/** What a block stands under that is put after the one at `place`, and what stands between: in another shape that might be its parent. */
function upToParent(base: Base, block: Block, place: number): BlockId[] {
  const depth = depthOf(block);
  const ids: BlockId[] = [];
  for (let i = place; depth > 0 && i >= 0; i--) {
    const above = base.blocks[i] as Block;
    ids.push(above.id);
    if (depthOf(above) < depth) break;
  }
  return ids;
}

/** Where something is put in beside paragraphs that are gone: those that stand there now may have taken in their words. */
export function besideGone(patch: Patch, start: Base, now: Base): BlockId[] {
  const ids: BlockId[] = [];
  for (const change of patch.changes) {
    if (change.op !== "insert" && change.op !== "move") continue;
    const at = change.after === null ? -1 : (start.place.get(change.after) ?? -1);
    const isGone = (i: number) =>
      start.blocks[i] !== undefined && !now.place.has((start.blocks[i] as Block).id);
    let [before, after] = [at, at + 1];
    while (isGone(before)) before -= 1;
    while (isGone(after)) after += 1;
    if (after - before === 1) continue;
    for (const i of [before, after]) if (start.blocks[i]) ids.push((start.blocks[i] as Block).id);
  }
  return ids;
}

/** What was taken out here as well as in the text may stand anywhere in it by now, and then would stand there twice. */
export function mayMeetAnywhere(patch: Patch, start: Base, now: Base): boolean {
  const touched = touchedBlocks(patch);
  return (
    touched.length > 1 &&
    touched.some((id) => {
      const then = start.blocks[start.place.get(id) ?? -1];
      const block = now.blocks[now.place.get(id) ?? -1];
      return then !== undefined && (block === undefined || !sameRuns(then.runs, block.runs));
    })
  );
}

/** Paragraphs in a row that a text has and the one before it had not, and what stands before and after them; null: the start, the end. */
export type PutIn = { ids: BlockId[]; before: BlockId | null; after: BlockId | null };

/**
 * What `now` has put in. Null: some paragraphs changed places since, so that nobody can say what stands beside what. A collision at a place
 * quotes all that was put in there: it belongs to the reach of a patch that comes near either end.
 */
export function putInSince(base: TextDoc, now: TextDoc): PutIn[] | null {
  if (haveMoved(base, now)) return null;
  const known = new Set(base.blocks.map(({ id }) => id));
  const rows: PutIn[] = [];
  let open: PutIn | null = null;
  let before: BlockId | null = null;
  for (const { id } of now.blocks) {
    if (!known.has(id)) {
      open ??= { ids: [], before, after: null };
      open.ids.push(id);
      continue;
    }
    if (open) rows.push({ ...open, after: id });
    open = null;
    before = id;
  }
  if (open) rows.push(open);
  return rows;
}

/**
 * Paragraphs that changed, came or went from one text to the next, and those beside them. Null: some changed places, and then nobody can
 * say from one paragraph what that means for another. Blocks that are the very same objects cost next to nothing. `isSame`: what is not
 * to count as a change.
 */
export function changedPlaces(
  before: TextDoc,
  now: TextDoc,
  isSame: (a: Block, b: Block) => boolean = sameBlock,
): Set<BlockId> | null {
  const old = new Map(before.blocks.map((block) => [block.id, block]));
  const fresh = new Set(now.blocks.map(({ id }) => id));
  if (haveMoved(before, now)) return null;
  const changed = new Set<BlockId>();
  const note = (blocks: readonly Block[], i: number) => {
    for (const block of blocks.slice(Math.max(0, i - 1), i + 2)) changed.add(block.id);
  };
  now.blocks.forEach((block, i) => {
    const then = old.get(block.id);
    if (!then || !isSame(then, block)) note(now.blocks, i);
  });
  before.blocks.forEach(({ id }, i) => {
    if (!fresh.has(id)) note(before.blocks, i);
  });
  return changed;
}

/** Paragraphs that only read otherwise: that means nothing for those beside them. */
export function reworded(before: TextDoc, now: TextDoc): Set<BlockId> {
  const old = new Map(before.blocks.map((block) => [block.id, block]));
  return new Set(
    now.blocks.flatMap((block) => {
      const then = old.get(block.id);
      return then && sameShape(then, block) && !sameBlock(then, block) ? [block.id] : [];
    }),
  );
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
