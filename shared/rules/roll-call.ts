/**
 * Names are the English ones whatever language a screen shows (Rule R5). They are compared by code points
 * after accents and case are taken off: the same order on every machine, which a locale's collation is not.
 */
function sortKey(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toUpperCase();
}

function compareNames(a: string, b: string): number {
  const x = sortKey(a);
  const y = sortKey(b);
  if (x !== y) return x < y ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of the record: English alphabetical, whatever the calling order was (Rule R4). */
export function recordOrder(names: readonly string[]): string[] {
  return [...names].sort(compareNames);
}

/** The calling order: English alphabetical from the name drawn by lot, wrapping (Rule R3). Throws when `drawn` is not among `names`. */
export function rollCallOrder(names: readonly string[], drawn: string): string[] {
  const sorted = recordOrder(names);
  const start = sorted.indexOf(drawn);
  if (start < 0) throw new Error(`drawn name is not on the list: ${drawn}`);
  return [...sorted.slice(start), ...sorted.slice(0, start)];
}
