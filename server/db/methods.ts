import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { change, type Db, many, one, touch } from "./rows";

const handCountRow = z.object({
  teller: z.uuid(),
  name: z.string(),
  attempt: z.number(),
  yes: z.number(),
  no: z.number(),
  abstain: z.number(),
  /** 1; more where the teller put it right. */
  revision: z.number(),
  reason: z.string().nullable(),
});
/** What one teller counted in one attempt. */
export type HandCountRow = z.infer<typeof handCountRow>;

const HAND_COUNT = `select h.teller_id as teller, p.name, h.attempt, h.yes, h.no, h.abstain, h.revision, h.reason
  from hand_counts h join people p on p.id = h.teller_id`;

/** All counts of a round, the oldest attempt first, and of each teller the last that they gave. */
export function selectHandCounts(db: Db, voteId: string, round: number): Promise<HandCountRow[]> {
  return many(
    db,
    handCountRow,
    `${HAND_COUNT} where h.vote_id = $1 and h.round = $2
       and not exists (select 1 from hand_counts n where (n.vote_id, n.round, n.attempt, n.teller_id) =
         (h.vote_id, h.round, h.attempt, h.teller_id) and n.revision > h.revision)
     order by h.attempt, h.counted_at`,
    [voteId, round],
  );
}

/** Every count on an instrument, put right or not, for the verifier. */
export function selectAllHandCounts(db: Db, instrumentId: string) {
  return many(
    db,
    handCountRow.extend({ voteId: z.uuid(), round: z.number() }),
    `${HAND_COUNT.replace("select", 'select h.vote_id as "voteId", h.round,')} join votes v on v.id = h.vote_id
     where v.instrument_id = $1 order by h.counted_at`,
    [instrumentId],
  );
}

export function insertHandCount(
  db: Db,
  row: {
    voteId: string;
    round: number;
    attempt: number;
    tellerId: string;
    yes: number;
    no: number;
    abstain: number;
    countedAt: Date;
    revision?: number;
    reason?: string;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into hand_counts (vote_id, round, attempt, teller_id, yes, no, abstain, counted_at, revision, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      row.voteId,
      row.round,
      row.attempt,
      row.tellerId,
      row.yes,
      row.no,
      row.abstain,
      row.countedAt,
      row.revision ?? 1,
      row.reason ?? null,
    ],
  );
}

const delegationRef = z.object({ id: z.uuid(), code: z.string(), name: wordsShape });

export function selectRollCallRequests(db: Db, voteId: string) {
  return many(
    db,
    delegationRef,
    `select d.id, d.code, d.name from roll_call_requests r join delegations d on d.id = r.delegation_id
     where r.vote_id = $1 order by d.name->>'en'`,
    [voteId],
  );
}

/** Gives false when the delegation had asked already. */
export async function insertRollCallRequest(
  db: Db,
  row: { voteId: string; delegationId: string; personId: string; requestedAt: Date },
): Promise<boolean> {
  const rowCount = await touch(
    db,
    `insert into roll_call_requests (vote_id, delegation_id, person_id, requested_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [row.voteId, row.delegationId, row.personId, row.requestedAt],
  );
  return rowCount === 1;
}

/** In English alphabetical order, whatever the order of voting was (Rule R9). */
export function selectParticipants(db: Db, voteId: string, round: number) {
  return many(
    db,
    delegationRef,
    `select d.id, d.code, d.name from secret_participants s join delegations d on d.id = s.delegation_id
     where s.vote_id = $1 and s.round = $2 order by d.name->>'en'`,
    [voteId, round],
  );
}

export function insertParticipants(
  db: Db,
  voteId: string,
  round: number,
  delegationIds: readonly string[],
): Promise<void> {
  return change(
    db,
    delegationIds.length,
    `insert into secret_participants (vote_id, round, delegation_id) select $1, $2, unnest($3::uuid[])`,
    [voteId, round, delegationIds],
  );
}

/** The sealed sums of a secret ballot, locked: papers go in one after the other. */
export async function lockBox(db: Db, voteId: string, round: number): Promise<Uint8Array> {
  const { sealed } = await one(
    db,
    z.object({ sealed: z.instanceof(Uint8Array) }),
    "select sealed from secret_boxes where vote_id = $1 and round = $2 for update",
    [voteId, round],
  );
  return sealed;
}

export function insertBox(db: Db, voteId: string, round: number, sealed: Uint8Array): Promise<void> {
  return change(db, 1, "insert into secret_boxes (vote_id, round, sealed) values ($1, $2, $3)", [
    voteId,
    round,
    sealed,
  ]);
}

export function updateBox(db: Db, voteId: string, round: number, sealed: Uint8Array): Promise<void> {
  return change(db, 1, "update secret_boxes set sealed = $3 where vote_id = $1 and round = $2", [
    voteId,
    round,
    sealed,
  ]);
}

export function deleteBox(db: Db, voteId: string, round: number): Promise<void> {
  return change(db, 1, "delete from secret_boxes where vote_id = $1 and round = $2", [voteId, round]);
}

/** Every participation in secret ballots on an instrument, for the verifier. */
export function selectAllParticipants(db: Db, instrumentId: string) {
  return many(
    db,
    z.object({ voteId: z.uuid(), round: z.number(), code: z.string() }),
    `select s.vote_id as "voteId", s.round, d.code from secret_participants s
     join votes v on v.id = s.vote_id join delegations d on d.id = s.delegation_id
     where v.instrument_id = $1 order by v.put_at, s.round, d.code`,
    [instrumentId],
  );
}
