import { matchBlocks } from "../history/match";
import type { Block, BlockId, BlockKind, Language, Run, TextDoc } from "../model";
import { type BlockNumber, numberBlocks } from "../numbering";
import { longestIncreasing } from "../sequence";
import { type FoundParagraph, readTypedNumbers } from "../typed-numbers";
import {
  type Look,
  type MarkedParagraph,
  type MarkedText,
  runOf,
  type SeenParagraph,
  seenBy,
  textOfSeen,
} from "./marked";
import { type Alignment, alignPrinted, type Printed, printBlock } from "./printed";

/** A paragraph of the file as it was before anybody revised it, and what it is in the version. */
export type Original = {
  /** Its words with the number that was typed before them, whose length `signLength` is. */
  text: string;
  signLength: number;
  look: Look;
  /** The paragraph of the file whose end it has. */
  ends: MarkedParagraph;
  block: Block | null;
  /** Which words are the block's, by UTF-16 units of `text`; its number stands for nothing. null without a block. */
  alignment: Alignment | null;
};

/** What the file and the version do not share, though nobody tracked a change. */
export type Untracked =
  | { problem: "differs"; block: BlockId; said: string }
  | { problem: "only_in_file"; block: null; said: string }
  | { problem: "only_in_version"; block: null; said: string }
  | { problem: "stands_elsewhere"; block: BlockId; said: string };

export type Originals = {
  paragraphs: readonly Original[];
  untracked: Untracked[];
  /** What paragraphs of a look are in the version, where all of them are one thing. */
  kindOfLook: ReadonlyMap<string, { kind: BlockKind; level: number }>;
};

const SAID = 80;

/** Finds the version's paragraphs in the file as it was before its revisions. */
export function readOriginals(version: TextDoc, text: MarkedText, language: Language): Originals {
  const numbers = numberBlocks(version.blocks, language);
  const seen = seenBy(text, null);
  const signs = signLengths(seen);
  const printed = version.blocks.map((block) => printBlock(block, numbers));
  const matches = match(version, printed, seen, signs, language);
  const blockAt = new Map(matches.map(({ before, after }) => [after, before]));
  const paragraphs = seen.map((one, i): Original => {
    const words = textOfSeen(one);
    const place = blockAt.get(i);
    const block = place === undefined ? null : (version.blocks[place] ?? null);
    const on = place === undefined ? undefined : printed[place];
    const signLength = signs[i] ?? 0;
    const alignment = block && on ? aligned(on, words, signLength, block, numbers, language) : null;
    return { text: words, signLength, look: one.look, ends: one.ends, block, alignment };
  });
  return {
    paragraphs,
    untracked: untrackedOf(version, paragraphs, matches, numbers),
    kindOfLook: learnKinds(paragraphs),
  };
}

/** How many characters of each paragraph are a number that was typed before it. */
export function signLengths(paragraphs: readonly SeenParagraph[]): number[] {
  const found = paragraphs.map((one) => asFound(one));
  return readTypedNumbers(found).map(({ runs }, i) => lengthOf(found[i]?.runs ?? []) - lengthOf(runs));
}

/** What a paragraph with a typed number is by it; null: it has none. */
export function kindsByNumber(paragraphs: readonly SeenParagraph[]): FoundParagraph[] {
  return readTypedNumbers(paragraphs.map((one) => asFound(one)));
}

function asFound({ look, pieces }: SeenParagraph): FoundParagraph {
  const runs = pieces.map(({ run, text }) => runOf(run, text));
  // What the program numbers has no typed number.
  const isListed = look.sign.includes("#");
  if (!isListed) return { kind: null, level: 0, runs };
  return look.depth === 0
    ? { kind: "operative", level: 0, runs }
    : { kind: "point", level: look.depth, runs };
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { text }) => sum + text.length, 0);
}

type Match = { before: number; after: number };

function match(
  version: TextDoc,
  printed: readonly Printed[],
  seen: readonly SeenParagraph[],
  signs: readonly number[],
  language: Language,
): Match[] {
  const withWords = (words: string) => words.trim() !== "";
  const plain = (text: string, i: number): Block => ({
    id: `p${i}`,
    kind: "note",
    level: 0,
    runs: text === "" ? [] : [{ text, marks: [] }],
  });
  const ours = printed.flatMap(({ text }, i) => (withWords(text) ? [i] : []));
  const theirs = seen.flatMap((one, i) => (withWords(textOfSeen(one)) ? [i] : []));
  const found = matchBlocks(
    ours.map((i) => plain(printed[i]?.text ?? "", i)),
    theirs.map((i) =>
      plain(
        textOfSeen(seen[i] as SeenParagraph)
          .slice(signs[i] ?? 0)
          .trim(),
        i,
      ),
    ),
    language,
  );
  return found.flatMap(({ before, after }) => {
    const [our, their] = [ours[before], theirs[after]];
    return our === undefined || their === undefined || !version.blocks[our]
      ? []
      : [{ before: our, after: their }];
  });
}

function aligned(
  printed: Printed,
  words: string,
  signLength: number,
  block: Block,
  numbers: ReadonlyMap<BlockId, BlockNumber>,
  language: Language,
): Alignment {
  // A label that is printed before the paragraph is no word of it, however it was typed.
  const label = numbers.get(block.id)?.label ?? "";
  const rest = words.slice(signLength);
  const isLabelled = signLength === 0 && label !== "" && rest.trimStart().startsWith(label);
  const start = signLength + (isLabelled ? rest.indexOf(label) + label.length : 0);
  const found = alignPrinted(printed, words.slice(start), language);
  const head = Array.from({ length: start }, () => ({ from: 0, to: 0, open: [] }));
  return { ranges: [...head, ...found.ranges], differences: found.differences };
}

function untrackedOf(
  version: TextDoc,
  paragraphs: readonly Original[],
  matches: readonly Match[],
  numbers: ReadonlyMap<BlockId, BlockNumber>,
): Untracked[] {
  const out: Untracked[] = [];
  const inOrder = longestIncreasing(matches.map(({ before }) => before));
  const elsewhere = new Set(matches.flatMap(({ after }, i) => (inOrder.has(i) ? [] : [after])));
  paragraphs.forEach(({ text, block, alignment }, i) => {
    if (block === null) {
      if (text.trim() !== "") out.push({ problem: "only_in_file", block, said: text.trim().slice(0, SAID) });
      return;
    }
    if (elsewhere.has(i))
      out.push({ problem: "stands_elsewhere", block: block.id, said: text.trim().slice(0, SAID) });
    for (const { printed, found } of alignment?.differences ?? [])
      out.push({ problem: "differs", block: block.id, said: difference(cut(printed), cut(found)) });
  });
  const found = new Set(matches.map(({ before }) => before));
  const missing = version.blocks.filter(({ runs }, i) => !found.has(i) && runs.length > 0);
  if (missing.length > 0) {
    const paths = missing.map(({ id }) => numbers.get(id)?.path ?? id);
    const said = `${paths.slice(0, 8).join(", ")}${paths.length > 8 ? ` … (${paths.length})` : ""}`;
    out.push({ problem: "only_in_version", block: null, said });
  }
  return out;
}

function difference(printed: string, found: string): string {
  if (printed === "") return `+ “${found}”`;
  return found === "" ? `− “${printed}”` : `“${printed}” → “${found}”`;
}

function cut(words: string): string {
  const trimmed = words.trim();
  return trimmed.length > SAID ? `${trimmed.slice(0, SAID)}…` : trimmed;
}

function learnKinds(paragraphs: readonly Original[]): Originals["kindOfLook"] {
  const seen = new Map<string, Map<string, { kind: BlockKind; level: number; count: number }>>();
  for (const { look, block } of paragraphs) {
    if (!block || look.sign === "") continue;
    const kinds = seen.get(keyOf(look)) ?? new Map();
    seen.set(keyOf(look), kinds);
    const key = `${block.kind} ${block.level}`;
    const known = kinds.get(key) ?? { kind: block.kind, level: block.level, count: 0 };
    kinds.set(key, { ...known, count: known.count + 1 });
  }
  return new Map(
    [...seen].flatMap(([look, kinds]) => {
      const [only] = [...kinds.values()];
      return kinds.size === 1 && only ? [[look, { kind: only.kind, level: only.level }] as const] : [];
    }),
  );
}

export function keyOf({ sign, depth }: Look): string {
  return `${sign} ${depth}`;
}
