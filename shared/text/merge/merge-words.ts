import { RunReader } from "../diff";
import { compareMarks, type Mark, normaliseRuns, type Run, sameMarks, sameRuns } from "../model";
import type { ConflictKind } from "../patch";
import type { Hunk } from "../shortest-edit";
import {
  alike,
  type Cut,
  type Edit,
  type Piece,
  piecesOf,
  placeOf,
  saidIn,
  textOf,
  type WordChange,
} from "./word-change";

/** `from` and `to` in words of the base; both sides have only whole changes between them. */
export type WordConflict = { kind: ConflictKind; ours: string; theirs: string; from: number; to: number };

/**
 * What keeps two changes of one paragraph from standing together; none when they merge. What only one side changed is taken from
 * that side, what both changed alike once. Marks merge sign by sign; white space goes with the word after it. Two changes collide
 * when they
 * - touch the same word, also where the same change could stand elsewhere and read the same (“very” put into “very very”);
 * - are both put in at one place, or one is put in at the very edge of what the other changed: its sense may hang on that word;
 * - restyle what the other replaces, put a word inside what the other restyles, or both bracket the same words;
 * - strike out what the other left, so that nothing would be left of the paragraph.
 * Two words that stand side by side, each changed by one side, do not collide.
 */
export function wordConflicts(base: Cut, ours: WordChange, theirs: WordChange): WordConflict[] {
  if (isNothing(ours) || isNothing(theirs)) return [];
  const collisions: Collisions = { base, ours, theirs, found: [] };
  findCollisions(collisions);
  if (mayCollideInside(ours, theirs) || mayCollideInside(theirs, ours)) assemble(collisions);
  if (leavesNothing(base, ours, theirs)) note(collisions, "same_words", 0, base.words.length - 1);
  if (collisions.found.length > 0 && isSameText(ours, theirs)) return [];
  return collisions.found;
}

/** The paragraph with both changes in it. Only where `wordConflicts` found none. */
export function mergeWords(base: Cut, ours: WordChange, theirs: WordChange): Run[] {
  if (isNothing(theirs) || isSameText(ours, theirs)) return runsOf(ours.own);
  if (isNothing(ours)) return runsOf(theirs.own);
  return assemble({ base, ours, theirs, found: [] });
}

/** Whether what one side did to white space and marks meets what the other did; where and how, only `assemble` can tell. */
function mayCollideInside(one: WordChange, other: WordChange): boolean {
  return one.loose.some(
    (n) => other.loose.includes(n) || other.edits.some(({ from, to }) => from <= n && n <= to),
  );
}

function isNothing(change: WordChange): boolean {
  return change.edits.length === 0 && change.loose.length === 0;
}

function leavesNothing(base: Cut, ...sides: WordChange[]): boolean {
  let struck = 0;
  for (const { edits } of sides) {
    for (const { from, to, afterFrom, afterTo } of edits) {
      if (afterTo > afterFrom) return false;
      struck += to - from;
    }
  }
  const words = base.words.length - 1;
  return (
    words > 0 &&
    struck >= words &&
    sides.every(({ own }) => own.text !== "") &&
    base.words.every((_, i) => i === words || sides.some((side) => placeOf(side, i) < 0))
  );
}

function isSameText(a: WordChange, b: WordChange): boolean {
  if (a.own.text !== b.own.text) return false;
  if (a.own.marks && b.own.marks) return sameMarks(a.own.marks, b.own.marks);
  return sameRuns(runsOf(a.own), runsOf(b.own));
}

function runsOf(cut: Cut): Run[] {
  return normaliseRuns(piecesOf(cut).flatMap(({ space, text }) => [...space, ...text]));
}

function isInsertion(edit: Hunk): boolean {
  return edit.from === edit.to;
}

function findCollisions(collisions: Collisions): void {
  const { ours: a, theirs: b } = collisions;
  for (const x of a.edits) {
    for (const y of b.edits) {
      const atEdge = isInsertion(x) || isInsertion(y);
      const collide = atEdge ? x.left <= y.right && y.left <= x.right : x.left < y.right && y.left < x.right;
      if (!collide || isSameEdit(x, a, y, b)) continue;
      const kind = isInsertion(x) && isInsertion(y) ? "same_insertion_point" : "same_words";
      note(collisions, kind, Math.min(x.from, y.from), Math.max(x.to, y.to));
    }
  }
  findRestyled(collisions, a, b);
  findRestyled(collisions, b, a);
}

function findRestyled(collisions: Collisions, { edits }: WordChange, { restyled }: WordChange): void {
  if (!restyled) return;
  for (const edit of edits) {
    for (let i = edit.from; i < edit.to; i++)
      if (restyled[i]) note(collisions, "same_words", edit.from, edit.to);
    const { from } = edit;
    if (isInsertion(edit) && restyled[from - 1] && restyled[from])
      note(collisions, "same_words", from - 1, from + 1);
  }
}

export function isSameEdit(x: Edit, a: WordChange, y: Edit, b: WordChange): boolean {
  if (x.from !== y.from || x.to !== y.to || x.afterTo - x.afterFrom !== y.afterTo - y.afterFrom) return false;
  if (saidIn(a.own, x.afterFrom, x.afterTo) !== saidIn(b.own, y.afterFrom, y.afterTo)) return false;
  if (a.own.marks && b.own.marks) return sameMarks(a.own.marks, b.own.marks);
  const added = (edit: Edit, { own }: WordChange) =>
    piecesOf(own)
      .slice(edit.afterFrom, edit.afterTo)
      .flatMap(({ space, text }) => [...space, ...text]);
  return sameRuns(added(x, a), added(y, b));
}

/** Walks the words of the base and takes each from the side that changed it. */
function assemble(collisions: Collisions): Run[] {
  const { base: cut, ours: a, theirs: b } = collisions;
  const out: Run[] = [];
  const base = cut.words;
  const baseRuns = piecesOf(cut);
  const ownPieces = new Map([
    [a, piecesOf(a.own)],
    [b, piecesOf(b.own)],
  ]);
  const starts = (side: WordChange) => new Map(side.edits.map((edit) => [edit.from, edit]));
  const editsOf = new Map([
    [a, starts(a)],
    [b, starts(b)],
  ]);
  /** White space that one side left before words which the other took out: it now stands before what follows them. */
  let carried: readonly Run[] | null = null;

  for (let i = 0; i < base.length; ) {
    const replacing = [a, b].find((side) => editsOf.get(side)?.has(i));
    const edit = replacing && editsOf.get(replacing)?.get(i);
    const other = replacing === a ? b : a;
    const baseSpace = baseRuns[i]?.space ?? [];
    if (replacing && edit) {
      editsOf.get(replacing)?.delete(i);
      if (isRepeated(edit, editsOf.get(other))) editsOf.get(other)?.delete(i);
      const [first, ...rest] = (ownPieces.get(replacing) ?? []).slice(edit.afterFrom, edit.afterTo);
      if (isInsertion(edit)) {
        if (first) out.push(...first.space, ...first.text);
      } else {
        const left = spaceAt(other, i);
        if (left && !alike(left, baseSpace)) carried = left;
        for (let k = i + 1; k < edit.to; k++) {
          const inside = spaceAt(other, k);
          if (inside && textOf(inside) !== base[k]?.space) note(collisions, "same_words", edit.from, edit.to);
        }
        if (first) {
          out.push(
            ...mergeSpace(baseSpace, carried ?? baseSpace, first.space, () =>
              note(collisions, "same_words", edit.from, edit.to),
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
    const wordA = piecesOf(a.own)[placeOf(a, i)];
    const wordB = piecesOf(b.own)[placeOf(b, i)];
    const word = baseRuns[i];
    // One side takes this word out by an edit that began before it, and collided: the result is not used.
    if (wordA && wordB && word) {
      const collide = () => note(collisions, "same_words", i, i + 1);
      const space = mergeSpace(word.space, wordA.space, wordB.space, collide);
      // At the end of the paragraph there is nothing that it would part.
      const isEnd = i === base.length - 1;
      out.push(...(carried && !isEnd ? mergeSpace(word.space, carried, space, collide) : space));
      out.push(...mergeMarks(word.text, wordA.text, wordB.text, collide));
      carried = null;
    }
    i += 1;
  }
  return normaliseRuns(out);
}

function spaceAt(side: WordChange, index: number): Piece["space"] | undefined {
  return piecesOf(side.own)[placeOf(side, index)]?.space;
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

/** The three texts are equal, the marks need not be. A mark stays if neither side took it off, and comes if either put it on. */
export function mergeMarks(
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

/** What collides, with the words that stand there on both sides, each place once. */
type Collisions = { base: Cut; ours: WordChange; theirs: WordChange; found: WordConflict[] };

/** `from` and `to` in words of the base; widened until both sides have whole changes there. */
function note({ base, ours, theirs, found }: Collisions, kind: ConflictKind, from: number, to: number): void {
  let [start, end] = [from, to];
  for (let grown = true; grown; ) {
    grown = false;
    for (const { edits } of [ours, theirs]) {
      for (const edit of edits) {
        if (edit.from > end || edit.to < start || (edit.from >= start && edit.to <= end)) continue;
        start = Math.min(start, edit.from);
        end = Math.max(end, edit.to);
        grown = true;
      }
    }
  }
  const conflict = {
    kind,
    ours: wordsBetween(base, ours, start, end),
    theirs: wordsBetween(base, theirs, start, end),
    from: start,
    to: end,
  };
  if (!found.some((one) => one.ours === conflict.ours && one.theirs === conflict.theirs))
    found.push(conflict);
}

function wordsBetween(base: Cut, side: WordChange, start: number, end: number): string {
  const first = start === 0 ? 0 : placeOf(side, start - 1) + 1;
  const last = placeOf(side, Math.min(end, base.words.length - 1));
  return saidIn(side.own, first, last).trim();
}
