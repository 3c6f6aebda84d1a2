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
  const forward = patience(values).lengths;
  const reversed = values.map((value) => -value).reverse();
  const backward = patience(reversed).lengths.reverse();
  const longest = forward.reduce((max, length) => Math.max(max, length), 0);
  const holders = new Map<number, number[]>();
  forward.forEach((length, i) => {
    if (length + (backward[i] ?? 0) - 1 !== longest) return;
    holders.set(length, [...(holders.get(length) ?? []), i]);
  });
  const certain = new Set<number>();
  for (const [first, ...others] of holders.values())
    if (first !== undefined && others.length === 0) certain.add(first);
  return certain;
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
