import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { change, type Db, many, one, optional } from "./rows";

const delegationRef = z.object({ code: z.string(), name: wordsShape }).nullable();
const divisionRow = z.object({
  id: z.uuid(),
  voteId: z.uuid(),
  state: z.enum([
    "requested",
    "objected",
    "divided",
    "refused",
    "whole_to_put",
    "rejected_as_whole",
    "abandoned",
  ]),
  /** null: the chair asked. */
  requestedBy: delegationRef,
  objectedBy: delegationRef,
});
export type DivisionRow = z.infer<typeof divisionRow>;

const DIVISION = `select v.id, v.vote_id as "voteId", v.state,
    case when d.id is null then null else json_build_object('code', d.code, 'name', d.name) end as "requestedBy",
    case when o.id is null then null else json_build_object('code', o.code, 'name', o.name) end as "objectedBy"
  from divisions v left join delegations d on d.id = v.delegation_id left join delegations o on o.id = v.objected_by`;

export function selectDivision(db: Db, id: string): Promise<DivisionRow> {
  return one(db, divisionRow, `${DIVISION} where v.id = $1`, [id]);
}

/** The division of a question, if one was asked for. Its vote's lock guards it. */
export function selectOptionalDivision(db: Db, voteId: string): Promise<DivisionRow | null> {
  return optional(db, divisionRow, `${DIVISION} where v.vote_id = $1`, [voteId]);
}

export function insertDivision(
  db: Db,
  row: { id: string; voteId: string; delegationId: string | null; personId: string; requestedAt: Date },
): Promise<void> {
  return change(
    db,
    1,
    `insert into divisions (id, vote_id, state, delegation_id, person_id, requested_at)
     values ($1, $2, 'requested', $3, $4, $5)`,
    [row.id, row.voteId, row.delegationId, row.personId, row.requestedAt],
  );
}

export function updateDivision(
  db: Db,
  id: string,
  state: DivisionRow["state"],
  objectedBy: string | null = null,
): Promise<void> {
  return change(
    db,
    1,
    "update divisions set state = $2, objected_by = coalesce($3, objected_by) where id = $1",
    [id, state, objectedBy],
  );
}

const partRow = z.object({
  block: z.string(),
  path: z.string(),
  operative: z.boolean(),
  carried: z.boolean().nullable(),
});
export type DivisionPartRow = z.infer<typeof partRow>;

/** In the order in which they are put. */
export function selectDivisionParts(db: Db, divisionId: string): Promise<DivisionPartRow[]> {
  return many(
    db,
    partRow,
    "select block, path, operative, carried from division_parts where division_id = $1 order by position",
    [divisionId],
  );
}

export function insertDivisionPart(
  db: Db,
  divisionId: string,
  position: number,
  row: Omit<DivisionPartRow, "carried">,
): Promise<void> {
  return change(
    db,
    1,
    "insert into division_parts (division_id, position, block, path, operative) values ($1, $2, $3, $4, $5)",
    [divisionId, position, row.block, row.path, row.operative],
  );
}

export function updateDivisionPart(
  db: Db,
  divisionId: string,
  block: string,
  carried: boolean,
): Promise<void> {
  return change(
    db,
    1,
    "update division_parts set carried = $3 where division_id = $1 and block = $2 and carried is null",
    [divisionId, block, carried],
  );
}

/** Every part of every division of a conference, for the verifier. */
export function selectAllDivisionParts(db: Db, conferenceId: string) {
  return many(
    db,
    z.object({
      division: z.uuid(),
      vote: z.uuid(),
      block: z.string(),
      operative: z.boolean(),
      carried: z.boolean().nullable(),
    }),
    `select v.id as division, v.vote_id as vote, p.block, p.operative, p.carried
     from division_parts p join divisions v on v.id = p.division_id join votes q on q.id = v.vote_id
     join instruments i on i.id = q.instrument_id where i.conference_id = $1 order by v.id, p.position`,
    [conferenceId],
  );
}
