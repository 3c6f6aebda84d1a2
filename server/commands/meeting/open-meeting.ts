import type { CommandBody } from "../../../shared/api/commands";
import { updateSitting } from "../../db/motions";
import { selectOptionalFloor } from "../../db/speakers";
import { type Context, DONE, fail, type Result } from "../context";
import { enterBody } from "../situation";
import { finish } from "../speakers/floor";
import { transact } from "../transact";
import { withoutDebateQuorum } from "./quorum";

/** The chair opens a meeting that was suspended or adjourned, with enough members present to debate (Rule Q1). */
export function openMeeting(
  context: Context,
  body: CommandBody<"open-meeting">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterBody(context, unit.tx, body.body, "open_meeting");
    if (!entered.ok) return entered;
    const { body: seized, preset } = entered;
    const { present, members, slug } = seized;
    if (seized.sitting === "sitting") return fail("wrong_state", null, { sitting: seized.sitting });
    const tooFew = withoutDebateQuorum(seized, preset);
    if (tooFew) return tooFew;
    await updateSitting(unit.tx, seized.id, "sitting");
    unit.record("meeting.opened", slug, { after: seized.sitting, present, members }, null);
    return DONE;
  });
}

/**
 * The chair suspends a meeting in which too few are left to debate (Rule Q1): they could not decide a motion to suspend it either. With
 * enough of them there that is for the body (Rule P2).
 */
export function suspendMeeting(
  context: Context,
  body: CommandBody<"suspend-meeting">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterBody(context, unit.tx, body.body, "suspend_meeting");
    if (!entered.ok) return entered;
    const { body: seized, preset } = entered;
    if (seized.sitting !== "sitting") return fail("wrong_state", "Q1", { sitting: seized.sitting });
    if (!withoutDebateQuorum(seized, preset)) return fail("wrong_state", "P2", { present: seized.present });
    const floor = await selectOptionalFloor(unit.tx, seized.id);
    if (floor) await finish(unit, floor);
    await updateSitting(unit.tx, seized.id, "suspended");
    const { present, members, slug } = seized;
    unit.record("meeting.suspended_without_quorum", slug, { words: body.words, present, members }, null);
    return DONE;
  });
}
