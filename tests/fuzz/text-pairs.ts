import {
  type Block,
  blockHead,
  type Language,
  type Mark,
  normaliseRuns,
  type Run,
  type TextDoc,
} from "../../shared/text/model";
import type { Random } from "../support/random";

/**
 * Pairs of proposals whose merged text is known without any diff: words and paragraphs are changed where they stand, by owner,
 * and the text is read out for nobody, for one, for the other and for both.
 */
export type Pair = { language: Language; base: TextDoc; a: TextDoc; b: TextDoc; both: TextDoc };

type Owner = "a" | "b";
type Slot = {
  word: string;
  owner?: Owner;
  /** Words that stand in its place; none: it is taken out. */
  instead?: string[];
  /** Words put in after it. */
  plus?: string[];
  mark?: Mark;
};
type Shape = Pick<Block, "kind" | "level">;
type Paragraph = Shape & {
  id: string;
  slots: Slot[];
  owner?: Owner;
  change?: { deleted: true } | { kind: Block["kind"] } | { level: number };
};

const SYLLABLES = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "zu"];
const HAN =
  "学习城市终身教育成人全民促进政策包容社区家庭青年发展文化环境经济参与评估资源合作国际会议宣言行动计划目标";
const COMMON: Record<Language, string[]> = {
  en: ["the", "of", "and", "shall", "learning"],
  fr: ["la", "de", "et", "d’apprendre", "tout"],
  es: ["la", "de", "y", "aprendizaje", "niños"],
  zh: ["的", "和", "学习", "城市", "，"],
};

/** French and Spanish are cut into words as English is, but for their apostrophes. */
const MOSTLY_TWO: readonly Language[] = ["en", "zh", "en", "zh", "en", "zh", "fr", "es"];

function word(random: Random, language: Language): string {
  if (random.chance(0.25)) return random.pick(COMMON[language]);
  if (language === "zh") return random.pick([...HAN]) + random.pick([...HAN]);
  const accent = language === "en" ? "" : random.pick(["", "é", "ñ"]);
  return Array.from({ length: 2 + random.below(3) }, () => random.pick(SYLLABLES)).join("") + accent;
}

/** A word that stands nowhere else: where the same change could mean two places, no outside oracle can say which. */
function newWord(random: Random, language: Language, tag: string): string {
  return language === "zh" ? `“${tag}”` : `${random.pick(SYLLABLES)}${random.pick(SYLLABLES)}${tag}`;
}

function readOut(paragraphs: readonly Paragraph[], language: Language, owners: readonly Owner[]): TextDoc {
  const counts = (owner: Owner | undefined) => owner !== undefined && owners.includes(owner);
  const blocks = paragraphs.flatMap((paragraph): Block[] => {
    const change = counts(paragraph.owner) ? paragraph.change : undefined;
    if (change && "deleted" in change) return [];
    const runs: Run[] = [];
    const push = (text: string, marks: Mark[]) => {
      const space = runs.length > 0 && language !== "zh" ? [{ text: " ", marks: [] }] : [];
      runs.push(...space, { text, marks });
    };
    for (const slot of paragraph.slots) {
      const active = counts(slot.owner);
      if (active && slot.instead) for (const text of slot.instead) push(text, []);
      else push(slot.word, active && slot.mark ? [slot.mark] : []);
      if (active) for (const text of slot.plus ?? []) push(text, []);
    }
    return [
      {
        id: paragraph.id,
        kind: change && "kind" in change ? change.kind : paragraph.kind,
        level: change && "level" in change ? change.level : paragraph.level,
        runs: normaliseRuns(runs),
      },
    ];
  });
  return { blocks };
}

/** Half of the pairs are of prose, half of the Key Features' rows, four of which are a feature. */
const PROSE: Shape[] = [{ kind: "operative", level: 0 }];
const FEATURE: Shape[] = [
  { kind: "feature", level: 1 },
  { kind: "measure", level: 2 },
  { kind: "measure", level: 2 },
  { kind: "source", level: 2 },
];

function paragraphs(random: Random, language: Language, size: number): Paragraph[] {
  const shapes = random.chance(0.5) ? PROSE : FEATURE;
  return Array.from({ length: size }, (_, i) => ({
    id: `p${i}`,
    ...(shapes[i % shapes.length] as Shape),
    slots: Array.from({ length: 8 + random.below(25) }, () => ({ word: word(random, language) })),
  }));
}

/** Changes of words by both owners in one paragraph. An insertion keeps a word's distance from the other's changes. */
function editWords(random: Random, slots: Slot[], language: Language, owners: readonly Owner[]): void {
  let tag = 0;
  let lastOwner: Owner | undefined;
  let distance = 9;
  let lastInsertion = false;
  let lastSlides = false;
  for (const [index, slot] of slots.entries()) {
    distance += 1;
    if (!random.chance(0.2)) continue;
    const owner = random.pick(owners);
    const other = lastOwner !== undefined && lastOwner !== owner;
    const what = random.next();
    const insertion = what >= 0.55 && what < 0.85;
    // Changed words of the two may stand side by side. What is put in keeps a word away, and so does what may slide.
    // Our random Chinese is cut into other words than it was made of.
    const slides =
      slots.slice(Math.max(0, index - 3), index + 4).filter((one) => one.word === slot.word).length > 1;
    const apart = language === "zh" ? 4 : insertion || lastInsertion || slides || lastSlides ? 4 : 1;
    if (other && distance < apart) continue;
    lastInsertion = insertion;
    lastSlides = slides;
    slot.owner = owner;
    const made = () => newWord(random, language, `${owner}${tag++}`);
    if (what < 0.35) slot.instead = Array.from({ length: 1 + random.below(2) }, made);
    else if (what < 0.55) slot.instead = [];
    else if (insertion) slot.plus = Array.from({ length: 1 + random.below(3) }, made);
    else
      slot.mark = random.pick<Mark>([{ type: "em" }, { type: "bracket", id: `k${owner}`, proposer: owner }]);
    lastOwner = owner;
    distance = 0;
  }
}

/** Structure changes by id, applied one after the other to a list: the other's changes never touch their neighbours. */
type Move = (blocks: Block[]) => Block[];

export function disjointPair(random: Random): Pair {
  for (;;) {
    const language = random.pick(MOSTLY_TWO);
    const list = paragraphs(random, language, 12);
    const moves: Record<Owner, Move[]> = { a: [], b: [] };
    // Three stretches of four paragraphs: one for each owner's structure, one where both change words.
    const order: (Owner | "words")[] = random.pick([
      ["a", "words", "b"],
      ["words", "b", "a"],
      ["b", "a", "words"],
    ]);
    order.forEach((owner, i) => {
      const own = list.slice(i * 4, i * 4 + 4);
      if (owner === "words") for (const { slots } of own) editWords(random, slots, language, ["a", "b"]);
      else structure(random, own, owner, language, moves[owner]);
    });
    const read = (...owners: Owner[]): TextDoc => {
      let { blocks } = readOut(list, language, owners);
      for (const owner of owners) for (const move of moves[owner]) blocks = move(blocks);
      return { blocks };
    };
    const pair = { language, base: read(), a: read("a"), b: read("b"), both: read("a", "b") };
    const texts = [pair.base, pair.a, pair.b].map((doc) => JSON.stringify(doc));
    if (new Set(texts).size === 3) return pair;
  }
}

/** `own`: four paragraphs in a row; only the two in the middle are touched. */
function structure(random: Random, own: Paragraph[], owner: Owner, language: Language, moves: Move[]): void {
  const [first, second, third] = own as [Paragraph, Paragraph, Paragraph];
  const fresh: Block = {
    id: `new-${owner}`,
    kind: "point",
    level: 1,
    runs: [{ text: newWord(random, language, owner), marks: [] }],
  };
  const insertAfter =
    (id: string, block: Block): Move =>
    (blocks) =>
      blocks.flatMap((one) => (one.id === id ? [one, block] : [one]));
  const other: Owner = owner === "a" ? "b" : "a";
  switch (random.below(6)) {
    case 0:
      second.owner = owner;
      second.change = { deleted: true };
      break;
    case 1:
      moves.push(insertAfter(second.id, fresh));
      break;
    case 2:
      // One moves it, the other changes its words.
      editWords(random, second.slots, language, [other]);
      moves.push((blocks) => {
        const moved = blocks.filter(({ id }) => id === second.id);
        return blocks
          .filter(({ id }) => id !== second.id)
          .flatMap((one) => (one.id === third.id ? [one, ...moved] : [one]));
      });
      break;
    case 3:
      second.owner = owner;
      second.change = random.chance(0.5) ? { kind: "point" } : { level: 2 };
      editWords(random, second.slots, language, [other]);
      break;
    case 4: {
      // Split: the second half of its words becomes a paragraph of its own; the other changes words of the first half.
      const cut = Math.floor(second.slots.length / 2);
      const tail = second.slots.slice(cut);
      for (const slot of tail) Object.assign(slot, { owner, instead: [] });
      editWords(random, second.slots.slice(0, cut - 3), language, [other]);
      const runs = readOut(
        [{ ...fresh, id: "tail", slots: tail.map(({ word: text }) => ({ word: text })) }],
        language,
        [],
      ).blocks[0]?.runs;
      moves.push(insertAfter(second.id, { ...fresh, runs: runs ?? [] }));
      break;
    }
    default: {
      // Join: the words of the third stand at the end of the second; the other changes the beginning of the second.
      const last = second.slots.at(-1) as Slot;
      Object.assign(last, { owner, plus: third.slots.map(({ word: text }) => text) });
      third.owner = owner;
      third.change = { deleted: true };
      editWords(random, second.slots.slice(0, -4), language, [other]);
    }
  }
  if (random.chance(0.5)) editWords(random, first.slots, language, [random.pick(["a", "b"])]);
}

/** Two proposals of which one person could not accept both as they stand, and what they do. */
export function overlappingPair(random: Random): Omit<Pair, "both"> & { what: string } {
  const language = random.pick(MOSTLY_TWO);
  const list = paragraphs(random, language, 5);
  const base = readOut(list, language, []);
  const at = random.below(5);
  const block = base.blocks[at] as Block;
  const slots = (list[at] as Paragraph).slots;
  const n = random.below(slots.length);
  const withSlot = (slot: Partial<Slot>): TextDoc => {
    const changed = slots.map((one, i) => (i === n ? { ...one, ...slot, owner: "a" as const } : one));
    const [revised] = readOut([{ ...blockHead(block), slots: changed }], language, ["a"]).blocks;
    return { blocks: base.blocks.map((one) => (one.id === block.id ? (revised as Block) : one)) };
  };
  const without = { blocks: base.blocks.filter(({ id }) => id !== block.id) };
  const movedTo = (place: number) => {
    const blocks = [...without.blocks];
    blocks.splice(place, 0, block);
    return { blocks };
  };
  const added = (tag: string) => {
    const blocks = [...base.blocks];
    const runs = [{ text: newWord(random, language, tag), marks: [] }];
    blocks.splice(at + 1, 0, { id: `new-${tag}`, kind: "operative", level: 0, runs });
    return { blocks };
  };
  const shaped = (shape: Partial<Block>): TextDoc => ({
    blocks: base.blocks.map((one) => (one.id === block.id ? { ...one, ...shape } : one)),
  });
  /** Everything from the word on becomes a paragraph of its own. */
  const split = (): TextDoc => {
    const read = (words: Slot[]) =>
      readOut([{ ...blockHead(block), slots: words }], language, []).blocks[0]?.runs ?? [];
    const head = { ...block, runs: read(slots.slice(0, n)) };
    const tail = { ...block, id: "new-tail", runs: read(slots.slice(n)) };
    return { blocks: base.blocks.flatMap((one) => (one.id === block.id ? [head, tail] : [one])) };
  };
  const made = (tag: string) => [newWord(random, language, tag)];
  const reading = (words: Slot[], more: Partial<Block> = {}): Block => {
    const [read] = readOut([{ ...blockHead(block), slots: words }], language, []).blocks;
    return { ...(read as Block), ...more };
  };
  const replaced = (...blocks: Block[]): TextDoc => ({
    blocks: base.blocks.flatMap((one) => (one.id === block.id ? blocks : [one])),
  });
  /** The paragraph and the one after it, or before it when it is the last, in two: what joins them, and something put between them. */
  const first = Math.min(at, 3);
  const [upper, lower] = base.blocks.slice(first, first + 2) as [Block, Block];
  const joined = (): TextDoc => {
    const words = [...(list[first] as Paragraph).slots, ...(list[first + 1] as Paragraph).slots];
    const whole = { ...upper, runs: reading(words).runs };
    return { blocks: base.blocks.flatMap((one) => (one === upper ? [whole] : one === lower ? [] : [one])) };
  };
  const between = (): TextDoc => ({
    blocks: base.blocks.flatMap((one) =>
      one === upper
        ? [one, { ...one, id: "new-between", runs: [{ text: made("y")[0] as string, marks: [] }] }]
        : [one],
    ),
  });
  const half = 1 + random.below(slots.length - 1);
  const under: Block = {
    ...block,
    id: "new-under",
    kind: "point",
    level: 1,
    runs: [{ text: "new", marks: [] }],
  };
  /** All its words stand at the end of another paragraph. */
  const emptiedInto = (place: number): TextDoc => {
    const target = base.blocks[place] as Block;
    const words = [...(list[place] as Paragraph).slots, ...slots];
    const filled = { ...target, runs: reading(words).runs };
    return { blocks: base.blocks.flatMap((one) => (one === target ? [filled] : one === block ? [] : [one])) };
  };
  const cases: [string, TextDoc, TextDoc][] = [
    ["replace and replace", withSlot({ instead: made("x") }), withSlot({ instead: made("y") })],
    ["replace and strike out", withSlot({ instead: made("x") }), withSlot({ instead: [] })],
    ["insert and insert", withSlot({ plus: made("x") }), withSlot({ plus: made("y") })],
    ["insert and strike out the word before", withSlot({ plus: made("x") }), withSlot({ instead: [] })],
    [
      "bracket and replace",
      withSlot({ mark: { type: "bracket", id: "k", proposer: "Kenya" } }),
      withSlot({ instead: made("y") }),
    ],
    ["change a word and delete the paragraph", withSlot({ instead: made("x") }), without],
    ["insert paragraphs at one place", added("x"), added("y")],
    ["move to two places", movedTo((at + 2) % 5), movedTo((at + 3) % 5)],
    ["move and delete", movedTo((at + 2) % 5), without],
    ["two kinds", shaped({ kind: "point" }), shaped({ kind: "note" })],
    ["two levels", shaped({ level: block.level + 1 }), shaped({ level: block.level + 2 })],
    ["split, and replace a word of the second half", split(), withSlot({ instead: made("y") })],
    ["split and move", split(), movedTo((at + 2) % 5)],
    ["join, and strike out the second", joined(), { blocks: base.blocks.filter((one) => one !== lower) }],
    ["put words elsewhere, and strike them out", emptiedInto((at + 2) % 5), without],
    [
      "put under a paragraph, and put another between",
      replaced(block, under),
      replaced(block, { ...block, id: "new-holder" }),
    ],
    ["split and delete", split(), without],
    ["put under a paragraph, and strike that out", replaced(block, under), without],
    ["put between two paragraphs, and join those", between(), joined()],
    [
      "strike out one half, and the other half",
      replaced(reading(slots.slice(0, half))),
      replaced(reading(slots.slice(half))),
    ],
    ["the same words to two places", emptiedInto((at + 2) % 5), emptiedInto((at + 3) % 5)],
  ];
  const [what, x, y] = random.pick(cases);
  return random.chance(0.5) ? { language, base, a: x, b: y, what } : { language, base, a: y, b: x, what };
}
