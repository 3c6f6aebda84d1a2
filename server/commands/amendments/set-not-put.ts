import type { CommandBody } from "../../../shared/api/commands";
import { decideAmendment } from "../../../shared/rules/amendments";
import { selectAmendmentStates, updateAmendmentState } from "../../db/amendments";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, DONE, type Result } from "../context";
import { asFailure, enterAmendment } from "../situation";
import { transact } from "../transact";
import { lapseBelow } from "./lapse-below";

/** The chair finds that an adopted amendment implies the rejection of this one, which is then not put (Rule A5). */
export function setNotPut(context: Context, body: CommandBody<"set-not-put">): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "set_not_put");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    const states = await selectAmendmentStates(unit.tx, instrument.id);
    const decision = decideAmendment(amendment.state, "set_not_put", {
      adopted: states.filter(({ state }) => state === "adopted").length,
    });
    if (!decision.ok) return asFailure(decision);
    await updateAmendmentState(unit.tx, amendment.id, decision.to);
    unit.record(
      "amendment.not_put",
      amendment.id,
      { tag: tagOf(amendment.number), reason: body.reason },
      instrument.slug,
    );
    await lapseBelow(unit, instrument, amendment);
    return DONE;
  });
}
