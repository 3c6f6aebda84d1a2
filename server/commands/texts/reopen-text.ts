import type { CommandBody } from "../../../shared/api/commands";
import type { Context, Result } from "../context";
import { statusesAfter } from "./agree-text";
import { changeStage } from "./change-stage";

/** The committee takes an agreed text up again: what was agreed is so ad referendum, and can be reopened one by one. */
export function reopenText(
  context: Context,
  body: CommandBody<"reopen-text">,
): Promise<Result<{ ok: true }>> {
  return changeStage(context, {
    instrument: body.instrument,
    act: "reopen_text",
    event: "reopen_text",
    recorded: "text.reopened",
    rewrite: (live) => ({ text: live.text, statuses: statusesAfter(live, "reopen_text") }),
    alsoWrite: async () => ({ ok: true }),
  });
}
