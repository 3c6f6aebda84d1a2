import { type Language, type Mark, normaliseRuns, type Run, sameMarks } from "./model";
import { isWord } from "./tokens";
import { diffWords, type Hunk, type Word, wordsOf } from "./words";

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
  const { hunks, after: b } = diffWords(a, wordsOf(textAfter, language));
  let i = 0;
  let j = 0;
  const keepUntil = (end: number) => {
    for (; i < end; i++, j++) {
      const from = a[i] as Word;
      const to = b[j] as Word;
      if (from.space === to.space) spans.same(from.space.length);
      else spans.replace(from.space.length, to.space.length);
      spans.same(from.text.length);
    }
  };
  for (const hunk of join(hunks, a)) {
    keepUntil(hunk.from);
    const removed = (a[hunk.to] as Word).at - (a[hunk.from] as Word).at;
    const added = (b[hunk.afterTo] as Word).at - (b[hunk.afterFrom] as Word).at;
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
