import type { CommandBody } from "../../../shared/api/commands";
import { updateAmendmentsDeadline } from "../../db/instruments";
import { type Context, DONE, fail, type Result } from "../context";
import { enter } from "../situation";
import { transact } from "../transact";

/** Until when amendments to a text are in time (Rule A13); null: there is no deadline any more. */
export function setDeadline(
  context: Context,
  body: CommandBody<"set-deadline">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enter(context, unit.tx, body.instrument, "set_deadline");
    if (!entered.ok) return entered;
    const deadline = body.deadline === null ? null : new Date(body.deadline);
    // One that has passed already would make late what was in time a moment ago.
    if (deadline !== null && deadline <= unit.at)
      return fail("deadline_passed", "A13", { deadline: deadline.toISOString() });
    await updateAmendmentsDeadline(unit.tx, entered.instrument.id, deadline);
    unit.record(
      "deadline.set",
      entered.instrument.slug,
      { instrument: entered.instrument.slug, deadline: deadline?.toISOString() ?? null },
      entered.instrument.slug,
    );
    return DONE;
  });
}
