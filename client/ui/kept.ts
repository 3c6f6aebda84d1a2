import { useRef } from "react";

/**
 * The items of the time before, where they say the same as those of now, and the same list when all do: what is drawn from them
 * (`memo`) is then left as it is. Items are told apart by `keyOf`.
 */
export function useKept<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  isSame: (before: T, now: T) => boolean = saysSame,
): readonly T[] {
  const kept = useRef(items);
  const before = new Map(kept.current.map((item) => [keyOf(item), item]));
  const now = items.map((item) => {
    const known = before.get(keyOf(item));
    return known !== undefined && isSame(known, item) ? known : item;
  });
  const isAll = now.length === kept.current.length && now.every((item, i) => item === kept.current[i]);
  if (!isAll) kept.current = now;
  return kept.current;
}

/** For items that are plain data. */
export function saysSame(before: unknown, now: unknown): boolean {
  return before === now || JSON.stringify(before) === JSON.stringify(now);
}
