import type { CommandBody } from "../../../shared/api/commands";
import { type AmendmentState, decideAmendment } from "../../../shared/rules/amendments";
import { type AmendmentRow, updateAmendmentState } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, enterAmendment } from "../situation";
import { transact, type Unit } from "../transact";
import { lapseBelow } from "./lapse-below";

/** The chair's ruling (Rule A1). Admissible ones are circulated at the same moment: they are on every screen (Rule A13). */
export function ruleOnAmendment(
  context: Context,
  body: CommandBody<"rule-on-amendment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "rule_on_amendment");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    const tag = tagOf(amendment.number);
    const ruling = decideAmendment(
      amendment.state,
      body.admissible ? "rule_admissible" : "rule_inadmissible",
      {},
    );
    if (!ruling.ok) return asFailure(ruling);
    const waived = body.admissible && amendment.late;
    if (waived && !body.waive) return fail("deadline_passed", "A13", { tag });
    unit.record(
      body.admissible ? "amendment.ruled_admissible" : "amendment.ruled_inadmissible",
      amendment.id,
      { tag, reason: body.reason, ...(waived ? { waived } : {}) },
      instrument.slug,
    );
    if (body.admissible) return circulate(unit, instrument, amendment, ruling.to);
    await updateAmendmentState(unit.tx, amendment.id, ruling.to);
    await lapseBelow(unit, instrument, amendment);
    return DONE;
  });
}

/** Found admissible, it is before everybody. */
export async function circulate(
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow,
  ruled: AmendmentState,
): Promise<Result<{ ok: true }>> {
  const circulation = decideAmendment(ruled, "circulate", {});
  if (!circulation.ok) return asFailure(circulation);
  unit.record("amendment.circulated", amendment.id, { tag: tagOf(amendment.number) }, instrument.slug);
  await updateAmendmentState(unit.tx, amendment.id, circulation.to);
  return DONE;
}
