import { z } from "zod";
import { LIST_PROBLEMS } from "../text/listed/problems";
import { languageShape } from "../text/model";
import { amendmentFormShape, patchShape } from "../text/patch";
import { REVISION_PROBLEMS } from "../text/revisions/problems";
import { delegationShape } from "./views/common";
import { diffBlockShape } from "./views/redline";

/** More than one forum has brought to any conference; what is longer comes in two files. */
export const MAX_IMPORTED = 200;

/** Where amendments come from: the names that the record has for them. */
export const AMENDMENT_SOURCES = [
  "delegation",
  "forum-africa",
  "forum-arab-states",
  "forum-asia-pacific",
  "forum-europe-north-america",
  "forum-latin-america-caribbean",
  "mayors-forum",
] as const;
export type AmendmentSource = (typeof AMENDMENT_SOURCES)[number];

const delegationCode = z.string().regex(/^[A-Z0-9-]{2,16}$/);

/** `place`: where in the file it stood, in words for the record. `rationale` may wait only in a draft. */
export const importedAmendmentShape = z.strictObject({
  delegation: delegationCode,
  source: z.enum(AMENDMENT_SOURCES),
  patch: patchShape,
  rationale: z.string().trim().max(10_000),
  sponsors: z.array(delegationCode).max(200),
  place: z.string().trim().min(1).max(200),
});
export type ImportedAmendment = z.infer<typeof importedAmendmentShape>;

/** What a Word document holds beside words and their revisions. */
export const WORD_PROBLEMS = [
  "field",
  "table",
  "table_revised",
  "image",
  "text_box",
  "footnote",
  "header_footer",
  "formatting",
  "formatting_revised",
  "link",
  "not_read",
] as const;
const AMENDMENT_IMPORT_PROBLEMS = [...WORD_PROBLEMS, ...REVISION_PROBLEMS, ...LIST_PROBLEMS] as const;

export const AMENDMENT_FORMATS = ["docx", "csv", "xlsx", "markdown", "text"] as const;

/** `by`: whose revision, as the file names them; `line`: of a list, from 1. One of the two. */
export const proposalShape = z.object({
  by: z.string().nullable(),
  line: z.int().nullable(),
  patch: patchShape,
  form: amendmentFormShape,
  path: z.string().nullable(),
  redline: z.array(diffBlockShape),
  rationale: z.string(),
  /** A code, where the file's words name a delegation that may propose. */
  delegation: z.string().nullable(),
  sponsors: z.array(z.string()),
  /** Names in the file that are no such delegation's. */
  unknown: z.array(z.string()),
  source: z.enum(AMENDMENT_SOURCES),
});
export type ProposalView = z.infer<typeof proposalShape>;

/** `POST /api/imports/amendments?name=&instrument=&language=&version=` with the file as its body. Nothing is kept. */
export const amendmentImportShape = z.object({
  format: z.enum(AMENDMENT_FORMATS),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  language: languageShape,
  /** What the proposals are made against. */
  version: z.object({ id: z.uuid(), number: z.int(), label: z.string() }),
  /** For whom the reader may bring amendments in. */
  delegations: z.array(delegationShape),
  proposals: z.array(proposalShape),
  problems: z.array(
    z.object({
      problem: z.enum(AMENDMENT_IMPORT_PROBLEMS),
      by: z.string().nullable(),
      line: z.int().nullable(),
      path: z.string().nullable(),
      said: z.string(),
    }),
  ),
});
export type AmendmentImport = z.infer<typeof amendmentImportShape>;
