import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { tallyShape, type Verification } from "../../shared/api/views";
import { canonicalJson } from "../../shared/records/canonical-json";
import type { LedgerEntry } from "../../shared/records/ledger";
import { type InstrumentRow, selectInstruments, selectTexts } from "../db/instruments";
import type { Db } from "../db/rows";
import {
  selectAdoptedTexts,
  selectOptionalAdoption,
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
const countedData = z.object({ tally: tallyShape, result: z.string() });

type Fixed = z.infer<typeof fixedData> & { seq: number };
type Adopted = z.infer<typeof adoptedData> & { seq: number; outcome: string };
type Counted = z.infer<typeof countedData> & { seq: number };

type Told = { fixed: Map<string, Fixed>; adopted: Map<string, Adopted>; counted: Map<string, Counted> };

function whatIsTold(entries: LedgerEntry[]): Told {
  const told: Told = { fixed: new Map(), adopted: new Map(), counted: new Map() };
  for (const { seq, act, subject, data } of entries) {
    if (act === "version.fixed") note(told.fixed, subject, fixedData.safeParse(data), { seq });
    if (act === "vote.proclaimed") note(told.counted, subject, countedData.safeParse(data), { seq });
    if (act === "text.adopted" || act === "text.approved")
      note(told.adopted, subject, adoptedData.safeParse(data), { seq, outcome: act.slice("text.".length) });
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
    problems.push(...(await verifyAdoption(db, instrument, told.adopted.get(instrument.slug) ?? null, seen)));
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

async function verifyAdoption(
  db: Db,
  instrument: InstrumentRow,
  entry: Adopted | null,
  versions: ReadonlySet<string>,
): Promise<Problem[]> {
  const { slug } = instrument;
  const problems: Problem[] = [];
  const wrong = (detail: string) =>
    problems.push({ seq: entry?.seq ?? null, problem: "adoption", detail: `${slug}${detail}` });

  const settled = instrument.outcome === "adopted" || instrument.outcome === "approved";
  if (settled !== (entry !== null) || (entry && entry.outcome !== instrument.outcome))
    wrong(` is ${instrument.outcome ?? "undecided"}; the record says ${entry?.outcome ?? "nothing of that"}`);

  const adoption = await selectOptionalAdoption(db, instrument.id);
  const row = adoption && `${adoption.voteId} ${adoption.decidedAt} ${adoption.byConsensus}`;
  const said = entry && `${entry.vote} ${entry.decidedAt} ${entry.consensus}`;
  if (row !== said)
    wrong(`: decided by ${row ?? "nothing"} (vote, time, consensus); the record says ${said}`);

  const adopted = await selectAdoptedTexts(db, instrument.id);
  const published = await selectTexts(db, instrument.id);
  for (const { language } of adopted) {
    if (!entry?.texts.some((text) => text.language === language))
      wrong(`/${language}: the record knows of no adopted text`);
  }
  for (const { language, version, sha256 } of entry?.texts ?? []) {
    const text = adopted.find((one) => one.language === language);
    if (!text) {
      wrong(`/${language}: the adopted text is missing`);
      continue;
    }
    const found = versions.has(text.versionId) ? await hashOfVersion(db, text.versionId) : "nothing";
    if (text.versionId !== version || text.sha256 !== sha256 || found !== sha256)
      wrong(`/${language} hashes to ${found}, adopted was ${sha256}`);
    if (published.find((one) => one.language === language)?.publishedVersionId !== version)
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
