import type { CommandBody } from "../../../shared/api/commands";
import { checkOrder } from "../../../shared/rules/voting/order";
import { updateVotingOrder } from "../../db/instruments";
import { tagOf } from "../../queries/instrument-summary";
import { candidates } from "../../queries/voting-order";
import { type Context, DONE, type Result } from "../context";
import { asFailure, enter } from "../situation";
import { transact } from "../transact";

/** The chair's judgement of what is furthest removed: the order in which amendments are put from now on (Rule A4). */
export function confirmOrder(
  context: Context,
  body: CommandBody<"confirm-order">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enter(context, unit.tx, body.instrument, "confirm_order");
    if (!entered.ok) return entered;
    const { instrument } = entered;
    const open = await candidates(unit.tx, instrument.id);
    const checked = checkOrder(body.order, open);
    if (!checked.ok) return asFailure(checked);
    await updateVotingOrder(unit.tx, instrument.id, body.order);
    const tags = body.order.map((id) => tagOf(open.find((one) => one.id === id)?.number ?? null));
    unit.record("order.confirmed", instrument.slug, { amendments: body.order, tags }, instrument.slug);
    return DONE;
  });
}
