import { decideAmendment, holdsUpText } from "../../../shared/rules/amendments";
import { type AmendmentRow, selectAmendmentStates, updateAmendmentState } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { tagOf } from "../../queries/instrument-summary";
import type { Unit } from "../transact";

/** What amended an amendment ends with it: nothing of it could be applied any more (Rule A11). */
export async function lapseBelow(unit: Unit, instrument: InstrumentRow, parent: AmendmentRow): Promise<void> {
  for (const sub of await selectAmendmentStates(unit.tx, instrument.id)) {
    if (sub.parentId !== parent.id || !holdsUpText(sub.state)) continue;
    const decision = decideAmendment(sub.state, "lapse", { fits: false });
    if (!decision.ok) throw new Error(`${tagOf(sub.number)} cannot lapse: ${decision.code}`);
    await updateAmendmentState(unit.tx, sub.id, decision.to);
    unit.record(
      "amendment.lapsed",
      sub.id,
      { tag: tagOf(sub.number), because: tagOf(parent.number) },
      instrument.slug,
    );
  }
}
