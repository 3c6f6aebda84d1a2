import { longestIncreasing } from "../../../../shared/text/sequence";

/** A paragraph and where it begins, in pixels from the top of its column, before anything is aligned. */
export type Placed = { id: string; top: number };
/** Pixels to leave free below a paragraph, by id; paragraphs that need none are left out. */
export type Padding = Map<string, number>;

/**
 * What to leave free in two columns so that paragraphs of one id begin at the same height. Paragraphs that only one
 * column has, or that stand in another order there, take the room they need.
 */
export function alignColumns(
  left: readonly Placed[],
  right: readonly Placed[],
): { left: Padding; right: Padding } {
  const placeOnRight = new Map(right.map(({ id }, i) => [id, i]));
  const shared = left.flatMap(({ id }, i) => {
    const j = placeOnRight.get(id);
    return j === undefined ? [] : [{ i, j }];
  });
  const inOrder = longestIncreasing(shared.map(({ j }) => j));
  const padding = { left: new Map<string, number>(), right: new Map<string, number>() };
  let [added, addedRight] = [0, 0];
  for (const { i, j } of shared.filter((_, k) => inOrder.has(k))) {
    const [here, there] = [left[i], right[j]];
    if (!here || !there) continue;
    const behind = here.top + added - (there.top + addedRight);
    const [column, before] = behind < 0 ? [padding.left, left[i - 1]] : [padding.right, right[j - 1]];
    // Before the first paragraph of a column there is nothing to leave room under.
    if (behind === 0 || !before) continue;
    const size = Math.abs(behind);
    column.set(before.id, (column.get(before.id) ?? 0) + size);
    if (behind < 0) added += size;
    else addedRight += size;
  }
  return padding;
}
