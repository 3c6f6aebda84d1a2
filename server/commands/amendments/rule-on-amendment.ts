import type { CommandBody } from "../../../shared/api/commands";
import { decideAmendment } from "../../../shared/rules/amendments";
import { updateAmendmentState } from "../../db/amendments";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, enterAmendment } from "../situation";
import { transact } from "../transact";
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
    let state = ruling.to;
    if (body.admissible) {
      const circulation = decideAmendment(state, "circulate", {});
      if (!circulation.ok) return asFailure(circulation);
      unit.record("amendment.circulated", amendment.id, { tag }, instrument.slug);
      state = circulation.to;
    }
    await updateAmendmentState(unit.tx, amendment.id, state);
    if (!body.admissible) await lapseBelow(unit, instrument, amendment);
    return DONE;
  });
}
