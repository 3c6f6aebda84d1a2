import { z } from "zod";
import { bigintColumn, change, type Db, many, one, optional, timeColumn } from "./rows";

const headRow = z.object({
  seq: bigintColumn,
  head: z.string(),
  slug: z.string(),
  lastAt: z.date().nullable(),
});
/** Number, hash and time of the last entry; 0, 64 zeros and null before the first. */
export type LedgerHead = z.infer<typeof headRow>;

const HEAD = `select c.ledger_seq as seq, c.ledger_head as head, c.slug,
  (select l.at from ledger l where l.conference_id = c.id and l.seq = c.ledger_seq) as "lastAt"
  from conferences c where c.id = $1`;

/** Takes the conference's ledger for this transaction: always the last lock a command takes. */
export async function lockLedger(db: Db, conferenceId: string): Promise<LedgerHead> {
  await one(db, z.object({ id: z.uuid() }), "select id from conferences where id = $1 for no key update", [
    conferenceId,
  ]);
  return selectLedgerHead(db, conferenceId);
}

export function selectLedgerHead(db: Db, conferenceId: string): Promise<LedgerHead> {
  return one(db, headRow, HEAD, [conferenceId]);
}

const ledgerRow = z.object({
  seq: bigintColumn,
  at: timeColumn,
  act: z.string(),
  subject: z.string(),
  entry: z.string(),
  prev: z.string(),
  hash: z.string(),
});
/** `entry` is the canonical JSON that `hash` was taken over; the other columns repeat parts of it for reading. */
export type LedgerRecord = z.infer<typeof ledgerRow>;

export async function appendLedgerRow(
  db: Db,
  conferenceId: string,
  row: Omit<LedgerRecord, "at"> & { at: Date },
) {
  // In one statement: all acts of a conference queue for this, and each way to the database makes the queue longer.
  await change(
    db,
    1,
    `with head as (update conferences set ledger_seq = $2, ledger_head = $8 where id = $1)
     insert into ledger (conference_id, seq, at, act, subject, entry, prev, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [conferenceId, row.seq, row.at, row.act, row.subject, row.entry, row.prev, row.hash],
  );
}

const LEDGER = "select seq, at, act, subject, entry, prev, hash from ledger";

export function selectLedgerAfter(
  db: Db,
  conferenceId: string,
  seq: number,
  limit: number,
): Promise<LedgerRecord[]> {
  return many(db, ledgerRow, `${LEDGER} where conference_id = $1 and seq > $2 order by seq limit $3`, [
    conferenceId,
    seq,
    limit,
  ]);
}

export function selectLedgerBefore(
  db: Db,
  conferenceId: string,
  seq: number,
  limit: number,
): Promise<LedgerRecord[]> {
  return many(db, ledgerRow, `${LEDGER} where conference_id = $1 and seq < $2 order by seq desc limit $3`, [
    conferenceId,
    seq,
    limit,
  ]);
}

export function selectLedgerOf(db: Db, conferenceId: string, subjects: string[]): Promise<LedgerRecord[]> {
  return many(db, ledgerRow, `${LEDGER} where conference_id = $1 and subject = any($2) order by seq`, [
    conferenceId,
    subjects,
  ]);
}

const historyRow = z.object({
  subject: z.string(),
  seq: bigintColumn,
  at: timeColumn,
  act: z.string(),
  by: z.string().nullable(),
});

/**
 * What happened to each of `subjects`, in order, without what the entries hold (an amendment's has its whole patch).
 * Ballots are left out: they are counted in the vote, and listed one by one they would drown the history.
 */
export function selectHistory(db: Db, conferenceId: string, subjects: string[]) {
  return many(
    db,
    historyRow,
    `select subject, seq, at, act, entry::json #>> '{actor,name}' as by from ledger
     where conference_id = $1 and subject = any($2) and act <> 'ballot.cast' order by seq`,
    [conferenceId, subjects],
  );
}

const answerRow = z.object({ command: z.string(), requestSha256: z.string(), answer: z.unknown() });

export function selectOptionalAnswer(db: Db, personId: string, key: string) {
  return optional(
    db,
    answerRow,
    `select command, request_sha256 as "requestSha256", answer from command_answers where person_id = $1 and key = $2`,
    [personId, key],
  );
}

/** Gives false when the key was answered already, by a twin of this request that committed first. */
export async function insertAnswer(
  db: Db,
  row: {
    personId: string;
    key: string;
    command: string;
    requestSha256: string;
    answer: unknown;
    answeredAt: Date;
  },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into command_answers (person_id, key, command, request_sha256, answer, answered_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [row.personId, row.key, row.command, row.requestSha256, JSON.stringify(row.answer), row.answeredAt],
  );
  return rowCount === 1;
}

export async function deleteAnswersBefore(db: Db, moment: Date): Promise<void> {
  await db.query("delete from command_answers where answered_at <= $1", [moment]);
}
