import type { Language } from "./model";
import { hasHan, isWord, tokenise } from "./tokens";

export type Counts = {
  /** Words; each Chinese character is one, as word processors count them. */
  words: number;
  /** Characters as people see them, with spaces. */
  characters: number;
};

export function countWords(text: string, language: Language): Counts {
  let words = 0;
  for (const token of tokenise(text, language)) {
    if (hasHan(token)) words += Array.from(token).filter(hasHan).length;
    else if (isWord(token)) words += 1;
  }
  return { words, characters: graphemes(text) };
}

export function sumCounts(counts: Iterable<Counts>): Counts {
  const sum = { words: 0, characters: 0 };
  for (const one of counts) {
    sum.words += one.words;
    sum.characters += one.characters;
  }
  return sum;
}

/** Texts without combining signs, joiners and surrogates have a character for each unit: most, and much faster. */
function graphemes(text: string): number {
  if (/^[\n\x20-\u02ff\u2010-\u2027\u202f\u3000-\u3029\u4e00-\u9fff\uff00-\uff60]*$/.test(text))
    return text.length;
  return Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)).length;
}
