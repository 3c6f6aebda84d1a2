import { createHash } from "node:crypto";
import type { Pool } from "pg";
import type { Verification } from "../../shared/api/views/record";
import { canonicalJson } from "../../shared/records/canonical-json";
import { type LedgerEntry, ledgerPreimage, verifyChain } from "../../shared/records/ledger";
import { type LedgerRecord, selectLedgerAfter, selectLedgerHead } from "../db/ledger";
import { withSnapshot } from "../db/pool";
import type { Db } from "../db/rows";
import { verifyActs } from "./verification-of-acts";
import { verifyAttachments } from "./verification-of-attachments";
import { verifyComments } from "./verification-of-comments";
import { verifyDivisions } from "./verification-of-divisions";
import { verifyHands } from "./verification-of-hands";
import { verifyMeetings, verifyStandings } from "./verification-of-meeting";
import { verifyReports } from "./verification-of-reports";
import { verifyRules } from "./verification-of-rules";
import { verifySignatures } from "./verification-of-signatures";
import { verifySpeakers } from "./verification-of-speakers";
import { verifyAgainstRecord } from "./verification-of-state";
import { verifyStatements } from "./verification-of-statements";
import { verifyTranslations } from "./verification-of-translations";

type Problem = Verification["problems"][number];

const PAGE = 1_000;

function sha256Hex(value: string | Uint8Array): string {
  return createHash("sha256").update(value).digest("hex");
}

/**
 * Reads a conference's whole record and every fixed text, and says what is not as it was written: an altered or
 * missing entry by its number, a version whose content does not match its hash or that is gone, a vote or a decision that
 * is not the one the record tells of. Cost: linear in entries and versions. All of it as it was at one moment: an act
 * between two reads would look like an alteration.
 */
export function verifyConference(pool: Pool, conferenceId: string): Promise<Verification> {
  return withSnapshot(pool, (tx) => verify(tx, conferenceId));
}

async function verify(db: Db, conferenceId: string): Promise<Verification> {
  const problems: Problem[] = [];
  const head = await selectLedgerHead(db, conferenceId);
  const entries = await readEntries(db, conferenceId, problems);
  const chain = verifyChain(entries, sha256Hex);
  if (!chain.ok) problems.push({ seq: chain.seq, problem: chain.problem, detail: chain.detail });
  else if (chain.head !== head.head || chain.entries !== head.seq) {
    // As many as there should be, and yet another end: then it is the last one that was altered, hash and all.
    const altered = chain.entries === head.seq;
    problems.push({
      seq: altered ? head.seq : Math.min(chain.entries, head.seq) + 1,
      problem: altered ? "hash" : "gap",
      detail: `the conference counts ${head.seq} entries ending in ${head.head}; ${chain.entries} are there, ending in ${chain.head}`,
    });
  }
  problems.push(...(await verifyAgainstRecord(db, conferenceId, entries)));
  problems.push(...(await verifyActs(db, conferenceId, entries)));
  problems.push(...(await verifyDivisions(db, conferenceId, entries)));
  problems.push(...(await verifyStatements(db, conferenceId, entries)));
  problems.push(...(await verifySpeakers(db, conferenceId, entries)));
  problems.push(...(await verifyHands(db, conferenceId, entries)));
  problems.push(...(await verifyMeetings(db, conferenceId, entries)));
  problems.push(...(await verifyStandings(db, conferenceId, entries)));
  problems.push(...(await verifySignatures(db, conferenceId, entries)));
  problems.push(...(await verifyComments(db, conferenceId, entries)));
  problems.push(...(await verifyAttachments(db, conferenceId, entries)));
  problems.push(...(await verifyTranslations(db, conferenceId, entries)));
  problems.push(...(await verifyReports(db, conferenceId, entries)));
  problems.push(...(await verifyRules(db, conferenceId, entries)));
  return { ok: problems.length === 0, entries: entries.length, head: head.head, problems };
}

type Entry = LedgerEntry & { hash: string };

async function readEntries(db: Db, conferenceId: string, problems: Problem[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let after = 0; ; ) {
    const rows = await selectLedgerAfter(db, conferenceId, after, PAGE);
    for (const row of rows) {
      const entry = readEntry(row, problems);
      if (entry) entries.push(entry);
      after = row.seq;
    }
    if (rows.length < PAGE) return entries;
  }
}

/** The columns beside the entry are for reading only, so they too must say what the entry says. */
function readEntry(row: LedgerRecord, problems: Problem[]): Entry | null {
  const wrong = (detail: string) => problems.push({ seq: row.seq, problem: "altered", detail });
  let entry: LedgerEntry;
  try {
    entry = JSON.parse(row.entry) as LedgerEntry;
    if (ledgerPreimage(entry) !== row.entry || canonicalJson(JSON.parse(row.entry)) !== row.entry)
      throw new Error("not canonical");
  } catch (error) {
    wrong(`the entry cannot be read: ${(error as Error).message}`);
    return null;
  }
  for (const key of ["seq", "at", "act", "subject", "prev"] as const) {
    if (entry[key] !== row[key]) wrong(`column ${key} says ${row[key]}, the entry says ${entry[key]}`);
  }
  return { ...entry, hash: row.hash };
}
