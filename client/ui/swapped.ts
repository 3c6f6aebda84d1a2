/** The list with two of its members in each other's place. */
export function swapped<T>(list: readonly T[], at: number, to: number): T[] {
  const next = [...list];
  [next[at], next[to]] = [next[to] as T, next[at] as T];
  return next;
}
