import type { InstrumentSummary } from "../../shared/api/views/instruments";
import { holdsUpText } from "../../shared/rules/amendments";
import { selectAmendmentStates } from "../db/amendments";
import { type InstrumentRow, selectTexts } from "../db/instruments";
import type { Db } from "../db/rows";

/** `ICLC/2013/DC/L.1/Rev.2`. */
export function symbolOf({ symbol, revision }: { symbol: string; revision: number }): string {
  return revision === 0 ? symbol : `${symbol}/Rev.${revision}`;
}

/** `17`; `17.1` for the first amendment to that one. */
export function numberText(number: readonly number[]): string {
  return number.join(".");
}

/** `A-17`, `A-17.1`: the one place that makes them. */
export function tagOf(number: readonly number[] | null): string {
  return `A-${number === null ? "–" : numberText(number)}`;
}

export async function summariseInstrument(
  db: Db,
  conference: string,
  instrument: InstrumentRow,
): Promise<InstrumentSummary> {
  const states = await selectAmendmentStates(db, instrument.id);
  const texts = await selectTexts(db, instrument.id);
  return {
    slug: instrument.slug,
    title: instrument.title,
    verb: instrument.verb,
    symbol: symbolOf(instrument),
    stage: instrument.stage,
    outcome: instrument.outcome,
    openAmendments: states.filter(({ state }) => holdsUpText(state)).length,
    languages: texts.map(({ language }) => language),
    publicPage: `/${conference}/${instrument.slug}`,
    published: texts.some(({ publishedVersionId }) => publishedVersionId !== null),
  };
}
