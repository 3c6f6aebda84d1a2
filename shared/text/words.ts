import type { Language } from "./model";
import { type Hunk, shortestEdit } from "./shortest-edit";
import { hasHan, isSpace, tokenise } from "./tokens";

/** A word or a sign with the white space before it. */
export type Word = { space: string; text: string };

/**
 * The words of a text and, last, an empty one that holds the white space at the end. White space goes with the word after it:
 * so it never decides how words are matched, and taking a word out takes one space with it.
 */
export function wordsOf(text: string, language: Language): Word[] {
  const words: Word[] = [];
  let space = "";
  for (const token of tokenise(text, language)) {
    if (isSpace(token)) space += token;
    else {
      words.push({ space, text: token });
      space = "";
    }
  }
  words.push({ space, text: "" });
  return words;
}

/**
 * `wordsOf`, of a text that is nearly `model`: what both begin and end with is not cut again. Nothing that is not white space joins
 * signs across a plain space, and nothing at all across a Chinese stop, so a text cut in two before either is cut into the same words.
 */
export function wordsLike(
  text: string,
  model: { text: string; words: readonly Word[] },
  language: Language,
): Word[] {
  const room = Math.min(text.length, model.text.length);
  let head = 0;
  while (head < room && text.charCodeAt(head) === model.text.charCodeAt(head)) head += 1;
  let tail = 0;
  const [end, modelEnd] = [text.length - 1, model.text.length - 1];
  while (tail < room - head && text.charCodeAt(end - tail) === model.text.charCodeAt(modelEnd - tail))
    tail += 1;

  const { words } = model;
  let [first, from] = [0, 0];
  for (let i = 0, at = 0; i < words.length && at < head; i++) {
    if (startsApart(words[i])) [first, from] = [i, at];
    at += lengthOf(words[i]);
  }
  let [last, to] = [words.length, text.length];
  for (let i = words.length - 1, at = text.length; i >= first; i--) {
    at -= lengthOf(words[i]);
    // Two spaces in a row would be one: the cut must have a word on its left.
    if (at < text.length - tail || at <= from) break;
    if (startsApart(words[i]) && !isSpace(text.charAt(at - 1))) [last, to] = [i, at];
  }
  const middle = wordsOf(text.slice(from, to), language);
  // The empty word that ends every text stands once, at the very end.
  if (last < words.length) middle.pop();
  return words.slice(0, first).concat(middle, words.slice(last));
}

const CHINESE_STOPS: readonly string[] = ["，", "。", "、", "；", "："];

function startsApart(word: Word | undefined): boolean {
  if (!word) return false;
  return word.space === "" ? CHINESE_STOPS.includes(word.text.charAt(0)) : word.space.charCodeAt(0) === 0x20;
}

function lengthOf(word: Word | undefined): number {
  return word ? word.space.length + word.text.length : 0;
}

/** Characters of `words[from..to)`, with the white space before each (UTF-16). */
export function charactersIn(words: readonly Word[], from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += lengthOf(words[i]);
  return sum;
}

/** `after` is what was given, or the same text cut at other places (see `recutHan`); hunks index into this one. */
export type WordDiff = { hunks: Hunk[]; after: readonly Word[] };

/** Myers over words, both ends trimmed first; insertions and deletions stand as far to the right as they can. */
export function diffWords(before: readonly Word[], after: readonly Word[]): WordDiff {
  const hunks = rawHunks(before, after);
  const recut = recutHan(hunks, before, after);
  if (recut) return { hunks: slideRight(rawHunks(before, recut), before, recut), after: recut };
  return { hunks: slideRight(hunks, before, after), after };
}

function rawHunks(before: readonly Word[], after: readonly Word[]): Hunk[] {
  const room = Math.min(before.length, after.length);
  let head = 0;
  while (head < room && before[head]?.text === after[head]?.text) head += 1;
  let tail = 0;
  const [last, lastAfter] = [before.length - 1, after.length - 1];
  while (tail < room - head && before[last - tail]?.text === after[lastAfter - tail]?.text) tail += 1;
  const a = textsOf(before, head, before.length - tail);
  const b = textsOf(after, head, after.length - tail);
  // One spot changed, as in most amendments: nothing is left to look for.
  if (a.length + b.length === 0) return [];
  if (a.length === 0 || b.length === 0 || (a.length === 1 && b.length === 1))
    return [{ from: head, to: head + a.length, afterFrom: head, afterTo: head + b.length }];

  const hunks = shortestEdit(a, b);
  for (const hunk of hunks) {
    hunk.from += head;
    hunk.to += head;
    hunk.afterFrom += head;
    hunk.afterTo += head;
  }
  return hunks;
}

function textsOf(words: readonly Word[], from: number, to: number): string[] {
  const texts: string[] = [];
  for (let i = from; i < to; i++) texts.push((words[i] as Word).text);
  return texts;
}

/**
 * The segmenter cuts Chinese by its context: a word put in may change how its neighbours are cut. Where the same characters stand
 * at an end of a hunk and both cuts meet again, `after` is cut as `before` was. Null when there is nothing to do.
 */
function recutHan(hunks: readonly Hunk[], before: readonly Word[], after: readonly Word[]): Word[] | null {
  const out: Word[] = [];
  let copied = 0;
  for (const hunk of hunks) {
    if (hunk.from === hunk.to || hunk.afterFrom === hunk.afterTo) continue;
    if (!isHan(before[hunk.from]) && !isHan(before[hunk.to - 1])) continue;
    const removed = before.slice(hunk.from, hunk.to);
    const added = after.slice(hunk.afterFrom, hunk.afterTo);
    const start = sharedStart(removed, added);
    const end = sharedStart(
      removed.slice(start.before).map(mirrored).reverse(),
      added.slice(start.after).map(mirrored).reverse(),
    );
    if (start.after + end.after === 0) continue;
    out.push(...after.slice(copied, hunk.afterFrom));
    out.push(...cutAs(removed.slice(0, start.before), added.slice(0, start.after)));
    out.push(...added.slice(start.after, added.length - end.after));
    out.push(...cutAs(removed.slice(removed.length - end.before), added.slice(added.length - end.after)));
    copied = hunk.afterTo;
  }
  return copied === 0 ? null : [...out, ...after.slice(copied)];
}

function cutAs(model: readonly Word[], words: readonly Word[]): Word[] {
  const first = words[0];
  if (!first) return [];
  return model.map(({ text }, i) => ({ space: i === 0 ? first.space : "", text }));
}

function isHan(word: Word | undefined): boolean {
  return word !== undefined && hasHan(word.text);
}

function mirrored(word: Word): Word {
  return { ...word, text: Array.from(word.text).reverse().join("") };
}

/** How many words at the start read the same on both sides though cut differently. Only Chinese without spaces inside. */
function sharedStart(removed: readonly Word[], added: readonly Word[]): { before: number; after: number } {
  let best = { before: 0, after: 0 };
  let [x, y, before, after] = ["", "", 0, 0];
  while (x.startsWith(y) || y.startsWith(x)) {
    if (x === y) best = { before, after };
    const word = x.length <= y.length ? removed[before++] : added[after++];
    if (!word || !hasHan(word.text) || word.space !== "") break;
    if (x.length <= y.length) x += word.text;
    else y += word.text;
  }
  return best;
}

/** Sentences and list items then show as they were typed: “Z.” put in before “Y.”, not “.Z” after the X of “X.”. */
function slideRight(hunks: Hunk[], before: readonly Word[], after: readonly Word[]): Hunk[] {
  let limit = before.length;
  for (let n = hunks.length - 1; n >= 0; n--) {
    const hunk = hunks[n] as Hunk;
    const insertion = hunk.from === hunk.to;
    const deletion = hunk.afterFrom === hunk.afterTo;
    // The last word is the empty one that ends every text: nothing slides past it.
    while ((insertion || deletion) && hunk.to + 1 < limit) {
      const first = insertion ? after[hunk.afterFrom] : before[hunk.from];
      if (first?.text !== before[hunk.to]?.text) break;
      hunk.from += 1;
      hunk.to += 1;
      hunk.afterFrom += 1;
      hunk.afterTo += 1;
    }
    limit = hunk.from;
  }
  return hunks;
}
