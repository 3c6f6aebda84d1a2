import { z } from "zod";
import { REPORT_KINDS } from "../records/reports/write";
import { languageShape } from "../text/model";
import { permissionsShape } from "./views/common";

const at = z.iso.datetime();
const edited = {
  language: languageShape,
  /** Goes up with every change; who edits names the one they saw. */
  revision: z.int(),
  /** null: as it was written from the record. */
  editedBy: z.string().nullable(),
  editedAt: at,
};

export const reportShape = z.object({
  id: z.uuid(),
  kind: z.enum(REPORT_KINDS),
  number: z.int(),
  /** The last entry of the record that it tells of, and how many there are after it now. */
  uptoSeq: z.int(),
  entriesSince: z.int(),
  begunAt: at,
  /** null: a draft. */
  issuedAt: at.nullable(),
  publicPage: z.string().nullable(),
  texts: z.array(z.object(edited)),
});
export type ReportView = z.infer<typeof reportShape>;

export const reportsShape = z.object({
  reports: z.array(reportShape),
  permissions: permissionsShape,
});
export type ReportsView = z.infer<typeof reportsShape>;

/** `words`: Markdown. */
export const reportTextShape = z.object({
  report: z.uuid(),
  words: z.string(),
  ...edited,
  permissions: permissionsShape,
});
export type ReportTextView = z.infer<typeof reportTextShape>;
