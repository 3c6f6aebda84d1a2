import type { Tally } from "../../../shared/rules/counting";
import { bodySeized } from "../../../shared/rules/stages";
import { decideVote } from "../../../shared/rules/votes";
import { decideDivision } from "../../../shared/rules/voting/division";
import { remainder, withoutParts } from "../../../shared/rules/voting/parts";
import type { BlockId } from "../../../shared/text/model";
import { selectAmendment } from "../../db/amendments";
import {
  type DivisionRow,
  selectDivision,
  selectDivisionParts,
  updateDivision,
  updateDivisionPart,
} from "../../db/divisions";
import { carryConcordance, type InstrumentRow, selectTexts, updateRevision } from "../../db/instruments";
import { lockVote, updateVote, type VoteRow } from "../../db/votes";
import { divisible, lostBlocks } from "../../queries/divisible";
import { presetFor } from "../../queries/rules";
import { textSha256 } from "../../queries/text-content";
import type { Context, LockedRoom, Result } from "../context";
import { insertSnapshot, recordAllDrafting, writeRoom } from "../drafting";
import { asFailure } from "../situation";
import { type LiveText, liveTexts, unsignedLanguages } from "../texts/facts";
import type { Unit } from "../transact";

export type Decision = {
  carried: boolean;
  /** null: by consensus, and consensus has no tally (Rule C1). */
  tally: Tally | null;
  /** Nobody broke the silence: every member was asked, in the room or not (Rule C5). */
  inWriting?: boolean;
};

type Divided = { instrument: InstrumentRow; vote: VoteRow };
/** What the question that was divided comes to: it is put again, or fell with its parts. */
type Outcome = Result<{ fell: VoteRow | null }>;
const STANDS: Outcome = { ok: true, answer: { fell: null } };

/** The vote on the request for division, or on one part, has been decided (Rules D1–D5). */
export async function decideDivided(
  context: Context,
  unit: Unit,
  question: Divided,
  decision: Decision,
  locked: LockedRoom[],
): Promise<Outcome> {
  const { vote } = question;
  if (!vote.divisionId) throw new Error(`vote ${vote.id} names no division`);
  const division = await selectDivision(unit.tx, vote.divisionId);
  const whole = await lockVote(unit.tx, division.voteId);
  return vote.subject === "division"
    ? decideRequest(context, unit, { ...question, division, whole }, decision)
    : decidePart(context, unit, { ...question, division, whole }, decision, locked);
}

type Part = Divided & { division: DivisionRow; whole: VoteRow };

async function decideRequest(
  context: Context,
  unit: Unit,
  { instrument, vote, division, whole }: Part,
  { tally }: Decision,
): Promise<Outcome> {
  const preset = await presetFor(unit.tx, context.conferenceId);
  const facts = { preset, objections: 1, tally, members: vote.members, parts: [] };
  const decided = decideDivision(division.state, "decide_request", facts);
  if (!decided.ok) return asFailure(decided);
  await updateDivision(unit.tx, division.id, decided.to);
  unit.record(
    decided.to === "divided" ? "division.granted" : "division.refused",
    whole.id,
    { division: division.id, vote: vote.id, tally },
    instrument.slug,
  );
  if (decided.to === "refused") await resume(unit, whole);
  return STANDS;
}

async function decidePart(
  context: Context,
  unit: Unit,
  part: Part,
  { carried, tally }: Decision,
  locked: LockedRoom[],
): Promise<Outcome> {
  const { instrument, vote, division, whole } = part;
  if (!vote.part) throw new Error(`vote ${vote.id} names no part`);
  await updateDivisionPart(unit.tx, division.id, vote.part, carried);
  unit.record(
    carried ? "part.kept" : "part.rejected",
    whole.id,
    { division: division.id, vote: vote.id, block: vote.part, tally },
    instrument.slug,
  );
  const voted = await selectDivisionParts(unit.tx, division.id);
  if (voted.some((one) => one.carried === null)) return STANDS;

  const texts = await selectTexts(unit.tx, instrument.id);
  await recordAllDrafting(unit, locked, texts, instrument);
  const live = liveTexts(texts, locked);
  const source = live.find(({ row }) => row.language === instrument.sourceLanguage);
  if (!source) throw new Error(`${instrument.slug} has no text in its source language`);
  const { parts } = await divisible(unit.tx, whole, source.text, instrument.sourceLanguage);
  const rest = remainder(
    parts,
    parts.filter(({ id }) => voted.some(({ block }) => block === id)),
  );
  const facts = {
    preset: await presetFor(unit.tx, context.conferenceId),
    objections: 0,
    tally: null,
    members: vote.members,
    parts: [
      ...voted.map((one) => ({ id: one.block, operative: one.operative, carried: one.carried })),
      ...(rest ? [rest] : []),
    ],
  };
  const finished = decideDivision(division.state, "finish_parts", facts);
  if (!finished.ok) return asFailure(finished);
  const lost = await lostBlocks(unit.tx, whole, parts);
  // Of an amendment whose changes were all lost nothing is left to put.
  const falls = finished.to === "rejected_as_whole" || (await isEmptied(unit, whole, lost));
  await updateDivision(unit.tx, division.id, falls ? "rejected_as_whole" : "whole_to_put");
  unit.record(
    falls ? "division.rejected_as_whole" : "division.ended",
    whole.id,
    {
      division: division.id,
      parts: voted.map(({ block, path, carried: kept }) => ({ block, path, carried: kept })),
    },
    instrument.slug,
  );
  if (!falls) {
    if (whole.subject === "final" && lost.size > 0)
      await takeOut(context, unit, { instrument, live, source, locked, lost });
    await resume(unit, whole);
    return STANDS;
  }
  const fell = decideVote(whole.state, "fall", { ...facts, present: vote.present });
  if (!fell.ok) return asFailure(fell);
  // The quorum of the last part's vote is the quorum with which the whole was rejected.
  const { present, members } = vote;
  const ended = { state: fell.to, result: "lost", reason: "parts_rejected", present, members } as const;
  await updateVote(unit.tx, whole.id, { ...ended, decidedAt: unit.at });
  return { ok: true, answer: { fell: { ...whole, ...ended } } };
}

async function resume(unit: Unit, whole: VoteRow): Promise<void> {
  if (whole.state !== "set_aside") throw new Error(`vote ${whole.id} was not set aside: ${whole.state}`);
  await updateVote(unit.tx, whole.id, { state: "question_put" });
}

async function isEmptied(unit: Unit, whole: VoteRow, lost: ReadonlySet<BlockId>): Promise<boolean> {
  if (whole.amendmentId === null) return false;
  const { patch } = await selectAmendment(unit.tx, whole.amendmentId);
  return patch !== null && withoutParts(patch, lost) === null;
}

/**
 * The parts that were rejected leave the text in every language, so that what is put as a whole is what is read (Rule D2).
 * A translation that said what its source says still does: the same paragraphs left both.
 */
async function takeOut(
  context: Context,
  unit: Unit,
  divided: {
    instrument: InstrumentRow;
    live: LiveText[];
    source: LiveText;
    locked: LockedRoom[];
    lost: ReadonlySet<BlockId>;
  },
): Promise<void> {
  const { instrument, live, source, locked, lost } = divided;
  const without = ({ text }: LiveText) => ({ blocks: text.blocks.filter(({ id }) => !lost.has(id)) });
  const unsigned = await unsignedLanguages(unit.tx, instrument, live);
  const revised =
    bodySeized(instrument.stage) === "plenary"
      ? { ...instrument, revision: instrument.revision + 1 }
      : instrument;
  if (revised !== instrument) await updateRevision(unit.tx, instrument.id, revised.revision);
  const sourceSha256 = textSha256(without(source), source.row.language);
  for (const text of live) {
    const room = locked.find(({ name }) => name === text.row.room);
    if (!room) throw new Error(`room ${text.row.room} was not locked`);
    const left = without(text);
    await writeRoom(unit, room, left);
    const { sha256 } = await insertSnapshot(context, unit, revised, text.row, left, {
      reason: "divided",
      label: "divided",
    });
    if (text === source || unsigned.includes(text.row.language)) continue;
    await carryConcordance(unit.tx, { textId: text.row.id, sha256, sourceSha256 });
    unit.record(
      "language.carried_over",
      `${instrument.slug}/${text.row.language}`,
      { language: text.row.language, sha256, sourceLanguage: source.row.language, sourceSha256 },
      instrument.slug,
    );
  }
}
