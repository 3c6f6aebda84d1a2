import type { Language } from "../../../shared/text/model";

export type Run = { text: string; bold?: boolean; italic?: boolean };

export type Heading = { kind: "heading"; level: 1 | 2 | 3; language: Language; runs: Run[] };

/** `language`: in which its words are; it decides typefaces and what a reader's voice says. */
export type Piece =
  | Heading
  /** `label`: a number or a bullet that stands before it. */
  | { kind: "paragraph"; language: Language; label: string; indent: number; small: boolean; runs: Run[] }
  /** `widths`: shares of the whole; null: as the words in it ask. `head` null: rows only. */
  | { kind: "table"; language: Language; widths: number[] | null; head: Run[][] | null; rows: Run[][][] }
  /** Lines to sign on, together on one page; `under`: what stands below each. */
  | { kind: "signatures"; language: Language; title: string; under: string[][] }
  | { kind: "rule" }
  /** What follows begins on a new page. */
  | { kind: "page" };

/** A document that goes on paper, before anything is known of the format of its file. */
export type PrintedDocument = {
  language: Language;
  title: string;
  /** At the top of each page but the first: its short name, and its symbol. */
  head: string;
  symbol: string;
  /** When it was made, as its file says: the same document is the same bytes. */
  at: Date;
  pieces: Piece[];
};

const runsOf = (words: string | Run[]): Run[] => (typeof words === "string" ? [{ text: words }] : words);

export function heading(language: Language, level: 1 | 2 | 3, words: string | Run[]): Heading {
  return { kind: "heading", level, language, runs: runsOf(words) };
}

export function paragraph(
  language: Language,
  words: string | Run[],
  more: { label?: string; indent?: number; small?: boolean } = {},
): Piece {
  const { label = "", indent = 0, small = false } = more;
  return { kind: "paragraph", language, label, indent, small, runs: runsOf(words) };
}

/** Rows of plain words. */
export function table(language: Language, widths: number[], head: string[] | null, rows: string[][]): Piece {
  const cells = (row: string[]) => row.map((text) => [{ text }]);
  return { kind: "table", language, widths, head: head && cells(head), rows: rows.map(cells) };
}
