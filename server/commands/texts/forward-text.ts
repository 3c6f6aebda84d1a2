import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { updatePublishedVersion } from "../../db/instruments";
import { symbolOf } from "../../queries/instrument-summary";
import type { Context, Result } from "../context";
import { insertSnapshot } from "../drafting";
import { changeStage } from "./change-stage";

/** The committee's text goes to the plenary, fixed in every language under its symbol, and is published. */
export function forwardText(
  context: Context,
  body: CommandBody<"forward-text">,
): Promise<Result<CommandAnswer<"forward-text">>> {
  return changeStage(context, {
    instrument: body.instrument,
    act: "forward_text",
    event: body.asItStands ? "forward_as_it_stands" : "forward",
    recorded: body.asItStands ? "text.forwarded_as_it_stands" : "text.forwarded",
    alsoWrite: async (unit, instrument, live) => {
      const symbol = symbolOf(instrument);
      for (const { row, text } of live) {
        const version = await insertSnapshot(context, unit, instrument, row, text, {
          reason: "tabled",
          label: symbol,
        });
        await updatePublishedVersion(unit.tx, row.id, version.id);
      }
      return { ok: true, symbol };
    },
  });
}
