import { matchBlocks } from "../history/match";
import type { Block, BlockId, Language, TextDoc } from "../model";
import { longestIncreasing } from "../sequence";
import { withoutSign } from "./build-paragraph";
import { type Piece, type SeenParagraph, textOfSeen } from "./marked";
import type { Original } from "./original";

/**
 * A paragraph as an author left it. `id`: of the version's block that it is; null: a new one. `own`: the paragraph of the original
 * that it is; `sources`: those that words of it come from.
 */
export type Left = {
  seen: SeenParagraph;
  /** Without the number that was typed before it. */
  pieces: Piece[];
  id: BlockId | null;
  own: number | null;
  sources: number[];
};

/** Which of the version's paragraphs each one is: the one that most of its words come from, and that has most of its words here. */
export function recognise(
  seen: readonly SeenParagraph[],
  signs: readonly number[],
  originals: readonly Original[],
  language: Language,
): Left[] {
  const counts = seen.map(({ pieces }) => {
    const of = new Map<number, number>();
    for (const { from, text } of pieces)
      if (from) of.set(from.paragraph, (of.get(from.paragraph) ?? 0) + text.trim().length);
    return of;
  });
  const holder = new Map<number, { place: number; count: number }>();
  counts.forEach((of, place) => {
    for (const [paragraph, count] of of)
      if (count > (holder.get(paragraph)?.count ?? 0)) holder.set(paragraph, { place, count });
  });
  const left = seen.map((one, place): Left => {
    const of = [...(counts[place] ?? [])].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const own = of.find(([paragraph]) => holder.get(paragraph)?.place === place)?.[0] ?? null;
    return {
      seen: one,
      pieces: withoutSign(one, signs[place] ?? 0),
      id: own === null ? null : (originals[own]?.block?.id ?? null),
      own,
      sources: of.filter(([, count]) => count > 0).map(([paragraph]) => paragraph),
    };
  });
  const take = (one: Left, own: number) => Object.assign(one, { own, id: originals[own]?.block?.id ?? null });
  // All its words gave way to others, and its end stayed: it is the same paragraph.
  for (const one of left) {
    const own = originals.findIndex(({ ends }, i) => ends === one.seen.ends && !holder.has(i));
    if (own < 0 || one.own !== null || one.sources.length > 0 || textOfSeen(one.seen).trim() === "") continue;
    if (originals[own]?.block) take(one, own);
  }
  const taken = new Set(left.map(({ own }) => own));
  // Nothing is left of these where they were. They may have been pasted elsewhere.
  const gone = originals.flatMap(({ block, text }, i) =>
    block && !holder.has(i) && !taken.has(i) && text.trim() !== "" ? [i] : [],
  );
  const fresh = left.flatMap(({ own, sources, seen: one }, i) =>
    own === null && sources.length === 0 && textOfSeen(one).trim() !== "" ? [i] : [],
  );
  const asBlock = (words: string, i: number): Block => ({
    id: `p${i}`,
    kind: "note",
    level: 0,
    runs: words === "" ? [] : [{ text: words, marks: [] }],
  });
  const found = matchBlocks(
    gone.map((i) => asBlock((originals[i]?.text ?? "").slice(originals[i]?.signLength).trim(), i)),
    fresh.map((i) =>
      asBlock(
        textOfSeen(seen[i] as SeenParagraph)
          .slice(signs[i])
          .trim(),
        i,
      ),
    ),
    language,
  );
  for (const { before, after } of found) {
    const own = gone[before];
    const one = left[fresh[after] ?? -1];
    if (own !== undefined && one) take(one, own);
  }
  return left;
}

/** The version's blocks that are still there: those that the file does not have are nobody's to strike out. */
export function keptIds(
  version: TextDoc,
  left: readonly Left[],
  originals: readonly Original[],
): Set<BlockId> {
  const inFile = new Set(originals.flatMap(({ block }) => (block ? [block.id] : [])));
  const stays = new Set(left.flatMap(({ id }) => (id === null ? [] : [id])));
  return new Set(version.blocks.flatMap(({ id }) => (!inFile.has(id) || stays.has(id) ? [id] : [])));
}

/** The version's order, with what the author moved and put in at its place in the file. */
export function inOrder(
  version: TextDoc,
  left: readonly Left[],
  kept: ReadonlySet<BlockId>,
  originals: readonly Original[],
): BlockId[] {
  const placeInFile = new Map(originals.flatMap(({ block }, i) => (block ? [[block.id, i] as const] : [])));
  const known = left.flatMap(({ id }) => (id !== null && placeInFile.has(id) ? [id] : []));
  const still = longestIncreasing(known.map((id) => placeInFile.get(id) as number));
  const moved = new Set(known.filter((_, i) => !still.has(i)));
  const order: BlockId[] = version.blocks.map(({ id }) => id).filter((id) => kept.has(id) && !moved.has(id));
  const waiting: BlockId[] = [];
  let after: BlockId | null = null;
  const put = (id: BlockId) => {
    if (after === null) waiting.push(id);
    else {
      order.splice(order.indexOf(after) + 1, 0, id);
      after = id;
    }
  };
  for (const { id } of left) {
    if (id === null) continue;
    if (placeInFile.has(id) && !moved.has(id)) {
      if (after === null && waiting.length > 0) order.splice(order.indexOf(id), 0, ...waiting.splice(0));
      after = id;
    } else put(id);
  }
  return [...waiting, ...order];
}

/** Paragraphs that were split or joined, with the blocks of the version that they were. */
export function tiesOf(left: readonly Left[], originals: readonly Original[]): BlockId[][] {
  return left.flatMap(({ id, sources }) => {
    const ids = sources.flatMap((i) => originals[i]?.block?.id ?? []);
    const tied = [...new Set(id === null ? ids : [id, ...ids])];
    return tied.length > 1 ? [tied] : [];
  });
}
