import { chinese, letters, roman } from "../../../shared/text/numbering";
import type { ListItem } from "../../../shared/text/recognise/list-item";
import { type RawParagraph, textOf } from "../../../shared/text/recognise/raw";
import { childOf, childrenOf, valOf, wordsIn, type XmlElement } from "./xml";

type Format = ListItem["format"];
type Level = {
  start: number;
  format: Format | null;
  /** `%1.%2`: the numbers of the levels from the outermost, from 1. */
  text: string;
  /** After which levels it begins again; 0: after none. */
  restart: number | null;
  /** Counts in digits, whatever the levels above it do. */
  isLegal: boolean;
  style: string | null;
};
type List = { id: string; levels: ReadonlyMap<number, Level>; styleLink: string | null };
/** `isOwn`: it prints otherwise than the list that it counts with. */
type Used = {
  list: string;
  isOwn: boolean;
  starts: ReadonlyMap<number, number>;
  levels: ReadonlyMap<number, Level>;
};
type Numbering = { lists: ReadonlyMap<string, List>; used: ReadonlyMap<string, Used> };
type Style = { basedOn: string | null; list: string | null; level: number | null };
type Styles = ReadonlyMap<string, Style>;

/** Of Word's ways to count those that differ for what a paragraph is; all others count in digits. */
const FORMATS: Readonly<Record<string, Format>> = {
  lowerLetter: "letter",
  upperLetter: "capital",
  lowerRoman: "roman",
  upperRoman: "capital_roman",
  bullet: "bullet",
  chineseCounting: "chinese",
  chineseCountingThousand: "chinese",
  ideographDigital: "chinese",
  japaneseCounting: "chinese",
  taiwaneseCountingThousand: "chinese",
};
const MAX_BASES = 20;
const DEEPEST = 8;

/** Gives paragraphs that were read from a Word document in some other way what Word prints before them. */
export function withListItems(
  paragraphs: readonly RawParagraph[],
  parts: { document: XmlElement; numbering: XmlElement | null; styles: XmlElement | null },
): RawParagraph[] {
  const items = listItems(parts);
  let next = 0;
  return paragraphs.map((paragraph) => {
    const words = wordsOnly(textOf(paragraph.runs));
    const at = items.findIndex((one, i) => i >= next && one.words === words);
    const found = items[at];
    if (!found) return paragraph;
    next = at + 1;
    const isList = paragraph.role === "numbered" || paragraph.role === "bulleted";
    if (!found.item)
      return isList && found.isUnsigned ? { ...paragraph, role: "plain", depth: 0 } : paragraph;
    if (paragraph.role === "heading") return { ...paragraph, listed: found.item };
    const role = found.item.format === "bullet" ? "bulleted" : "numbered";
    return { ...paragraph, role, depth: found.item.level, listed: found.item };
  });
}

/** `isUnsigned`: in a list, at a level that prints nothing. */
type Item = { words: string; item: ListItem | null; isUnsigned: boolean };

/** All paragraphs with words, in order. */
function listItems({ document, numbering, styles }: Parameters<typeof withListItems>[1]): Item[] {
  const counter = new ListCounter(readNumbering(numbering), readStyles(styles));
  const items: Item[] = [];
  const walk = (element: XmlElement) => {
    for (const child of childrenOf(element)) {
      if (child.name !== "w:p") {
        if (!SKIPPED.has(child.name)) walk(child);
        continue;
      }
      const words = wordsOnly(standing(child));
      if (words !== "") items.push({ words, ...counter.next(childOf(child, "w:pPr")) });
    }
  };
  walk(document);
  return items;
}

const SKIPPED = new Set(["w:del", "w:moveFrom", "w:txbxContent", "mc:Choice", "w:pPr"]);

/** The words of a paragraph, without those that were struck out. */
function standing(element: XmlElement): string {
  if (SKIPPED.has(element.name)) return "";
  if (element.name === "w:t") return wordsIn(element);
  return childrenOf(element).map(standing).join("");
}

/** By which a paragraph is found again: programs differ in white space and in signs that nobody sees. */
function wordsOnly(words: string): string {
  return words.normalize("NFC").replace(/[^\p{L}\p{N}\p{P}\p{S}]/gu, "");
}

class ListCounter {
  readonly #counts = new Map<string, number[]>();
  readonly #begun = new Set<string>();

  constructor(
    readonly numbering: Numbering,
    readonly styles: Styles,
  ) {}

  next(properties: XmlElement | undefined): Omit<Item, "words"> {
    const place = this.#placeOf(properties);
    const used = place && this.numbering.used.get(place.list);
    const own = used?.levels.get(place?.level ?? 0);
    if (!place || !used || !own) return { item: null, isUnsigned: false };
    const counts = this.#count(place, used, own);
    const sign = own.text.replace(/%(\d)/g, (_, digit: string) => {
      const level = Number(digit) - 1;
      const at = used.levels.get(level);
      return spelt(counts[level] ?? at?.start ?? 1, own.isLegal ? "decimal" : (at?.format ?? "decimal"));
    });
    if (own.format === null || sign.trim() === "") return { item: null, isUnsigned: true };
    return {
      item: {
        list: used.isOwn ? `${used.list}/${place.list}` : used.list,
        level: place.level,
        format: own.format,
        sign: sign.trim(),
      },
      isUnsigned: false,
    };
  }

  #count({ list, level }: Place, used: Used, own: Level): readonly number[] {
    const counts = this.#counts.get(used.list) ?? [];
    this.#counts.set(used.list, counts);
    const begun = `${list}/${level}`;
    const start = used.starts.get(level);
    if (start !== undefined && !this.#begun.has(begun)) counts[level] = start;
    else counts[level] = (counts[level] ?? own.start - 1) + 1;
    this.#begun.add(begun);
    for (let deeper = level + 1; deeper <= DEEPEST; deeper += 1) {
      const restart = used.levels.get(deeper)?.restart ?? deeper;
      if (restart > level) delete counts[deeper];
    }
    return counts;
  }

  /** As the paragraph says, or its style, or what this is based on. The list 0 takes a numbering away. */
  #placeOf(properties: XmlElement | undefined): Place | null {
    const numbering = childOf(properties, "w:numPr");
    const own = valOf(numbering, "w:numId");
    const level = valOf(numbering, "w:ilvl");
    const style = this.#styled(valOf(properties, "w:pStyle"));
    const list = own ?? style?.list ?? null;
    if (list === null || list === "0") return null;
    return { list, level: Math.min(Number(level ?? style?.level ?? 0) || 0, DEEPEST) };
  }

  #styled(id: string | undefined): { list: string; level: number } | null {
    let at = id;
    for (let i = 0; i < MAX_BASES && at !== undefined; i += 1) {
      const style = this.styles.get(at);
      if (style?.list) {
        const levels = [...(this.numbering.used.get(style.list)?.levels ?? [])];
        const linked = levels.find(([, level]) => level.style === id);
        return { list: style.list, level: style.level ?? linked?.[0] ?? 0 };
      }
      at = style?.basedOn ?? undefined;
    }
    return null;
  }
}

type Place = { list: string; level: number };

function spelt(n: number, format: Format): string {
  switch (format) {
    case "letter":
    case "capital":
      return inCase(n > 0 ? letters(n) : "", format === "capital");
    case "roman":
    case "capital_roman":
      return inCase(roman(Math.min(Math.max(n, 0), 3999)), format === "capital_roman");
    case "chinese":
      return chinese(Math.max(n, 0));
    default:
      return String(n);
  }
}

function inCase(spelt: string, isUpper: boolean): string {
  return isUpper ? spelt.toUpperCase() : spelt;
}

function readStyles(styles: XmlElement | null): Styles {
  return new Map(
    (styles ? childrenOf(styles, "w:style") : []).map((style) => {
      const numbering = childOf(childOf(style, "w:pPr"), "w:numPr");
      const level = valOf(numbering, "w:ilvl");
      return [
        style.attributes["w:styleId"] ?? "",
        {
          basedOn: valOf(style, "w:basedOn") ?? null,
          list: valOf(numbering, "w:numId") ?? null,
          level: level === undefined ? null : Number(level) || 0,
        },
      ];
    }),
  );
}

function readNumbering(numbering: XmlElement | null): Numbering {
  const lists = new Map<string, List>();
  const named = new Map<string, List>();
  for (const element of numbering ? childrenOf(numbering, "w:abstractNum") : []) {
    const id = element.attributes["w:abstractNumId"] ?? "";
    const levels = new Map(childrenOf(element, "w:lvl").map((level) => [levelOf(level), readLevel(level)]));
    const list = { id, levels, styleLink: valOf(element, "w:numStyleLink") ?? null };
    lists.set(id, list);
    const name = valOf(element, "w:styleLink");
    if (name !== undefined) named.set(name, list);
  }
  const used = new Map<string, Used>();
  for (const element of numbering ? childrenOf(numbering, "w:num") : []) {
    const own = lists.get(valOf(element, "w:abstractNumId") ?? "");
    const list = own?.styleLink ? (named.get(own.styleLink) ?? own) : own;
    if (!list) continue;
    const starts = new Map<number, number>();
    const levels = new Map(list.levels);
    for (const override of childrenOf(element, "w:lvlOverride")) {
      const level = levelOf(override);
      const start = valOf(override, "w:startOverride");
      if (start !== undefined) starts.set(level, Number(start) || 0);
      const other = childOf(override, "w:lvl");
      if (other) levels.set(level, readLevel(other));
    }
    used.set(element.attributes["w:numId"] ?? "", {
      list: list.id,
      isOwn: childrenOf(element, "w:lvlOverride").some((one) => childOf(one, "w:lvl")),
      starts,
      levels,
    });
  }
  return { lists, used };
}

function levelOf(element: XmlElement): number {
  return Number(element.attributes["w:ilvl"] ?? 0) || 0;
}

function readLevel(level: XmlElement): Level {
  const format = valOf(level, "w:numFmt") ?? "decimal";
  const restart = valOf(level, "w:lvlRestart");
  const isLegal = childOf(level, "w:isLgl");
  return {
    start: Number(valOf(level, "w:start") ?? 0) || 0,
    format: format === "none" ? null : (FORMATS[format] ?? "decimal"),
    text: valOf(level, "w:lvlText") ?? "",
    restart: restart === undefined ? null : Number(restart) || 0,
    isLegal: isLegal !== undefined && !/^(0|false|off)$/.test(isLegal.attributes["w:val"] ?? ""),
    style: valOf(level, "w:pStyle") ?? null,
  };
}
