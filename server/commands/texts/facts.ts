import { holdsUpText } from "../../../shared/rules/amendments";
import { concordanceOf } from "../../../shared/rules/concordance";
import { unagreed } from "../../../shared/rules/paragraphs";
import { bodySeized, type StageFacts } from "../../../shared/rules/stages";
import { brackets } from "../../../shared/text/brackets";
import type { BlockId, BlockStatus, Language, TextDoc } from "../../../shared/text/model";
import { selectAmendmentStates } from "../../db/amendments";
import { selectBody } from "../../db/conferences";
import {
  type InstrumentRow,
  selectAmendedSinceTabled,
  selectConcordances,
  type TextRow,
} from "../../db/instruments";
import type { Db } from "../../db/rows";
import { presetFor } from "../../queries/rules";
import { textSha256 } from "../../queries/text-content";
import type { Context } from "../context";

export type LiveText = {
  row: TextRow;
  text: TextDoc;
  sha256: string;
  statuses: ReadonlyMap<BlockId, BlockStatus>;
};

export function liveTexts(
  texts: TextRow[],
  rooms: Array<{ name: string; text: TextDoc; statuses: LiveText["statuses"] }>,
): LiveText[] {
  return texts.map((row) => {
    const room = rooms.find(({ name }) => name === row.room);
    if (!room) throw new Error(`room ${row.room} was not read`);
    const { text, statuses } = room;
    return { row, text, statuses, sha256: textSha256(text, row.language) };
  });
}

/** Languages whose text does not say, by its translator's word, what the source says now. */
export async function unsignedLanguages(
  db: Db,
  instrument: InstrumentRow,
  live: LiveText[],
): Promise<Language[]> {
  const signed = await selectConcordances(db, instrument.id);
  const source = live.find(({ row }) => row.language === instrument.sourceLanguage);
  if (!source) throw new Error(`${instrument.slug} has no text in its source language`);
  return live
    .filter(({ row, sha256 }) => {
      const state = concordanceOf({
        isSource: row.language === instrument.sourceLanguage,
        sha256,
        sourceSha256: source.sha256,
        signed: signed.find(({ textId }) => textId === row.id) ?? null,
      });
      return state === "stale" || state === "unsigned";
    })
    .map(({ row }) => row.language);
}

/** All that `decideStage` has to be told; `live` may be empty for events that do not ask about the text. */
export async function stageFacts(
  context: Context,
  db: Db,
  instrument: InstrumentRow,
  live: LiveText[],
): Promise<StageFacts> {
  const states = await selectAmendmentStates(db, instrument.id);
  const body = await selectBody(db, context.conferenceId, bodySeized(instrument.stage));
  return {
    openAmendments: states.filter(({ state }) => holdsUpText(state)).length,
    unagreed: live
      .filter(({ row }) => row.language === instrument.sourceLanguage)
      .reduce((sum, { text, statuses }) => sum + unagreed(text, statuses).length, 0),
    brackets: live.reduce((sum, { text }) => sum + brackets(text).length, 0),
    unsignedLanguages: live.length === 0 ? [] : await unsignedLanguages(db, instrument, live),
    present: body.present,
    members: body.members,
    preset: await presetFor(db, context.conferenceId),
    verb: instrument.verb,
    amended: await selectAmendedSinceTabled(db, instrument.id),
  };
}
