import { type BlockKind, LEVEL_OF_KIND, type Run } from "./model";
import { isStructured, kindsByParts, type StructureSign, structureSign } from "./recognise/structure-signs";

/**
 * A paragraph of a text from elsewhere. `kind` null: an ordinary one, of which only its place can say what it is. Points have
 * their level, from 1; all others 0.
 */
export type FoundParagraph = { kind: BlockKind | null; level: number; runs: Run[] };

type Style = "bullet" | "hollow bullet" | "dash" | "letter" | "numeral" | "digit" | "chinese" | "list";

/** What was typed before a paragraph: a heading's or an operative paragraph's number, or the sign of a point. */
type Sign = { length: number } & (
  | { is: "heading" | "operative" }
  | { is: "point"; style: Style; letter: number }
);

/** The list that a paragraph stands in: the style of its signs from the outermost in, and the last letter, from 1. */
type Open = { styles: readonly Style[]; letter: number };

const CLOSED: Open = { styles: [], letter: 0 };
const DEEPEST = 3;
const LONGEST_HEADING = 90;

// Word's bullets come as letters of a symbol font: "o" and "§" are bullets only before a tab or several spaces.
const BULLET = /^\s*(?:([•‣▪●■·])|([◦○])|([*–—-]))\s+|^\s*([o§])(?:\t| {2,}|\u00a0)\s*/u;
const ARABIC = /^\s*(\d{1,3})(?:\.|、|．)\s*(?=\D)/u;
const ARABIC_IN_BRACKETS = /^\s*[(（]\d{1,3}[)）]\s*|^\s*\d{1,3}\)\s+/u;
const LETTER = /^\s*(?:[(（]([a-z]{1,4})[)）]\s*|([a-z]{1,4})\)\s+|([a-z])\.\s+)/u;
const CHINESE_IN_BRACKETS = /^\s*(?:[(（][一二三四五六七八九十]{1,3}[)）]|[㈠-㈩])\s*/u;
const CHINESE_HEADING = /^\s*[一二三四五六七八九十]{1,3}、\s*/u;
const ROMAN_HEADING = /^\s*[IVX]{1,5}\.\s+/u;
const ROMAN = /^(?:x{0,2}(?:ix|iv|v?i{0,3}))$/;

/**
 * Takes numbers and bullets that were typed as words off ordinary paragraphs, and makes these the kind of paragraph whose number
 * it is: 1. an operative one, I. and 一、 a heading, (a), (i), (1) and bullets points. A sign of another style than those
 * around it begins a level of its own. Paragraphs of a known kind are left as they are. Where the text is a structured one, 1.1 and
 * 1.1.1 are features and measures, and "Source of data:" says what follows it.
 */
export function readTypedNumbers(paragraphs: readonly FoundParagraph[]): FoundParagraph[] {
  const signs = paragraphs.map((paragraph) => structureSign(textOf(paragraph)));
  const read = readSigns(paragraphs);
  return isStructured(signs) ? readStructure(paragraphs, signs, read) : read;
}

function readStructure(
  paragraphs: readonly FoundParagraph[],
  signs: readonly (StructureSign | null)[],
  read: readonly FoundParagraph[],
): FoundParagraph[] {
  const byParts = kindsByParts(signs);
  return paragraphs.map((paragraph, i) => {
    const sign = signs[i];
    const other = read[i] ?? paragraph;
    if (sign && sign.length < textOf(paragraph).length) {
      const kind = sign.label ?? byParts(sign.parts.length);
      return { kind, level: LEVEL_OF_KIND[kind] ?? 0, runs: withoutStart(paragraph.runs, sign.length) };
    }
    return other.kind === "point" ? { ...other, kind: "measure", level: LEVEL_OF_KIND.measure ?? 0 } : other;
  });
}

function readSigns(paragraphs: readonly FoundParagraph[]): FoundParagraph[] {
  let open = CLOSED;
  return paragraphs.map((paragraph) => {
    const sign = paragraph.kind === null ? signBefore(textOf(paragraph), open) : null;
    if (paragraph.kind === "point") {
      open = { styles: new Array<Style>(paragraph.level).fill("list"), letter: 0 };
      return paragraph;
    }
    if (sign?.is !== "point") {
      open = CLOSED;
      return sign ? { kind: sign.is, level: 0, runs: withoutStart(paragraph.runs, sign.length) } : paragraph;
    }
    const known = open.styles.indexOf(sign.style);
    const styles = known < 0 ? [...open.styles, sign.style] : open.styles.slice(0, known + 1);
    open = { styles, letter: sign.style === "letter" ? sign.letter : open.letter };
    const level = Math.min(styles.length, DEEPEST);
    return { kind: "point", level, runs: withoutStart(paragraph.runs, sign.length) };
  });
}

function signBefore(text: string, open: Open): Sign | null {
  const bullet = BULLET.exec(text);
  if (bullet) {
    const isHollow = bullet[2] !== undefined || bullet[4] === "o";
    return point(bullet, isHollow ? "hollow bullet" : bullet[3] === undefined ? "bullet" : "dash");
  }
  const heading = CHINESE_HEADING.exec(text) ?? ROMAN_HEADING.exec(text);
  if (heading && text.length <= LONGEST_HEADING && !/[.;,。；，]\s*$/u.test(text)) {
    return { is: "heading", length: heading[0].length };
  }
  const chinese = CHINESE_IN_BRACKETS.exec(text);
  if (chinese) return point(chinese, "chinese");
  const digits = ARABIC_IN_BRACKETS.exec(text);
  if (digits) return point(digits, "digit");
  const arabic = ARABIC.exec(text);
  if (arabic) return { is: "operative", length: arabic[0].length };
  const letters = LETTER.exec(text);
  if (!letters) return null;
  const spelt = letters[1] ?? letters[2] ?? letters[3] ?? "";
  const isLetter = /^(.)\1?$/.test(spelt);
  const letter = spelt.charCodeAt(0) - 96 + 26 * (spelt.length - 1);
  // (i) after (h) is the next letter; elsewhere it begins the numerals, and after it (v) is five.
  const inNumerals = open.styles.includes("numeral");
  const isNextLetter = isLetter && letter === open.letter + 1 && !inNumerals;
  if (ROMAN.test(spelt) && !isNextLetter && (inNumerals || spelt === "i")) return point(letters, "numeral");
  // Several letters in parentheses are a word.
  return isLetter ? point(letters, "letter", letter) : null;
}

function point(match: RegExpExecArray, style: Style, letter = 0): Sign {
  return { is: "point", length: match[0].length, style, letter };
}

function textOf(paragraph: FoundParagraph): string {
  return paragraph.runs.map((run) => run.text).join("");
}

function withoutStart(runs: readonly Run[], length: number): Run[] {
  let left = length;
  return runs.flatMap((run) => {
    const taken = Math.min(left, run.text.length);
    left -= taken;
    const text = run.text.slice(taken);
    return text === "" ? [] : [{ ...run, text }];
  });
}
