import { createHash } from "node:crypto";
import { fillIn, REPORT_WORDS } from "../../../shared/records/reports/phrases";
import type { ReportKind } from "../../../shared/records/reports/write";
import type { Language } from "../../../shared/text/model";
import { type Piece, type PrintedDocument, paragraph } from "./document";
import { piecesOf } from "./from-markdown";

export type ReportOnPaper = {
  conference: { title: { en: string } & Partial<Record<Language, string>>; symbolPrefix: string };
  kind: ReportKind;
  /** ISO 8601; null: a draft. */
  issuedAt: string | null;
  editedAt: string;
  language: Language;
  /** Markdown. */
  words: string;
};

const WORDS: Record<Language, { draft: string; hash: string }> = {
  en: {
    draft: "Draft, not issued",
    hash: "SHA-256 of the words of this report, as the record holds it: {hash}",
  },
  zh: { draft: "草稿，未印发", hash: "本报告文字的SHA-256值，与会议记录所载一致：{hash}" },
  fr: {
    draft: "Projet, non publié",
    hash: "SHA-256 des mots de ce rapport, tel que le registre le contient : {hash}",
  },
  es: {
    draft: "Borrador, sin publicar",
    hash: "SHA-256 de las palabras de este informe, como consta en el registro: {hash}",
  },
};

/** A report as a document; of one that was issued, with what proves it. */
export async function printedReport(report: ReportOnPaper): Promise<PrintedDocument> {
  const { conference, kind, issuedAt, editedAt, language, words } = report;
  const { draft, hash } = WORDS[language];
  const title = REPORT_WORDS[language][kind];
  const place = conference.title[language] ?? conference.title.en;
  const pieces = await piecesOf(words, language);
  const sha256 = createHash("sha256").update(words).digest("hex");
  const first: Piece[] = issuedAt === null ? [paragraph(language, [{ text: draft, bold: true }])] : [];
  const last: Piece[] =
    issuedAt === null ? [] : [paragraph(language, fillIn(hash, { hash: sha256 }), { small: true })];
  return {
    language,
    title: `${title} – ${place}`,
    head: `${title} – ${place}`,
    symbol: conference.symbolPrefix,
    at: new Date(issuedAt ?? editedAt),
    pieces: [...first, ...pieces, ...last],
  };
}

/** At the foot of a page. */
export function pageOfReport(page: number | string, pages: number | string): string {
  return `${page} / ${pages}`;
}
