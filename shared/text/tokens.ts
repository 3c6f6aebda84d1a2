import type { Language } from "./model";

/** What a sign is to a word, in bits. */
const LETTER = 1;
const DIGIT = 2;
/** Belongs to the sign before it: accents that stand apart, joiners. */
const ATTACHED = 4;
const SPACE = 8;
const HAN = 16;
/** Keeps two parts of a word together; a separator, two of a number. */
const JOINER = 32;
const SEPARATOR = 64;
const KNOWN = 128;
const WORD_SIGN = LETTER | DIGIT;
const IN_WORD = WORD_SIGN | ATTACHED;

const TRAITS: readonly (readonly [RegExp, number])[] = [
  [/\p{L}/u, LETTER],
  [/\p{N}/u, DIGIT],
  [/[\p{M}\u200c\u200d]/u, ATTACHED],
  [/\s/u, SPACE],
  [/\p{Script=Han}/u, HAN],
  // A word keeps its accents, its hyphens and its apostrophes; a number its separators. All else is taken sign by sign.
  [/['’\-\u2010\u2011]/, JOINER],
  [/[.,\u00a0\u202f]/, SEPARATOR],
];

// What is elided in French is a word of its own: l’éducation → la formation changes two words, l’éducation → l’école one.
const ELIDED = /(?:[cdjlmnst]|qu|lorsqu|puisqu|quoiqu|jusqu|quelqu)['’](?=\p{L})/iuy;

/** Texts of these characters have no grapheme of several characters that `tokenEnd` could cut. */
const ONLY_SIMPLE =
  /^[\t\n\r\x20-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u3000-\u3029\u4e00-\u9fff\uff00-\uff60]*$/;

/**
 * Words, stretches of white space and single signs; joined they are the text. No token cuts a grapheme, and a word with an
 * accent changed is one other word. Chinese is cut by `Intl.Segmenter`, also inside a text of another language.
 */
export function tokenise(text: string, language: Language): string[] {
  const tokens: string[] = [];
  for (let from = 0; from < text.length; ) {
    const to = tokenEnd(text, from, language);
    const token = text.slice(from, to);
    if (hasHan(token)) for (const word of cutHan(token)) tokens.push(word);
    else tokens.push(token);
    from = to;
  }
  return ONLY_SIMPLE.test(text) ? tokens : joinGraphemes(text, tokens);
}

export function isSpace(token: string): boolean {
  for (let i = 0; i < token.length; i++) if (!(traitsAt(token, i) & SPACE)) return false;
  return token !== "";
}

/** Whether the token counts as a word (not white space, not punctuation). */
export function isWord(token: string): boolean {
  return hasTrait(token, WORD_SIGN);
}

export function hasHan(token: string): boolean {
  return hasTrait(token, HAN);
}

function hasTrait(text: string, traits: number): boolean {
  for (let i = 0; i < text.length; i++) if (traitsAt(text, i) & traits) return true;
  return false;
}

/** Of the characters of UTF-16, as they are met. */
const traitsOfCode = new Uint8Array(0x1_0000);

function traitsAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  // The first half of a pair stands for the whole.
  if (code >= 0xd800 && code < 0xdc00) return traitsOf(String.fromCodePoint(text.codePointAt(at) ?? 0));
  let traits = traitsOfCode[code] as number;
  if (traits === 0) {
    traits = traitsOf(text.charAt(at)) | KNOWN;
    traitsOfCode[code] = traits;
  }
  return traits;
}

function traitsOf(sign: string): number {
  let traits = 0;
  for (const [pattern, trait] of TRAITS) if (pattern.test(sign)) traits |= trait;
  return traits;
}

/** Characters of the sign at a place, which is one of the text. */
function sizeAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code < 0xdc00 && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function tokenEnd(text: string, from: number, language: Language): number {
  const traits = traitsAt(text, from);
  if (traits & WORD_SIGN) return wordEnd(text, from, language);
  let end = from + sizeAt(text, from);
  if (traits & SPACE) while (end < text.length && traitsAt(text, end) & SPACE) end += 1;
  return end;
}

/** A word begins at `from`. */
function wordEnd(text: string, from: number, language: Language): number {
  if (language === "fr") {
    ELIDED.lastIndex = from;
    if (ELIDED.test(text)) return ELIDED.lastIndex;
  }
  let end = bodyEnd(text, from);
  while (isJoined(text, end)) end = bodyEnd(text, end + 1);
  return end;
}

function bodyEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && traitsAt(text, end) & IN_WORD) end += sizeAt(text, end);
  return end;
}

/** Whether what stands at a place joins the word before it to what comes after it. */
function isJoined(text: string, at: number): boolean {
  if (at + 1 >= text.length) return false;
  const traits = traitsAt(text, at);
  if (!(traits & (JOINER | SEPARATOR))) return false;
  const next = traitsAt(text, at + 1);
  if (traits & JOINER) return (next & WORD_SIGN) !== 0;
  const last = at - (sizeAt(text, Math.max(0, at - 2)) === 2 ? 2 : 1);
  return (next & DIGIT) !== 0 && (traitsAt(text, last) & DIGIT) !== 0;
}

const HAN_CACHE_ENTRIES = 20_000;
const hanCache = new Map<string, string[]>();
let hanSegmenter: Intl.Segmenter | undefined;
let graphemeSegmenter: Intl.Segmenter | undefined;

function cutHan(token: string): string[] {
  const known = hanCache.get(token);
  if (known) return known;
  hanSegmenter ??= new Intl.Segmenter("zh", { granularity: "word" });
  const words = Array.from(hanSegmenter.segment(token), ({ segment }) => segment);
  // Emptied as a whole: a cleverer policy would cost more than segmenting one text again.
  if (hanCache.size >= HAN_CACHE_ENTRIES) hanCache.clear();
  hanCache.set(token, words);
  return words;
}

function joinGraphemes(text: string, tokens: readonly string[]): string[] {
  graphemeSegmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const starts = new Set(Array.from(graphemeSegmenter.segment(text), ({ index }) => index));
  const joined: string[] = [];
  let at = 0;
  for (const token of tokens) {
    if (starts.has(at)) joined.push(token);
    else joined.push((joined.pop() ?? "") + token);
    at += token.length;
  }
  return joined;
}
