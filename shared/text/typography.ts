import type { Language } from "./model";

const NO_BREAK = "\u00a0";
const NARROW_NO_BREAK = "\u202f";

type Pair = { open: string; close: string };
/** The outer marks, and those of a quotation within a quotation. */
type Marks = { outer: Pair; inner: Pair };

const ENGLISH: Marks = { outer: { open: "“", close: "”" }, inner: { open: "‘", close: "’" } };
/** Documents of the United Nations in Spanish quote as the English ones do; in Chinese so does GB/T 15834. */
const MARKS: Record<Language, Marks> = {
  en: ENGLISH,
  es: ENGLISH,
  zh: ENGLISH,
  fr: {
    outer: { open: `«${NO_BREAK}`, close: `${NO_BREAK}»` },
    inner: { open: "“", close: "”" },
  },
};

/** What precedes an opening mark: the start of the paragraph, space, an opening sign. */
const OPENS = /(?:^|[\s([{«“‘—–/-])$/u;
/** Signs that French sets off, and with what. */
const FRENCH_SIGNS: Readonly<Record<string, string>> = {
  ";": NARROW_NO_BREAK,
  "!": NARROW_NO_BREAK,
  "?": NARROW_NO_BREAK,
  ":": NO_BREAK,
};
const ADDRESS = /(?:https?|mailto)$/iu;

/**
 * What a sign typed on the keyboard becomes by the convention of the language: `text` in its place, and of the words before it the
 * last `replaces` characters go. null: it stays as it is.
 */
export function typeset(
  before: string,
  sign: string,
  language: Language,
): { text: string; replaces: number } | null {
  if (sign === '"') return { text: quotation(before, language), replaces: 0 };
  if (sign === "'") return { text: apostrophe(before, language), replaces: 0 };
  const space = language === "fr" ? FRENCH_SIGNS[sign] : undefined;
  if (space === undefined) return null;
  const last = before.at(-1);
  if (last === " ") return { text: space + sign, replaces: 1 };
  const follows = last !== undefined && /[\p{L}\p{N}\p{M}»”’)\]%]/u.test(last);
  return follows && !ADDRESS.test(before) ? { text: space + sign, replaces: 0 } : null;
}

function quotation(before: string, language: Language): string {
  const { outer, inner } = MARKS[language];
  const isWithin = unclosed(before, outer);
  // Chinese sets no space before a mark: what is open is what tells.
  const opens = language === "zh" ? !isWithin : OPENS.test(before);
  // Only where both pairs are on one key; elsewhere the inner marks have their own, which is the apostrophe's, too.
  const nests = language === "fr" && isWithin;
  if (opens) return nests ? inner.open : outer.open;
  return nests && unclosed(before, inner) ? inner.close : outer.close;
}

/** An apostrophe, or the single mark of a quotation. */
function apostrophe(before: string, language: Language): string {
  if (language === "fr") return "’";
  if (language === "zh")
    return unclosed(before, ENGLISH.inner) || /\p{Script=Latin}$/u.test(before) ? "’" : "‘";
  return OPENS.test(before) ? "‘" : "’";
}

function unclosed(text: string, { open, close }: Pair): boolean {
  return text.lastIndexOf(open.trim()) > text.lastIndexOf(close.trim());
}
