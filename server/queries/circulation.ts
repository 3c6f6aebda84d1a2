import { createHash } from "node:crypto";
import type { CirculationView } from "../../shared/api/circulation";
import { canonicalJson } from "../../shared/records/canonical-json";
import { takesTranslations } from "../../shared/rules/amendments";
import { refuse } from "../../shared/rules/refusal";
import { may } from "../../shared/rules/rights";
import { applyPatch, makePatch } from "../../shared/text/make-patch";
import type { Patch } from "../../shared/text/patch";
import { plan } from "../../shared/text/plan";
import { toTranslate } from "../../shared/text/together/translation";
import { type AmendmentRow, selectOptionalAmendment } from "../db/amendments";
import { type InstrumentRow, selectInstrument, selectTexts, type TextRow } from "../db/instruments";
import { selectTranslations, type TranslationRow } from "../db/translations";
import { selectOptionalDecision } from "../db/votes";
import { proposedText, startingText } from "./amendment-texts";
import { withoutLost } from "./divisible";
import { redline } from "./redline";
import { permissions, type Viewer } from "./viewer";

/** Adopted, or accepted by the sponsors of the text: it stands there. What amended an amendment stands in that. */
export function isInText({ state, parentId }: Pick<AmendmentRow, "state" | "parentId">): boolean {
  return parentId === null && (state === "adopted" || state === "incorporated");
}

type Submitted = AmendmentRow & { patch: Patch };
type InLanguage = CirculationView[number];

/** What a translation was made of. */
export function patchSha256(patch: Patch): string {
  return createHash("sha256").update(canonicalJson(patch)).digest("hex");
}

/** Whether a translation says what the amendment does now: neither was amended since. */
export function isCurrent(
  { ofSha256 }: Pick<TranslationRow, "ofSha256">,
  { patch }: Pick<AmendmentRow, "patch">,
): boolean {
  return patch !== null && ofSha256 === patchSha256(patch);
}

/** A submitted amendment in the other languages of its text; null: it does not exist, or is a draft. */
export async function readCirculation(viewer: Viewer, id: string): Promise<CirculationView | null> {
  const { pool, conferenceId, actor } = viewer;
  const found = await selectOptionalAmendment(pool, id);
  if (found?.conferenceId !== conferenceId || found.state === "draft" || !found.patch) return null;
  const amendment = { ...found, patch: found.patch };
  const instrument = await selectInstrument(pool, amendment.instrumentId);
  const { read_amendments } = permissions(actor, instrument, ["read_amendments"]);
  if (!read_amendments?.ok) return null;
  const rows = await selectTranslations(pool, id);
  const texts = (await selectTexts(pool, instrument.id)).filter(
    ({ language }) => language !== amendment.language,
  );
  return Promise.all(
    texts.map((text) => {
      const row = rows.find(({ language }) => language === text.language) ?? null;
      return inLanguage(viewer, instrument, amendment, text, row);
    }),
  );
}

async function inLanguage(
  viewer: Viewer,
  instrument: InstrumentRow,
  amendment: Submitted,
  text: TextRow,
  row: TranslationRow | null,
): Promise<InLanguage> {
  const { language } = text;
  const { stage, outcome, sourceLanguage } = instrument;
  const { state } = amendment;
  const answer = may(viewer.actor, "translate_amendment", { stage, outcome, sourceLanguage, language });
  const permission = answer.ok && !takesTranslations(state) ? refuse("wrong_state", null, { state }) : answer;
  return {
    language,
    permission,
    translation: row && (await present(viewer, instrument, amendment, text, row)),
    blocks: permission.ok ? await translatable(viewer, amendment, text, row) : [],
  };
}

async function present(
  viewer: Viewer,
  instrument: InstrumentRow,
  amendment: Submitted,
  text: TextRow,
  row: TranslationRow,
): Promise<InLanguage["translation"]> {
  const { pool, actor } = viewer;
  const { stage, outcome, sourceLanguage } = instrument;
  const start = await startingText(pool, row);
  const { language } = row;
  const says = isCurrent(row, amendment);
  const belongs = says && isInText(amendment);
  const stands = belongs && (await isThere(viewer, instrument, amendment, text, row));
  return {
    stands,
    putIn: belongs && !stands ? may(actor, "write_text", { stage, outcome, sourceLanguage, language }) : null,
    redline: redline(start, applyPatch(start, row.patch), row.language).blocks.filter(
      ({ change }) => change !== "same",
    ),
    rationale: row.rationale,
    by: row.translatedBy,
    at: row.translatedAt,
    isCurrent: says,
  };
}

/** Whether the text of the other language says it already: what the body decided of it, put in, would change nothing. */
async function isThere(
  { pool, readText }: Viewer,
  { id }: InstrumentRow,
  amendment: Submitted,
  { room, language }: TextRow,
  row: TranslationRow,
): Promise<boolean> {
  const now = await readText(room);
  const vote = await selectOptionalDecision(pool, id, amendment.id);
  const patch = await withoutLost(pool, vote, row.patch, now, language);
  if (!patch) return true;
  const planned = plan(await startingText(pool, row), patch, now, language);
  return planned.ok && makePatch(now, planned.result) === null;
}

/** Each paragraph whose words the amendment puts in or changes, beside what stands there in the other language. */
async function translatable(
  viewer: Viewer,
  amendment: Submitted,
  text: TextRow,
  row: TranslationRow | null,
): Promise<InLanguage["blocks"]> {
  const { pool } = viewer;
  const source = redline(
    await startingText(pool, amendment),
    await proposedText(pool, amendment),
    amendment.language,
  );
  const now = await viewer.readText(text.room);
  const done = row ? applyPatch(await startingText(pool, row), row.patch) : null;
  return toTranslate(amendment.patch).flatMap(({ id }) => {
    const change = source.blocks.find((block) => block.id === id);
    if (!change) return [];
    const runs = now.blocks.find((block) => block.id === id)?.runs ?? null;
    const translated = done?.blocks.find((block) => block.id === id)?.runs ?? null;
    return [{ block: id, path: change.path, source: change, runs, translated }];
  });
}
