import type { QueryAnswer } from "../../shared/api/routes";
import type { DivisionView, VoteView } from "../../shared/api/views/votes";
import type { Preset } from "../../shared/rules/presets";
import { blockText } from "../../shared/text/model";
import { selectDivision, selectDivisionParts, selectOptionalDivision } from "../db/divisions";
import { type InstrumentRow, selectInstrument, selectTexts } from "../db/instruments";
import { selectOptionalVote, selectVote, type VoteRow } from "../db/votes";
import { divisible } from "./divisible";
import type { Everybody, Viewer } from "./viewer";

export type Divided = { whole: VoteRow; view: DivisionView; words: Map<string, string> };

/** The division of a question, or of the one that it is a part of. */
export async function readDivision(
  from: Everybody,
  instrument: InstrumentRow,
  vote: VoteRow,
  preset: Preset,
): Promise<Divided | null> {
  const db = from.pool;
  const row = vote.divisionId
    ? await selectDivision(db, vote.divisionId)
    : await selectOptionalDivision(db, vote.id);
  if (!row) return null;
  const whole = vote.divisionId ? await selectVote(db, row.voteId) : vote;
  const { text, question } = await readDivisible(from, instrument, whole);
  const parts = (await selectDivisionParts(db, row.id)).map((part) => ({
    ...part,
    // Of the text, what was rejected is gone: its name is all that is left to show.
    blocks: question.parts.find(({ id }) => id === part.block)?.blocks ?? [],
  }));
  const { state, requestedBy, objectedBy } = row;
  const objectable = preset.division === "vote_on_objection";
  const shown = whole.subject === "final" ? text.blocks : [];
  return {
    whole,
    view: { state, requestedBy, objectedBy, objectable, parts },
    words: new Map(shown.map((block) => [block.id, blockText(block)])),
  };
}

export function presentPart(vote: VoteRow, { view, words }: Divided): VoteView["part"] {
  const part = view.parts.find(({ block }) => block === vote.part);
  if (!part) return null;
  const { block, path, blocks } = part;
  return { block, path, blocks, words: blocks.flatMap((id) => words.get(id) ?? []) };
}

async function readDivisible(from: Everybody, instrument: InstrumentRow, vote: VoteRow) {
  const { id, sourceLanguage } = instrument;
  const source = (await selectTexts(from.pool, id)).find(({ language }) => language === sourceLanguage);
  if (!source) throw new Error(`${instrument.slug} has no text in its source language`);
  const text = await from.readText(source.room);
  return { text, question: await divisible(from.pool, vote, text, sourceLanguage) };
}

/** What of a question can be voted separately (Rule D1). */
export async function readParts(viewer: Viewer, id: string): Promise<QueryAnswer<"divisible"> | null> {
  const vote = await selectOptionalVote(viewer.pool, id);
  if (!vote || vote.conferenceId !== viewer.conferenceId) return null;
  const instrument = await selectInstrument(viewer.pool, vote.instrumentId);
  const { text, question } = await readDivisible(viewer, instrument, vote);
  const words = new Map(text.blocks.map((block) => [block.id, blockText(block)]));
  const isWhole = question.parts.length < 2;
  return (isWhole ? [] : question.parts).map(({ id: block, operative }, at) => ({
    block,
    path: question.pathOf(block),
    operative,
    within: question.parts.slice(0, at).findLast(({ blocks }) => blocks.includes(block))?.id ?? null,
    words: words.get(block) ?? "",
  }));
}
