import type { CommandBody } from "../../../shared/api/commands";
import type { Context, Result } from "../context";
import { changeStage } from "./change-stage";

/** The committee agrees every paragraph: no bracket is left and no amendment open (Rule A2). */
export function agreeText(context: Context, body: CommandBody<"agree-text">): Promise<Result<{ ok: true }>> {
  return changeStage(context, {
    instrument: body.instrument,
    act: "agree_text",
    event: "agree_text",
    recorded: "text.agreed",
    alsoWrite: async () => ({ ok: true }),
  });
}
