import {
  type Block,
  type BlockId,
  type BlockKind,
  blockText,
  type Language,
  type Mark,
  normaliseRuns,
  type Run,
  sameBlock,
  sameMarks,
  type TextDoc,
} from "./model";
import { numberBlocks } from "./numbering";
import { hasReferences, printReferences } from "./references";
import { longestIncreasing } from "./sequence";
import type { Hunk } from "./shortest-edit";
import { isWord, tokenise } from "./tokens";
import { charactersIn, diffWords, type Word, wordsLike, wordsOf } from "./words";

/**
 * A stretch of a redline. All "same" and "delete" spans joined are the text before, all "same" and "insert" spans the text after.
 * `marks` are those after (for "delete": those before). `restyled` says that a "same" stretch had `marksBefore` instead.
 */
export type RunSpan = {
  op: "same" | "insert" | "delete";
  text: string;
  marks: Mark[];
  restyled?: true;
  marksBefore?: Mark[];
};

/** As people read it: by whole words, replacements less than two words apart joined into one. */
export function diffRuns(before: readonly Run[], after: readonly Run[], language: Language): RunSpan[] {
  return spansOf(before, after, language, joinHunks);
}

/** The least that changed, by words: for writing into a live text, where every character kept keeps other people's cursors. */
export function smallestSpans(before: readonly Run[], after: readonly Run[], language: Language): RunSpan[] {
  return spansOf(before, after, language, (hunks) => hunks);
}

type Join = (hunks: readonly Hunk[], before: readonly Word[]) => readonly Hunk[];

function spansOf(before: readonly Run[], after: readonly Run[], language: Language, join: Join): RunSpan[] {
  const textBefore = textOf(before);
  const textAfter = textOf(after);
  const spans = new SpanWriter(before, after);
  if (textBefore === textAfter) return spans.same(textBefore.length).end();

  const a = wordsOf(textBefore, language);
  const { hunks, after: b } = diffWords(a, wordsLike(textAfter, { text: textBefore, words: a }, language));
  let i = 0;
  let j = 0;
  const keepUntil = (end: number) => {
    let kept = 0;
    for (; i < end; i++, j++) {
      const from = a[i] as Word;
      const to = b[j] as Word;
      if (from.space === to.space) kept += from.space.length;
      else {
        spans.same(kept).replace(from.space.length, to.space.length);
        kept = 0;
      }
      kept += from.text.length;
    }
    spans.same(kept);
  };
  for (const hunk of join(hunks, a)) {
    keepUntil(hunk.from);
    const removed = charactersIn(a, hunk.from, hunk.to);
    const added = charactersIn(b, hunk.afterFrom, hunk.afterTo);
    const space = (a[hunk.from] as Word).space;
    // "shall␣promote" → "shall␣support": the space before the word was never touched.
    const kept = removed > 0 && added > 0 && space === (b[hunk.afterFrom] as Word).space ? space.length : 0;
    spans.same(kept).replace(removed - kept, added - kept);
    i = hunk.to;
    j = hunk.afterTo;
  }
  keepUntil(a.length);
  return spans.end();
}

/** One replacement reads better than two with a lone word between them; a plain insertion stays as small as it is. */
function joinHunks(hunks: readonly Hunk[], before: readonly Word[]): Hunk[] {
  const joined: Hunk[] = [];
  for (const hunk of hunks) {
    const last = joined.at(-1);
    const between = last ? before.slice(last.to, hunk.from).filter((word) => isWord(word.text)).length : 2;
    if (last && between < 2 && isReplacement(last) && isReplacement(hunk)) {
      last.to = hunk.to;
      last.afterTo = hunk.afterTo;
    } else joined.push({ ...hunk });
  }
  return joined;
}

function isReplacement(hunk: Hunk): boolean {
  return hunk.from < hunk.to && hunk.afterFrom < hunk.afterTo;
}

function textOf(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join("");
}

/** "restyled": the same words under other marks, another kind, level or way of numbering. */
export type BlockChange =
  | "same"
  | "revised"
  | "restyled"
  | "inserted"
  | "deleted"
  | "moved"
  | "moved_and_revised";

export type BlockDiff = {
  id: BlockId;
  kind: BlockKind;
  level: number;
  change: BlockChange;
  /** Only where it was another. */
  kindBefore?: BlockKind;
  levelBefore?: number;
  spans: RunSpan[];
};

/** How many blocks of each sort, and how many words (signs left out) are put in and taken out. */
export type DiffCounts = Record<BlockChange, number> & { wordsInserted: number; wordsDeleted: number };

export type TextDiff = { blocks: BlockDiff[]; counts: DiffCounts };

/**
 * A redline of two texts whose blocks are the same by id. A block that moved stands once, at its new place; one that was taken
 * out stands after the block it used to follow. A move is never shown as taken out and put in. Cross-references are printed
 * with the numbers of the text after: that a paragraph they lead to was renumbered is no change of the words.
 */
export function diffTexts(written: TextDoc, writtenAfter: TextDoc, language: Language): TextDiff {
  const [before, after] = printedAlike(written, writtenAfter, language);
  const placeBefore = new Map(before.blocks.map((block, i) => [block.id, i]));
  const idsAfter = new Set(after.blocks.map((block) => block.id));
  const common = after.blocks.filter((block) => placeBefore.has(block.id));
  const inOrder = longestIncreasing(common.map((block) => placeBefore.get(block.id) as number));
  const stayed = new Set(common.filter((_, i) => inOrder.has(i)).map((block) => block.id));

  const deletedAfter = new Map<BlockId | null, Block[]>();
  let anchor: BlockId | null = null;
  for (const block of before.blocks) {
    if (stayed.has(block.id)) anchor = block.id;
    else if (!idsAfter.has(block.id)) deletedAfter.set(anchor, [...(deletedAfter.get(anchor) ?? []), block]);
  }

  const blocks: BlockDiff[] = [];
  const pushDeleted = (id: BlockId | null) => {
    for (const block of deletedAfter.get(id) ?? []) blocks.push(wholeBlock(block, "deleted"));
  };
  pushDeleted(null);
  for (const block of after.blocks) {
    const place = placeBefore.get(block.id);
    const old = place === undefined ? undefined : before.blocks[place];
    if (!old) blocks.push(wholeBlock(block, "inserted"));
    else blocks.push(comparedBlock(old, block, !stayed.has(block.id), language));
    if (stayed.has(block.id)) pushDeleted(block.id);
  }
  return { blocks, counts: countsOf(blocks, language) };
}

function printedAlike(before: TextDoc, after: TextDoc, language: Language): [TextDoc, TextDoc] {
  if (!hasReferences(before) && !hasReferences(after)) return [before, after];
  const numbers = numberBlocks(after.blocks, language);
  return [
    printReferences(before, new Map([...numberBlocks(before.blocks, language), ...numbers])),
    printReferences(after, numbers),
  ];
}

function wholeBlock(block: Block, change: "inserted" | "deleted"): BlockDiff {
  const op = change === "inserted" ? "insert" : "delete";
  const { id, kind, level } = block;
  return { id, kind, level, change, spans: block.runs.map(({ text, marks }) => ({ op, text, marks })) };
}

function comparedBlock(old: Block, block: Block, moved: boolean, language: Language): BlockDiff {
  const { id, kind, level } = block;
  const same = sameBlock(old, block);
  const sameWords = blockText(old) === blockText(block);
  const change = same
    ? moved
      ? "moved"
      : "same"
    : moved
      ? "moved_and_revised"
      : sameWords
        ? "restyled"
        : "revised";
  return {
    id,
    kind,
    level,
    change,
    ...(old.kind === kind ? {} : { kindBefore: old.kind }),
    ...(old.level === level ? {} : { levelBefore: old.level }),
    spans: same
      ? block.runs.map(({ text, marks }) => ({ op: "same", text, marks }))
      : diffRuns(old.runs, block.runs, language),
  };
}

function countsOf(blocks: readonly BlockDiff[], language: Language): DiffCounts {
  const counts: DiffCounts = {
    same: 0,
    revised: 0,
    restyled: 0,
    inserted: 0,
    deleted: 0,
    moved: 0,
    moved_and_revised: 0,
    wordsInserted: 0,
    wordsDeleted: 0,
  };
  for (const { change, spans } of blocks) {
    counts[change] += 1;
    for (const { op, text } of spans) {
      if (op === "same") continue;
      const words = tokenise(text, language).filter(isWord).length;
      if (op === "insert") counts.wordsInserted += words;
      else counts.wordsDeleted += words;
    }
  }
  return counts;
}

/** Walks both sides at once; between two unchanged stretches all that is taken out stands before all that is put in. */
class SpanWriter {
  private readonly spans: RunSpan[] = [];
  private readonly before: RunReader;
  private readonly after: RunReader;
  private removed: Run[] = [];
  private added: Run[] = [];

  constructor(before: readonly Run[], after: readonly Run[]) {
    this.before = new RunReader(before);
    this.after = new RunReader(after);
  }

  same(length: number): this {
    if (length === 0) return this;
    this.flush();
    for (let left = length; left > 0; ) {
      const size = Math.min(left, this.before.room(), this.after.room());
      const from = this.before.take(size);
      const to = this.after.take(size);
      left -= size;
      if (sameMarks(from.marks, to.marks)) this.push({ op: "same", text: to.text, marks: to.marks });
      else this.push({ op: "same", text: to.text, marks: to.marks, restyled: true, marksBefore: from.marks });
    }
    return this;
  }

  replace(removed: number, added: number): this {
    this.removed.push(...this.before.takeAll(removed));
    this.added.push(...this.after.takeAll(added));
    return this;
  }

  end(): RunSpan[] {
    this.flush();
    return this.spans;
  }

  private flush(): void {
    for (const { text, marks } of this.removed) this.push({ op: "delete", text, marks });
    for (const { text, marks } of this.added) this.push({ op: "insert", text, marks });
    this.removed = [];
    this.added = [];
  }

  private push(span: RunSpan): void {
    const last = this.spans.at(-1);
    const joins =
      last &&
      last.op === span.op &&
      last.restyled === span.restyled &&
      sameMarks(last.marks, span.marks) &&
      sameMarks(last.marksBefore ?? [], span.marksBefore ?? []);
    if (joins) last.text += span.text;
    else this.spans.push(span);
  }
}

/** Takes characters off the front of runs. */
export class RunReader {
  private readonly runs: Run[];
  private index = 0;
  private offset = 0;

  constructor(runs: readonly Run[]) {
    this.runs = normaliseRuns(runs);
  }

  /** Characters left under the present marks; more than any text when nothing is left, so that the other side decides. */
  room(): number {
    const run = this.runs[this.index];
    return run ? run.text.length - this.offset : Number.MAX_SAFE_INTEGER;
  }

  /** `length` characters, at most `room()`. */
  take(length: number): Run {
    const run = this.runs[this.index];
    if (!run) throw new RangeError("Read past the end of a text");
    const text = run.text.slice(this.offset, this.offset + length);
    this.offset += length;
    if (this.offset >= run.text.length) {
      this.index += 1;
      this.offset = 0;
    }
    return { text, marks: run.marks };
  }

  takeAll(length: number): Run[] {
    const taken: Run[] = [];
    for (let left = length; left > 0; ) {
      const run = this.take(Math.min(left, this.room()));
      taken.push(run);
      left -= run.text.length;
    }
    return taken;
  }
}
