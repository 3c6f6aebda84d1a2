import type { CommandBody } from "../../../shared/api/commands";
import type { Context, Result } from "../context";
import { changeStage } from "./change-stage";

/** The plenary begins to consider a tabled text (Rule Q1). */
export function takeUp(context: Context, body: CommandBody<"take-up">): Promise<Result<{ ok: true }>> {
  return changeStage(context, {
    instrument: body.instrument,
    act: "take_up",
    event: "take_up",
    recorded: "text.taken_up",
    alsoWrite: async () => ({ ok: true }),
  });
}
