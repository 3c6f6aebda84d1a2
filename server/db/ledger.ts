import { z } from "zod";
import { bigintColumn, change, type Db, many, one, optional, timeColumn, touch, write } from "./rows";

const headRow = z.object({
  seq: bigintColumn,
  head: z.string(),
  slug: z.string(),
  lastAt: z.date().nullable(),
});
/** Number, hash and time of the last entry; 0, 64 zeros and null before the first. */
export type LedgerHead = z.infer<typeof headRow>;

const HEAD = `select ledger_seq as seq, ledger_head as head, slug, ledger_at as "lastAt" from conferences where id = $1`;

/** Takes the conference's ledger for this transaction: always the last lock a command takes. What waited for it reads the head as it is then. */
export function lockLedger(db: Db, conferenceId: string): Promise<LedgerHead> {
  return one(db, headRow, `${HEAD} for no key update`, [conferenceId]);
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

/** In their order, which is that of their numbers. */
export function appendLedgerRows(
  db: Db,
  conferenceId: string,
  at: Date,
  rows: ReadonlyArray<Omit<LedgerRecord, "at">>,
): Promise<void> {
  const last = rows.at(-1);
  const column = <K extends keyof Omit<LedgerRecord, "at">>(name: K) => rows.map((row) => row[name]);
  // In one statement: all acts of a conference queue for this, and each way to the database makes the queue longer.
  return change(
    db,
    rows.length,
    `with head as (update conferences set ledger_seq = $2, ledger_head = $3, ledger_at = $4 where id = $1)
     insert into ledger (conference_id, seq, at, act, subject, entry, prev, hash)
     select $1, e.seq, $4, e.act, e.subject, e.entry, e.prev, e.hash
     from unnest($5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
       as e (seq, act, subject, entry, prev, hash)`,
    [
      conferenceId,
      last?.seq,
      last?.hash,
      at,
      column("seq"),
      column("act"),
      column("subject"),
      column("entry"),
      column("prev"),
      column("hash"),
    ],
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

/** Whether any of these acts is on the record. */
export async function hasActs(db: Db, conferenceId: string, acts: readonly string[]): Promise<boolean> {
  const { there } = await one(
    db,
    z.object({ there: z.boolean() }),
    "select exists (select from ledger where conference_id = $1 and act = any($2)) as there",
    [conferenceId, acts],
  );
  return there;
}

/** What the last entry of an act about a subject says. */
export async function selectOptionalLastEntry(
  db: Db,
  conferenceId: string,
  act: string,
  subject: string,
): Promise<Record<string, unknown> | null> {
  const row = await optional(
    db,
    z.object({ data: z.record(z.string(), z.unknown()) }),
    `select entry::json -> 'data' as data from ledger
     where conference_id = $1 and act = $2 and subject = $3 order by seq desc limit 1`,
    [conferenceId, act, subject],
  );
  return row?.data ?? null;
}

const historyRow = z.object({
  subject: z.string(),
  seq: bigintColumn,
  at: timeColumn,
  act: z.string(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  because: z.string().nullable(),
});

/**
 * What happened to each of `subjects`, in order, without what the entries hold (an amendment's has its whole patch).
 * Ballots are left out: they are counted in the vote, and listed one by one they would drown the history.
 */
export function selectHistory(db: Db, conferenceId: string, subjects: string[]) {
  return many(
    db,
    historyRow,
    `select subject, seq, at, act, entry::json #>> '{actor,name}' as by,
       case when act <> 'amendment.submitted' then nullif(entry::json #>> '{data,reason}', '') end as reason,
       case when act in ('amendment.lapsed', 'amendment.needs_rebase') then entry::json #>> '{data,because}'
            when act = 'amendment.amended' then entry::json #>> '{data,by}'
            when act = 'amendment.withdrawn' then entry::json #>> '{data,replacedBy}' end as because
     from ledger where conference_id = $1 and subject = any($2) and act <> 'ballot.cast' order by seq`,
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

/** An answer kept for whoever sends the same request again. */
export type KeptAnswer = {
  personId: string;
  key: string;
  command: string;
  requestSha256: string;
  answer: unknown;
};

/** Gives false when a key was answered already, by a twin of its request that committed first. */
export async function insertAnswers(
  db: Db,
  answeredAt: Date,
  answers: readonly KeptAnswer[],
): Promise<boolean> {
  const column = <K extends keyof KeptAnswer>(name: K) => answers.map((one) => one[name]);
  const rowCount = await touch(
    db,
    `insert into command_answers (answered_at, person_id, key, command, request_sha256, answer)
     select $1, a.* from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[]) as a
     on conflict do nothing`,
    [
      answeredAt,
      column("personId"),
      column("key"),
      column("command"),
      column("requestSha256"),
      answers.map(({ answer }) => JSON.stringify(answer)),
    ],
  );
  return rowCount === answers.length;
}

export async function deleteAnswersBefore(db: Db, moment: Date): Promise<void> {
  await write(db, "delete from command_answers where answered_at <= $1", [moment]);
}
