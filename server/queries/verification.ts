import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import type { Verification } from "../../shared/api/views";
import { canonicalJson } from "../../shared/records/canonical-json";
import { type LedgerEntry, ledgerPreimage, verifyChain } from "../../shared/records/ledger";
import { selectInstruments } from "../db/instruments";
import { type LedgerRecord, selectLedgerAfter, selectLedgerHead } from "../db/ledger";
import type { Db } from "../db/rows";
import { selectAdoptedTexts, selectVersionContent, selectVersions } from "../db/versions";

type Problem = Verification["problems"][number];

const PAGE = 1_000;

function sha256Hex(value: string | Uint8Array): string {
  return createHash("sha256").update(value).digest("hex");
}

/**
 * Reads a conference's whole record and every fixed text, and says what is not as it was written: an altered or
 * missing entry by its number, a version whose content does not match its hash, an adopted text that is not the one
 * the record names. Cost: linear in entries and versions.
 */
export async function verifyConference(db: Db, conferenceId: string): Promise<Verification> {
  const problems: Problem[] = [];
  const head = await selectLedgerHead(db, conferenceId);
  const entries = await readEntries(db, conferenceId, problems);
  const chain = verifyChain(entries, sha256Hex);
  if (!chain.ok) problems.push({ seq: chain.seq, problem: chain.problem, detail: chain.detail });
  else if (chain.head !== head.head || chain.entries !== head.seq) {
    problems.push({
      seq: chain.entries + 1,
      problem: "gap",
      detail: `the conference counts ${head.seq} entries ending in ${head.head}; ${chain.entries} are there`,
    });
  }
  problems.push(...(await verifyTexts(db, conferenceId, entries)));
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

async function verifyTexts(db: Db, conferenceId: string, entries: Entry[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  const recorded = new Map<string, { seq: number; sha256: unknown }>();
  const adopted = new Map<string, { seq: number; texts: Map<string, unknown> }>();
  for (const { seq, act, subject, data } of entries) {
    const said = (data ?? {}) as Record<string, unknown>;
    if (act === "version.fixed") recorded.set(subject, { seq, sha256: said.sha256 });
    if (act === "text.adopted" || act === "text.approved") {
      const texts = (said.texts ?? []) as Array<{ language: string; sha256: string }>;
      adopted.set(subject, { seq, texts: new Map(texts.map(({ language, sha256 }) => [language, sha256])) });
    }
  }
  for (const instrument of await selectInstruments(db, conferenceId)) {
    for (const version of await selectVersions(db, instrument.id, null)) {
      const entry = recorded.get(version.id);
      const name = `${instrument.slug}/${version.language} version ${version.number}`;
      const seq = entry?.seq ?? null;
      const found = hashOfContent(await selectVersionContent(db, version.id));
      if (!entry) problems.push({ seq, problem: "version", detail: `${name} is not on the record` });
      else if (entry.sha256 !== version.sha256)
        problems.push({
          seq,
          problem: "version",
          detail: `${name} has hash ${version.sha256}, the record says ${entry.sha256}`,
        });
      if (found !== version.sha256)
        problems.push({
          seq,
          problem: "text",
          detail: `${name} hashes to ${found}, its row says ${version.sha256}`,
        });
    }
    problems.push(...(await verifyAdoption(db, instrument, adopted.get(instrument.slug) ?? null)));
  }
  return problems;
}

async function verifyAdoption(
  db: Db,
  instrument: { id: string; slug: string; outcome: string | null },
  entry: { seq: number; texts: Map<string, unknown> } | null,
): Promise<Problem[]> {
  const rows = await selectAdoptedTexts(db, instrument.id);
  const seq = entry?.seq ?? null;
  const problems: Problem[] = [];
  const settled = instrument.outcome === "adopted" || instrument.outcome === "approved";
  if (settled !== (entry !== null))
    problems.push({
      seq,
      problem: "adoption",
      detail: `${instrument.slug} is ${instrument.outcome ?? "undecided"}; the record disagrees`,
    });
  for (const [language, sha256] of entry?.texts ?? []) {
    const row = rows.find((one) => one.language === language);
    if (!row)
      problems.push({
        seq,
        problem: "adoption",
        detail: `${instrument.slug}/${language}: the adopted text is missing`,
      });
    else {
      const found = hashOfContent(await selectVersionContent(db, row.versionId));
      if (row.sha256 !== sha256 || found !== sha256)
        problems.push({
          seq,
          problem: "adoption",
          detail: `${instrument.slug}/${language} hashes to ${found}, adopted was ${sha256}`,
        });
    }
  }
  return problems;
}

function hashOfContent(content: Buffer): string {
  try {
    return sha256Hex(gunzipSync(content));
  } catch {
    return "unreadable";
  }
}
