import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { Decoration, DecorationSet } from "prosemirror-view";

export type PlacedBlock = { at: number; node: Node };

export function placedBlocks(doc: Node): PlacedBlock[] {
  const blocks: PlacedBlock[] = [];
  doc.forEach((node, at) => {
    blocks.push({ at, node });
  });
  return blocks;
}

/** The blocks of a document that are not the nodes that stood in their places before. */
export function changedBlocks(before: Node, after: Node): PlacedBlock[] {
  const isSame = sameBlocks(before.children, after.children);
  return placedBlocks(after).filter(({ node }, i) => !isSame(node, i));
}

/**
 * The blocks of the new document whose words or marks are not known to be as before: those that are another node than the one
 * that stood in their place, and those that a step has written, even with the same. Costs a look at each block, no more.
 */
export function touchedBlocks(tr: Transaction): PlacedBlock[] {
  const [before, after] = [tr.before.children, tr.doc.children];
  const isSame = sameBlocks(before, after);
  const written = writtenRanges(tr);
  const touched: PlacedBlock[] = [];
  let at = 0;
  after.forEach((node, i) => {
    const end = at + node.nodeSize;
    const start = at;
    if (!isSame(node, i) || written.some(({ from, to }) => from <= end && to >= start))
      touched.push({ at, node });
    at = end;
  });
  return touched;
}

/** With as many blocks as before each is held against the one in its place; else the same ones at both ends are left out. */
function sameBlocks(before: readonly Node[], after: readonly Node[]): (node: Node, i: number) => boolean {
  if (before.length === after.length) return (node, i) => node === before[i];
  const most = Math.min(before.length, after.length);
  let left = 0;
  while (left < most && before[left] === after[left]) left += 1;
  let right = 0;
  while (right < most - left && before[before.length - 1 - right] === after[after.length - 1 - right])
    right += 1;
  return (_node, i) => i < left || i >= after.length - right;
}

function writtenRanges({ mapping }: Transaction): { from: number; to: number }[] {
  return mapping.maps.flatMap((map, i) => {
    const ranges: { from: number; to: number }[] = [];
    const later = mapping.slice(i + 1);
    map.forEach((_oldStart, _oldEnd, from, to) => {
      ranges.push({ from: later.map(from, -1), to: later.map(to, 1) });
    });
    return ranges;
  });
}

/**
 * Moves decorations along with a change, and draws those anew that stand within a touched block. `draw` gives all that belong
 * in a block, each with a `key` in its spec that is another one when it is to look different; what is already so is left alone.
 */
export function redraw(
  set: DecorationSet,
  tr: Transaction,
  draw: (block: PlacedBlock) => Decoration[],
): DecorationSet {
  if (!tr.docChanged) return set;
  const moved = set.map(tr.mapping, tr.doc);
  const gone: Decoration[] = [];
  const fresh: Decoration[] = [];
  for (const block of touchedBlocks(tr)) {
    const end = block.at + block.node.nodeSize;
    const there = moved.find(block.at, end).filter(({ from, to }) => from >= block.at && to <= end);
    const wanted = draw(block);
    if (there.length === wanted.length && wanted.every((one) => there.some((other) => isAlike(one, other))))
      continue;
    gone.push(...there);
    fresh.push(...wanted);
  }
  return gone.length + fresh.length === 0 ? moved : moved.remove(gone).add(tr.doc, fresh);
}

/** In the same place, and looking the same. */
export function isAlike(a: Decoration, b: Decoration): boolean {
  return a.from === b.from && a.to === b.to && a.spec.key === b.spec.key;
}
