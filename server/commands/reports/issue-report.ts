import type { CommandBody } from "../../../shared/api/commands";
import { issueReportRow, selectReportTexts } from "../../db/reports";
import { type Context, DONE, fail, type Result } from "../context";
import { sha256Hex, transact } from "../transact";
import { enterReport } from "./enter-report";

/** Issues a report in all its languages: public, on the record with its hashes, and never changed again. */
export function issueReport(
  context: Context,
  body: CommandBody<"issue-report">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterReport(context, unit, body.report, "issue_report");
    if (!entered.ok) return entered;
    const { id, kind, number, uptoSeq } = entered.report;
    const rows = await selectReportTexts(unit.tx, id);
    const changed = rows.find(({ language, revision }) => body.revisions[language] !== revision);
    if (changed) return fail("report_changed", null, { language: changed.language, by: changed.editedBy });
    const texts = rows.map(({ language, words }) => ({ language, sha256: sha256Hex(words) }));
    await issueReportRow(unit.tx, id, unit.at);
    unit.record("report.issued", id, { kind, number, uptoSeq, texts }, null);
    return DONE;
  });
}
