import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { change, type Db, many, one, optional, timeColumn } from "./rows";

const voteRow = z.object({
  id: z.uuid(),
  instrumentId: z.uuid(),
  conferenceId: z.uuid(),
  bodyId: z.uuid(),
  subject: z.enum(["amendment", "final", "division", "part", "motion", "appeal"]),
  amendmentId: z.uuid().nullable(),
  /** The division that this is the vote on, or a part of. */
  divisionId: z.uuid().nullable(),
  part: z.string().nullable(),
  motionId: z.uuid().nullable(),
  pointId: z.uuid().nullable(),
  majority: z.string(),
  state: z.enum([
    "question_put",
    "explanations_before",
    "open",
    "locked",
    "so_decided",
    "second_vote_pending",
    "proclaimed",
    "aborted_no_quorum",
    "set_aside",
    "fell",
  ]),
  members: z.number(),
  present: z.number(),
  yes: z.number().nullable(),
  no: z.number().nullable(),
  abstain: z.number().nullable(),
  result: z.enum(["carried", "lost", "second_vote"]).nullable(),
  reason: z.string().nullable(),
  needed: z.number().nullable(),
  round: z.number(),
  /** null: voting has not been started. */
  method: z.enum(["recorded", "show_of_hands", "roll_call", "secret_ballot"]).nullable(),
  attempt: z.number(),
  tellers: z.array(z.uuid()),
  drawn: z.uuid().nullable(),
  passed: z.array(z.uuid()),
  putAt: timeColumn,
  openedAt: timeColumn.nullable(),
  lockedAt: timeColumn.nullable(),
  decidedAt: timeColumn.nullable(),
  /** When silence decides it; null: it is put to those who are in the room. */
  silenceUntil: timeColumn.nullable(),
});
export type VoteRow = z.infer<typeof voteRow>;

const VOTE = `select v.id, v.instrument_id as "instrumentId", i.conference_id as "conferenceId", v.body_id as "bodyId", v.subject,
    v.amendment_id as "amendmentId", v.division_id as "divisionId", v.part, v.motion_id as "motionId", v.point_id as "pointId", v.majority, v.state, v.members, v.present, v.yes, v.no, v.abstain, v.result, v.reason,
    v.needed, v.round, v.method, v.attempt, v.tellers, v.drawn, v.passed, v.put_at as "putAt", v.opened_at as "openedAt", v.locked_at as "lockedAt", v.decided_at as "decidedAt", v.silence_until as "silenceUntil"
  from votes v join instruments i on i.id = v.instrument_id`;

export function selectOptionalVote(db: Db, id: string): Promise<VoteRow | null> {
  return optional(db, voteRow, `${VOTE} where v.id = $1`, [id]);
}

export function selectVote(db: Db, id: string): Promise<VoteRow> {
  return one(db, voteRow, `${VOTE} where v.id = $1`, [id]);
}

export function selectVotes(db: Db, instrumentId: string): Promise<VoteRow[]> {
  return many(db, voteRow, `${VOTE} where v.instrument_id = $1 order by v.put_at`, [instrumentId]);
}

/** Whether it is about how the meeting goes on, and not about a text. */
export function isProcedural({ subject }: VoteRow): boolean {
  return subject === "motion" || subject === "appeal";
}

/** Of `votes v`: it is before the body, and nothing has been decided on it. */
export const IS_PENDING =
  "v.state in ('question_put', 'explanations_before', 'open', 'locked', 'second_vote_pending', 'set_aside')";

/** The question now before the body, if any: an appeal before a motion, and that before the matter itself, a part before the whole. */
export function selectOptionalQuestion(db: Db, instrumentId: string): Promise<VoteRow | null> {
  return optional(
    db,
    voteRow,
    `${VOTE} where v.instrument_id = $1 and ${IS_PENDING}
     order by (v.point_id is null), (v.motion_id is null), v.state = 'set_aside' limit 1`,
    [instrumentId],
  );
}

/** The question on an amendment that is now before the body, locked. */
export function selectOptionalQuestionOn(db: Db, amendmentId: string): Promise<VoteRow | null> {
  return optional(
    db,
    voteRow,
    `${VOTE} where v.subject = 'amendment' and v.amendment_id = $1 and ${IS_PENDING} for update of v`,
    [amendmentId],
  );
}

/** The vote that last decided about an amendment, or about the text as a whole. */
export function selectOptionalDecision(
  db: Db,
  instrumentId: string,
  amendmentId: string | null,
): Promise<VoteRow | null> {
  return optional(
    db,
    voteRow,
    `${VOTE} where v.instrument_id = $1 and v.subject = $2 and v.amendment_id is not distinct from $3
       and v.state in ('so_decided', 'proclaimed', 'fell') order by v.put_at desc limit 1`,
    [instrumentId, amendmentId === null ? "final" : "amendment", amendmentId],
  );
}

export function lockVote(db: Db, id: string): Promise<VoteRow> {
  return one(db, voteRow, `${VOTE} where v.id = $1 for update of v`, [id]);
}

/** For ballots, which may come in at once but never beside the lock that ends the vote. */
export function shareOptionalVote(db: Db, id: string): Promise<VoteRow | null> {
  return optional(db, voteRow, `${VOTE} where v.id = $1 for share of v`, [id]);
}

export function insertVote(
  db: Db,
  row: {
    id: string;
    instrumentId: string;
    bodyId: string;
    subject: VoteRow["subject"];
    amendmentId?: string | null;
    motionId?: string;
    pointId?: string;
    divisionId?: string;
    part?: string;
    /** `question_put` when it is left out. */
    state?: "question_put" | "explanations_before";
    majority: string;
    members: number;
    present: number;
    putAt: Date;
    silenceUntil?: Date | null;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into votes (id, instrument_id, body_id, subject, amendment_id, majority, members, present, put_at, division_id, part,
       motion_id, point_id, silence_until, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      row.id,
      row.instrumentId,
      row.bodyId,
      row.subject,
      row.amendmentId ?? null,
      row.majority,
      row.members,
      row.present,
      row.putAt,
      row.divisionId ?? null,
      row.part ?? null,
      row.motionId ?? null,
      row.pointId ?? null,
      row.silenceUntil ?? null,
      row.state ?? "question_put",
    ],
  );
}

/** Questions whose silence has lasted to its deadline, the earliest first. */
export function selectDueSilences(db: Db, now: Date): Promise<VoteRow[]> {
  return many(
    db,
    voteRow,
    `${VOTE} where v.state = 'question_put' and v.silence_until <= $1 order by v.silence_until`,
    [now],
  );
}

export type VoteChange = Partial<
  Pick<
    VoteRow,
    | "state"
    | "members"
    | "present"
    | "yes"
    | "no"
    | "abstain"
    | "result"
    | "reason"
    | "needed"
    | "round"
    | "method"
    | "attempt"
    | "tellers"
    | "drawn"
    | "passed"
  >
> & { openedAt?: Date | null; lockedAt?: Date | null; decidedAt?: Date | null };

const VOTE_COLUMNS: Record<keyof VoteChange, string> = {
  state: "state",
  members: "members",
  present: "present",
  yes: "yes",
  no: "no",
  abstain: "abstain",
  result: "result",
  reason: "reason",
  needed: "needed",
  round: "round",
  method: "method",
  attempt: "attempt",
  tellers: "tellers",
  drawn: "drawn",
  passed: "passed",
  openedAt: "opened_at",
  lockedAt: "locked_at",
  decidedAt: "decided_at",
};

export function updateVote(db: Db, id: string, changes: VoteChange): Promise<void> {
  const keys = Object.keys(changes) as Array<keyof VoteChange>;
  const sets = keys.map((key, i) => `${VOTE_COLUMNS[key]} = $${i + 2}`).join(", ");
  return change(db, 1, `update votes set ${sets} where id = $1`, [id, ...keys.map((key) => changes[key])]);
}

const ballotRow = z.object({
  delegationId: z.uuid(),
  code: z.string(),
  name: wordsShape,
  choice: z.enum(["yes", "no", "abstain"]),
  revision: z.number(),
  castAt: timeColumn,
  by: z.string(),
});
export type BallotRow = z.infer<typeof ballotRow>;

const BALLOT = `select b.delegation_id as "delegationId", d.code, d.name, b.choice, b.revision, b.cast_at as "castAt", p.name as by
  from ballots b join delegations d on d.id = b.delegation_id join people p on p.id = b.person_id`;

/** In English alphabetical order of delegations (Rule R4). */
export function selectBallots(db: Db, voteId: string, round: number): Promise<BallotRow[]> {
  return many(
    db,
    ballotRow,
    `${BALLOT} where b.vote_id = $1 and b.round = $2 order by d.name->>'en' collate "C"`,
    [voteId, round],
  );
}

/** Every ballot of every question and round on an instrument. */
export function selectAllBallots(db: Db, instrumentId: string) {
  return many(
    db,
    z.object({
      voteId: z.uuid(),
      round: z.number(),
      code: z.string(),
      choice: z.string(),
      revision: z.number(),
    }),
    `select b.vote_id as "voteId", b.round, d.code, b.choice, b.revision
     from ballots b join votes v on v.id = b.vote_id join delegations d on d.id = b.delegation_id
     where v.instrument_id = $1 order by v.put_at, b.round, d.code`,
    [instrumentId],
  );
}

/** The ballots that these delegations have cast, locked. */
export function lockBallots(
  db: Db,
  voteId: string,
  round: number,
  delegationIds: readonly string[],
): Promise<BallotRow[]> {
  return many(
    db,
    ballotRow,
    `${BALLOT} where b.vote_id = $1 and b.round = $2 and b.delegation_id = any($3) order by b.delegation_id for update of b`,
    [voteId, round, delegationIds],
  );
}

export type NewBallot = {
  delegationId: string;
  personId: string;
  choice: string;
  revision: number;
  castAt: Date;
};

/**
 * Each a delegation's first ballot (revision 1) or the revision after the one that it has. Gives the delegations whose ballot was
 * written: the others have another one meanwhile.
 */
export async function putBallots(
  db: Db,
  voteId: string,
  round: number,
  ballots: readonly NewBallot[],
): Promise<ReadonlySet<string>> {
  // In one order wherever they are put: two servers that put several must not wait for each other.
  const rows = [...ballots].sort((a, b) => (a.delegationId < b.delegationId ? -1 : 1));
  const put = await many(
    db,
    z.object({ id: z.uuid() }),
    `insert into ballots as b (vote_id, round, delegation_id, person_id, choice, revision, cast_at)
     select $1, $2, n.* from unnest($3::uuid[], $4::uuid[], $5::text[], $6::integer[], $7::timestamptz[]) as n
     on conflict (vote_id, round, delegation_id) do update
       set person_id = excluded.person_id, choice = excluded.choice, revision = excluded.revision, cast_at = excluded.cast_at
       where b.revision = excluded.revision - 1
     returning delegation_id as id`,
    [
      voteId,
      round,
      rows.map(({ delegationId }) => delegationId),
      rows.map(({ personId }) => personId),
      rows.map(({ choice }) => choice),
      rows.map(({ revision }) => revision),
      rows.map(({ castAt }) => castAt),
    ],
  );
  return new Set(put.map(({ id }) => id));
}

export function deleteBallot(
  db: Db,
  { voteId, round, delegationId }: { voteId: string; round: number; delegationId: string },
): Promise<void> {
  return change(db, 1, "delete from ballots where vote_id = $1 and round = $2 and delegation_id = $3", [
    voteId,
    round,
    delegationId,
  ]);
}

export function selectTally(db: Db, voteId: string, round: number) {
  return one(
    db,
    z.object({ yes: z.number(), no: z.number(), abstain: z.number() }),
    `select (count(*) filter (where choice = 'yes'))::int as yes, (count(*) filter (where choice = 'no'))::int as no,
       (count(*) filter (where choice = 'abstain'))::int as abstain from ballots where vote_id = $1 and round = $2`,
    [voteId, round],
  );
}

export function selectObjections(db: Db, voteId: string) {
  return many(
    db,
    z.object({ id: z.uuid(), code: z.string(), name: wordsShape, words: z.string().nullable() }),
    `select d.id, d.code, d.name, o.words from objections o join delegations d on d.id = o.delegation_id
     where o.vote_id = $1 order by d.name->>'en'`,
    [voteId],
  );
}

/** Gives false when the delegation had objected already. */
export async function insertObjection(
  db: Db,
  row: { voteId: string; delegationId: string; personId: string; raisedAt: Date; words: string | null },
): Promise<boolean> {
  const { rowCount } = await db.query(
    "insert into objections (vote_id, delegation_id, person_id, raised_at, words) values ($1, $2, $3, $4, $5) on conflict do nothing",
    [row.voteId, row.delegationId, row.personId, row.raisedAt, row.words],
  );
  return rowCount === 1;
}
