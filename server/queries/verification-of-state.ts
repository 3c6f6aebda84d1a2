import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { tallyShape } from "../../shared/api/views/common";
import type { Verification } from "../../shared/api/views/record";
import { canonicalJson } from "../../shared/records/canonical-json";
import type { LedgerEntry } from "../../shared/records/ledger";
import { type InstrumentRow, selectInstruments, selectTexts } from "../db/instruments";
import type { Db } from "../db/rows";
import {
  selectAdoptedTexts,
  selectAdoptions,
  selectAllAdoptedTexts,
  selectVersionContent,
  selectVersions,
} from "../db/versions";
import { selectVotes } from "../db/votes";

type Problem = Verification["problems"][number];

/** What entries say, as far as it is compared; an entry that says something else was refused by the chain already. */
const fixedData = z.object({ sha256: z.string() });
const adoptedData = z.object({
  vote: z.string(),
  consensus: z.boolean(),
  decidedAt: z.string(),
  texts: z.array(z.object({ language: z.string(), version: z.string(), sha256: z.string() })),
});
const reconsideredData = z.object({ vote: z.string() });
const countedData = z.object({ tally: tallyShape, result: z.string() });

type Fixed = z.infer<typeof fixedData> & { seq: number };
type Adopted = z.infer<typeof adoptedData> & { seq: number; outcome: string };
type Counted = z.infer<typeof countedData> & { seq: number };

type Told = {
  fixed: Map<string, Fixed>;
  /** Every adoption of an instrument, the first first. */
  adopted: Map<string, Adopted[]>;
  /** The votes whose decisions were taken up again, with the entry that says so. */
  reconsidered: Map<string, number>;
  counted: Map<string, Counted>;
};

function whatIsTold(entries: LedgerEntry[]): Told {
  const told: Told = { fixed: new Map(), adopted: new Map(), reconsidered: new Map(), counted: new Map() };
  for (const { seq, act, subject, data } of entries) {
    if (act === "version.fixed") note(told.fixed, subject, fixedData.safeParse(data), { seq });
    if (act === "vote.proclaimed") note(told.counted, subject, countedData.safeParse(data), { seq });
    const adopted = act === "text.adopted" || act === "text.approved" ? adoptedData.safeParse(data) : null;
    if (adopted?.success) {
      const one = { ...adopted.data, seq, outcome: act.slice("text.".length) };
      told.adopted.set(subject, [...(told.adopted.get(subject) ?? []), one]);
    }
    const again = act === "text.reconsidered" ? reconsideredData.safeParse(data) : null;
    if (again?.success) told.reconsidered.set(again.data.vote, seq);
  }
  return told;
}

function note<T, M>(
  map: Map<string, T & M>,
  subject: string,
  parsed: z.ZodSafeParseResult<T>,
  more: M,
): void {
  if (parsed.success) map.set(subject, { ...parsed.data, ...more });
}

/** Holds what the tables say against what the record tells: fixed texts, tallies, decisions. */
export async function verifyAgainstRecord(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const told = whatIsTold(entries);
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const instrument of await selectInstruments(db, conferenceId)) {
    problems.push(...(await verifyVersions(db, instrument, told, seen)));
    problems.push(...(await verifyVotes(db, instrument, told)));
    problems.push(...(await verifyAdoptions(db, instrument, told, seen)));
  }
  for (const [id, { seq }] of told.fixed) {
    if (!seen.has(id)) problems.push({ seq, problem: "version", detail: `version ${id} is gone` });
  }
  return problems;
}

/** Adds the ids of the versions there are to `seen`. */
async function verifyVersions(
  db: Db,
  instrument: InstrumentRow,
  { fixed }: Told,
  seen: Set<string>,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const version of await selectVersions(db, instrument.id, null)) {
    seen.add(version.id);
    const entry = fixed.get(version.id);
    const seq = entry?.seq ?? null;
    const name = `${instrument.slug}/${version.language} version ${version.number}`;
    const wrong = (problem: "version" | "text", detail: string) =>
      problems.push({ seq, problem, detail: `${name} ${detail}` });
    const found = await hashOfVersion(db, version.id);
    if (!entry) wrong("version", "is not on the record");
    else if (entry.sha256 !== version.sha256)
      wrong("version", `has hash ${version.sha256}, the record says ${entry.sha256}`);
    if (found !== version.sha256) wrong("text", `hashes to ${found}, its row says ${version.sha256}`);
  }
  return problems;
}

async function verifyVotes(db: Db, instrument: InstrumentRow, { counted }: Told): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { id, state, yes, no, abstain, result } of await selectVotes(db, instrument.id)) {
    const entry = counted.get(id);
    if (state !== "proclaimed" && !entry) continue;
    const row = canonicalJson({ tally: { yes, no, abstain }, result });
    const said = entry ? canonicalJson({ tally: entry.tally, result: entry.result }) : "nothing";
    // A tie that is to be voted again is proclaimed too; what stands is the second count.
    if (row === said || (state !== "proclaimed" && entry?.result === "second_vote")) continue;
    problems.push({
      seq: entry?.seq ?? null,
      problem: "vote",
      detail: `${instrument.slug}: vote ${id} says ${row}, the record says ${said}`,
    });
  }
  return problems;
}

async function verifyAdoptions(
  db: Db,
  instrument: InstrumentRow,
  told: Told,
  versions: ReadonlySet<string>,
): Promise<Problem[]> {
  const { slug } = instrument;
  const entries = told.adopted.get(slug) ?? [];
  const rows = await selectAdoptions(db, instrument.id);
  const problems: Problem[] = [];
  const wrong = (seq: number | null, detail: string) =>
    problems.push({ seq, problem: "adoption", detail: `${slug}${detail}` });

  const last = entries.at(-1) ?? null;
  const inForce = last && !told.reconsidered.has(last.vote) ? last : null;
  const settled = instrument.outcome === "adopted" || instrument.outcome === "approved";
  if (settled !== (inForce !== null) || (inForce && inForce.outcome !== instrument.outcome))
    wrong(
      inForce?.seq ?? null,
      ` is ${instrument.outcome ?? "undecided"}; the record says ${inForce?.outcome ?? "nothing of that"}`,
    );

  for (const { voteId, language } of await selectAllAdoptedTexts(db, instrument.id))
    if (!entries.some(({ vote }) => vote === voteId))
      wrong(null, `/${language}: the record knows of no adopted text`);

  // Of one instrument, in the order of their decisions: which of two was altered is said by what each says.
  for (let at = 0; at < Math.max(rows.length, entries.length); at++) {
    const row = rows[at] ?? null;
    const entry = entries[at] ?? null;
    const has = row && `${row.voteId} ${row.decidedAt} ${row.byConsensus}`;
    const said = entry && `${entry.vote} ${entry.decidedAt} ${entry.consensus}`;
    if (has !== said)
      wrong(
        entry?.seq ?? null,
        `: decided by ${has ?? "nothing"} (vote, time, consensus); the record says ${said}`,
      );
    if (row && (row.reconsidered !== null) !== told.reconsidered.has(row.voteId))
      wrong(
        told.reconsidered.get(row.voteId) ?? null,
        `: decision ${row.voteId} is ${row.reconsidered ? "" : "not "}reconsidered, and not so on the record`,
      );
    if (entry)
      problems.push(...(await verifyAdoptedTexts(db, instrument, entry, inForce === entry, versions)));
  }
  return problems;
}

async function verifyAdoptedTexts(
  db: Db,
  { id, slug }: InstrumentRow,
  entry: Adopted,
  inForce: boolean,
  versions: ReadonlySet<string>,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const wrong = (detail: string) =>
    problems.push({ seq: entry.seq, problem: "adoption", detail: `${slug}${detail}` });
  const adopted = await selectAdoptedTexts(db, entry.vote);
  const published = await selectTexts(db, id);
  for (const { language } of adopted) {
    if (!entry.texts.some((text) => text.language === language))
      wrong(`/${language}: the record knows of no adopted text`);
  }
  for (const { language, version, sha256 } of entry.texts) {
    const text = adopted.find((one) => one.language === language);
    if (!text) {
      wrong(`/${language}: the adopted text is missing`);
      continue;
    }
    const found = versions.has(text.versionId) ? await hashOfVersion(db, text.versionId) : "nothing";
    if (text.versionId !== version || text.sha256 !== sha256 || found !== sha256)
      wrong(`/${language} hashes to ${found}, adopted was ${sha256}`);
    if (inForce && published.find((one) => one.language === language)?.publishedVersionId !== version)
      wrong(`/${language}: another version is published than was adopted`);
  }
  return problems;
}

/** "unreadable" for bytes that nobody could have written. */
async function hashOfVersion(db: Db, id: string): Promise<string> {
  const content = await selectVersionContent(db, id);
  try {
    return createHash("sha256").update(gunzipSync(content)).digest("hex");
  } catch {
    return "unreadable";
  }
}
