import type { CommandBody } from "../../../shared/api/commands";
import { debateQuorum, hasDebateQuorum } from "../../../shared/rules/quorum";
import { updateSitting } from "../../db/motions";
import { type Context, DONE, fail, type Result } from "../context";
import { enterBody } from "../situation";
import { transact } from "../transact";

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
    if (!hasDebateQuorum(present, members, slug, preset))
      return fail("no_quorum", "Q1", { present, needed: debateQuorum(members, slug, preset) });
    await updateSitting(unit.tx, seized.id, "sitting");
    unit.record("meeting.opened", slug, { after: seized.sitting, present, members }, null);
    return DONE;
  });
}
