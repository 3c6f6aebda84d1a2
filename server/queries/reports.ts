import type { ReportsView, ReportTextView } from "../../shared/api/reports";
import type { LedgerEntry } from "../../shared/records/ledger";
import type { ReportNames } from "../../shared/records/reports/phrases";
import { may } from "../../shared/rules/rights";
import type { Language } from "../../shared/text/model";
import {
  type ConferenceRow,
  selectBodies,
  selectConference,
  selectOptionalConference,
} from "../db/conferences";
import { selectInstruments } from "../db/instruments";
import { selectLedgerAfter, selectLedgerHead } from "../db/ledger";
import { selectDelegations } from "../db/people";
import {
  type ReportRow,
  type ReportTextRow,
  selectOptionalReport,
  selectOptionalReportText,
  selectReports,
  selectReportTexts,
} from "../db/reports";
import type { Db } from "../db/rows";
import { symbolOf } from "./instrument-summary";
import type { Viewer } from "./viewer";

const PAGE = 1_000;

/** The record from its first entry to `uptoSeq`. */
export async function readEntries(
  db: Db,
  conferenceId: string,
  uptoSeq: number,
): Promise<Array<LedgerEntry & { hash: string }>> {
  const entries: Array<LedgerEntry & { hash: string }> = [];
  for (let after = 0; after < uptoSeq; ) {
    const rows = await selectLedgerAfter(db, conferenceId, after, PAGE);
    const last = rows.at(-1);
    if (!last) break;
    for (const { seq, entry, hash } of rows)
      if (seq <= uptoSeq) entries.push({ ...(JSON.parse(entry) as LedgerEntry), hash });
    after = last.seq;
  }
  return entries;
}

export async function reportNames(db: Db, conference: ConferenceRow): Promise<ReportNames> {
  const instruments = await selectInstruments(db, conference.id);
  const delegations = await selectDelegations(db, conference.id);
  return {
    conference,
    bodies: await selectBodies(db, conference.id),
    instruments: instruments.map((one) => ({
      slug: one.slug,
      title: one.title,
      symbol: symbolOf(one),
      stage: one.outcome ?? one.stage,
    })),
    delegations: new Map(delegations.map(({ code, name }) => [code, name])),
  };
}

/** `report-1`: how an issued report is addressed. */
const addressOf = ({ kind, number }: ReportRow) => `${kind}-${number}`;

export function pageOf(conferenceSlug: string, report: ReportRow): string {
  return `/${conferenceSlug}/reports/${addressOf(report)}`;
}

/** Every report, drafts too, the newest first; without their words. */
export async function readReports(viewer: Viewer): Promise<ReportsView> {
  const { pool, conferenceId } = viewer;
  const { slug } = await selectConference(pool, conferenceId);
  const { seq } = await selectLedgerHead(pool, conferenceId);
  const reports: ReportsView["reports"] = [];
  for (const report of await selectReports(pool, conferenceId)) {
    const texts = await selectReportTexts(pool, report.id);
    reports.push({
      id: report.id,
      kind: report.kind,
      number: report.number,
      uptoSeq: report.uptoSeq,
      entriesSince: seq - report.uptoSeq,
      begunAt: report.begunAt,
      issuedAt: report.issuedAt,
      publicPage: report.issuedAt === null ? null : pageOf(slug, report),
      texts: texts.map(({ language, revision, editedBy, editedAt }) => ({
        language,
        revision,
        editedBy,
        editedAt,
      })),
    });
  }
  return { reports, permissions: permissionsOn(viewer, null) };
}

export async function readReportText(
  viewer: Viewer,
  id: string,
  language: string,
): Promise<ReportTextView | null> {
  const report = await selectOptionalReport(viewer.pool, id);
  if (!report || report.conferenceId !== viewer.conferenceId) return null;
  const text = await selectOptionalReportText(viewer.pool, id, language);
  if (!text) return null;
  return {
    report: id,
    language: text.language,
    words: text.words,
    revision: text.revision,
    editedBy: text.editedBy,
    editedAt: text.editedAt,
    permissions: permissionsOn(viewer, text.language),
  };
}

/** Reports belong to the conference: no stage of any text forbids them. `language` null: of any. */
export function permissionsOn({ actor }: Pick<Viewer, "actor">, language: Language | null) {
  const situation = { stage: "decided", outcome: null, sourceLanguage: "en" } as const;
  return {
    edit_report: may(actor, "edit_report", language === null ? situation : { ...situation, language }),
    issue_report: may(actor, "issue_report", situation),
  };
}

/** What of a report is printed. */
export function reportOnPaper(
  { title, symbolPrefix }: ConferenceRow,
  { kind, issuedAt }: ReportRow,
  { language, words, editedAt }: ReportTextRow,
) {
  return { conference: { title, symbolPrefix }, kind, issuedAt, editedAt, language, words };
}

export type PublicReport = { conference: ConferenceRow; report: ReportRow; texts: ReportTextRow[] };

/** An issued report by its address; null: there is none, or it is a draft. */
export async function readPublicReport(
  db: Db,
  conferenceSlug: string,
  address: string,
): Promise<PublicReport | null> {
  const conference = await selectOptionalConference(db, conferenceSlug);
  if (!conference) return null;
  const report = (await issuedReports(db, conference.id)).find((one) => addressOf(one) === address);
  return report ? { conference, report, texts: await selectReportTexts(db, report.id) } : null;
}

export async function issuedReports(db: Db, conferenceId: string): Promise<ReportRow[]> {
  return (await selectReports(db, conferenceId)).filter(({ issuedAt }) => issuedAt !== null);
}
