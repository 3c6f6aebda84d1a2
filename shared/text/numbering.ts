import type { Block, BlockId, BlockKind, Language } from "./model";

/**
 * `label` as printed before the paragraph ("" for none); `path` as people call it when they speak about it.
 * Paths of paragraphs are the same in all languages but for the sign after a letter, so that a room hears one name.
 */
export type BlockNumber = { label: string; path: string };

type Style = {
  /** A point of each depth: (a), (i), (1) – or a), i), 1). Chinese texts of the United Nations write (a), then ㈠. */
  points: ((n: number) => string)[];
  heading: (n: number) => string;
  names: Record<"title" | "organ" | "part" | "area" | "feature" | "measure" | "source" | "note", string>;
};

const inParentheses = (spell: (n: number) => string) => (n: number) => `(${spell(n)})`;
const beforeParenthesis = (spell: (n: number) => string) => (n: number) => `${spell(n)})`;
const ROMAN_HEADING = (n: number) => `${roman(n).toUpperCase()}.`;

const STYLES: Record<Language, Style> = {
  en: {
    points: [letters, roman, String].map(inParentheses),
    heading: ROMAN_HEADING,
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
    points: [inParentheses(letters), parenthesisedChinese, inParentheses(String)],
    heading: (n) => `${chinese(n)}、`,
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

const PARAGRAPHS = { preambular: "PP", operative: "OP" } as const;

/**
 * Numbers from order, kind and level alone; nothing of them is stored. Operative paragraphs, preambular ones, headings and areas
 * count through the whole text; points within their paragraph or point, features within their area, measures and sources within
 * their feature. A point takes no more depth than the one before it allows: below a paragraph it is (a), whatever its level.
 */
export function numberBlocks(blocks: readonly Block[], language: Language): Map<BlockId, BlockNumber> {
  const style = STYLES[language];
  const numbers = new Map<BlockId, BlockNumber>();
  const counts: Partial<Record<BlockKind, number>> = {};
  const count = (kind: BlockKind) => {
    const n = (counts[kind] ?? 0) + 1;
    counts[kind] = n;
    return n;
  };
  let parent = "";
  let points: number[] = [];
  const named = (name: string, n: number | string) => `${name} ${n}`;

  for (const block of blocks) {
    if (block.kind !== "point" && block.kind !== "note") points = [];
    numbers.set(block.id, numberOf(block));
  }
  return numbers;

  function numberOf(block: Block): BlockNumber {
    const { names } = style;
    switch (block.kind) {
      case "title":
      case "organ": {
        parent = "";
        const n = count(block.kind);
        return { label: "", path: n === 1 ? names[block.kind] : named(names[block.kind], n) };
      }
      case "preambular":
      case "operative": {
        const n = count(block.kind);
        parent = named(PARAGRAPHS[block.kind], n);
        return { label: block.kind === "operative" ? `${n}.` : "", path: parent };
      }
      case "point": {
        const depth = Math.min(Math.max(block.level, 1), points.length + 1, style.points.length);
        points = [...points.slice(0, depth - 1), (points[depth - 1] ?? 0) + 1];
        const signs = points.map((n, i) => style.points[i]?.(n) ?? String(n));
        return {
          label: signs.at(-1) ?? "",
          path: [parent, ...signs].filter((part) => part !== "").join(" "),
        };
      }
      case "heading": {
        const n = count("heading");
        parent = "";
        return { label: style.heading(n), path: named(names.part, roman(n).toUpperCase()) };
      }
      case "area": {
        const n = count("area");
        counts.feature = 0;
        counts.measure = 0;
        counts.source = 0;
        parent = named(names.area, n);
        return { label: `${n}.`, path: parent };
      }
      case "feature": {
        const n = `${counts.area ?? 0}.${count("feature")}`;
        counts.measure = 0;
        counts.source = 0;
        parent = named(names.feature, n);
        return { label: n, path: parent };
      }
      case "measure": {
        const n = `${counts.area ?? 0}.${counts.feature ?? 0}.${count("measure")}`;
        parent = named(names.measure, n);
        return { label: n, path: parent };
      }
      case "source":
        parent = named(names.source, `${counts.area ?? 0}.${counts.feature ?? 0}.${count("source")}`);
        return { label: "", path: parent };
      case "note":
        return { label: "", path: named(names.note, count("note")) };
    }
  }
}

/** a … z, aa, bb, …: after z the letters are doubled, as in documents of the United Nations. */
function letters(n: number): string {
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

function roman(n: number): string {
  let left = n;
  let spelt = "";
  for (const [value, sign] of ROMAN) {
    for (; left >= value; left -= value) spelt += sign;
  }
  return spelt;
}

const CHINESE_DIGITS = "零一二三四五六七八九";

/** 1 to 99, as headings need them; beyond that in digits. */
function chinese(n: number): string {
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
