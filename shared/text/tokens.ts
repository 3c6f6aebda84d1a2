import type { Language } from "./model";

const HAN = /\p{Script=Han}/u;
const SPACE = /^\s+$/u;
const WORD = /[\p{L}\p{N}]/u;

// A word keeps its accents, its hyphens and its apostrophes; a number its separators. All else is taken character by character.
const WORD_BODY = "[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}\\u200c\\u200d]*";
const JOINED = `${WORD_BODY}(?:(?:['’\\-\\u2010\\u2011]|(?<=\\p{N})[.,\\u00a0\\u202f](?=\\p{N}))${WORD_BODY})*`;
// What is elided in French is a word of its own: l’éducation → la formation changes two words, l’éducation → l’école one.
const ELISION = "(?:[cdjlmnst]|qu|lorsqu|puisqu|quoiqu|jusqu|quelqu)['’](?=[\\p{L}])";
const TOKEN = new RegExp(`\\s+|${JOINED}|[^]`, "gu");
const FRENCH_TOKEN = new RegExp(`\\s+|${ELISION}|${JOINED}|[^]`, "giu");

/** Texts of these characters have no grapheme of several characters that the expression above could cut. */
const ONLY_SIMPLE =
  /^[\t\n\r\x20-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u3000-\u3029\u4e00-\u9fff\uff00-\uff60]*$/;

/**
 * Words, stretches of white space and single signs; joined they are the text. No token cuts a grapheme, and a word with an
 * accent changed is one other word. Chinese is cut by `Intl.Segmenter`, also inside a text of another language.
 */
export function tokenise(text: string, language: Language): string[] {
  const raw = text.match(language === "fr" ? FRENCH_TOKEN : TOKEN) ?? [];
  const tokens = HAN.test(text) ? raw.flatMap((token) => (HAN.test(token) ? cutHan(token) : [token])) : raw;
  return ONLY_SIMPLE.test(text) ? tokens : joinGraphemes(text, tokens);
}

export function isSpace(token: string): boolean {
  return SPACE.test(token);
}

/** Whether the token counts as a word (not white space, not punctuation). */
export function isWord(token: string): boolean {
  return WORD.test(token);
}

export function hasHan(token: string): boolean {
  return HAN.test(token);
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
