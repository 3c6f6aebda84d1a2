import { RunReader } from "../diff";
import { type Language, type Mark, type Run, sameMarks } from "../model";
import { hasHan } from "../tokens";
import { diffWords, type Hunk, type Word, wordsLike, wordsOf } from "../words";

/** The runs of one word: of the white space before it and of itself. */
export type Piece = { space: readonly Run[]; text: readonly Run[] };

/** A paragraph cut into words. */
export type Cut = {
  text: string;
  words: readonly Word[];
  /** The marks under all of it; null when they vary. */
  marks: readonly Mark[] | null;
  /** As many as words. */
  pieces(): readonly Piece[];
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
  const [first, ...rest] = runs;
  const marks = rest.every((run) => sameMarks(run.marks, first?.marks ?? [])) ? (first?.marks ?? []) : null;
  let pieces: readonly Piece[] | null = null;
  return {
    text,
    words,
    marks,
    pieces: () => {
      pieces ??= piecesOf(runs, words);
      return pieces;
    },
  };
}

function piecesOf(runs: readonly Run[], words: readonly Word[]): Piece[] {
  const reader = new RunReader(runs);
  return words.map((word) => ({
    space: reader.takeAll(word.space.length),
    text: reader.takeAll(word.text.length),
  }));
}

export function wordChange(base: Cut, runs: readonly Run[], language: Language): WordChange {
  const text = textOf(runs);
  const { hunks, after } = diffWords(base.words, wordsLike(text, base, language));
  const own = cutAs(runs, text, after);
  const plain = base.marks !== null && own.marks !== null && sameMarks(base.marks, own.marks);
  const restyled: boolean[] | null = plain ? null : new Array(base.words.length).fill(false);
  const loose: number[] = [];
  const keep = (from: number, to: number, shift: number) => {
    for (let n = from; n < to; n++) {
      const [word, here] = [base.words[n], after[n + shift]];
      // Most words are the very same: `wordsLike` took them over.
      let isLoose = word !== here && word?.space !== here?.space;
      if (restyled) {
        const [piece, now] = [base.pieces()[n], own.pieces()[n + shift]];
        restyled[n] = !alike(piece?.text ?? [], now?.text ?? []);
        isLoose ||= restyled[n] || !alike(piece?.space ?? [], now?.space ?? []);
      }
      if (isLoose) loose.push(n);
    }
  };
  let [at, shift] = [0, 0];
  for (const { from, to, afterTo } of hunks) {
    keep(at, from, shift);
    at = to;
    shift = afterTo - to;
  }
  keep(at, base.words.length, shift);
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
  let { from: left, to: right } = hunk;
  const isInsertion = hunk.from === hunk.to;
  if (isInsertion || hunk.afterFrom === hunk.afterTo) {
    const moving = isInsertion ? after.slice(hunk.afterFrom, hunk.afterTo) : base.slice(hunk.from, hunk.to);
    const size = moving.length;
    const backward = (t: number) => (t <= size ? moving[size - t] : base[hunk.from - t + size]);
    const forward = (t: number) => (t < size ? moving[t] : base[hunk.to + t - size]);
    for (let t = 1; left > 0 && base[hunk.from - t]?.text === backward(t)?.text; t++) left -= 1;
    // The empty word that ends every text equals none that moves.
    for (let t = 0; right < base.length - 1 && base[hunk.to + t]?.text === forward(t)?.text; t++) right += 1;
    // In Chinese the same signs may be glued to their neighbours: of 学的|的 nobody can say which 的 was meant.
    if (moving.some(({ text }) => hasHan(text))) {
      left = Math.min(left, hunk.from - gluedTo(base.slice(0, hunk.from).reverse(), moving, "endsWith"));
      right = Math.max(right, hunk.to + gluedTo(base.slice(hunk.to), moving, "startsWith"));
    }
  }
  return { ...hunk, left, right };
}

/** How many words beside some that come or go hold signs with which these begin, or end: as far as those are whole words of theirs. */
function gluedTo(beside: readonly Word[], moving: readonly Word[], side: "startsWith" | "endsWith"): number {
  const joined = (words: readonly Word[]) => words.map(({ text }) => text).join("");
  const near = beside.slice(0, moving.length);
  const text = joined(side === "startsWith" ? near : near.toReversed());
  let signs = 0;
  for (let n = 1; n <= moving.length; n++) {
    const part = joined(side === "startsWith" ? moving.slice(0, n) : moving.slice(-n));
    if (!text[side](part)) break;
    signs = part.length;
  }
  let words = 0;
  for (let held = 0; held < signs; words++) held += near[words]?.text.length ?? signs;
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
