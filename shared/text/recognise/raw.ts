import { normaliseRuns, type Run } from "../model";
import type { ListItem } from "./list-item";
import type { StructureKind } from "./structure-signs";

/**
 * A paragraph as a file has it, before anybody knows what it is. `depth` counts lists within lists, and ranks of headings, from 0.
 * `column`: it stood in a table, under a head that says what it is.
 */
export type RawParagraph = {
  role: "plain" | "heading" | "numbered" | "bulleted" | "note";
  depth: number;
  runs: Run[];
  column?: StructureKind;
  /** Where the program that wrote it numbered it by itself. */
  listed?: ListItem;
};

const LONGEST_TITLE = 200;
const LONGEST_HEADING = 90;
const STARTS_WITH_NUMBER = /^(?:第?\d{1,3}(?:条|[.)）．、])|[IVX]{1,5}\.\s)/;
const DIGITS = /^(\d{1,3}(?:\.\d{1,3})*)[.．、)]?\s+(?=\S)/u;
const HEADING_NUMBER = /^(?:([IVX]{1,5})[.．、:：]\s*(?=\S)|([一二三四五六七八九十]{1,3})、\s*(?=\S))/u;

/** A heading, or a short first line that does not end as a sentence does. */
export function isTitle({ role }: RawParagraph, words: string): boolean {
  if (STARTS_WITH_NUMBER.test(words)) return false;
  if (role === "heading") return true;
  return role === "plain" && words.length <= LONGEST_TITLE && !/[.,;:。，；：]$/.test(words);
}

/** The number of a heading, I. or 一、, and how long it is; null where none is typed. A long paragraph is no heading. */
export function headingNumber(
  { role }: Pick<RawParagraph, "role">,
  words: string,
): { said: string; length: number } | null {
  const match = HEADING_NUMBER.exec(words) ?? (role === "heading" ? DIGITS.exec(words) : null);
  const isShort = words.length <= LONGEST_HEADING && !/[.;,。；，]$/u.test(words);
  if (!match || (role !== "heading" && !(role === "plain" && isShort))) return null;
  return { said: match[1] ?? match[2] ?? "", length: match[0].length };
}

export function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join("");
}

/** Titles and headings have their own look: whether a file set them in bold says nothing. */
export function plainRuns(runs: readonly Run[]): Run[] {
  return normaliseRuns(runs.map(({ text }) => ({ text, marks: [] })));
}

/** Without the first `length` characters. */
export function cut(runs: readonly Run[], length: number): Run[] {
  let left = length;
  return normaliseRuns(
    runs.map(({ text, marks }) => {
      const taken = Math.min(left, text.length);
      left -= taken;
      return { text: text.slice(taken), marks };
    }),
  );
}

export function trimRuns(runs: readonly Run[]): Run[] {
  const words = textOf(runs);
  const start = words.length - words.trimStart().length;
  const done = cut(runs, start);
  const end = words.length - words.trimEnd().length;
  let left = words.length - start - end;
  return normaliseRuns(
    done.map(({ text, marks }) => {
      const kept = Math.max(0, Math.min(left, text.length));
      left -= kept;
      return { text: text.slice(0, kept), marks };
    }),
  );
}
