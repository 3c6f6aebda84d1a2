import type { BlockKind, Language } from "../model";
import type { ListItem } from "./list-item";
import { opensPreamble } from "./openings";
import { type RawParagraph, textOf } from "./raw";

/** What a place in a list says that a paragraph is. `said`: its number without what stands around it. */
export type Listed = {
  kind: Extract<BlockKind, "heading" | "preambular" | "operative" | "point">;
  level: number;
  said: string;
};

type Item = ListItem & { at: number; words: string; isHeading: boolean };
/** All paragraphs that one level of one list numbers. */
type Group = { items: Item[]; list: string; level: number; format: ListItem["format"]; pattern: string };

const LONGEST_HEADING = 90;
const PART =
  /^(parts?|chapters?|sections?|titles?|parties?|chapitres?|titres?|partes?|capítulos?|secci[óo]n(es)?|títulos?)\b|^第.*[章节編编部]/iu;
const ENDS_AS_CLAUSE = /[.;,:。；，：]$/u;
const ENDS_IN_PREAMBLE = /(?:[,;，；]|[,;，；] (?:and|et|y))$/u;

/**
 * What paragraphs are by the lists that a program numbered, as nobody but the list says it: I., 一、 and Part 1 over short lines are headings,
 * the first 1. that is left numbers the clauses, a list that ends before it and opens as preambles do is the preamble, and what hangs under a clause or
 * counts otherwise are points. `isTyped`: clauses have their numbers as words, and lists are what stands under them.
 */
export function readLists(
  paragraphs: readonly RawParagraph[],
  language: Language,
  isTyped: (words: string) => boolean,
): Map<number, Listed> {
  const items = paragraphs.flatMap((paragraph, at): Item[] => {
    const words = textOf(paragraph.runs).trim();
    if (!paragraph.listed || words === "") return [];
    return [{ ...paragraph.listed, at, words, isHeading: paragraph.role === "heading" }];
  });
  const groups = groupsOf(items);
  const headings = new Set(groups.filter((group) => numbersHeadings(group, groups)));
  const outermost = outermostLevels(groups.filter((group) => !headings.has(group)));
  const isOutermost = (group: Group) => !headings.has(group) && outermost.get(group.list) === group.level;

  const typed = paragraphs.flatMap((paragraph, at) =>
    paragraph.role === "plain" && !paragraph.listed && isTyped(textOf(paragraph.runs).trim()) ? [at] : [],
  );
  const { preamble, clauses } = sortOut(groups.filter(isOutermost), typed, language);

  const result = new Map<number, Listed>();
  const points = new PointLevels(outermost, new Set(clauses.map(({ list }) => list)));
  let last = -1;
  for (const item of items) {
    const group = groups.find((one) => one.list === item.list && one.level === item.level) as Group;
    if (paragraphs.slice(last + 1, item.at).some(({ runs }) => textOf(runs).trim() !== "")) points.close();
    last = item.at;
    const said = item.sign.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
    const kind =
      item.isHeading || headings.has(group)
        ? "heading"
        : preamble.includes(group)
          ? "preambular"
          : clauses.includes(group)
            ? "operative"
            : "point";
    if (kind !== "point") points.close();
    result.set(item.at, { kind, level: kind === "point" ? points.levelOf(item, group) : 0, said });
  }
  return result;
}

function groupsOf(items: readonly Item[]): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const key = `${item.list}/${item.level}`;
    const { list, level, format } = item;
    const group = groups.get(key) ?? { items: [], list, level, format, pattern: patternOf(item) };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** `(#)`: how a sign is written, whatever its number. */
function patternOf({ sign, format }: ListItem): string {
  if (format === "decimal") return sign.replace(/\d+/g, "#");
  return `${format} ${sign.replace(/[\p{L}\p{N}]+/gu, "#")}`;
}

function numbersHeadings({ items, format, pattern }: Group, groups: readonly Group[]): boolean {
  if (items.every(({ isHeading }) => isHeading)) return true;
  const isHigh =
    format === "capital_roman" ||
    format === "capital" ||
    (format === "chinese" && pattern.endsWith("、")) ||
    PART.test(items[0]?.sign ?? "");
  const areShort = items.every(({ words }) => words.length <= LONGEST_HEADING && !ENDS_AS_CLAUSE.test(words));
  // Where nothing else is numbered these are the clauses, however short.
  return isHigh && areShort && groups.length > 1;
}

function outermostLevels(groups: readonly Group[]): Map<string, number> {
  const levels = new Map<string, number>();
  for (const { list, level } of groups) levels.set(list, Math.min(level, levels.get(list) ?? level));
  return levels;
}

function sortOut(
  groups: readonly Group[],
  typed: readonly number[],
  language: Language,
): { preamble: Group[]; clauses: Group[] } {
  const counting = groups.filter(({ format }) => format !== "bullet");
  const decimal = counting.filter(({ format, pattern }) => format === "decimal" && !/#.*#/.test(pattern));
  const others = decimal.length > 0 || typed.length > 0 ? decimal : counting.slice(0, 1);
  const first = (group: Group) => group.items[0]?.at ?? 0;
  const last = (group: Group) => group.items.at(-1)?.at ?? 0;
  const opens = ({ items }: Group) =>
    items.filter(({ words }) => ENDS_IN_PREAMBLE.test(words) && opensPreamble(words, language)).length * 2 >
    items.length;
  const areTyped = typed.length >= Math.max(1, ...others.map(({ items }) => items.length));
  const begins = (besides: Group) =>
    Math.min(
      ...(areTyped ? typed : []),
      ...(areTyped ? [] : others.filter((one) => one !== besides && !opens(one)).map(first)),
    );
  const preamble = groups.filter((group) => {
    const start = begins(group);
    return Number.isFinite(start) && last(group) < start && opens(group);
  });
  const left = others.filter((group) => !preamble.includes(group));
  const [clause] = left;
  if (areTyped || !clause) return { preamble, clauses: [] };
  return { preamble, clauses: left.filter(({ pattern }) => pattern === clause.pattern) };
}

/** How deep points stand, by the lists that are open above them. */
class PointLevels {
  #open: { list: string; depth: number; pattern: string; level: number }[] = [];

  constructor(
    readonly outermost: ReadonlyMap<string, number>,
    readonly clauseLists: ReadonlySet<string>,
  ) {}

  close(): void {
    this.#open = [];
  }

  levelOf({ list, level: depth }: Item, { pattern }: Group): number {
    const known = this.#open.find((one) => one.list === list && one.depth === depth);
    const alike = this.#open.find((one) => one.pattern === pattern && one.list !== list);
    const above = this.#open.findLast((one) => one.list === list && one.depth < depth);
    const outermost = this.outermost.get(list) ?? 0;
    let level: number;
    if (known) level = known.level;
    else if (above) level = above.level + 1;
    else if (this.clauseLists.has(list)) level = Math.max(depth - outermost, 1);
    else if (alike) level = alike.level;
    else level = (this.#open.at(-1)?.level ?? 0) + 1 + (depth - outermost);
    this.#open = this.#open.filter((one) => one.level < level);
    this.#open.push({ list, depth, pattern, level });
    return level;
  }
}
