import type { BlockKind, Language, Run } from "../model";
import { type ImportProblem, numbersThatDiffer, type Recognised, SAID } from "./found";
import { type Listed, readLists } from "./lists";
import { isOrgan, opensPreamble } from "./openings";
import { cut, headingNumber, isTitle, plainRuns, type RawParagraph, textOf, trimRuns } from "./raw";

const NUMBER = /^(?:第?(\d{1,3})(?:条|[.)）．、](?!\d))|第[一二三四五六七八九十百]{1,5}条)\s*/;
const CHINESE_POINT = /^(?:[（(][一二三四五六七八九十]{1,3}[）)]|[㈠-㈩]|[一二三四五六七八九十]{1,3}、)\s*/u;
/** 4.1, 4.1.2: a point, by the number of what it stands under. */
const DECIMAL = /^\d{1,3}((?:[.．]\d{1,3}){1,3})[.．、]?\s+(?=\D)/u;
const POINT = /^[（(]?([a-z]{1,2}|[ivx]{1,5})[)）.]\s+|^[（(]([a-z]{1,2}|[ivx]{1,5})[)）]\s*/;
const ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/**
 * Gives each paragraph a kind and a level: title, opening words, preambular and operative paragraphs, points. Numbers are taken off
 * where they will be printed again. Every paragraph stays, in its order; what was a guess is among the problems.
 */
export function recogniseResolution(paragraphs: readonly RawParagraph[], language: Language): Recognised {
  const blocks: Recognised["blocks"] = [];
  const problems: ImportProblem[] = [];
  /** `typed`: operative paragraphs have their numbers as words. Then the lists that a program numbered are what stands under them. */
  const seen = { title: false, operative: 0, typed: false, point: "", level: 0 };
  const numbersSaid = new Map<number, string>();
  const say = (problem: ImportProblem["problem"], said: string) =>
    problems.push({ problem, block: blocks.length, said: said.slice(0, SAID) });
  const add = (kind: BlockKind, level: number, runs: Run[]) => {
    blocks.push({ kind, level, runs });
    if (kind === "operative") seen.operative += 1;
    if (kind !== "point" && kind !== "note") Object.assign(seen, { point: "", level: 0 });
  };

  const lists = readLists(paragraphs, language, (words) => NUMBER.test(words));
  for (const [at, paragraph] of paragraphs.entries()) {
    const runs = trimRuns(paragraph.runs);
    const words = textOf(runs);
    if (words === "") continue;
    const listed = lists.get(at);
    if (listed) {
      inList(listed, runs, words);
      continue;
    }
    if (!seen.title && blocks.length === 0 && isTitle(paragraph, words)) {
      seen.title = true;
      add("title", 0, plainRuns(runs));
      continue;
    }
    const heading = headingNumber(paragraph, words);
    if (heading) numbersSaid.set(blocks.length, heading.said);
    if (heading || paragraph.role === "heading")
      add("heading", 0, plainRuns(cut(runs, heading?.length ?? 0)));
    else if (paragraph.role === "note") add("note", 0, runs);
    else if (!operative(paragraph, runs, words) && !point(paragraph, runs, words)) unmarked(runs, words);
  }
  problems.push(...numbersThatDiffer(blocks, numbersSaid, language));
  if (blocks.length > 0 && !seen.title) problems.unshift({ problem: "no_title", block: null, said: "" });
  return { blocks, problems };

  function inList({ kind, level, said }: Listed, runs: Run[], words: string): void {
    if (kind === "heading") numbersSaid.set(blocks.length, said);
    else if (kind === "operative" && said !== String(seen.operative + 1)) say("number_differs", said);
    // A point will be printed as (a), (i): what other paragraphs call it would lead nowhere.
    else if (kind === "point" && /\d/.test(said)) say("number_differs", said);
    if (level > 3) say("too_deep", words);
    add(kind, Math.min(level, 3), kind === "heading" ? plainRuns(runs) : runs);
    if (kind === "point")
      Object.assign(seen, { level: Math.min(level, 3), point: level === 1 ? said : seen.point });
  }

  function operative(paragraph: RawParagraph, runs: Run[], words: string): boolean {
    const marker = NUMBER.exec(words);
    const isListed = paragraph.role === "numbered" && paragraph.depth === 0 && !seen.typed;
    if (!marker && !isListed) return false;
    if (marker && paragraph.role === "plain") seen.typed = true;
    const said = marker?.[1];
    if (said !== undefined && Number(said) !== seen.operative + 1) say("number_differs", said);
    add("operative", 0, marker ? cut(runs, marker[0].length) : runs);
    return true;
  }

  function point(paragraph: RawParagraph, runs: Run[], words: string): boolean {
    const marker = POINT.exec(words);
    const chinese = language === "zh" ? CHINESE_POINT.exec(words) : null;
    const decimal = DECIMAL.exec(words);
    const listed = paragraph.role === "numbered" || paragraph.role === "bulleted";
    if (!marker && !chinese && !decimal && !listed) return false;
    const sign = marker?.[1] ?? marker?.[2] ?? "";
    let level = 2;
    if (marker) level = levelOf(sign);
    else if (decimal) {
      // It will be printed as (a), (i): what other paragraphs call it would lead nowhere.
      level = (decimal[1] ?? "").split(/[.．]/).length - 1;
      say("number_differs", decimal[0].trim());
    } else if (!chinese)
      level = paragraph.role === "numbered" && !seen.typed ? paragraph.depth : paragraph.depth + 1;
    if (level > 3) say("too_deep", words);
    level = Math.min(Math.max(level, 1), 3);
    const length = (marker ?? chinese ?? decimal)?.[0].length ?? 0;
    add("point", level, cut(runs, length));
    Object.assign(seen, { level, point: level === 1 ? sign : seen.point });
    return true;
  }

  /** (i) after (h) is a letter; after anything else, the first of the Roman numbers one level down. */
  function levelOf(sign: string): number {
    if (!ROMAN.includes(sign)) return 1;
    const follows =
      seen.point !== "" && sign.length === 1 && sign.charCodeAt(0) === seen.point.charCodeAt(0) + 1;
    if (follows && seen.level === 1) return 1;
    return seen.level >= 1 || sign.length > 1 ? 2 : sign === "i" ? 2 : 1;
  }

  function unmarked(runs: Run[], words: string): void {
    if (seen.operative > 0) {
      say("not_numbered", words);
      add("operative", 0, runs);
    } else if (isOrgan(words, language) && !blocks.some(({ kind }) => kind === "organ"))
      add("organ", 0, runs);
    else {
      if (!opensPreamble(words, language)) say("no_participle", words);
      add("preambular", 0, runs);
    }
  }
}
