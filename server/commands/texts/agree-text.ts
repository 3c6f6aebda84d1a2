import type { CommandBody } from "../../../shared/api/commands";
import { decideParagraph, type ParagraphEvent } from "../../../shared/rules/paragraphs";
import type { BlockId, BlockStatus } from "../../../shared/text/model";
import { finallyNumbered } from "../../../shared/text/numbering";
import type { Context, Result } from "../context";
import { changeStage } from "./change-stage";
import type { LiveText } from "./facts";

/**
 * The committee agrees the text as a whole: every paragraph is agreed, if only ad referendum, no bracket is left and no
 * amendment open (Rule A2). With it every paragraph is agreed, and what was put in during the debate (2 *bis*) is numbered
 * like the rest.
 */
export function agreeText(context: Context, body: CommandBody<"agree-text">): Promise<Result<{ ok: true }>> {
  return changeStage(context, {
    instrument: body.instrument,
    act: "agree_text",
    event: "agree_text",
    recorded: "text.agreed",
    rewrite: (live) => ({
      text: finallyNumbered(live.text),
      statuses: statusesAfter(live, "agree_text"),
    }),
    alsoWrite: async () => ({ ok: true }),
  });
}

/** Of those that change. */
export function statusesAfter({ statuses }: LiveText, event: ParagraphEvent): Map<BlockId, BlockStatus> {
  const changed = new Map<BlockId, BlockStatus>();
  for (const [id, status] of statuses) {
    // What the whole text had to fulfil was asked of the whole text.
    const decision = decideParagraph(status, event, { brackets: 0, openAmendments: 0 });
    if (decision.ok) changed.set(id, decision.to);
  }
  return changed;
}
