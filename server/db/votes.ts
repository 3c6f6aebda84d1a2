import { z } from "zod";
import { amendmentNumberColumn, change, type Db, many, one, optional, timeColumn } from "./rows";

const voteRow = z.object({
  id: z.uuid(),
  instrumentId: z.uuid(),
  conferenceId: z.uuid(),
  bodyId: z.uuid(),
  subject: z.enum(["amendment", "final", "division", "part", "motion", "appeal"]),
  amendmentId: z.uuid().nullable(),
  amendmentNumber: amendmentNumberColumn,
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
    v.amendment_id as "amendmentId", a.number as "amendmentNumber", v.division_id as "divisionId", v.part, v.motion_id as "motionId", v.point_id as "pointId", v.majority, v.state, v.members, v.present, v.yes, v.no, v.abstain, v.result, v.reason,
    v.needed, v.round, v.method, v.attempt, v.tellers, v.drawn, v.passed, v.put_at as "putAt", v.opened_at as "openedAt", v.locked_at as "lockedAt", v.decided_at as "decidedAt", v.silence_until as "silenceUntil"
  from votes v join instruments i on i.id = v.instrument_id left join amendments a on a.id = v.amendment_id`;

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

export function lockOptionalVote(db: Db, id: string): Promise<VoteRow | null> {
  return optional(db, voteRow, `${VOTE} where v.id = $1 for update of v`, [id]);
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
