import { may } from "../../../shared/rules/rights";
import type { Act } from "../../../shared/rules/rights-table";
import type { Language } from "../../../shared/text/model";
import { lockReport, type ReportRow, selectOptionalReport } from "../../db/reports";
import { type Context, type Failure, fail } from "../context";
import { asFailure } from "../situation";
import type { Unit } from "../transact";

/** Reports belong to the conference: no stage of any text forbids them. `language` null: all of them. */
export function allowReport(context: Context, act: Act, language: Language | null): Failure | null {
  const answer = may(context.actor, act, {
    stage: "decided",
    outcome: null,
    sourceLanguage: "en",
    ...(language === null ? {} : { language }),
  });
  return answer.ok ? null : asFailure(answer);
}

/** Locks a report that is not issued yet. */
export async function enterReport(
  context: Context,
  unit: Unit,
  id: string,
  act: Act,
  language: Language | null = null,
): Promise<{ ok: true; report: ReportRow } | Failure> {
  const found = await selectOptionalReport(unit.tx, id);
  if (!found || found.conferenceId !== context.conferenceId) return fail("not_found", null, { report: id });
  const denied = allowReport(context, act, language);
  if (denied) return denied;
  const report = await lockReport(unit.tx, id);
  return report.issuedAt === null ? { ok: true, report } : fail("report_issued");
}
