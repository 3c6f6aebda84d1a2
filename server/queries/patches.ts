import {
  type PatchesRow,
  selectAmendmentsBare,
  selectAmendmentsMark,
  selectOpenRivals,
  selectPatches,
} from "../db/amendment-lists";
import type { AmendmentRow } from "../db/amendments";
import type { Db } from "../db/rows";

/**
 * What each amendment proposes, as it was last read. It is revised seldom and asked for after every act: only rows that changed since
 * (`mark`) are read again, and a patch that was not revised is the very same object then.
 */
const known = new Map<string, PatchesRow>();
const KEPT = 10_000;

/** What was read of the amendments of an instrument. `mark`: of the state that the rows were read in. */
export type ReadAmendments = { mark: string | null; rows: AmendmentRow[] };

/**
 * The amendments of an instrument, for screens: numbered ones in order, each followed by those that amend it, then drafts. The very
 * same rows as were read `before` when none changed. Nobody changes them.
 */
export async function readAmendmentRows(
  db: Db,
  instrumentId: string,
  before: ReadAmendments,
): Promise<ReadAmendments> {
  if (before.mark !== null && before.mark === (await selectAmendmentsMark(db, instrumentId))) return before;
  const read = await selectAmendmentsBare(db, instrumentId);
  const rows = await withPatches(db, read);
  return { mark: read[0]?.whole ?? null, rows: rows.map(({ whole: _, ...row }) => row) };
}

/** Other open amendments to the text that this one is put into, or to an amendment, in order: all that a change of that may concern. */
export async function readOpenRivals(
  db: Db,
  to: Pick<AmendmentRow, "id" | "instrumentId" | "language" | "parentId">,
) {
  return withPatches(db, await selectOpenRivals(db, to));
}

async function withPatches<T extends { id: string; mark: string }>(db: Db, rows: readonly T[]) {
  const read = new Map(
    rows.flatMap(({ id, mark }) => {
      const one = known.get(id);
      return one?.mark === mark ? [[id, one] as const] : [];
    }),
  );
  const changed = rows.filter(({ id }) => !read.has(id)).map(({ id }) => id);
  if (changed.length > 0)
    for (const one of await selectPatches(db, changed)) {
      const before = known.get(one.id);
      read.set(one.id, before && isSame(before, one) ? { ...before, mark: one.mark } : one);
    }
  for (const [id, one] of read) {
    // Anew at the end: the first one is the one that was not asked for the longest.
    known.delete(id);
    known.set(id, one);
  }
  for (const oldest of known.keys()) {
    if (known.size <= KEPT) break;
    known.delete(oldest);
  }
  return rows.map(({ mark: _, ...row }) => {
    const { patch = null, parentPatch = null } = read.get(row.id) ?? {};
    return { ...row, patch, parentPatch };
  });
}

function isSame(a: PatchesRow, b: PatchesRow): boolean {
  const said = ({ patch, parentPatch }: PatchesRow) => JSON.stringify([patch, parentPatch]);
  return said(a) === said(b);
}
