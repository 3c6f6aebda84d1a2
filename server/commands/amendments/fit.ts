import type { Language, TextDoc } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import type { Conflict, Patch, Plan } from "../../../shared/text/patch";
import { plan } from "../../../shared/text/plan";
import { type AmendmentRow, selectAmendmentStates } from "../../db/amendments";
import { selectOptionalLastEntry } from "../../db/ledger";
import type { Db } from "../../db/rows";
import { startingText, textToPutInto } from "../../queries/amendment-texts";
import { tagOf } from "../../queries/instrument-summary";
import { type Failure, fail } from "../context";

export type Fit =
  | { ok: true; result: TextDoc }
  | { ok: false; conflicts: Array<Conflict & { path: string }> };

/** A dry run of an amendment on the text as it is now; of one to an amendment, on its parent as that reads now (Rule A9). */
export async function fit(
  db: Db,
  amendment: Pick<AmendmentRow, "patch" | "baseVersionId" | "language" | "parentId" | "parentPatch">,
  live: TextDoc,
): Promise<Fit> {
  if (!amendment.patch) throw new Error("a draft has no patch yet");
  const base = await startingText(db, amendment);
  const current = await textToPutInto(db, amendment, live);
  return fitPatch(base, amendment.patch, current, amendment.language);
}

export function fitPatch(base: TextDoc, patch: Patch, current: TextDoc, language: Language): Fit {
  return named(plan(base, patch, current, language), base, current, language);
}

/** The same with each conflict's paragraph as people call it. */
export function named(planned: Plan, base: TextDoc, current: TextDoc, language: Language): Fit {
  if (planned.ok) return planned;
  return { ok: false, conflicts: withPaths(planned.conflicts, [base, current], language) };
}

/** A paragraph that is gone from the last of the texts is named as it was in those before. */
export function withPaths(
  conflicts: readonly Conflict[],
  texts: readonly TextDoc[],
  language: Language,
): Array<Conflict & { path: string }> {
  const paths = new Map(texts.flatMap(({ blocks }) => [...numberBlocks(blocks, language)]));
  return conflicts.map((one) => ({ ...one, path: paths.get(one.block)?.path ?? one.block }));
}

/** The refusal that names the paragraphs and, where another amendment changed the words, which, and what became of that. */
export function doesNotFit(
  conflicts: Array<{ path: string; kind: string; block: string }>,
  because: Displaced | null = null,
): Failure {
  return fail("amendment_does_not_fit", null, {
    paragraphs: [...new Set(conflicts.map(({ path }) => path))],
    conflicts: conflicts.map(({ path, kind, block }) => ({ path, kind, block })),
    ...because,
  });
}

type Displaced = { by: string; stands: string };

/** The amendment after which this one no longer fitted, by its tag; null: it was none, or it fits. */
export async function displacedBy(
  db: Db,
  { id, state, conferenceId, instrumentId }: AmendmentRow,
): Promise<Displaced | null> {
  if (state !== "needs_rebase") return null;
  const entry = await selectOptionalLastEntry(db, conferenceId, "amendment.needs_rebase", id);
  const rivals = await selectAmendmentStates(db, instrumentId);
  const by = rivals.find(({ number }) => number !== null && tagOf(number) === entry?.because);
  return by ? { by: tagOf(by.number), stands: by.state } : null;
}
