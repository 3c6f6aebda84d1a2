/** A change of a list: `before[from..to)` becomes `after[afterFrom..afterTo)`; one of the two may be empty. */
export type Hunk = { from: number; to: number; afterFrom: number; afterTo: number };

/** A way so far: `at` of the items before and `at - diagonal` of those after are done with. The edit came first, then what is kept. */
type Path = { at: number; diagonal: number; previous: Path | null };

/**
 * The fewest items to take out and to put in that make `before` into `after`; between two hunks stands at least one item that is
 * kept. Myers, “An O(ND) Difference Algorithm and Its Variations” (1986), and no further along an edge once it is reached.
 */
export function shortestEdit(before: readonly string[], after: readonly string[]): Hunk[] {
  const [size, sizeAfter] = [before.length, after.length];
  const furthest: (Path | undefined)[] = new Array(size + sizeAfter + 3).fill(undefined);
  const zero = sizeAfter + 1;
  let path = alongKept(before, after, 0, 0, null);
  furthest[zero] = path;
  let [lowest, highest] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const isDone = () => path.at === size && path.at - path.diagonal === sizeAfter;
  for (let edits = 1; !isDone(); edits++) {
    const last = Math.min(highest, edits);
    for (let diagonal = Math.max(lowest, -edits); diagonal <= last; diagonal += 2) {
      const removing = furthest[zero + diagonal - 1];
      const adding = furthest[zero + diagonal + 1];
      const mayRemove = removing !== undefined && removing.at < size;
      const mayAdd = adding !== undefined && adding.at - diagonal <= sizeAfter;
      furthest[zero + diagonal] = undefined;
      if (mayAdd && !(mayRemove && removing.at >= adding.at))
        path = alongKept(before, after, adding.at, diagonal, adding);
      else if (mayRemove) path = alongKept(before, after, removing.at + 1, diagonal, removing);
      else continue;
      if (isDone()) break;
      furthest[zero + diagonal] = path;
      if (path.at === size) highest = Math.min(highest, diagonal - 1);
      if (path.at - diagonal === sizeAfter) lowest = Math.max(lowest, diagonal + 1);
    }
  }
  return hunksOf(path);
}

function alongKept(
  before: readonly string[],
  after: readonly string[],
  from: number,
  diagonal: number,
  previous: Path | null,
): Path {
  let at = from;
  while (at < before.length && at - diagonal < after.length && before[at] === after[at - diagonal]) at += 1;
  return { at, diagonal, previous };
}

function hunksOf(end: Path): Hunk[] {
  const hunks: Hunk[] = [];
  let next: Hunk | null = null;
  for (let path = end; path.previous; path = path.previous) {
    const { at, diagonal } = path.previous;
    const isRemoved = path.diagonal > diagonal;
    const [to, afterTo]: [number, number] = isRemoved ? [at + 1, at - diagonal] : [at, at - diagonal + 1];
    if (next && next.from === to && next.afterFrom === afterTo) {
      next.from = at;
      next.afterFrom = at - diagonal;
    } else {
      next = { from: at, to, afterFrom: at - diagonal, afterTo };
      hunks.push(next);
    }
  }
  return hunks.reverse();
}
