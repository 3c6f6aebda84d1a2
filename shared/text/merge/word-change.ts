import { RunReader } from "../diff";
import { type Language, type Mark, normaliseMarks, type Run, sameMarks } from "../model";
import type { Hunk } from "../shortest-edit";
import { hasHan } from "../tokens";
import { diffWords, type Word, wordsLike, wordsOf } from "../words";

/** The runs of one word: of the white space before it and of itself. */
export type Piece = { space: readonly Run[]; text: readonly Run[] };

/** A paragraph cut into words. */
export type Cut = {
  text: string;
  words: readonly Word[];
  runs: readonly Run[];
  /** The marks under all of it; null when they vary. */
  marks: readonly Mark[] | null;
  /** Filled as it is asked for: see `piecesOf`. */
  pieces: readonly Piece[] | null;
  /** Filled as it is asked for: where each word ends in the text. */
  ends: readonly number[] | null;
};

/** `left` and `right`: how far the change could slide and read the same; the range [left, right) is what it may mean. */
export type Edit = Hunk & { left: number; right: number };

/** How one side changed a paragraph, by words. */
export type WordChange = {
  edits: readonly Edit[];
  /** The paragraph as this side has it; edits index into it with `afterFrom` and `afterTo`. */
  own: Cut;
  /** Which words of the base stand here under other marks; null: none. */
  restyled: readonly boolean[] | null;
  /** Words of the base that were kept, but stand here with other marks or other white space before them. */
  loose: readonly number[];
};

export function cutOf(runs: readonly Run[], language: Language): Cut {
  const text = textOf(runs);
  return cutAs(runs, text, wordsOf(text, language));
}

function cutAs(runs: readonly Run[], text: string, words: readonly Word[]): Cut {
  const marks = runs[0]?.marks ?? [];
  const isEven = runs.length < 2 || runs.every((run) => sameMarks(run.marks, marks));
  return { text, words, runs, marks: isEven ? marks : null, pieces: null, ends: null };
}

/** As many as words. */
export function piecesOf(cut: Cut): readonly Piece[] {
  if (cut.pieces) return cut.pieces;
  if (cut.runs.length === 1) {
    const marks = normaliseMarks(cut.marks ?? []);
    const under = (text: string) => (text === "" ? [] : [{ text, marks }]);
    cut.pieces = cut.words.map(({ space, text }) => ({ space: under(space), text: under(text) }));
    return cut.pieces;
  }
  const reader = new RunReader(cut.runs);
  cut.pieces = cut.words.map((word) => ({
    space: reader.takeAll(word.space.length),
    text: reader.takeAll(word.text.length),
  }));
  return cut.pieces;
}

/** What `words[from..to)` say, with the white space before each. */
export function saidIn(cut: Cut, from: number, to: number): string {
  cut.ends ??= endsOf(cut.words);
  return cut.text.slice(cut.ends[from - 1] ?? 0, cut.ends[to - 1] ?? 0);
}

function endsOf(words: readonly Word[]): number[] {
  let end = 0;
  return words.map(({ space, text }) => {
    end += space.length + text.length;
    return end;
  });
}

export function wordChange(base: Cut, runs: readonly Run[], language: Language): WordChange {
  const text = textOf(runs);
  const { hunks, after } = diffWords(base.words, wordsLike(text, base, language));
  const own = cutAs(runs, text, after);
  const plain = base.marks !== null && own.marks !== null && sameMarks(base.marks, own.marks);
  const restyled: boolean[] | null = plain ? null : new Array(base.words.length).fill(false);
  const loose: number[] = [];
  let [at, shift] = [0, 0];
  for (let i = 0; i <= hunks.length; i++) {
    const hunk = hunks[i];
    for (const end = hunk?.from ?? base.words.length; at < end; at++) {
      const [word, here] = [base.words[at], after[at + shift]];
      // Most words are the very same: `wordsLike` took them over.
      let isLoose = word !== here && word?.space !== here?.space;
      if (restyled) {
        const [piece, now] = [piecesOf(base)[at], piecesOf(own)[at + shift]];
        restyled[at] = !alike(piece?.text ?? [], now?.text ?? []);
        isLoose ||= restyled[at] || !alike(piece?.space ?? [], now?.space ?? []);
      }
      if (isLoose) loose.push(at);
    }
    if (hunk) [at, shift] = [hunk.to, hunk.afterTo - hunk.to];
  }
  return { edits: hunks.map((hunk) => withReach(hunk, base.words, after)), own, restyled, loose };
}

/** The place of a word of the base here, or -1. */
export function placeOf({ edits }: WordChange, word: number): number {
  let [low, high] = [0, edits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle] as Edit).from <= word) low = middle + 1;
    else high = middle;
  }
  const last = edits[low - 1];
  if (!last) return word;
  return word < last.to ? -1 : word + last.afterTo - last.to;
}

function withReach(hunk: Hunk, base: readonly Word[], after: readonly Word[]): Edit {
  const { from, to, afterFrom, afterTo } = hunk;
  let [left, right] = [from, to];
  const isInsertion = from === to;
  if (isInsertion || afterFrom === afterTo) {
    const [moving, first, end] = isInsertion ? [after, afterFrom, afterTo] : [base, from, to];
    const size = end - first;
    const backward = (t: number) => (t <= size ? moving[end - t] : base[from - t + size]);
    const forward = (t: number) => (t < size ? moving[first + t] : base[to + t - size]);
    for (let t = 1; left > 0 && base[from - t]?.text === backward(t)?.text; t++) left -= 1;
    // The empty word that ends every text equals none that moves.
    for (let t = 0; right < base.length - 1 && base[to + t]?.text === forward(t)?.text; t++) right += 1;
    // In Chinese the same signs may be glued to their neighbours: of 学的|的 nobody can say which 的 was meant.
    if (hasHanIn(moving, first, end)) {
      const words = moving.slice(first, end);
      left = Math.min(left, from - gluedTo(base.slice(0, from).reverse(), words, "endsWith"));
      right = Math.max(right, to + gluedTo(base.slice(to), words, "startsWith"));
    }
  }
  return { from, to, afterFrom, afterTo, left, right };
}

function hasHanIn(words: readonly Word[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (hasHan(words[i]?.text ?? "")) return true;
  return false;
}

/**
 * How many words beside some that come or go may be meant in their stead: those that hold signs with which these begin, or end, as far as
 * those are whole words of theirs; and those that are nothing but such signs (of 庭议|庭, 庭议 or 议庭 goes).
 */
function gluedTo(beside: readonly Word[], moving: readonly Word[], side: "startsWith" | "endsWith"): number {
  const joined = (words: readonly Word[]) => words.map(({ text }) => text).join("");
  const whole = joined(moving);
  const near = beside.slice(0, whole.length);
  const text = joined(side === "startsWith" ? near : near.toReversed());
  let signs = 0;
  for (let n = 1; n <= moving.length; n++) {
    const part = joined(side === "startsWith" ? moving.slice(0, n) : moving.slice(-n));
    if (!text[side](part)) break;
    signs = part.length;
  }
  let common = signs;
  const isCommon = (length: number) =>
    text[side](side === "startsWith" ? whole.slice(0, length) : whole.slice(-length));
  while (common < whole.length && isCommon(common + 1)) common += 1;
  let [words, held] = [0, 0];
  for (const word of near) {
    const isWithin = word.text !== "" && held + word.text.length <= common;
    if (held >= signs && !isWithin) break;
    held += word.text.length;
    words += 1;
  }
  return words;
}

export function textOf(runs: readonly Run[]): string {
  if (runs.length === 1) return (runs[0] as Run).text;
  return runs.map((run) => run.text).join("");
}

/** `sameRuns` for runs that are normal already; it is asked for every word. */
export function alike(a: readonly Run[], b: readonly Run[]): boolean {
  return (
    a.length === b.length && a.every((run, i) => run.text === b[i]?.text && sameMarks(run.marks, b[i].marks))
  );
}
