/** Words `removed[list][at..at+length)` that came back as `added[toList][to..to+length)`. */
export type Stretch = { list: number; at: number; toList: number; to: number; length: number };

/**
 * How many words in a row have to come back for it to be the same text, and not the same phrase by chance. Ours: “lifelong
 * learning for all” stands in every other paragraph. What was put in as a whole may be shorter.
 */
const LEAST = 4;

/**
 * What was taken out at one place and put in at another: a paragraph split or joined, words moved or typed anew. Longest stretches first
 * from each place on; a word is carried once. About linear in the words given.
 */
export function carriedStretches(
  removed: readonly (readonly string[])[],
  added: readonly (readonly string[])[],
): Stretch[] {
  const stretches: Stretch[] = [];
  if (removed.length === 0 || added.length === 0) return stretches;
  const starts = new Map<string, { list: number; at: number }[]>();
  removed.forEach((words, list) => {
    for (let at = 0; at < words.length; at++) {
      for (let size = 1; size <= Math.min(LEAST, words.length - at); size++) {
        if (size < LEAST && !added.some((other) => other.length === size)) continue;
        const key = words.slice(at, at + size).join(" ");
        const known = starts.get(key);
        if (known) known.push({ list, at });
        else starts.set(key, [{ list, at }]);
      }
    }
  });
  const used = removed.map((words) => new Array<boolean>(words.length).fill(false));
  added.forEach((words, toList) => {
    const size = Math.min(LEAST, words.length);
    for (let to = 0; size > 0 && to + size <= words.length; ) {
      let best: Stretch | null = null;
      for (const { list, at } of starts.get(words.slice(to, to + size).join(" ")) ?? []) {
        let length = 0;
        while (
          to + length < words.length &&
          removed[list]?.[at + length] === words[to + length] &&
          used[list]?.[at + length] === false
        )
          length += 1;
        if (length >= size && length > (best?.length ?? 0)) best = { list, at, toList, to, length };
      }
      if (!best) {
        to += 1;
        continue;
      }
      for (let i = 0; i < best.length; i++) (used[best.list] as boolean[])[best.at + i] = true;
      stretches.push(best);
      to += best.length;
    }
  });
  return stretches;
}
