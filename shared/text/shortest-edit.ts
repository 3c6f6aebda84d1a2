import { diffArrays } from "diff";

/** A change of a list: `before[from..to)` becomes `after[afterFrom..afterTo)`; one of the two may be empty. */
export type Hunk = { from: number; to: number; afterFrom: number; afterTo: number };

/** The fewest items to take out and to put in that make `before` into `after`; between two hunks stands at least one item that is kept. */
export function shortestEdit(before: string[], after: string[]): Hunk[] {
  const hunks: Hunk[] = [];
  let open: Hunk | null = null;
  let [at, afterAt] = [0, 0];
  for (const { added, removed, value } of diffArrays(before, after)) {
    if (!added && !removed) {
      at += value.length;
      afterAt += value.length;
      open = null;
      continue;
    }
    if (!open) {
      open = { from: at, to: at, afterFrom: afterAt, afterTo: afterAt };
      hunks.push(open);
    }
    if (removed) open.to = at += value.length;
    else open.afterTo = afterAt += value.length;
  }
  return hunks;
}
