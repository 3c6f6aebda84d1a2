import { z } from "zod";
import { REPORT_KINDS, type ReportKind } from "../../shared/records/reports/write";
import { type Language, languageShape } from "../../shared/text/model";
import { bigintColumn, change, type Db, many, one, optional, timeColumn, write } from "./rows";

const reportRow = z.object({
  id: z.uuid(),
  conferenceId: z.uuid(),
  kind: z.enum(REPORT_KINDS),
  number: z.number(),
  uptoSeq: bigintColumn,
  begunAt: timeColumn,
  issuedAt: timeColumn.nullable(),
});
export type ReportRow = z.infer<typeof reportRow>;

const REPORT = `select id, conference_id as "conferenceId", kind, number, upto_seq as "uptoSeq", begun_at as "begunAt",
  issued_at as "issuedAt" from reports`;

/** The newest first. */
export function selectReports(db: Db, conferenceId: string): Promise<ReportRow[]> {
  return many(db, reportRow, `${REPORT} where conference_id = $1 order by begun_at desc, kind`, [
    conferenceId,
  ]);
}

export function selectOptionalReport(db: Db, id: string): Promise<ReportRow | null> {
  return optional(db, reportRow, `${REPORT} where id = $1`, [id]);
}

export function lockReport(db: Db, id: string): Promise<ReportRow> {
  return one(db, reportRow, `${REPORT} where id = $1 for update`, [id]);
}

export function insertReport(
  db: Db,
  row: { id: string; conferenceId: string; kind: ReportKind; number: number; uptoSeq: number; begunAt: Date },
): Promise<void> {
  return change(
    db,
    1,
    "insert into reports (id, conference_id, kind, number, upto_seq, begun_at) values ($1, $2, $3, $4, $5, $6)",
    [row.id, row.conferenceId, row.kind, row.number, row.uptoSeq, row.begunAt],
  );
}

export function updateReportReach(db: Db, id: string, uptoSeq: number): Promise<void> {
  return change(db, 1, "update reports set upto_seq = $2 where id = $1", [id, uptoSeq]);
}

export function issueReportRow(db: Db, id: string, issuedAt: Date): Promise<void> {
  return change(db, 1, "update reports set issued_at = $2 where id = $1", [id, issuedAt]);
}

const textRow = z.object({
  reportId: z.uuid(),
  language: languageShape,
  words: z.string(),
  revision: z.number(),
  editedBy: z.string().nullable(),
  editedAt: timeColumn,
});
export type ReportTextRow = z.infer<typeof textRow>;

const TEXT = `select t.report_id as "reportId", t.language, t.words, t.revision, p.name as "editedBy", t.edited_at as "editedAt"
  from report_texts t left join people p on p.id = t.edited_by`;

export function selectReportTexts(db: Db, reportId: string): Promise<ReportTextRow[]> {
  return many(db, textRow, `${TEXT} where t.report_id = $1 order by t.language`, [reportId]);
}

export function selectOptionalReportText(db: Db, reportId: string, language: string) {
  return optional(db, textRow, `${TEXT} where t.report_id = $1 and t.language = $2`, [reportId, language]);
}

/** As written from the record; what stood there before gives way, and its revision goes on. */
export async function writeReportText(
  db: Db,
  row: { reportId: string; language: Language; words: string; at: Date },
): Promise<void> {
  await write(
    db,
    `insert into report_texts (report_id, language, words, edited_at) values ($1, $2, $3, $4)
     on conflict (report_id, language) do update
       set words = excluded.words, edited_at = excluded.edited_at, edited_by = null, revision = report_texts.revision + 1`,
    [row.reportId, row.language, row.words, row.at],
  );
}

export function updateReportText(
  db: Db,
  row: { reportId: string; language: Language; words: string; personId: string; at: Date; revision: number },
): Promise<void> {
  return change(
    db,
    1,
    `update report_texts set words = $3, edited_by = $4, edited_at = $5, revision = $6
     where report_id = $1 and language = $2 and revision = $6 - 1`,
    [row.reportId, row.language, row.words, row.personId, row.at, row.revision],
  );
}
