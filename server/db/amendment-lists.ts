import { z } from "zod";
import { type AmendmentRow, amendmentColumns, amendmentRow, IN_ORDER } from "./amendments";
import { type Db, many, one } from "./rows";

/** Another one whenever the row was written, also when that was twice in one transaction. */
const MARK = "a.xmin || ' ' || a.ctid as mark";
const marked = { mark: z.string() };

const patchesRow = amendmentRow.pick({ id: true, patch: true, parentPatch: true }).extend(marked);
export type PatchesRow = z.infer<typeof patchesRow>;

export function selectPatches(db: Db, ids: readonly string[]): Promise<PatchesRow[]> {
  return many(
    db,
    patchesRow,
    `select a.id, ${MARK}, a.patch, a.parent_patch as "parentPatch" from amendments a where a.id = any($1)`,
    [ids],
  );
}

/** The versions of all rows that the columns of the amendments are made of: the same only while none of them changes. */
const WHOLE = `md5(concat_ws('|',
    (select string_agg(concat_ws(' ', m.id, m.xmin, w.name), ',' order by m.id)
      from amendments m left join people w on w.id = m.proposed_by where m.instrument_id = $1),
    (select string_agg(concat_ws(' ', x.amendment_id, x.delegation_id, x.xmin), ',' order by x.amendment_id, x.delegation_id)
      from amendment_sponsors x join amendments m on m.id = x.amendment_id where m.instrument_id = $1),
    (select string_agg(concat_ws(' ', n.amendment_id, n.delegation_id, n.xmin), ',' order by n.amendment_id, n.delegation_id)
      from amendment_invitations n join amendments m on m.id = n.amendment_id where m.instrument_id = $1),
    (select string_agg(concat_ws(' ', e.id, e.xmin), ',' order by e.id)
      from delegations e join instruments o on o.conference_id = e.conference_id where o.id = $1)))`;

export async function selectAmendmentsMark(db: Db, instrumentId: string): Promise<string> {
  const { mark } = await one(db, z.object(marked), `select ${WHOLE} as mark`, [instrumentId]);
  return mark;
}

const bare = amendmentRow
  .omit({ patch: true, parentPatch: true })
  .extend(marked)
  .extend({ whole: z.string() });

/** `selectAmendments` without what they propose. `whole`: `selectAmendmentsMark` of the moment they were read in. */
export function selectAmendmentsBare(db: Db, instrumentId: string): Promise<z.infer<typeof bare>[]> {
  return many(db, bare, `${amendmentColumns(`${MARK}, (select ${WHOLE}) as whole`)} ${IN_ORDER}`, [
    instrumentId,
  ]);
}

const rival = amendmentRow.pick({ id: true, number: true, baseVersionId: true }).extend(marked);

/** Other open amendments to the text that this one is put into, or to an amendment, in order, without what they propose. */
export function selectOpenRivals(
  db: Db,
  {
    id,
    instrumentId,
    language,
    parentId,
  }: Pick<AmendmentRow, "id" | "instrumentId" | "language" | "parentId">,
): Promise<z.infer<typeof rival>[]> {
  return many(
    db,
    rival,
    `select a.id, a.number, ${MARK}, a.base_version_id as "baseVersionId"
     from amendments a where a.instrument_id = $1 and a.state = 'open' and a.language = $2 and a.parent_id is not distinct from $3 and a.id <> $4
     order by a.number`,
    [instrumentId, language, parentId, id],
  );
}
