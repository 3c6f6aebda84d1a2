import type { Block, BlockId, BlockKind, Language, ProvisionalKind, TextDoc } from "./model";

/**
 * `label` as printed before the paragraph ("" for none); `path` as people call it when they speak about it; `cite` as other
 * paragraphs refer to it, after a word such as "paragraph": `4 (b)`, `3.1`, `II`. Paths of paragraphs are the same in all
 * languages but for the sign after a letter and what marks a provisional point, so that a room hears one name.
 */
export type BlockNumber = { label: string; path: string; cite: string };

/** A place in one count: `n`, or the `nth` paragraph put in after it. */
type Count = { n: number; provisional: ProvisionalKind | null; nth: number };

type Style = {
  /** A point of each depth: (a), (i), (1) – or a), i), 1). Chinese texts of the United Nations write (a), then ㈠. */
  points: { spell: (n: number) => string; wrap: (spelt: string) => string }[];
  heading: { spell: (n: number) => string; wrap: (spelt: string) => string };
  /** A number with what says that it is provisional: 2 bis, 2 ter; 2 alt, 2 alt 2. */
  provisional: Provisional;
  /** Before the first of all: 1 ante. */
  ante: (spelt: string) => string;
  /** Between the parts of a citation. */
  space: string;
  names: Record<"title" | "organ" | "part" | "area" | "feature" | "measure" | "source" | "note", string>;
};

type Provisional = (spelt: string, kind: ProvisionalKind, nth: number) => string;

const asItIs = (spelt: string) => spelt;
const inParentheses = (spell: (n: number) => string) => ({ spell, wrap: (spelt: string) => `(${spelt})` });
const beforeParenthesis = (spell: (n: number) => string) => ({ spell, wrap: (spelt: string) => `${spelt})` });
const ROMAN_HEADING = {
  spell: (n: number) => roman(n).toUpperCase(),
  wrap: (spelt: string) => `${spelt}.`,
};

/** What follows a number that is taken already: the second of it is *bis*. Past ten, in digits. */
const LATIN = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"];

function latin(spelt: string, kind: ProvisionalKind, nth: number): string {
  if (kind === "alt") return `${spelt} alt${nth === 1 ? "" : ` ${nth}`}`;
  return `${spelt} ${LATIN[nth - 1] ?? `(${nth + 1})`}`;
}

/** In the Latin of *bis* and *ter*: nothing is 0 in a text, and "0 bis" would be the second of nothing. */
const latinAnte = (spelt: string) => `${spelt} ante`;

const STYLES: Record<Language, Style> = {
  en: {
    points: [letters, roman, String].map(inParentheses),
    heading: ROMAN_HEADING,
    provisional: latin,
    ante: latinAnte,
    space: " ",
    names: {
      title: "Title",
      organ: "Opening",
      part: "Part",
      area: "Area",
      feature: "Feature",
      measure: "Measure",
      source: "Source",
      note: "Note",
    },
  },
  fr: {
    points: [letters, roman, String].map(beforeParenthesis),
    heading: ROMAN_HEADING,
    provisional: latin,
    ante: latinAnte,
    space: " ",
    names: {
      title: "Titre",
      organ: "Ouverture",
      part: "Partie",
      area: "Domaine",
      feature: "Caractéristique",
      measure: "Mesure",
      source: "Source",
      note: "Note",
    },
  },
  es: {
    points: [letters, roman, String].map(beforeParenthesis),
    heading: ROMAN_HEADING,
    provisional: latin,
    ante: latinAnte,
    space: " ",
    names: {
      title: "Título",
      organ: "Apertura",
      part: "Parte",
      area: "Ámbito",
      feature: "Característica",
      measure: "Medida",
      source: "Fuente",
      note: "Nota",
    },
  },
  zh: {
    // 之二 stands behind the whole sign: (a)之二. So the parentheses are part of the spelling.
    points: [
      { spell: (n) => `(${letters(n)})`, wrap: asItIs },
      { spell: parenthesisedChinese, wrap: asItIs },
      { spell: (n) => `(${n})`, wrap: asItIs },
    ],
    heading: { spell: chinese, wrap: (spelt) => `${spelt}、` },
    provisional: (spelt, kind, nth) => {
      if (kind === "alt") return `${spelt}备选${nth === 1 ? "" : chinese(nth)}`;
      return `${spelt}之${chinese(nth + 1)}`;
    },
    ante: (spelt) => `${spelt}之前`,
    space: "",
    names: {
      title: "标题",
      organ: "开头",
      part: "部分",
      area: "领域",
      feature: "特征",
      measure: "措施",
      source: "来源",
      note: "说明",
    },
  },
};

const LATIN_MARKS: Pick<Style, "provisional" | "ante"> = { provisional: latin, ante: latinAnte };
const PARAGRAPHS = { preambular: "PP", operative: "OP" } as const;

/**
 * Numbers from order, kind, level and what is provisional alone; nothing of them is stored. Operative paragraphs, preambular ones,
 * headings and areas count through the whole text; points within their paragraph or point, features within their area, measures and
 * sources within their feature. A point takes no more depth than the one before it allows: below a paragraph it is (a), whatever
 * its level. A provisional paragraph takes the number before it and leaves those after it as they are; before the first it
 * stands *ante*.
 */
export function numberBlocks(
  blocks: readonly Omit<Block, "runs">[],
  language: Language,
): Map<BlockId, BlockNumber> {
  const style = STYLES[language];
  const { names } = style;
  const numbers = new Map<BlockId, BlockNumber>();
  const counts = new Map<BlockKind, Counter>();
  let points: { counter: Counter; sign: string }[] = [];
  /** What points, and then features and measures, stand under. */
  let parent: Pick<BlockNumber, "path" | "cite"> = { path: "", cite: "" };
  let area = "0";
  let feature = "0.0";

  for (const block of blocks) {
    if (block.kind !== "point" && block.kind !== "note") points = [];
    numbers.set(block.id, numberOf(block));
  }
  return numbers;

  function count({ kind, provisional }: Omit<Block, "runs">): Count {
    const counter = counts.get(kind) ?? newCounter();
    counts.set(kind, counter);
    return next(counter, provisional);
  }

  function spelt(
    { n, provisional, nth }: Count,
    spell: (n: number) => string,
    { provisional: mark, ante }: Pick<Style, "provisional" | "ante"> = style,
  ) {
    if (!provisional) return spell(n);
    if (n > 0) return mark(spell(n), provisional, nth);
    const first = ante(spell(1));
    if (provisional === "alt") return mark(first, "alt", nth);
    return nth === 1 ? first : mark(first, "bis", nth - 1);
  }

  function numberOf(block: Omit<Block, "runs">): BlockNumber {
    switch (block.kind) {
      case "title":
      case "organ": {
        const name = names[block.kind];
        const { n } = count({ ...block, provisional: undefined });
        const path = n === 1 ? name : `${name} ${n}`;
        parent = { path: "", cite: "" };
        return { label: "", path, cite: path };
      }
      case "preambular":
      case "operative": {
        const place = count(block);
        // The name that is called out is one in all languages; what is printed follows the language.
        const path = `${PARAGRAPHS[block.kind]} ${spelt(place, String, LATIN_MARKS)}`;
        const printed = spelt(place, String);
        parent = { path, cite: block.kind === "operative" ? printed : path };
        return { label: block.kind === "operative" ? `${printed}.` : "", ...parent };
      }
      case "point": {
        const depth = Math.min(Math.max(block.level, 1), points.length + 1, style.points.length);
        const { spell, wrap } = style.points[depth - 1] ?? { spell: String, wrap: asItIs };
        const counter = points[depth - 1]?.counter ?? newCounter();
        const sign = wrap(spelt(next(counter, block.provisional), spell));
        points = [...points.slice(0, depth - 1), { counter, sign }];
        const signs = points.map((one) => one.sign);
        const joined = (head: string, space: string) => [head, ...signs].filter(Boolean).join(space);
        return { label: sign, path: joined(parent.path, " "), cite: joined(parent.cite, style.space) };
      }
      case "heading": {
        const place = count(block);
        const { spell, wrap } = style.heading;
        parent = { path: "", cite: "" };
        const path = `${names.part} ${spelt(place, ROMAN_HEADING.spell, LATIN_MARKS)}`;
        return { label: wrap(spelt(place, spell)), path, cite: spelt(place, spell) };
      }
      case "area":
        area = spelt(count(block), String);
        feature = `${area}.0`;
        for (const kind of ["feature", "measure", "source"] as const) counts.delete(kind);
        return named("area", area, `${area}.`);
      case "feature":
        feature = `${area}.${spelt(count(block), String)}`;
        for (const kind of ["measure", "source"] as const) counts.delete(kind);
        return named("feature", feature, feature);
      case "measure": {
        const measure = `${feature}.${spelt(count(block), String)}`;
        return named("measure", measure, measure);
      }
      case "source":
        return named("source", `${feature}.${count({ ...block, provisional: undefined }).n}`, "");
      case "note": {
        const path = `${names.note} ${count({ ...block, provisional: undefined }).n}`;
        return { label: "", path, cite: path };
      }
    }
  }

  function named(kind: "area" | "feature" | "measure" | "source", cite: string, label: string): BlockNumber {
    parent = { path: `${names[kind]} ${cite}`, cite };
    return { label, ...parent };
  }
}

/** What was put in during the debate counts like the rest: provisional numbers end when the text is agreed or adopted. */
export function finallyNumbered(doc: TextDoc): TextDoc {
  return { blocks: doc.blocks.map(({ provisional: _, ...block }) => block) };
}

type Counter = { n: number } & Record<ProvisionalKind, number>;

function newCounter(): Counter {
  return { n: 0, bis: 0, alt: 0 };
}

function next(counter: Counter, provisional: ProvisionalKind | undefined): Count {
  if (provisional === undefined) {
    counter.n += 1;
    counter.bis = 0;
    counter.alt = 0;
    return { n: counter.n, provisional: null, nth: 0 };
  }
  counter[provisional] += 1;
  return { n: counter.n, provisional, nth: counter[provisional] };
}

/** a … z, aa, bb, …: after z the letters are doubled, as in documents of the United Nations. */
export function letters(n: number): string {
  return String.fromCharCode(97 + ((n - 1) % 26)).repeat(Math.ceil(n / 26));
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

export function roman(n: number): string {
  let left = n;
  let spelt = "";
  for (const [value, sign] of ROMAN) {
    for (; left >= value; left -= value) spelt += sign;
  }
  return spelt;
}

const CHINESE_DIGITS = "零一二三四五六七八九";

/** 1 to 99, as headings need them; beyond that in digits. */
export function chinese(n: number): string {
  if (n > 99) return String(n);
  const tens = Math.floor(n / 10);
  const ones = n % 10;
  const head = tens === 0 ? "" : `${tens === 1 ? "" : CHINESE_DIGITS[tens]}十`;
  return head + (ones === 0 ? "" : CHINESE_DIGITS[ones]);
}

/** ㈠ to ㈩; beyond ten in plain parentheses, which Unicode has no single sign for. */
function parenthesisedChinese(n: number): string {
  return n <= 10 ? String.fromCharCode(0x3220 + n - 1) : `(${chinese(n)})`;
}
