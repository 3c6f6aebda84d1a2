import type { CommandBody } from "../../../shared/api/commands";
import type { Context, Result } from "../context";
import { changeStage } from "./change-stage";

/** The committee begins to read the draft; from now on it may be amended. */
export function openReading(
  context: Context,
  body: CommandBody<"open-reading">,
): Promise<Result<{ ok: true }>> {
  return changeStage(context, {
    instrument: body.instrument,
    act: "open_reading",
    event: "open_reading",
    recorded: "reading.opened",
    alsoWrite: async () => ({ ok: true }),
  });
}
