import type { CommandBody } from "../../../shared/api/commands";
import type { Context, Result } from "../context";
import { changeStage } from "./change-stage";

/** The committee takes an agreed text up again. */
export function reopenText(
  context: Context,
  body: CommandBody<"reopen-text">,
): Promise<Result<{ ok: true }>> {
  return changeStage(context, {
    instrument: body.instrument,
    act: "reopen_text",
    event: "reopen_text",
    recorded: "text.reopened",
    alsoWrite: async () => ({ ok: true }),
  });
}
