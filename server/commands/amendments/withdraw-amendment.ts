import type { CommandBody } from "../../../shared/api/commands";
import { decideAmendment } from "../../../shared/rules/amendments";
import { updateAmendmentState } from "../../db/amendments";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, enterAmendment } from "../situation";
import { transact } from "../transact";

/** Its proposer takes it back before voting starts (Rule W1). */
export function withdrawAmendment(
  context: Context,
  body: CommandBody<"withdraw-amendment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "withdraw_amendment");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    if (amendment.state === "draft") return fail("wrong_state", null, { state: amendment.state });
    if (amendment.delegation.id !== context.actor?.delegation?.id) return fail("not_allowed", "W5");
    const decision = decideAmendment(amendment.state, "withdraw", { amended: false });
    if (!decision.ok) return asFailure(decision);
    await updateAmendmentState(unit.tx, amendment.id, decision.to);
    unit.record("amendment.withdrawn", amendment.id, { tag: tagOf(amendment.number) }, instrument.slug);
    return DONE;
  });
}
