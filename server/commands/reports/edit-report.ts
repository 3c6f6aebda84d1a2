import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { selectOptionalReportText, updateReportText } from "../../db/reports";
import { type Context, fail, type Result } from "../context";
import { sha256Hex, transact } from "../transact";
import { enterReport } from "./enter-report";

/** Puts other words in the place of a draft's, in one language. `revision`: of the words that were before the editor's eyes. */
export function editReport(
  context: Context,
  body: CommandBody<"edit-report">,
): Promise<Result<CommandAnswer<"edit-report">>> {
  return transact(context, async (unit) => {
    const entered = await enterReport(context, unit, body.report, "edit_report", body.language);
    if (!entered.ok) return entered;
    const text = await selectOptionalReportText(unit.tx, body.report, body.language);
    if (!text) return fail("not_found", null, { language: body.language });
    if (text.revision !== body.revision)
      return fail("report_changed", null, { revision: text.revision, by: text.editedBy });
    if (!context.person) throw new Error("the rights table let nobody edit a report");
    const revision = text.revision + 1;
    const { report, language, words } = body;
    await updateReportText(unit.tx, {
      reportId: report,
      language,
      words,
      personId: context.person.id,
      at: unit.at,
      revision,
    });
    unit.record("report.edited", report, { language, revision, sha256: sha256Hex(words) }, null);
    return { ok: true, answer: { revision } };
  });
}
