import { createHash } from "node:crypto";
import { type LiveEvent, liveEventOf } from "../../shared/api/live";
import type { RecordAct } from "../../shared/records/acts";
import { canonicalJson } from "../../shared/records/canonical-json";
import { type LedgerEntry, ledgerPreimage } from "../../shared/records/ledger";
import { checkpointPreimage } from "../../shared/records/signatures";
import { insertCheckpoint } from "../db/checkpoints";
import {
  appendLedgerRows,
  insertAnswers,
  type LedgerRecord,
  lockLedger,
  selectOptionalAnswer,
} from "../db/ledger";
import { answeredLater, type Tx, withTransaction } from "../db/pool";
import { SIGNED_ACTS } from "../queries/verification-of-signatures";
import { type Context, type Deps, type Failure, fail, type Result } from "./context";
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
  record(act: RecordAct, subject: string, data: Record<string, unknown>, instrument: string | null): void;
  /** Runs after the commit, in order; what it throws is the caller's. */
  afterCommit(work: () => void | Promise<void>): void;
};

/** A unit of several people's commands: each act is recorded as that of who did it. */
export type SharedUnit = Omit<Unit, "record"> & { recordFor(context: Context): Unit["record"] };

/** All were. */
class Refused extends Error {
  constructor(readonly failures: Failure[]) {
    super(failures.map(({ code }) => code).join(", "));
  }
}
/** One of several at least: who sent it again is answered alone. */
export class AnsweredBefore extends Error {}

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
  const [result] = await transactTogether([context], async ({ recordFor, ...unit }) => [
    await work({ ...unit, record: recordFor(context) }),
  ]);
  if (!result) throw new Error("a command without a result");
  return result;
}

/**
 * `transact` of several people's commands of one conference. `work` gives a result for each, in their order, and must have written
 * nothing for one that it refuses. Throws `AnsweredBefore` where one of several was carried out before.
 */
export async function transactTogether<T>(
  contexts: readonly [Context, ...Context[]],
  work: (unit: SharedUnit) => Promise<Result<T>[]>,
): Promise<Result<T>[]> {
  const [{ deps, conferenceId }] = contexts;
  for (let attempt = 1; ; attempt++) {
    const afterCommit: Array<() => void | Promise<void>> = [];
    let published: LiveEvent[] = [];
    let results: Result<T>[];
    try {
      results = await withTransaction(deps.pool, async (tx) => {
        const acts: PendingAct[] = [];
        const at = deps.now();
        const made = await work({
          tx,
          at,
          // Every entry says which instrument it is about: readers, and a stream that is resumed, have nothing else.
          recordFor: (by) => (act, subject, data, instrument) =>
            acts.push({
              by,
              act,
              subject,
              data: instrument === null ? data : { instrument, ...data },
            }),
          afterCommit: (then) => afterCommit.push(then),
        });
        const failures = made.filter((result) => !result.ok);
        if (failures.length === made.length) throw new Refused(failures);
        // Before the ledger is taken: whoever has it keeps all others waiting until the commit.
        const remembered = remember(tx, contexts, at, made);
        await answeredLater(tx, remembered);
        published = await writeLedger(tx, deps, conferenceId, acts);
        await remembered;
        return made;
      });
    } catch (error) {
      if (error instanceof Refused) return error.failures;
      if (error instanceof AnsweredBefore && contexts.length === 1) return [await repeated<T>(contexts[0])];
      const code = (error as { code?: unknown }).code;
      if (typeof code === "string" && RETRY.has(code) && attempt < ATTEMPTS) continue;
      throw error;
    }
    try {
      for (const then of afterCommit) await then();
    } finally {
      // It is committed: screens are told, whatever went wrong afterwards.
      if (published.length > 0) deps.publish(conferenceId, published);
    }
    return results;
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

type PendingAct = { by: Context; act: RecordAct; subject: string; data: Record<string, unknown> };

async function writeLedger(
  tx: Tx,
  deps: Deps,
  conferenceId: string,
  acts: PendingAct[],
): Promise<LiveEvent[]> {
  if (acts.length === 0) return [];
  const noted = new Map<Context, Noted[]>();
  const ledger = await lockLedger(tx, conferenceId);
  // Taken under the lock, and never before the entry ahead even if the clock was set back: times on the record do not run backwards.
  const at = new Date(Math.max(deps.now().getTime(), ledger.lastAt?.getTime() ?? 0));
  let { seq, head: prev } = ledger;
  const published: LiveEvent[] = [];
  const rows: Array<Omit<LedgerRecord, "at">> = [];
  for (const { by, act, subject, data } of acts) {
    seq += 1;
    const { person } = by;
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
    noted.set(by, [...(noted.get(by) ?? []), { seq, act, subject, data }]);
  }
  await appendLedgerRows(tx, conferenceId, at, rows);
  for (const [by, its] of noted) await notify(tx, by, at, its);
  const isSigned = acts.some(({ act }) => SIGNED_ACTS.has(act));
  if (isSigned || Math.floor(seq / SIGN_EVERY) > Math.floor(ledger.seq / SIGN_EVERY)) {
    const checkpoint = { seq, head: prev, at: at.toISOString(), key: deps.signer.key };
    const signature = deps.signer.sign(checkpointPreimage({ ...checkpoint, conference: ledger.slug }));
    await insertCheckpoint(tx, conferenceId, { ...checkpoint, signature });
  }
  return published;
}

async function remember(
  tx: Tx,
  contexts: readonly Context[],
  answeredAt: Date,
  results: readonly Result<unknown>[],
): Promise<void> {
  const answers = contexts.flatMap(({ repeat, person }, i) => {
    const result = results[i];
    return repeat && person && result?.ok ? [{ personId: person.id, ...repeat, answer: result.answer }] : [];
  });
  if (answers.length > 0 && !(await insertAnswers(tx, answeredAt, answers))) throw new AnsweredBefore();
}
