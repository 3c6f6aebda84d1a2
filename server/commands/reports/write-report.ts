import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { writeReport } from "../../../shared/records/reports/write";
import { selectConference } from "../../db/conferences";
import { lockLedger } from "../../db/ledger";
import {
  insertReport,
  lockReport,
  selectReports,
  updateReportReach,
  writeReportText,
} from "../../db/reports";
import { readEntries, reportNames } from "../../queries/reports";
import { type Context, fail, type Result } from "../context";
import { transact } from "../transact";
import { allowReport } from "./enter-report";

/**
 * Writes a draft from the record as it is now, in every language of the conference. With `anew` the draft that is there
 * is written again, and what was edited in it is gone; without, it is refused.
 */
export function writeReportCommand(
  context: Context,
  body: CommandBody<"write-report">,
): Promise<Result<CommandAnswer<"write-report">>> {
  return transact(context, async (unit) => {
    const denied = allowReport(context, "issue_report", null);
    if (denied) return denied;
    // Held to the end, so that the record ends where the report says it does. It locks nothing afterwards but its own draft.
    const { seq: uptoSeq } = await lockLedger(unit.tx, context.conferenceId);
    const conference = await selectConference(unit.tx, context.conferenceId);
    const before = (await selectReports(unit.tx, conference.id)).filter(({ kind }) => kind === body.kind);
    const draft = before.find(({ issuedAt }) => issuedAt === null);
    if (draft && !body.anew) return fail("report_begun", null, { report: draft.id });
    const id = draft?.id ?? context.deps.newId();
    const number = draft?.number ?? before.length + 1;
    if (draft) {
      await lockReport(unit.tx, id);
      await updateReportReach(unit.tx, id, uptoSeq);
    } else {
      const row = { id, conferenceId: conference.id, kind: body.kind, number, uptoSeq, begunAt: unit.at };
      await insertReport(unit.tx, row);
    }
    const entries = await readEntries(unit.tx, conference.id, uptoSeq);
    const names = await reportNames(unit.tx, conference);
    for (const language of conference.languages) {
      const words = writeReport(body.kind, language, entries, names);
      await writeReportText(unit.tx, { reportId: id, language, words, at: unit.at });
    }
    unit.record("report.written", id, { kind: body.kind, number, uptoSeq, anew: draft !== undefined }, null);
    return { ok: true, answer: { report: id } };
  });
}
