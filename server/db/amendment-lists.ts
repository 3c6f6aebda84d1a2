import { z } from "zod";
import { type AmendmentRow, amendmentColumns, amendmentRow, IN_ORDER } from "./amendments";
import { type Db, many, one } from "./rows";

const patches = amendmentRow.pick({ id: true, patch: true, parentPatch: true }).extend({ mark: z.string() });
/** What was read of the amendments of an instrument. */
export class KnownAmendments {
  /** Of the state that `rows` were read in. */
  mark: string | null = null;
  rows: AmendmentRow[] = [];
  /** Patches by amendment; `mark` is that of the row's state they were read in. */
  readonly patches = new Map<string, z.infer<typeof patches>>();
}

/** The versions of all rows that the columns of the amendments are made of: the same only while none of them changes. */
const MARK = `md5(concat_ws('|',
    (select string_agg(concat_ws(' ', m.id, m.xmin, w.name), ',' order by m.id)
      from amendments m left join people w on w.id = m.proposed_by where m.instrument_id = $1),
    (select string_agg(concat_ws(' ', x.amendment_id, x.delegation_id, x.xmin), ',' order by x.amendment_id, x.delegation_id)
      from amendment_sponsors x join amendments m on m.id = x.amendment_id where m.instrument_id = $1),
    (select string_agg(concat_ws(' ', n.amendment_id, n.delegation_id, n.xmin), ',' order by n.amendment_id, n.delegation_id)
      from amendment_invitations n join amendments m on m.id = n.amendment_id where m.instrument_id = $1),
    (select string_agg(concat_ws(' ', e.id, e.xmin), ',' order by e.id)
      from delegations e join instruments o on o.conference_id = e.conference_id where o.id = $1)))`;

/**
 * `selectAmendments` for screens, which read it again and again: nothing is read twice, and after an act only the patches of rows that
 * changed since. `known` is filled with what is to be known the next time; rows of which none changed, and a patch that was not revised,
 * are the very same objects then. Nobody changes them.
 */
export async function selectAmendmentsKnowing(
  db: Db,
  instrumentId: string,
  known: KnownAmendments,
): Promise<AmendmentRow[]> {
  if (known.mark !== null) {
    const now = await one(db, z.object({ mark: z.string() }), `select ${MARK} as mark`, [instrumentId]);
    if (now.mark === known.mark) return known.rows;
  }
  const read = await many(
    db,
    amendmentRow.omit({ patch: true, parentPatch: true }).extend({ mark: z.string(), all: z.string() }),
    // Of the same moment as the rows.
    `${amendmentColumns(`a.xmin::text as mark, (select ${MARK}) as all`)} ${IN_ORDER}`,
    [instrumentId],
  );
  const rows = await withPatches(db, read, known.patches);
  known.mark = read[0]?.all ?? null;
  known.rows = rows;
  return rows;
}

type Read = Omit<AmendmentRow, "patch" | "parentPatch"> & { mark: string; all: string };

async function withPatches(
  db: Db,
  rows: readonly Read[],
  known: KnownAmendments["patches"],
): Promise<AmendmentRow[]> {
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
  return rows.map(({ mark: _, all: __, ...row }) => {
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
