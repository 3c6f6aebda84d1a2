import { decideAmendment } from "../../../shared/rules/amendments";
import { moot } from "../../../shared/rules/voting/order";
import { makePatch } from "../../../shared/text/make-patch";
import type { BlockId, Language, TextDoc } from "../../../shared/text/model";
import type { Patch } from "../../../shared/text/patch";
import { Planner, plan } from "../../../shared/text/plan";
import { type Base, baseOf } from "../../../shared/text/read-patch";
import { ConflictIndex } from "../../../shared/text/together/conflicts";
import { changedPlaces, reachOf } from "../../../shared/text/together/reach";
import { type AmendmentRow, updateAmendmentState, updateImpliedBy } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import type { Db } from "../../db/rows";
import { startingText } from "../../queries/amendment-texts";
import { tagOf } from "../../queries/instrument-summary";
import { readOpenRivals } from "../../queries/patches";
import type { Unit } from "../transact";
import { named } from "./fit";

type Rival = { row: Pick<AmendmentRow, "id" | "number" | "patch">; start: TextDoc };

/** It does not fit the text any more because of what was done to these paragraphs, as people call them. */
type Misfit = { rival: Rival; paragraphs: string[] };
type Change = { before: TextDoc; now: TextDoc };

/** Open amendments that no longer fit what they are put into, the text (`into` null) or an amendment, since that changed. */
export async function findMisfits(
  db: Db,
  because: AmendmentRow,
  { before, now }: Change,
  into = because.parentId,
): Promise<Misfit[]> {
  const changed = changedPlaces(before, now);
  const planners = new Map<TextDoc, Planner>();
  const misfits: Misfit[] = [];
  for (const rival of await openRivals(db, because, into)) {
    const { row, start } = rival;
    if (!row.patch || (changed && isFar(row.patch, start, changed))) continue;
    const planner = planners.get(start) ?? new Planner(start, now, because.language);
    planners.set(start, planner);
    const fitted = named(planner.plan(row.patch), start, now, because.language);
    if (!fitted.ok)
      misfits.push({ rival, paragraphs: [...new Set(fitted.conflicts.map(({ path }) => path))] });
  }
  return misfits;
}

/**
 * The text that amendments are put into changed: those that no longer fit are marked for their sponsors and, after an adoption, those that it
 * necessarily rejects for the chair (Rule A5). Nothing else is decided about them (Rule A6). `because`: the amendment that was adopted,
 * taken out again or revised. `into`: what they are put into; absent: what `because` is put into. `misfits`: where they were found already.
 */
export async function markMisfits(
  unit: Unit,
  instrument: InstrumentRow,
  because: AmendmentRow,
  text: Change,
  options: { into?: string | null; adopted?: boolean; misfits?: Misfit[] } = {},
): Promise<void> {
  const { into, adopted = true } = options;
  const misfits = options.misfits ?? (await findMisfits(unit.tx, because, text, into));
  if (misfits.length === 0) return;
  const implied = adopted
    ? rejectedBy(
        { row: because, start: await startingText(unit.tx, because) },
        misfits.map(({ rival }) => rival),
        text.before,
        because.language,
      )
    : new Set<string>();
  for (const { rival, paragraphs } of misfits) {
    const { row } = rival;
    const marked = decideAmendment("open", "text_changed", {});
    if (!marked.ok) throw new Error(`${tagOf(row.number)} cannot be marked: ${marked.code}`);
    await updateAmendmentState(unit.tx, row.id, marked.to);
    const isImplied = implied.has(row.id);
    if (isImplied) await updateImpliedBy(unit.tx, row.id, because.id);
    unit.record(
      "amendment.needs_rebase",
      row.id,
      { tag: tagOf(row.number), because: tagOf(because.number), implied: isImplied, paragraphs },
      instrument.slug,
    );
  }
}

/** What is asked for again after every adoption: versions by block, and how far each patch reaches. */
const bases = new WeakMap<TextDoc, Base>();
const reaches = new WeakMap<Patch, { start: TextDoc; reach: ReadonlySet<BlockId> }>();

/** Nothing that `changed` comes near what can be said of the patch, see `reachOf`. */
function isFar(patch: Patch, start: TextDoc, changed: ReadonlySet<BlockId>): boolean {
  let known = reaches.get(patch);
  if (known?.start !== start) {
    const base = bases.get(start) ?? baseOf(start);
    bases.set(start, base);
    known = { start, reach: reachOf(patch, base) };
    reaches.set(patch, known);
  }
  const { reach } = known;
  return [...changed].every((id) => !reach.has(id));
}

/** Open amendments that are put into the same text, with what each was made against; a version is read once for all of them. */
async function openRivals(db: Db, because: AmendmentRow, into: string | null): Promise<Rival[]> {
  const versions = new Map<string, TextDoc>();
  const rivals: Rival[] = [];
  for (const row of await readOpenRivals(db, { ...because, parentId: into })) {
    const known = row.parentPatch ? undefined : versions.get(row.baseVersionId);
    const start = known ?? (await startingText(db, row));
    if (!row.parentPatch) versions.set(row.baseVersionId, start);
    rivals.push({ row, start });
  }
  return rivals;
}

/** Which of them the adoption necessarily rejects, as all read on the text before it. */
function rejectedBy(
  adopted: Rival,
  others: readonly Rival[],
  before: TextDoc,
  language: Language,
): Set<string> {
  const index = new ConflictIndex(before, language);
  for (const { row, start } of [adopted, ...others]) {
    const planned = row.patch ? plan(start, row.patch, before, language) : null;
    const patch = planned?.ok ? makePatch(before, planned.result) : null;
    if (patch) index.add(row.id, patch);
  }
  const open = others.map(({ row }) => row.id);
  return new Set(moot({ id: adopted.row.id, adopted: true }, open, index.implications()));
}
