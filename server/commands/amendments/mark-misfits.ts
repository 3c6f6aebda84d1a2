import { decideAmendment } from "../../../shared/rules/amendments";
import { moot } from "../../../shared/rules/voting/order";
import { makePatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import { plan } from "../../../shared/text/plan";
import { ConflictIndex } from "../../../shared/text/together/conflicts";
import { changedPlaces, reachOf } from "../../../shared/text/together/reach";
import {
  type AmendmentRow,
  selectAmendments,
  updateAmendmentState,
  updateImpliedBy,
} from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import type { Db } from "../../db/rows";
import { startingText } from "../../queries/amendment-texts";
import { tagOf } from "../../queries/instrument-summary";
import type { Unit } from "../transact";
import { fitPatch } from "./fit";

type Rival = { row: AmendmentRow; start: TextDoc };

/**
 * An adoption changed the text that other amendments are put into as well: those that no longer fit are marked for their sponsors, those
 * that it necessarily rejects for the chair (Rule A5). Nothing else is decided about them (Rule A6).
 */
export async function markMisfits(
  unit: Unit,
  instrument: InstrumentRow,
  adopted: AmendmentRow,
  text: { before: TextDoc; now: TextDoc },
): Promise<void> {
  const changed = changedPlaces(text.before, text.now);
  const misfits: { rival: Rival; paragraphs: string[] }[] = [];
  for (const rival of await openRivals(unit.tx, adopted)) {
    const { row, start } = rival;
    if (!row.patch || (changed && ![...reachOf(row.patch, start)].some((id) => changed.has(id)))) continue;
    const fitted = fitPatch(start, row.patch, text.now, row.language);
    if (!fitted.ok)
      misfits.push({ rival, paragraphs: [...new Set(fitted.conflicts.map(({ path }) => path))] });
  }
  if (misfits.length === 0) return;
  const adoptedRival = { row: adopted, start: await startingText(unit.tx, adopted) };
  const implied = rejectedBy(
    adoptedRival,
    misfits.map(({ rival }) => rival),
    text.before,
  );
  for (const { rival, paragraphs } of misfits) {
    const { row } = rival;
    const marked = decideAmendment(row.state, "text_changed", {});
    if (!marked.ok) throw new Error(`${tagOf(row.number)} cannot be marked: ${marked.code}`);
    await updateAmendmentState(unit.tx, row.id, marked.to);
    const isImplied = implied.has(row.id);
    if (isImplied) await updateImpliedBy(unit.tx, row.id, adopted.id);
    unit.record(
      "amendment.needs_rebase",
      row.id,
      { tag: tagOf(row.number), because: tagOf(adopted.number), implied: isImplied, paragraphs },
      instrument.slug,
    );
  }
}

/** Open amendments that are put into the same text, with what each was made against; a version is read once for all of them. */
async function openRivals(db: Db, adopted: AmendmentRow): Promise<Rival[]> {
  const rows = (await selectAmendments(db, adopted.instrumentId)).filter(
    ({ id, language, state, parentId }) =>
      id !== adopted.id && language === adopted.language && parentId === adopted.parentId && state === "open",
  );
  const versions = new Map<string, TextDoc>();
  const rivals: Rival[] = [];
  for (const row of rows) {
    const known = row.parentPatch ? undefined : versions.get(row.baseVersionId);
    const start = known ?? (await startingText(db, row));
    if (!row.parentPatch) versions.set(row.baseVersionId, start);
    rivals.push({ row, start });
  }
  return rivals;
}

/** Which of them the adoption necessarily rejects, as all read on the text before it. */
function rejectedBy(adopted: Rival, others: readonly Rival[], before: TextDoc): Set<string> {
  const { language } = adopted.row;
  const index = new ConflictIndex(before, language);
  for (const { row, start } of [adopted, ...others]) {
    const planned = row.patch ? plan(start, row.patch, before, language) : null;
    const patch = planned?.ok ? makePatch(before, planned.result) : null;
    if (patch) index.add(row.id, patch);
  }
  const open = others.map(({ row }) => row.id);
  return new Set(moot({ id: adopted.row.id, adopted: true }, open, index.implications()));
}
