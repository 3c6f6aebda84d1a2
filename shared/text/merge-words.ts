import { RunReader } from "./diff";
import {
  compareMarks,
  type Language,
  type Mark,
  normaliseRuns,
  type Run,
  sameMarks,
  sameRuns,
} from "./model";
import type { ConflictKind } from "./patch";
import { diffWords, type Hunk, type Word, wordsOf } from "./words";

export type WordConflict = { kind: ConflictKind; ours: string; theirs: string };
export type MergedRuns = { ok: true; runs: Run[] } | { ok: false; conflicts: WordConflict[] };

/**
 * Three-way merge of one paragraph, by words. What only one side changed is taken from that side, what both changed alike once.
 * Marks merge sign by sign; white space goes with the word after it. Two changes collide when they
 * - touch the same word, also where the same change could stand elsewhere and read the same (“very” put into “very very”);
 * - are both put in at one place, or one is put in at the very edge of what the other changed: its sense may hang on that word;
 * - restyle what the other replaces, put a word inside what the other restyles, or both bracket the same words.
 * Two words that stand side by side, each changed by one side, do not collide.
 */
export function mergeRuns(
  base: readonly Run[],
  ours: readonly Run[],
  theirs: readonly Run[],
  language: Language,
): MergedRuns {
  if (sameRuns(base, theirs) || sameRuns(ours, theirs)) return { ok: true, runs: normaliseRuns(ours) };
  if (sameRuns(base, ours)) return { ok: true, runs: normaliseRuns(theirs) };
  const words = wordsOf(textOf(base), language);
  const runs = runsOfWords(base, words);
  const a = sideOf(words, runs, ours, language);
  const b = sideOf(words, runs, theirs, language);
  const conflicts = new Conflicts(words, a, b);
  findCollisions(a, b, conflicts);
  const merged = assemble(words, runs, a, b, conflicts);
  return conflicts.found.length > 0 ? { ok: false, conflicts: conflicts.found } : { ok: true, runs: merged };
}

type WordRuns = { space: Run[]; text: Run[] };

/** `left` and `right`: how far the change could slide and read the same; the range [left, right) is what it may mean. */
type Edit = Hunk & { left: number; right: number };

type Side = {
  edits: Edit[];
  words: readonly Word[];
  runs: WordRuns[];
  /** For each word of the base its place here, or -1. */
  place: number[];
  /** Words of the base that stand here under other marks. */
  restyled: boolean[];
};

function sideOf(
  base: readonly Word[],
  baseRuns: readonly WordRuns[],
  own: readonly Run[],
  language: Language,
): Side {
  const { hunks, after } = diffWords(base, wordsOf(textOf(own), language));
  const runs = runsOfWords(own, after);
  const place = base.map(() => -1);
  let i = 0;
  let j = 0;
  for (const hunk of [...hunks, { from: base.length, to: 0, afterFrom: 0, afterTo: 0 }]) {
    for (; i < hunk.from; i++, j++) place[i] = j;
    i = hunk.to;
    j = hunk.afterTo;
  }
  const restyled = place.map((at, n) => at >= 0 && !alike(baseRuns[n]?.text ?? [], runs[at]?.text ?? []));
  return { edits: hunks.map((hunk) => withReach(hunk, base, after)), words: after, runs, place, restyled };
}

function withReach(hunk: Hunk, base: readonly Word[], after: readonly Word[]): Edit {
  const removed = base.slice(hunk.from, hunk.to);
  const added = after.slice(hunk.afterFrom, hunk.afterTo);
  let { from: left, to: right } = hunk;
  if (removed.length === 0 || added.length === 0) {
    const moving = removed.length === 0 ? added : removed;
    const size = moving.length;
    const backward = (t: number) => (t <= size ? moving[size - t] : base[hunk.from - t + size]);
    const forward = (t: number) => (t < size ? moving[t] : base[hunk.to + t - size]);
    for (let t = 1; left > 0 && base[hunk.from - t]?.text === backward(t)?.text; t++) left -= 1;
    // The empty word that ends every text equals none that moves.
    for (let t = 0; right < base.length - 1 && base[hunk.to + t]?.text === forward(t)?.text; t++) right += 1;
  }
  return { ...hunk, left, right };
}

function isInsertion(edit: Hunk): boolean {
  return edit.from === edit.to;
}

function findCollisions(a: Side, b: Side, conflicts: Conflicts): void {
  for (const x of a.edits) {
    for (const y of b.edits) {
      if (isSameEdit(x, a, y, b)) continue;
      const atEdge = isInsertion(x) || isInsertion(y);
      const collide = atEdge ? x.left <= y.right && y.left <= x.right : x.left < y.right && y.left < x.right;
      if (!collide) continue;
      const kind = isInsertion(x) && isInsertion(y) ? "same_insertion_point" : "same_words";
      conflicts.add(kind, Math.min(x.from, y.from), Math.max(x.to, y.to));
    }
  }
  for (const [editor, stylist] of [
    [a, b],
    [b, a],
  ] as const) {
    for (const edit of editor.edits) {
      for (let i = edit.from; i < edit.to; i++)
        if (stylist.restyled[i]) conflicts.add("same_words", edit.from, edit.to);
      const { from } = edit;
      if (isInsertion(edit) && stylist.restyled[from - 1] && stylist.restyled[from]) {
        conflicts.add("same_words", from - 1, from + 1);
      }
    }
  }
}

function isSameEdit(x: Edit, a: Side, y: Edit, b: Side): boolean {
  if (x.from !== y.from || x.to !== y.to || x.afterTo - x.afterFrom !== y.afterTo - y.afterFrom) return false;
  const added = (edit: Edit, side: Side) =>
    side.runs.slice(edit.afterFrom, edit.afterTo).flatMap(({ space, text }) => [...space, ...text]);
  return sameRuns(added(x, a), added(y, b));
}

/** Walks the words of the base and takes each from the side that changed it. */
function assemble(
  base: readonly Word[],
  baseRuns: readonly WordRuns[],
  a: Side,
  b: Side,
  conflicts: Conflicts,
): Run[] {
  const out: Run[] = [];
  const starts = (side: Side) => new Map(side.edits.map((edit) => [edit.from, edit]));
  const editsOf = new Map([
    [a, starts(a)],
    [b, starts(b)],
  ]);
  /** White space that one side left before words which the other took out: it now stands before what follows them. */
  let carried: Run[] | null = null;

  for (let i = 0; i < base.length; ) {
    const replacing = [a, b].find((side) => editsOf.get(side)?.has(i));
    const edit = replacing && editsOf.get(replacing)?.get(i);
    const other = replacing === a ? b : a;
    const baseSpace = baseRuns[i]?.space ?? [];
    if (replacing && edit) {
      editsOf.get(replacing)?.delete(i);
      if (isRepeated(edit, editsOf.get(other))) editsOf.get(other)?.delete(i);
      const [first, ...rest] = replacing.runs.slice(edit.afterFrom, edit.afterTo);
      if (isInsertion(edit)) {
        if (first) out.push(...first.space, ...first.text);
      } else {
        const left = spaceAt(other, i);
        if (left && !alike(left, baseSpace)) carried = left;
        for (let k = i + 1; k < edit.to; k++) {
          const inside = spaceAt(other, k);
          if (inside && textOf(inside) !== base[k]?.space) conflicts.add("same_words", edit.from, edit.to);
        }
        if (first) {
          out.push(
            ...mergeSpace(baseSpace, carried ?? baseSpace, first.space, () =>
              conflicts.add("same_words", edit.from, edit.to),
            ),
          );
          out.push(...first.text);
          carried = null;
        }
      }
      for (const word of rest) out.push(...word.space, ...word.text);
      i = edit.to;
      // An insertion stands before the word at the same place, which is still to come.
      if (!isInsertion(edit) || editsOf.get(a)?.has(i) || editsOf.get(b)?.has(i)) continue;
    }
    const placeA = a.place[i] ?? -1;
    const placeB = b.place[i] ?? -1;
    const wordA = a.runs[placeA];
    const wordB = b.runs[placeB];
    const word = baseRuns[i];
    // One side takes this word out by an edit that began before it, and collided: the result is not used.
    if (wordA && wordB && word) {
      const collide = () => conflicts.add("same_words", i, i + 1);
      const space = mergeSpace(word.space, wordA.space, wordB.space, collide);
      out.push(...(carried ? mergeSpace(word.space, carried, space, collide) : space));
      out.push(...mergeMarks(word.text, wordA.text, wordB.text, collide));
      carried = null;
    }
    i += 1;
  }
  return normaliseRuns(out);
}

function spaceAt(side: Side, index: number): Run[] | undefined {
  return side.runs[side.place[index] ?? -1]?.space;
}

/** At one place both sides begin an edit only if it is the same one, or the merge is refused anyway. */
function isRepeated(edit: Edit, others: Map<number, Edit> | undefined): boolean {
  return others?.get(edit.from)?.to === edit.to;
}

function mergeSpace(
  base: readonly Run[],
  ours: readonly Run[],
  theirs: readonly Run[],
  collide: () => void,
): Run[] {
  const [x, y, z] = [textOf(base), textOf(ours), textOf(theirs)];
  if (x === y && y === z) return mergeMarks(base, ours, theirs, collide);
  if (x === z || y === z) return [...ours];
  if (x !== y) collide();
  return [...theirs];
}

/** The three texts are equal. A mark stays if neither side took it off, and comes if either put it on. */
function mergeMarks(
  base: readonly Run[],
  ours: readonly Run[],
  theirs: readonly Run[],
  collide: () => void,
): Run[] {
  if (alike(base, theirs)) return [...ours];
  if (alike(base, ours) || alike(ours, theirs)) return [...theirs];
  const readers = [base, ours, theirs].map((runs) => new RunReader(runs));
  const out: Run[] = [];
  for (let left = textOf(base).length; left > 0; ) {
    const size = Math.min(left, ...readers.map((reader) => reader.room()));
    const [old, mine, yours] = readers.map((reader) => reader.take(size)) as [Run, Run, Run];
    left -= size;
    const addedByUs = mine.marks.filter((mark) => !has(old.marks, mark));
    const addedByThem = yours.marks.filter((mark) => !has(old.marks, mark));
    const rival = (type: Mark["type"]) => {
      const [x, y] = [addedByUs, addedByThem].map((marks) => marks.filter((mark) => mark.type === type));
      return x && y && x.length > 0 && y.length > 0 && !sameMarks(x, y);
    };
    if (rival("bracket") || rival("xref")) collide();
    const kept = old.marks.filter((mark) => has(mine.marks, mark) && has(yours.marks, mark));
    out.push({ text: mine.text, marks: [...kept, ...addedByUs, ...addedByThem] });
  }
  return normaliseRuns(out);
}

function has(marks: readonly Mark[], mark: Mark): boolean {
  return marks.some((one) => compareMarks(one, mark) === 0);
}

/** Collects what collides, with the words that stand there on both sides, each place once. */
class Conflicts {
  readonly found: WordConflict[] = [];

  constructor(
    private readonly base: readonly Word[],
    private readonly ours: Side,
    private readonly theirs: Side,
  ) {}

  /** `from` and `to` in words of the base; widened until both sides have whole changes there. */
  add(kind: ConflictKind, from: number, to: number): void {
    let [start, end] = [from, to];
    for (let grown = true; grown; ) {
      grown = false;
      for (const edit of [...this.ours.edits, ...this.theirs.edits]) {
        if (edit.from > end || edit.to < start || (edit.from >= start && edit.to <= end)) continue;
        start = Math.min(start, edit.from);
        end = Math.max(end, edit.to);
        grown = true;
      }
    }
    const conflict = {
      kind,
      ours: this.wordsOf(this.ours, start, end),
      theirs: this.wordsOf(this.theirs, start, end),
    };
    if (!this.found.some((one) => one.ours === conflict.ours && one.theirs === conflict.theirs))
      this.found.push(conflict);
  }

  private wordsOf(side: Side, start: number, end: number): string {
    const first = start === 0 ? 0 : (side.place[start - 1] ?? -1) + 1;
    const last = side.place[Math.min(end, this.base.length - 1)] ?? side.words.length - 1;
    return side.runs
      .slice(first, last)
      .flatMap(({ space, text }) => [...space, ...text])
      .map((run) => run.text)
      .join("")
      .trim();
  }
}

function runsOfWords(runs: readonly Run[], words: readonly Word[]): WordRuns[] {
  const reader = new RunReader(runs);
  return words.map((word) => ({
    space: reader.takeAll(word.space.length),
    text: reader.takeAll(word.text.length),
  }));
}

function textOf(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join("");
}

/** `sameRuns` for runs that are normal already; it is asked for every word. */
function alike(a: readonly Run[], b: readonly Run[]): boolean {
  return (
    a.length === b.length && a.every((run, i) => run.text === b[i]?.text && sameMarks(run.marks, b[i].marks))
  );
}
