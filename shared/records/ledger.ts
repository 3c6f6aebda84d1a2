import { canonicalJson } from "./canonical-json";

/** One act on the record. `hash` of an entry is SHA-256 over the UTF-8 bytes of `ledgerPreimage`. */
export type LedgerEntry = {
  conference: string;
  /** 1, 2, 3 … without gaps, in each conference. */
  seq: number;
  /** ISO 8601, UTC, with milliseconds. The order of the record is `seq`: a clock may be set back. */
  at: string;
  /** As they were when they acted; null: the system. */
  actor: { personId: string; name: string; role: string; delegation: string | null } | null;
  act: string;
  subject: string;
  /** JSON. */
  data: unknown;
  /** Hash of the entry before in lower-case hex; 64 zeros for the first. */
  prev: string;
};

export const FIRST_PREV = "0".repeat(64);

/**
 * The text an entry's hash is taken over. Pass the entry alone: every field is part of it, so that one added
 * behind the record's back is found too.
 */
export function ledgerPreimage(entry: LedgerEntry): string {
  return canonicalJson(entry);
}

export type ChainProblem = "hash" | "prev" | "gap" | "order";
export type ChainAnswer =
  | { ok: true; head: string; entries: number }
  | { ok: false; seq: number; problem: ChainProblem; detail: string };

/** null for content that was never hashed as it stands, as half a surrogate pair is none of canonical JSON's strings. */
function hashOf(entry: LedgerEntry, sha256Hex: (utf8: string) => string): string | null {
  let preimage: string;
  try {
    preimage = ledgerPreimage(entry);
  } catch {
    return null;
  }
  return sha256Hex(preimage);
}

/**
 * Reads one conference's chain from its first entry on, or from the one that follows `after`, and names the first wrong one. `head` is the last hash
 * (64 zeros for an empty chain): entries cut off the end show only when it is compared with a head kept elsewhere.
 *
 * problem: `gap` a number is missing, `order` one comes again or too late, or the conference changes,
 * `prev` it does not name the entry before, `hash` its content is not what was hashed.
 */
export function verifyChain(
  rows: ReadonlyArray<LedgerEntry & { hash: string }>,
  sha256Hex: (utf8: string) => string,
  after: { seq: number; prev: string } = { seq: 0, prev: FIRST_PREV },
): ChainAnswer {
  let { prev } = after;
  let before: LedgerEntry | null = null;
  for (const row of rows) {
    const wrong = (problem: ChainProblem, detail: string): ChainAnswer => ({
      ok: false,
      seq: row.seq,
      problem,
      detail,
    });
    const expected: number = (before?.seq ?? after.seq) + 1;
    if (row.seq < expected) return wrong("order", `number ${row.seq} stands where ${expected} belongs`);
    if (row.seq > expected) return wrong("gap", `number ${expected} is missing`);
    // An altered entry fails here first, so that it is named and not the untouched one after it.
    const { hash: recorded, ...entry } = row;
    const hash = hashOf(entry, sha256Hex);
    if (hash !== recorded) {
      return wrong(
        "hash",
        `content ${hash ? `hashes to ${hash}` : "has no canonical form"}, recorded is ${recorded}`,
      );
    }
    if (row.prev !== prev)
      return wrong("prev", `names ${row.prev} as the entry before, whose hash is ${prev}`);
    if (before && row.conference !== before.conference) {
      return wrong("order", `of conference ${row.conference}, in the chain of ${before.conference}`);
    }
    prev = hash;
    before = row;
  }
  return { ok: true, head: prev, entries: rows.length };
}
