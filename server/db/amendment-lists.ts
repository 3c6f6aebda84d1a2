import { z } from "zod";
import { type AmendmentRow, amendmentColumns, amendmentRow, IN_ORDER } from "./amendments";
import { type Db, many } from "./rows";

const patches = amendmentRow.pick({ id: true, patch: true, parentPatch: true }).extend({ mark: z.string() });
/** Patches as they were read, by amendment; `mark` is that of the row's state they were read in. */
export type KnownPatches = Map<string, z.infer<typeof patches>>;

/**
 * `selectAmendments` for screens, which read it after every act: only the patches of rows that changed since are read again. `known` is
 * filled with what is to be known the next time; a patch that was not revised is the very same object then.
 */
export async function selectAmendmentsKnowing(
  db: Db,
  instrumentId: string,
  known: KnownPatches,
): Promise<AmendmentRow[]> {
  const rows = await many(
    db,
    amendmentRow.omit({ patch: true, parentPatch: true }).extend({ mark: z.string() }),
    `${amendmentColumns("a.xmin::text as mark")} ${IN_ORDER}`,
    [instrumentId],
  );
  const kept = new Map(
    rows.map(({ id, mark }) => [id, known.get(id)?.mark === mark ? known.get(id) : undefined]),
  );
  const changed = rows.filter(({ id }) => !kept.get(id)).map(({ id }) => id);
  if (changed.length > 0) {
    const read = await many(
      db,
      patches,
      `select id, xmin::text as mark, patch, parent_patch as "parentPatch" from amendments where id = any($1)`,
      [changed],
    );
    for (const one of read) {
      const before = known.get(one.id);
      // The same object for the same patch: who looks can tell at once that nothing of it was revised.
      kept.set(one.id, before && isSame(before, one) ? { ...before, mark: one.mark } : one);
    }
  }
  return rows.map(({ mark: _, ...row }) => {
    const read = kept.get(row.id);
    // What is submitted stays; a draft may be thrown away.
    if (read && row.number !== null) known.set(row.id, read);
    return { ...row, patch: read?.patch ?? null, parentPatch: read?.parentPatch ?? null };
  });
}

function isSame(a: z.infer<typeof patches>, b: z.infer<typeof patches>): boolean {
  const said = ({ patch, parentPatch }: typeof a) => JSON.stringify([patch, parentPatch]);
  return said(a) === said(b);
}

const rival = amendmentRow.pick({
  id: true,
  number: true,
  language: true,
  state: true,
  patch: true,
  baseVersionId: true,
  parentPatch: true,
});
export type RivalRow = z.infer<typeof rival>;

/** Other open amendments to the text that this one is put into, or to an amendment, in order: all that a change of that may concern. */
export function selectOpenRivals(
  db: Db,
  {
    id,
    instrumentId,
    language,
    parentId,
  }: Pick<AmendmentRow, "id" | "instrumentId" | "language" | "parentId">,
): Promise<RivalRow[]> {
  return many(
    db,
    rival,
    `select id, number, language, state, patch, base_version_id as "baseVersionId", parent_patch as "parentPatch"
     from amendments where instrument_id = $1 and state = 'open' and language = $2 and parent_id is not distinct from $3 and id <> $4
     order by number`,
    [instrumentId, language, parentId, id],
  );
}
