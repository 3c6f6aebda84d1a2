import type { RecordAct } from "../../../shared/records/acts";
import { decideAmendment } from "../../../shared/rules/amendments";
import { anchorBlock, applyPatch, formOf, makePatch } from "../../../shared/text/make-patch";
import {
  type AmendmentRow,
  lockAmendment,
  updateAmendmentPatch,
  updateAmendmentState,
} from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { startingText } from "../../queries/amendment-texts";
import { tagOf } from "../../queries/instrument-summary";
import { DONE, fail, type Result } from "../context";
import { asFailure } from "../situation";
import type { Unit } from "../transact";
import { doesNotFit, fitPatch } from "./fit";
import { markMisfits } from "./mark-misfits";

/**
 * An amendment to an amendment is carried, or accepted by those who propose its parent (Rule W4): the parent then proposes what the two say together, and the text is not touched before the
 * parent itself is decided (Rules A9, A11).
 */
export async function carryIntoParent(
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow & { parentId: string },
  how: { event: "carry" | "incorporate"; act: RecordAct; data: Record<string, unknown> },
): Promise<Result<{ ok: true }>> {
  const { patch, language } = amendment;
  const parent = await lockAmendment(unit.tx, amendment.parentId);
  if (!patch || !parent.patch) throw new Error(`${tagOf(amendment.number)} has no patch, or its parent`);
  const base = await startingText(unit.tx, parent);
  const before = applyPatch(base, parent.patch);
  const fitted = fitPatch(await startingText(unit.tx, amendment), patch, before, language);
  const carried = decideAmendment(amendment.state, how.event, { fits: fitted.ok });
  if (!fitted.ok) return doesNotFit(fitted.conflicts);
  if (!carried.ok) return asFailure(carried);
  const combined = makePatch(base, fitted.result);
  if (!combined) return fail("undoes_amendment", "A9", { tag: tagOf(parent.number) });

  const form = formOf(combined, language);
  await updateAmendmentPatch(unit.tx, parent.id, {
    patch: combined,
    form,
    anchorBlock: anchorBlock(combined, base),
  });
  await updateAmendmentState(unit.tx, amendment.id, carried.to);
  unit.record(
    how.act,
    amendment.id,
    { tag: tagOf(amendment.number), amends: tagOf(parent.number), ...how.data },
    instrument.slug,
  );
  unit.record(
    "amendment.amended",
    parent.id,
    { tag: tagOf(parent.number), by: tagOf(amendment.number), form, patch: combined },
    instrument.slug,
  );
  await markMisfits(unit, instrument, amendment, { before, now: fitted.result });
  return DONE;
}
