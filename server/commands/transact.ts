import { createHash } from "node:crypto";
import { type LiveEvent, liveEventOf } from "../../shared/api/live";
import { canonicalJson } from "../../shared/records/canonical-json";
import { type LedgerEntry, ledgerPreimage } from "../../shared/records/ledger";
import { checkpointPreimage } from "../../shared/records/signatures";
import { insertCheckpoint } from "../db/checkpoints";
import {
  appendLedgerRows,
  insertAnswer,
  type LedgerRecord,
  lockLedger,
  selectOptionalAnswer,
} from "../db/ledger";
import { type Tx, withTransaction } from "../db/pool";
import { SIGNED_ACTS } from "../queries/verification-of-signatures";
import { type Context, type Failure, fail, type Result } from "./context";
import { type Noted, notify } from "./notify";

export function sha256Hex(value: string | Uint8Array): string {
  return createHash("sha256").update(value).digest("hex");
}

/** Of the JSON that any two programs write alike (RFC 8785). */
export function canonicalSha256(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}

/** One command's transaction: what it writes, and the acts that go on the record with it. */
export type Unit = {
  tx: Tx;
  at: Date;
  /** `instrument`: the slug whose screens change; null: all. `data` is JSON. */
  record(act: string, subject: string, data: Record<string, unknown>, instrument: string | null): void;
  /** Runs after the commit, in order; what it throws is the caller's. */
  afterCommit(work: () => void | Promise<void>): void;
};

class Refused extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}
class AnsweredBefore extends Error {}

/** Serialisation failure and deadlock: the whole command may be tried again. */
const RETRY = new Set(["40001", "40P01"]);
const ATTEMPTS = 4;
/** The record is signed after each decision, and after so many entries at the latest. */
const SIGN_EVERY = 100;

/**
 * Runs `work` in one transaction and puts its acts on the conference's ledger in the same one: state and record
 * stand or fall together. A refusal rolls back. Screens are told after the commit.
 * `work` may run several times and must not touch anything outside `unit`.
 */
export async function transact<T>(
  context: Context,
  work: (unit: Unit) => Promise<Result<T>>,
): Promise<Result<T>> {
  for (let attempt = 1; ; attempt++) {
    const afterCommit: Array<() => void | Promise<void>> = [];
    let published: LiveEvent[] = [];
    let answer: T;
    try {
      answer = await withTransaction(context.deps.pool, async (tx) => {
        const acts: PendingAct[] = [];
        const at = context.deps.now();
        const result = await work({
          tx,
          at,
          // Every entry says which instrument it is about: readers, and a stream that is resumed, have nothing else.
          record: (act, subject, data, instrument) =>
            acts.push({
              act,
              subject,
              data: instrument === null ? data : { instrument, ...data },
            }),
          afterCommit: (then) => afterCommit.push(then),
        });
        if (!result.ok) throw new Refused(result);
        // Before the ledger is taken: whoever has it keeps all others waiting until the commit.
        await remember(tx, context, at, result.answer);
        published = await writeLedger(tx, context, acts);
        return result.answer;
      });
    } catch (error) {
      if (error instanceof Refused) return error.failure;
      if (error instanceof AnsweredBefore) return repeated<T>(context);
      const code = (error as { code?: unknown }).code;
      if (typeof code === "string" && RETRY.has(code) && attempt < ATTEMPTS) continue;
      throw error;
    }
    try {
      for (const then of afterCommit) await then();
    } finally {
      // It is committed: screens are told, whatever went wrong afterwards.
      if (published.length > 0) context.deps.publish(context.conferenceId, published);
    }
    return { ok: true, answer };
  }
}

/** The answer kept under the sender's key; the key may not be used again for another request. */
export async function repeated<T>(context: Context): Promise<Result<T>> {
  const { repeat, person, deps } = context;
  if (!repeat || !person) throw new Error("no idempotency key to look up");
  const kept = await selectOptionalAnswer(deps.pool, person.id, repeat.key);
  if (!kept) throw new Error(`no answer is kept under key ${repeat.key}`);
  if (kept.command !== repeat.command || kept.requestSha256 !== repeat.requestSha256)
    return fail("key_reused");
  return { ok: true, answer: kept.answer as T };
}

type PendingAct = { act: string; subject: string; data: Record<string, unknown> };

async function writeLedger(tx: Tx, context: Context, acts: PendingAct[]): Promise<LiveEvent[]> {
  if (acts.length === 0) return [];
  const noted: Noted[] = [];
  const { person, deps, conferenceId } = context;
  const ledger = await lockLedger(tx, conferenceId);
  // Taken under the lock, and never before the entry ahead even if the clock was set back: times on the record do not run backwards.
  const at = new Date(Math.max(deps.now().getTime(), ledger.lastAt?.getTime() ?? 0));
  let { seq, head: prev } = ledger;
  const published: LiveEvent[] = [];
  const rows: Array<Omit<LedgerRecord, "at">> = [];
  for (const { act, subject, data } of acts) {
    seq += 1;
    const entry: LedgerEntry = {
      conference: ledger.slug,
      seq,
      at: at.toISOString(),
      actor: person && {
        personId: person.id,
        name: person.name,
        role: person.role,
        delegation: person.delegation?.code ?? null,
      },
      act,
      subject,
      data,
      prev,
    };
    const text = ledgerPreimage(entry);
    const hash = sha256Hex(text);
    rows.push({ seq, act, subject, entry: text, prev, hash });
    prev = hash;
    published.push(liveEventOf(entry));
    noted.push({ seq, act, subject, data });
  }
  await appendLedgerRows(tx, conferenceId, at, rows);
  await notify(tx, context, at, noted);
  const isSigned = acts.some(({ act }) => SIGNED_ACTS.has(act));
  if (isSigned || Math.floor(seq / SIGN_EVERY) > Math.floor(ledger.seq / SIGN_EVERY)) {
    const checkpoint = { seq, head: prev, at: at.toISOString(), key: deps.signer.key };
    const signature = deps.signer.sign(checkpointPreimage({ ...checkpoint, conference: ledger.slug }));
    await insertCheckpoint(tx, conferenceId, { ...checkpoint, signature });
  }
  return published;
}

async function remember(tx: Tx, context: Context, answeredAt: Date, answer: unknown): Promise<void> {
  const { repeat, person } = context;
  if (!repeat || !person) return;
  if (!(await insertAnswer(tx, { personId: person.id, ...repeat, answer, answeredAt })))
    throw new AnsweredBefore();
}
