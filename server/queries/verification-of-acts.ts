import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { selectAmendments, selectUndo } from "../db/amendments";
import { selectAllBallots } from "../db/ballots";
import {
  type InstrumentRow,
  selectConcordances,
  selectInstruments,
  selectTexts,
  selectVotingOrder,
} from "../db/instruments";
import { selectAllParticipants } from "../db/methods";
import type { Db } from "../db/rows";
import { tagOf } from "./instrument-summary";
import {
  foldAmendment,
  type Last,
  setState,
  type ToldAmendment,
  verifyAmendment,
} from "./verification-of-amendments";

type Problem = Verification["problems"][number];

const putData = z.object({ instrument: z.string(), amendmentId: z.string().nullable() });
const ballotData = z.object({
  delegation: z.string(),
  choice: z.string(),
  revision: z.number(),
  round: z.number(),
});
const paperData = z.object({ delegation: z.string(), round: z.number() });
const signedData = z.object({ sha256: z.string(), sourceSha256: z.string() });
const publishedData = z.object({
  instrument: z.string(),
  language: z.string(),
  reason: z.string().optional(),
});
const orderData = z.object({ amendments: z.array(z.string()) });
const movedData = z.object({ to: z.string() });

const DECISIONS = new Set(["text.adopted", "text.approved", "text.rejected"]);
/** Versions that are public from the moment they are fixed. */
const PUBLISHING_REASONS = new Set(["tabled", "adopted"]);

/** What stands at the end of the record, folded from its entries in their order. */
type Told = {
  amendments: Map<string, Last<ToldAmendment>>;
  /** By `<vote> <round> <delegation>`. */
  ballots: Map<string, Last<string>>;
  /** As ballots, for who put a paper into the box of a secret ballot. */
  papers: Map<string, Last<true>>;
  /** By `<instrument>/<language>`. */
  signed: Map<string, Last<string>>;
  published: Map<string, Last<string>>;
  /** Opening versions: they may be public from the start. */
  opened: Set<string>;
  stages: Map<string, Last<string>>;
  /** By instrument: the order of voting, ids joined by blanks. */
  orders: Map<string, Last<string>>;
};

function fold(entries: LedgerEntry[]): Told {
  const told: Told = {
    amendments: new Map(),
    ballots: new Map(),
    papers: new Map(),
    signed: new Map(),
    published: new Map(),
    opened: new Set(),
    stages: new Map(),
    orders: new Map(),
  };
  const questions = new Map<string, z.infer<typeof putData>>();
  for (const entry of entries) {
    foldAmendment(told.amendments, entry);
    foldText(told, entry);
    const { act, subject, seq, data } = entry;
    if (act === "ballot.cast") {
      const ballot = ballotData.safeParse(data);
      if (!ballot.success) continue;
      const { round, delegation, choice, revision } = ballot.data;
      told.ballots.set(`${subject} ${round} ${delegation}`, { seq, value: `${choice} (${revision})` });
    }
    const paper = act === "ballot.taken" ? paperData.safeParse(data) : null;
    if (paper?.success)
      told.papers.set(`${subject} ${paper.data.round} ${paper.data.delegation}`, { seq, value: true });
    const passed = act === "roll_call.passed" ? paperData.safeParse(data) : null;
    if (passed?.success) told.ballots.delete(`${subject} ${passed.data.round} ${passed.data.delegation}`);
    const put = act === "question.put" ? putData.safeParse(data) : null;
    if (put?.success) questions.set(subject, put.data);
    const question = questions.get(subject);
    if (!question || (act !== "question.put" && act !== "question.taken_back")) continue;
    const isPut = act === "question.put";
    if (question.amendmentId === null)
      told.stages.set(question.instrument, { seq, value: isPut ? "final_question" : "under_consideration" });
    else setState(told.amendments, question.amendmentId, seq, isPut ? "voting" : "open");
  }
  return told;
}

function foldText(told: Told, { act, subject, seq, data }: LedgerEntry): void {
  if (act === "language.signed_off" || act === "language.carried_over") {
    const signed = signedData.safeParse(data);
    if (signed.success)
      told.signed.set(subject, { seq, value: `${signed.data.sha256} ${signed.data.sourceSha256}` });
  }
  if (act === "version.published" || act === "version.fixed") {
    const version = publishedData.safeParse(data);
    if (!version.success) return;
    const { instrument, language, reason = "" } = version.data;
    if (reason === "opened") told.opened.add(subject);
    if (act === "version.published" || PUBLISHING_REASONS.has(reason))
      told.published.set(`${instrument}/${language}`, { seq, value: subject });
  }
  const order = act === "order.confirmed" ? orderData.safeParse(data) : null;
  if (order?.success) told.orders.set(subject, { seq, value: order.data.amendments.join(" ") });
  const moved = movedData.safeParse(data);
  if (DECISIONS.has(act)) told.stages.set(subject, { seq, value: "decided" });
  else if (moved.success) told.stages.set(subject, { seq, value: moved.data.to });
}

/** Holds amendments, ballots, sign-offs, publications and stages against the acts that led to them. */
export async function verifyActs(db: Db, conferenceId: string, entries: LedgerEntry[]): Promise<Problem[]> {
  const told = fold(entries);
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const instrument of await selectInstruments(db, conferenceId)) {
    const stage = told.stages.get(instrument.slug);
    if (stage && stage.value !== instrument.stage)
      problems.push({
        seq: stage.seq,
        problem: "stage",
        detail: `${instrument.slug} is at ${instrument.stage}, the record says ${stage.value}`,
      });
    const order = told.orders.get(instrument.slug);
    const confirmed = (await selectVotingOrder(db, instrument.id))?.join(" ");
    if (confirmed !== order?.value)
      problems.push({
        seq: order?.seq ?? null,
        problem: "order",
        detail: `${instrument.slug}: the order of voting is not what the record says`,
      });
    const rows = await selectAmendments(db, instrument.id);
    const tags = new Map(rows.map(({ id, number }) => [id, tagOf(number)]));
    for (const row of rows) {
      seen.add(row.id);
      const undo = row.appliedVersionId === null ? null : await selectUndo(db, row.id);
      problems.push(...verifyAmendment(instrument, row, undo, told.amendments.get(row.id) ?? null, tags));
    }
    problems.push(...(await verifyBallots(db, instrument, told, seen)));
    problems.push(...(await verifyTexts(db, instrument, told)));
  }
  for (const [id, { seq, value }] of told.amendments)
    if (!seen.has(id))
      problems.push({ seq, problem: "amendment", detail: `${value.submitted.tag} (${id}) is gone` });
  for (const [key, { seq }] of told.papers)
    if (!seen.has(key))
      problems.push({
        seq,
        problem: "ballot",
        detail: `participation ${key} (vote, round, delegation) is gone`,
      });
  for (const [key, { seq }] of told.ballots)
    if (!seen.has(key))
      problems.push({ seq, problem: "ballot", detail: `ballot ${key} (vote, round, delegation) is gone` });
  return problems;
}

/** Adds the ballots there are to `seen`. Which way a delegation voted is not repeated: the entry says it. */
async function verifyBallots(
  db: Db,
  { id, slug }: InstrumentRow,
  { ballots, papers }: Told,
  seen: Set<string>,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { voteId, round, code } of await selectAllParticipants(db, id)) {
    const key = `${voteId} ${round} ${code}`;
    seen.add(key);
    if (papers.has(key)) continue;
    problems.push({
      seq: null,
      problem: "ballot",
      detail: `${slug}: that ${code} took part in vote ${voteId}, round ${round}, is not on the record`,
    });
  }
  for (const { voteId, round, code, choice, revision } of await selectAllBallots(db, id)) {
    const key = `${voteId} ${round} ${code}`;
    seen.add(key);
    const told = ballots.get(key);
    if (told?.value === `${choice} (${revision})`) continue;
    problems.push({
      seq: told?.seq ?? null,
      problem: "ballot",
      detail: `${slug}: the ballot of ${code} in vote ${voteId}, round ${round}, is not what the record says`,
    });
  }
  return problems;
}

async function verifyTexts(
  db: Db,
  { id, slug }: InstrumentRow,
  { signed, published, opened }: Told,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const signatures = await selectConcordances(db, id);
  for (const text of await selectTexts(db, id)) {
    const name = `${slug}/${text.language}`;
    const row = signatures.find(({ textId }) => textId === text.id);
    const has = row ? `${row.sha256} ${row.sourceSha256}` : null;
    const told = signed.get(name);
    if (has !== (told?.value ?? null))
      problems.push({
        seq: told?.seq ?? null,
        problem: "sign-off",
        detail: `${name} is signed off for ${has ?? "nothing"} (its hash, the source's); the record says ${told?.value ?? "nothing"}`,
      });
    const last = published.get(name);
    const isPublic = text.publishedVersionId;
    const isAsTold = last ? isPublic === last.value : isPublic === null || opened.has(isPublic);
    if (!isAsTold)
      problems.push({
        seq: last?.seq ?? null,
        problem: "publication",
        detail: `${name}: version ${isPublic} is public, the record says ${last?.value ?? "none but the opening one"}`,
      });
  }
  return problems;
}
