import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { amendmentNumberColumn, change, type Db, many, one, optional, timeColumn } from "./rows";

const kind = z.enum(["suspend_meeting", "adjourn_meeting", "adjourn_debate", "close_debate", "reconsider"]);
const delegation = z.object({ id: z.uuid(), code: z.string(), name: wordsShape });

const motionRow = z.object({
  id: z.uuid(),
  instrumentId: z.uuid(),
  instrument: z.string(),
  conferenceId: z.uuid(),
  bodyId: z.uuid(),
  kind,
  words: z.string(),
  state: z.enum(["moved", "put", "carried", "lost", "withdrawn", "overtaken"]),
  delegation,
  movedAt: timeColumn,
  /** The vote whose decision is to be taken up again (Rule W6). */
  reconsiders: z.uuid().nullable(),
  /** The number of the amendment that it was about; null: the text. */
  about: amendmentNumberColumn,
});
export type MotionRow = z.infer<typeof motionRow>;

const MOTION = `select m.id, m.instrument_id as "instrumentId", i.slug as instrument, i.conference_id as "conferenceId",
    m.body_id as "bodyId", m.kind, m.words, m.state, json_build_object('id', d.id, 'code', d.code, 'name', d.name) as delegation,
    m.moved_at as "movedAt", m.reconsiders, a.number as about
  from motions m left join votes v on v.id = m.reconsiders left join amendments a on a.id = v.amendment_id join instruments i on i.id = m.instrument_id join delegations d on d.id = m.delegation_id`;

export function selectOptionalMotion(db: Db, id: string): Promise<MotionRow | null> {
  return optional(db, motionRow, `${MOTION} where m.id = $1`, [id]);
}

/** Moved and not decided, the earliest first. */
export function selectPendingMotions(db: Db, bodyId: string): Promise<MotionRow[]> {
  return many(
    db,
    motionRow,
    `${MOTION} where m.body_id = $1 and m.state in ('moved', 'put') order by m.moved_at`,
    [bodyId],
  );
}

export function selectAllMotions(db: Db, conferenceId: string): Promise<MotionRow[]> {
  return many(db, motionRow, `${MOTION} where i.conference_id = $1 order by m.moved_at`, [conferenceId]);
}

export function insertMotion(
  db: Db,
  row: {
    id: string;
    instrumentId: string;
    bodyId: string;
    kind: string;
    words: string;
    delegationId: string;
    personId: string;
    movedAt: Date;
    reconsiders?: string | null;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into motions (id, instrument_id, body_id, kind, words, state, delegation_id, person_id, moved_at, reconsiders)
     values ($1, $2, $3, $4, $5, 'moved', $6, $7, $8, $9)`,
    [
      row.id,
      row.instrumentId,
      row.bodyId,
      row.kind,
      row.words,
      row.delegationId,
      row.personId,
      row.movedAt,
      row.reconsiders ?? null,
    ],
  );
}

/** `decidedAt`: exactly for a state in which nothing more is decided about it. */
export function updateMotion(db: Db, id: string, state: string, decidedAt: Date | null): Promise<void> {
  return change(db, 1, "update motions set state = $2, decided_at = $3 where id = $1", [
    id,
    state,
    decidedAt,
  ]);
}

const pointRow = z.object({
  id: z.uuid(),
  instrumentId: z.uuid(),
  instrument: z.string(),
  conferenceId: z.uuid(),
  bodyId: z.uuid(),
  onConduct: z.boolean(),
  words: z.string(),
  /** What was ruled inadmissible, where the appeal is against that. */
  amendmentId: z.uuid().nullable(),
  amendmentNumber: z.array(z.number()).nullable(),
  state: z.enum(["raised", "ruled", "appealed", "stands", "overruled", "withdrawn"]),
  delegation,
  raisedAt: timeColumn,
  sustained: z.boolean().nullable(),
  ruling: z.string().nullable(),
});
export type PointRow = z.infer<typeof pointRow>;

const POINT = `select p.id, p.instrument_id as "instrumentId", i.slug as instrument, i.conference_id as "conferenceId",
    p.body_id as "bodyId", p.on_conduct as "onConduct", p.words, p.state,
    p.amendment_id as "amendmentId", a.number as "amendmentNumber",
    json_build_object('id', d.id, 'code', d.code, 'name', d.name) as delegation, p.raised_at as "raisedAt", p.sustained, p.ruling
  from points_of_order p join instruments i on i.id = p.instrument_id join delegations d on d.id = p.delegation_id
    left join amendments a on a.id = p.amendment_id`;

export function selectOptionalPoint(db: Db, id: string): Promise<PointRow | null> {
  return optional(db, pointRow, `${POINT} where p.id = $1`, [id]);
}

/** The latest that was raised in a body, whatever became of it. */
export function selectOptionalLatestPoint(db: Db, bodyId: string): Promise<PointRow | null> {
  return optional(db, pointRow, `${POINT} where p.body_id = $1 order by p.raised_at desc limit 1`, [bodyId]);
}

/** Whether the ruling on an amendment was appealed against before. */
export async function hasAppeal(db: Db, amendmentId: string): Promise<boolean> {
  const found = z.object({ found: z.boolean() });
  const sql = `select exists (select 1 from points_of_order where amendment_id = $1) as found`;
  return (await one(db, found, sql, [amendmentId])).found;
}

export function selectAllPoints(db: Db, conferenceId: string): Promise<PointRow[]> {
  return many(db, pointRow, `${POINT} where i.conference_id = $1 order by p.raised_at`, [conferenceId]);
}

export function insertPoint(
  db: Db,
  row: {
    id: string;
    instrumentId: string;
    bodyId: string;
    onConduct: boolean;
    words: string;
    amendmentId?: string;
    delegationId: string;
    personId: string;
    raisedAt: Date;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into points_of_order (id, instrument_id, body_id, on_conduct, words, state, delegation_id, person_id, raised_at, amendment_id)
     values ($1, $2, $3, $4, $5, 'raised', $6, $7, $8, $9)`,
    [
      row.id,
      row.instrumentId,
      row.bodyId,
      row.onConduct,
      row.words,
      row.delegationId,
      row.personId,
      row.raisedAt,
      row.amendmentId ?? null,
    ],
  );
}

export function updatePoint(db: Db, id: string, state: string): Promise<void> {
  return change(db, 1, "update points_of_order set state = $2 where id = $1", [id, state]);
}

export function updateRuling(
  db: Db,
  id: string,
  { state, sustained, ruling }: { state: string; sustained: boolean; ruling: string },
): Promise<void> {
  return change(db, 1, "update points_of_order set state = $2, sustained = $3, ruling = $4 where id = $1", [
    id,
    state,
    sustained,
    ruling,
  ]);
}

const proceedingsRow = z.object({
  sitting: z.enum(["sitting", "suspended", "adjourned"]),
  pointId: z.uuid().nullable(),
  motions: z.array(z.object({ id: z.uuid(), kind, instrumentId: z.uuid() })),
  votingOpen: z.boolean(),
  floorTaken: z.boolean(),
});
/** What has to be known of a body's meeting before anything is done in it. */
export type ProceedingsRow = z.infer<typeof proceedingsRow>;

export function selectProceedings(db: Db, bodyId: string): Promise<ProceedingsRow> {
  return one(
    db,
    proceedingsRow,
    `select b.sitting,
       (select p.id from points_of_order p where p.body_id = b.id and p.state in ('raised', 'appealed')) as "pointId",
       coalesce((select json_agg(json_build_object('id', m.id, 'kind', m.kind, 'instrumentId', m.instrument_id)
         order by m.moved_at) from motions m
         where m.body_id = b.id and m.state in ('moved', 'put')), '[]'::json) as motions,
       exists (select 1 from votes v where v.body_id = b.id and v.state = 'open') as "votingOpen",
       exists (select 1 from speeches s where s.body_id = b.id and s.started_at is not null and s.spoke_ms is null)
         as "floorTaken"
     from bodies b where b.id = $1`,
    [bodyId],
  );
}

export function updateSitting(db: Db, bodyId: string, sitting: string): Promise<void> {
  return change(db, 1, "update bodies set sitting = $2 where id = $1", [bodyId, sitting]);
}
