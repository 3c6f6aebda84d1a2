import { carriedStretches } from "../carried";
import { diffRuns } from "../diff";
import { KEPT_SHARE_OF_A_SUBSTITUTE } from "../make-patch";
import { type BlockId, blockText, type Language, type TextDoc } from "../model";
import type { Patch } from "../patch";
import { isWord, tokenise } from "../tokens";

/**
 * What an amendment does to a text, as the chair reads it when the order of voting is set (Rules A3, A4). Words are counted without
 * signs. Words that only stand elsewhere afterwards – a paragraph split, joined or moved – are `carried`, and counted neither as
 * taken out nor as put in.
 */
export type Distance = {
  /** Paragraphs, by id. A paragraph is replaced when under a third of its words stay. */
  deletes: BlockId[];
  replaces: BlockId[];
  inserts: BlockId[];
  revises: BlockId[];
  moves: BlockId[];
  /** Another kind or level, or split, or joined. */
  reshapes: BlockId[];
  wordsDeleted: number;
  wordsInserted: number;
  wordsCarried: number;
  /** Words of the paragraphs it touches, as they stood. */
  wordsThere: number;
  /** Words of the whole text. */
  wordsOfText: number;
  /** Under a third of the words of the whole text stay: perhaps a proposal of its own (Rules A1, A12). */
  isWholeText: boolean;
  /** The furthest thing it does. */
  reach: Reach;
  /** Larger is further removed: `reach` first, then words taken out or put in, then the share that they are of what stood there. */
  measure: number;
};

/** Nearest first. Ours: the rules say “furthest removed in substance” and leave it to the chair. */
export const REACHES = [
  "style",
  "structure",
  "words",
  "new_paragraph",
  "replaced_paragraph",
  "deleted_paragraph",
  "whole_text",
] as const;
export type Reach = (typeof REACHES)[number];

const MOST_WORDS = 99_999;

/** Words without signs. */
export function countWords(doc: TextDoc, language: Language): number {
  return doc.blocks.reduce((sum, block) => sum + wordsIn(blockText(block), language).length, 0);
}

function wordsIn(text: string, language: Language): string[] {
  return tokenise(text, language).filter(isWord);
}

/** How far an amendment is from the text it was made against (Rule A3). `wordsOfText`: see `countWords`. */
export function distanceOf(patch: Patch, wordsOfText: number, language: Language): Distance {
  const deletes: BlockId[] = [];
  const inserts: BlockId[] = [];
  const revises: BlockId[] = [];
  const moves: BlockId[] = [];
  const reshapes: BlockId[] = [];
  const removed: { block: BlockId; words: string[]; of: number; whole: boolean }[] = [];
  const added: { block: BlockId; words: string[]; whole: boolean }[] = [];
  let wordsThere = 0;

  for (const change of patch.changes) {
    if (change.op === "move") {
      moves.push(change.block);
      continue;
    }
    if (change.op === "insert") {
      added.push({ block: change.block.id, words: wordsIn(blockText(change.block), language), whole: true });
      continue;
    }
    const { before } = change;
    const there = wordsIn(blockText(before), language);
    wordsThere += there.length;
    if (change.op === "delete") {
      removed.push({ block: before.id, words: there, of: there.length, whole: true });
      continue;
    }
    const { after } = change;
    if (before.kind !== after.kind || before.level !== after.level) reshapes.push(before.id);
    const spans = diffRuns(before.runs, after.runs, language);
    for (const { op, text } of spans) {
      const words = op === "same" ? [] : wordsIn(text, language);
      if (op === "delete") removed.push({ block: before.id, words, of: there.length, whole: false });
      if (op === "insert") added.push({ block: before.id, words, whole: false });
    }
  }

  const stretches = carriedStretches(
    removed.map(({ words }) => words),
    added.map(({ words }) => words),
  );
  const carriedFrom = removed.map(() => 0);
  const carriedTo = added.map(() => 0);
  for (const { list, toList, length } of stretches) {
    carriedFrom[list] = (carriedFrom[list] ?? 0) + length;
    carriedTo[toList] = (carriedTo[toList] ?? 0) + length;
  }

  const lost = new Map<BlockId, { words: number; of: number }>();
  removed.forEach(({ block, words, of, whole }, i) => {
    const gone = words.length - (carriedFrom[i] ?? 0);
    if (whole && carriedFrom[i] && gone === 0) reshapes.push(block);
    else if (whole) deletes.push(block);
    else if (gone > 0) lost.set(block, { words: (lost.get(block)?.words ?? 0) + gone, of });
  });
  const touched = new Set<BlockId>();
  added.forEach(({ block, words, whole }, i) => {
    const fresh = words.length - (carriedTo[i] ?? 0);
    if (whole && carriedTo[i] && fresh === 0) reshapes.push(block);
    else if (whole) inserts.push(block);
    else if (fresh > 0) touched.add(block);
  });
  const replaces = [...lost].flatMap(([id, { words, of }]) =>
    touched.has(id) && of - words < of * KEPT_SHARE_OF_A_SUBSTITUTE ? [id] : [],
  );
  for (const id of new Set([...lost.keys(), ...touched])) if (!replaces.includes(id)) revises.push(id);

  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const wordsCarried = sum(carriedFrom);
  const wordsDeleted = sum(removed.map(({ words }) => words.length)) - wordsCarried;
  const wordsInserted = sum(added.map(({ words }) => words.length)) - wordsCarried;
  const isWholeText =
    wordsOfText > 0 &&
    wordsInserted > 0 &&
    wordsOfText - wordsDeleted < wordsOfText * KEPT_SHARE_OF_A_SUBSTITUTE;

  const reach: Reach = isWholeText
    ? "whole_text"
    : deletes.length > inserts.length
      ? "deleted_paragraph"
      : deletes.length + replaces.length > 0
        ? "replaced_paragraph"
        : inserts.length > 0
          ? "new_paragraph"
          : wordsDeleted + wordsInserted > 0
            ? "words"
            : moves.length + reshapes.length > 0
              ? "structure"
              : "style";
  const words = Math.min(wordsDeleted + wordsInserted, MOST_WORDS);
  const share = Math.min(99, Math.floor((100 * words) / Math.max(1, wordsThere)));
  return {
    deletes,
    replaces,
    inserts,
    revises,
    moves,
    reshapes: [...new Set(reshapes)],
    wordsDeleted,
    wordsInserted,
    wordsCarried,
    wordsThere,
    wordsOfText,
    isWholeText,
    reach,
    measure: (REACHES.indexOf(reach) * (MOST_WORDS + 1) + words) * 100 + share,
  };
}
