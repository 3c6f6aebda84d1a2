import { carriedStretches } from "../carried";
import { type Block, type BlockId, blockText, type Language, type TextDoc } from "../model";
import { diffWords, type Word, wordsLike, wordsOf } from "../words";

/** Words of a paragraph that the same act brought in. Joined, the spans of a block are its text. */
export type BlameSpan<By> = { text: string; by: By };

/**
 * How many words in a row have to come back from an earlier version to be the words of that time. Ours: more than within one step, for in
 * a long debate the same phrase is found again by others.
 */
const LEAST_TO_RETURN = 8;

/**
 * Who brought each word of a text, kept from version to version. `By` names a version, an amendment, an author: whatever the caller wants to
 * read there. A word keeps its origin when its paragraph is split, joined, moved, or given another kind or marks; when it is taken out and
 * typed anew in the same step (four words in a row at least), or comes back later as it was (an adoption taken back: eight, or all of it).
 */
export class Blame<By> {
  private readonly blocks = new Map<BlockId, Attributed<By>>();
  private readonly buried = new Graveyard<By>();

  constructor(
    first: TextDoc,
    by: By,
    private readonly language: Language,
  ) {
    for (const block of first.blocks) this.blocks.set(block.id, { text: blockText(block), origin: by });
  }

  /** The next version. Costs what changed; about what it takes to compare the texts for the rest. */
  step(after: TextDoc, by: By): void {
    const removed: Attributes<By>[] = [];
    const added: Added<By>[] = [];
    const next = new Map<BlockId, Attributed<By>>();
    for (const block of after.blocks) {
      const text = blockText(block);
      const known = this.blocks.get(block.id);
      next.set(block.id, known?.text === text ? known : this.changed(known, text, by, removed, added));
    }
    for (const [id, known] of this.blocks)
      if (!next.has(id)) removed.push(originsOf(known, wordsOfBlock(known, this.language)));
    this.carry(removed, added);
    this.blocks.clear();
    for (const [id, block] of next) this.blocks.set(id, block);
    this.buried.bury(removed);
  }

  /** Null: there is no such block. An empty one has no spans. */
  spans(id: BlockId): BlameSpan<By>[] | null {
    const block = this.blocks.get(id);
    if (!block) return null;
    if (block.origins === undefined) return block.text === "" ? [] : [{ text: block.text, by: block.origin }];
    const spans: BlameSpan<By>[] = [];
    block.words.forEach(({ space, text }, i) => {
      const by = (block.origins[i] ?? block.origins.at(-1)) as By;
      const last = spans.at(-1);
      // White space that stands at the end belongs to what it follows.
      if (last && (last.by === by || text === "")) last.text += space + text;
      else if (space + text !== "") spans.push({ text: space + text, by });
    });
    return spans;
  }

  private changed(
    known: Attributed<By> | undefined,
    text: string,
    by: By,
    removed: Attributes<By>[],
    added: Added<By>[],
  ): Attributed<By> {
    if (!known) {
      const words = wordsOf(text, this.language);
      const origins = words.map(() => by);
      added.push({ words, origins, from: 0, to: words.length - 1 });
      return { text, words, origins };
    }
    const before = wordsOfBlock(known, this.language);
    const old = originsOf(known, before);
    const { hunks, after } = diffWords(
      before,
      wordsLike(text, { text: known.text, words: before }, this.language),
    );
    const origins: By[] = [];
    let i = 0;
    for (const hunk of hunks) {
      for (; i < hunk.from; i++) origins.push(old.origins[i] as By);
      if (hunk.from < hunk.to)
        removed.push({
          words: before.slice(hunk.from, hunk.to),
          origins: old.origins.slice(hunk.from, hunk.to),
        });
      for (let j = hunk.afterFrom; j < hunk.afterTo; j++) origins.push(by);
      i = hunk.to;
    }
    for (; i < before.length; i++) origins.push(old.origins[i] as By);
    for (const { afterFrom, afterTo } of hunks)
      if (afterFrom < afterTo) added.push({ words: after, origins, from: afterFrom, to: afterTo });
    return { text, words: after, origins };
  }

  /** Gives words that come from elsewhere in this step, or from earlier, the origin that they had. */
  private carry(removed: readonly Attributes<By>[], added: readonly Added<By>[]): void {
    if (added.length === 0) return;
    const wanted = added.map(({ words, from, to }) => words.slice(from, to).map(({ text }) => text));
    const pool = [...removed, ...this.buried.alike(wanted)];
    for (const { list, at, toList, to, length } of carriedStretches(pool.map(textsOf), wanted)) {
      const target = added[toList];
      const source = pool[list];
      if (!target || !source) continue;
      const whole = length === wanted[toList]?.length || length === textsOf(source).length;
      if (list >= removed.length && length < LEAST_TO_RETURN && !whole) continue;
      for (let i = 0; i < length; i++) target.origins[target.from + to + i] = source.origins[at + i] as By;
    }
  }
}

type Attributes<By> = { words: readonly Word[]; origins: readonly By[] };
type Added<By> = { words: readonly Word[]; origins: By[]; from: number; to: number };
/** One origin for all of it, or one for each word. */
type Attributed<By> =
  | { text: string; origin: By; origins?: undefined }
  | { text: string; words: readonly Word[]; origins: readonly By[] };

function wordsOfBlock<By>(block: Attributed<By>, language: Language): readonly Word[] {
  return block.origins === undefined ? wordsOf(block.text, language) : block.words;
}

function originsOf<By>(block: Attributed<By>, words: readonly Word[]): Attributes<By> {
  return { words, origins: block.origins ?? words.map(() => block.origin) };
}

function textsOf({ words }: Attributes<unknown>): string[] {
  return words.map(({ text }) => text).filter((text) => text !== "");
}

/** Words that were taken out in earlier steps, found again by any three of them in a row. */
class Graveyard<By> {
  private readonly byKey = new Map<string, Attributes<By>[]>();

  bury(removed: readonly Attributes<By>[]): void {
    for (const one of removed) {
      for (const key of keysOf(textsOf(one))) {
        const known = this.byKey.get(key);
        if (!known) this.byKey.set(key, [one]);
        // The latest burial is the one that is dug up.
        else if (known[0] !== one) known.unshift(one);
      }
    }
  }

  alike(wanted: readonly (readonly string[])[]): Attributes<By>[] {
    const found = new Set<Attributes<By>>();
    for (const words of wanted) {
      for (const key of keysOf(words)) {
        const first = this.byKey.get(key)?.[0];
        if (first) found.add(first);
      }
    }
    return [...found];
  }
}

/** Of short stretches, all of it. */
function keysOf(words: readonly string[]): string[] {
  if (words.length === 0) return [];
  if (words.length <= 3) return [words.join(" ")];
  return words.slice(2).map((_, i) => words.slice(i, i + 3).join(" "));
}

/** Blame of the last of a chain of versions, the first given as it was opened. */
export function blameOf<By>(
  versions: readonly { text: TextDoc; by: By }[],
  language: Language,
): { block: Block; spans: BlameSpan<By>[] }[] {
  const [first, ...later] = versions;
  if (!first) return [];
  const blame = new Blame(first.text, first.by, language);
  for (const { text, by } of later) blame.step(text, by);
  const last = later.at(-1) ?? first;
  return last.text.blocks.map((block) => ({ block, spans: blame.spans(block.id) ?? [] }));
}
