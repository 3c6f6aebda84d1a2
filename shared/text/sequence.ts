/**
 * Of distinct numbers, the indices of one longest increasing subsequence: the things that kept their order. What is not among
 * them has moved. Ties are broken in favour of what comes first to be extended, the same way each time. O(n log n).
 */
export function longestIncreasing(values: readonly number[]): Set<number> {
  const { previous, tails } = patience(values);
  const kept = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) kept.add(at);
  return kept;
}

/**
 * The indices that are in *every* longest increasing subsequence. Of two neighbours that changed places one has moved, but
 * nobody can say which: neither is certain.
 */
export function certainIncreasing(values: readonly number[]): Set<number> {
  const { from, to } = disorder(values);
  const certain = new Set<number>();
  for (let i = 0; i < values.length; i++) if (i < from || i >= to) certain.add(i);
  const mixed = values.slice(from, to);
  const forward = patience(mixed).lengths;
  const backward = patience(mixed.map((value) => -value).reverse()).lengths.reverse();
  const longest = forward.reduce((max, length) => Math.max(max, length), 0);
  const isIn = forward.map((length, i) => length + (backward[i] ?? 0) - 1 === longest);
  const holders: number[] = new Array(longest + 1).fill(0);
  forward.forEach((length, i) => {
    if (isIn[i]) holders[length] = (holders[length] ?? 0) + 1;
  });
  forward.forEach((length, i) => {
    if (isIn[i] && holders[length] === 1) certain.add(from + i);
  });
  return certain;
}

/** What does not stand in its order: before `from` all is smaller than all that follows, from `to` on larger than all before. */
function disorder(values: readonly number[]): { from: number; to: number } {
  const size = values.length;
  const at = (i: number) => values[i] as number;
  let [from, to] = [1, size - 1];
  while (from < size && at(from - 1) < at(from)) from += 1;
  if (from >= size) return { from: size, to: size };
  while (at(to - 1) < at(to)) to -= 1;
  let [least, most] = [at(from), at(to - 1)];
  for (let i = from; i < size; i++) least = Math.min(least, at(i));
  for (let i = 0; i < to; i++) most = Math.max(most, at(i));
  while (from > 0 && at(from - 1) > least) from -= 1;
  while (to < size && at(to) < most) to += 1;
  return { from, to };
}

/** `lengths[i]`: of the longest increasing subsequence that ends at i; `previous[i]`: the index before it in one such. */
function patience(values: readonly number[]): { lengths: number[]; previous: number[]; tails: number[] } {
  const tails: number[] = [];
  const previous: number[] = [];
  const lengths: number[] = [];
  values.forEach((value, i) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[tails[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? (tails[low - 1] as number) : -1;
    lengths[i] = low + 1;
    tails[low] = i;
  });
  return { lengths, previous, tails };
}
