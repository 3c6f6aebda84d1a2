import type { CommandBody } from "../../../shared/api/commands";
import type { Context, Result } from "../context";
import { changeStage } from "./change-stage";

/** The plenary takes up again a text whose debate was adjourned (Rule P3). */
export function resumeDebate(
  context: Context,
  body: CommandBody<"resume-debate">,
): Promise<Result<{ ok: true }>> {
  return changeStage(context, {
    instrument: body.instrument,
    act: "resume_debate",
    event: "resume_debate",
    recorded: "text.debate_resumed",
    alsoWrite: async () => ({ ok: true }),
  });
}
