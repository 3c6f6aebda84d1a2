import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { languageShape } from "../../shared/text/model";
import { amendmentFormShape, type Patch, patchShape } from "../../shared/text/patch";
import { amendmentNumberColumn, change, type Db, many, one, optional, timeColumn, write } from "./rows";

/** Within JSON the database gives times as text, in its own way. */
const jsonTime = z.string().transform((text) => new Date(text).toISOString());
const delegationRef = z.object({ id: z.uuid(), code: z.string(), name: wordsShape });

export const amendmentRow = z.object({
  id: z.uuid(),
  instrumentId: z.uuid(),
  conferenceId: z.uuid(),
  language: languageShape,
  number: amendmentNumberColumn,
  delegation: delegationRef,
  sponsors: z.array(delegationRef),
  invitations: z.array(delegationRef.extend({ invitedAt: jsonTime, declinedAt: jsonTime.nullable() })),
  proposedBy: z.string().nullable(),
  source: z.string(),
  baseVersionId: z.uuid(),
  baseNumber: z.number(),
  roomId: z.uuid().nullable(),
  room: z.string().nullable(),
  patch: patchShape.nullable(),
  form: amendmentFormShape.nullable(),
  anchorBlock: z.string().nullable(),
  rationale: z.string(),
  state: z.enum([
    "draft",
    "submitted",
    "inadmissible",
    "admissible",
    "open",
    "voting",
    "adopted",
    "rejected",
    "withdrawn",
    "not_put",
    "incorporated",
    "needs_rebase",
    "lapsed",
  ]),
  reintroduces: z.uuid().nullable(),
  /** Of an amendment to an amendment: the one it amends, and that one's patch as it read when this one was begun (Rule A9). */
  parentId: z.uuid().nullable(),
  parentPatch: patchShape.nullable(),
  /** The adopted amendment that necessarily rejects this one (Rule A5). */
  impliedBy: z.uuid().nullable(),
  /** The two that it is a compromise between. */
  combines: z.array(z.uuid()).nullable(),
  /** The file that it was brought in from, and where in it: a line, or whose revisions. */
  file: z.object({ name: z.string(), sha256: z.string(), place: z.string() }).nullable(),
  appliedVersionId: z.uuid().nullable(),
  createdAt: timeColumn,
  submittedAt: timeColumn.nullable(),
  late: z.boolean(),
});
export type AmendmentRow = z.infer<typeof amendmentRow>;

/** Sponsors and invitations are gathered once for all rows: asked for each row by itself they would cost most of the read. */
export const amendmentColumns = (
  patches: string,
) => `select a.id, a.instrument_id as "instrumentId", i.conference_id as "conferenceId",
    a.language, a.number, json_build_object('id', d.id, 'code', d.code, 'name', d.name) as delegation,
    coalesce(s.sponsors, '[]') as sponsors, coalesce(g.invitations, '[]') as invitations,
    p.name as "proposedBy", a.source, a.base_version_id as "baseVersionId", v.number as "baseNumber",
    a.room_id as "roomId", r.name as room, ${patches}, a.form, a.anchor_block as "anchorBlock", a.rationale, a.state,
    a.reintroduces, a.parent_id as "parentId", a.implied_by as "impliedBy", a.combines,
    case when a.file_name is not null
      then json_build_object('name', a.file_name, 'sha256', a.file_sha256, 'place', a.file_place) end as file,
    a.applied_version_id as "appliedVersionId", a.created_at as "createdAt", a.submitted_at as "submittedAt", a.late
  from amendments a join instruments i on i.id = a.instrument_id join delegations d on d.id = a.delegation_id
  join versions v on v.id = a.base_version_id
  left join people p on p.id = a.proposed_by left join rooms r on r.id = a.room_id
  left join (select x.amendment_id, json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name)
      order by e.name->>'en') as sponsors
    from amendment_sponsors x join delegations e on e.id = x.delegation_id group by x.amendment_id) s
    on s.amendment_id = a.id
  left join (select n.amendment_id, json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name,
      'invitedAt', n.invited_at, 'declinedAt', n.declined_at) order by e.name->>'en') as invitations
    from amendment_invitations n join delegations e on e.id = n.delegation_id group by n.amendment_id) g
    on g.amendment_id = a.id`;
const AMENDMENT = amendmentColumns('a.patch, a.parent_patch as "parentPatch"');
export const IN_ORDER = "where a.instrument_id = $1 order by a.number nulls last, a.created_at";

export function selectOptionalAmendment(db: Db, id: string): Promise<AmendmentRow | null> {
  return optional(db, amendmentRow, `${AMENDMENT} where a.id = $1`, [id]);
}

export function selectOptionalAmendmentOfRoom(db: Db, room: string): Promise<AmendmentRow | null> {
  return optional(db, amendmentRow, `${AMENDMENT} where r.name = $1`, [room]);
}

/** Numbered ones in order, each followed by those that amend it, then drafts. */
export function selectAmendments(db: Db, instrumentId: string): Promise<AmendmentRow[]> {
  return many(db, amendmentRow, `${AMENDMENT} ${IN_ORDER}`, [instrumentId]);
}

export function selectAmendmentStates(db: Db, instrumentId: string) {
  return many(
    db,
    amendmentRow.pick({ id: true, number: true, state: true, parentId: true }),
    `select id, number, state, parent_id as "parentId" from amendments where instrument_id = $1
     order by number nulls last, created_at`,
    [instrumentId],
  );
}

/** An amendment to it was adopted. */
export async function isAmended(db: Db, { id, instrumentId }: Pick<AmendmentRow, "id" | "instrumentId">) {
  const all = await selectAmendmentStates(db, instrumentId);
  return all.some(({ parentId, state }) => parentId === id && state === "adopted");
}

export function selectAmendment(db: Db, id: string): Promise<AmendmentRow> {
  return one(db, amendmentRow, `${AMENDMENT} where a.id = $1`, [id]);
}

/** Callers hold the instrument's lock; this row's lock keeps out those that do not. */
export async function lockAmendment(db: Db, id: string): Promise<AmendmentRow> {
  const [, locked] = await Promise.all([
    one(db, z.object({ id: z.uuid() }), "select id from amendments where id = $1 for update", [id]),
    selectAmendment(db, id),
  ]);
  return locked;
}

export function insertDraftAmendment(
  db: Db,
  row: {
    id: string;
    instrumentId: string;
    language: string;
    delegationId: string;
    proposedBy: string | null;
    source: string;
    baseVersionId: string;
    roomId: string | null;
    rationale?: string;
    reintroduces?: string | null;
    parent?: { id: string; patch: Patch } | null;
    combines?: readonly string[] | null;
    file?: AmendmentRow["file"];
    createdAt: Date;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into amendments (id, instrument_id, language, delegation_id, proposed_by, source, base_version_id, room_id, rationale,
       state, reintroduces, parent_id, parent_patch, combines, created_at, file_name, file_sha256, file_place)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      row.id,
      row.instrumentId,
      row.language,
      row.delegationId,
      row.proposedBy,
      row.source,
      row.baseVersionId,
      row.roomId,
      row.rationale ?? "",
      row.reintroduces ?? null,
      row.parent?.id ?? null,
      row.parent ? JSON.stringify(row.parent.patch) : null,
      row.combines ?? null,
      row.createdAt,
      row.file?.name ?? null,
      row.file?.sha256 ?? null,
      row.file?.place ?? null,
    ],
  );
}

export async function submitAmendmentRow(
  db: Db,
  row: {
    id: string;
    instrumentId: string;
    parent?: Pick<AmendmentRow, "id" | "number"> | null;
    patch: Patch;
    form: string;
    anchorBlock: string | null;
    rationale: string;
    submittedAt: Date;
    late: boolean;
  },
): Promise<number[]> {
  const number = await nextNumber(db, row.instrumentId, row.parent ?? null);
  await change(
    db,
    1,
    `update amendments set number = $2, patch = $3, form = $4, anchor_block = $5, rationale = $6, submitted_at = $7,
       late = $8, state = 'submitted' where id = $1 and state = 'draft'`,
    [
      row.id,
      number,
      JSON.stringify(row.patch),
      row.form,
      row.anchorBlock,
      row.rationale,
      row.submittedAt,
      row.late,
    ],
  );
  return number;
}

async function nextNumber(
  db: Db,
  instrumentId: string,
  parent: Pick<AmendmentRow, "id" | "number"> | null,
): Promise<number[]> {
  if (parent) {
    const { last } = await one(
      db,
      z.object({ last: z.number() }),
      "select coalesce(max(number[2]), 0) as last from amendments where parent_id = $1",
      [parent.id],
    );
    if (parent.number?.length !== 1) throw new Error(`amendment ${parent.id} cannot be amended`);
    return [...parent.number, last + 1];
  }
  const { last } = await one(
    db,
    z.object({ last: z.number() }),
    `update instruments set last_amendment_number = last_amendment_number + 1 where id = $1
     returning last_amendment_number as last`,
    [instrumentId],
  );
  return [last];
}

/** What takes an amendment out of its text again: a patch against the version that it led to. No changes: the text said it already. */
const undoShape = z.strictObject({ changes: patchShape.shape.changes.or(z.array(z.never()).max(0)) });
export type Undo = z.infer<typeof undoShape>;

/** null: it does not stand in the text, or was put in before this was kept. */
export async function selectUndo(db: Db, id: string): Promise<Undo | null> {
  const { undo } = await one(
    db,
    z.object({ undo: undoShape.nullable() }),
    "select undo from amendments where id = $1",
    [id],
  );
  return undo;
}

/** `applied`: exactly for a state in which it stands in the text. */
export function updateAmendmentState(
  db: Db,
  id: string,
  state: string,
  applied: { versionId: string; undo: Undo } | null = null,
): Promise<void> {
  return change(db, 1, "update amendments set state = $2, applied_version_id = $3, undo = $4 where id = $1", [
    id,
    state,
    applied?.versionId ?? null,
    applied ? JSON.stringify(applied.undo) : null,
  ]);
}

/** That it is necessarily rejected by one that was adopted. */
export function updateImpliedBy(db: Db, id: string, impliedBy: string): Promise<void> {
  return change(db, 1, "update amendments set implied_by = $2 where id = $1", [id, impliedBy]);
}

/** What is left of an amendment that was itself amended. */
export function updateAmendmentPatch(
  db: Db,
  id: string,
  row: { patch: Patch; form: string; anchorBlock: string | null },
): Promise<void> {
  return change(db, 1, "update amendments set patch = $2, form = $3, anchor_block = $4 where id = $1", [
    id,
    JSON.stringify(row.patch),
    row.form,
    row.anchorBlock,
  ]);
}

/** Its proposer's own revision (Rule W4): that it was adopted as implied by another no longer holds either. */
export function reviseAmendmentRow(
  db: Db,
  id: string,
  row: {
    state: string;
    baseVersionId: string;
    patch: Patch;
    form: string;
    anchorBlock: string | null;
    rationale: string;
  },
): Promise<void> {
  return change(
    db,
    1,
    `update amendments set state = $2, base_version_id = $3, patch = $4, form = $5, anchor_block = $6, rationale = $7,
       implied_by = null where id = $1`,
    [id, row.state, row.baseVersionId, JSON.stringify(row.patch), row.form, row.anchorBlock, row.rationale],
  );
}

export async function insertSponsor(
  db: Db,
  amendmentId: string,
  delegationId: string,
  at: Date,
): Promise<void> {
  await write(
    db,
    `insert into amendment_sponsors (amendment_id, delegation_id, joined_at) values ($1, $2, $3) on conflict do nothing`,
    [amendmentId, delegationId, at],
  );
}

export async function deleteSponsor(db: Db, amendmentId: string, delegationId: string): Promise<void> {
  await write(db, "delete from amendment_sponsors where amendment_id = $1 and delegation_id = $2", [
    amendmentId,
    delegationId,
  ]);
}

export async function deleteDraftAmendment(db: Db, id: string): Promise<void> {
  for (const table of ["amendment_sponsors", "amendment_invitations", "attachments"])
    await write(db, `delete from ${table} where amendment_id = $1`, [id]);
  await change(db, 1, "delete from amendments where id = $1 and state = 'draft'", [id]);
}
