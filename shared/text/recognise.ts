import { type Block, type BlockKind, type Language, normaliseRuns, type Run } from "./model";

/** A paragraph as a file has it, before anybody knows what it is. `depth` counts lists within lists, from 0. */
export type RawParagraph = {
  role: "plain" | "heading" | "numbered" | "bulleted" | "note";
  depth: number;
  runs: Run[];
};

export const IMPORT_PROBLEMS = [
  "no_title",
  "no_participle",
  "not_numbered",
  "number_differs",
  "too_deep",
  "image",
  "table",
  "formatting",
  "link",
  "footnote",
  "header_footer",
  "comments",
  "tracked_changes",
  "text_box",
  "not_read",
] as const;
/**
 * What was not understood, or left out. `block`: the place in the list of blocks it is about; null: the file. `said`: the words or
 * the number as the file has them.
 */
export type ImportProblem = {
  problem: (typeof IMPORT_PROBLEMS)[number];
  block: number | null;
  said: string;
};

export type Recognised = { blocks: Omit<Block, "id">[]; problems: ImportProblem[] };

const ORGANS: Record<Language, RegExp> = {
  en: /^(We,|We the |The (General )?(Conference|Assembly|participants|Committee))/i,
  fr: /^(Nous,|Nous les |La Conférence|L[’']Assemblée|Les participants|Le Comité)/i,
  es: /^(Nosotr[oa]s|La Conferencia|La Asamblea|Los participantes|El Comité)/i,
  zh: /^(我们|大会|会议|与会者|委员会)/,
};

/** How preambular paragraphs open. Lists are never complete: what does not open so is named, not refused. */
const OPENINGS: Record<Language, RegExp> = {
  en: /^((also|further|deeply|gravely|fully|noting|strongly|once again|again) )*(\p{L}+ing|aware|convinced|concerned|mindful|alarmed|guided|determined|encouraged|inspired|committed|conscious|cognizant|persuaded|resolved|disturbed|satisfied)\b/iu,
  fr: /^((profondément|pleinement|vivement|en outre|également) )*(\p{L}+ant|conscient\p{L}*|convaincu\p{L}*|préoccupé\p{L}*|soucieu\p{L}*|résolu\p{L}*|guidé\p{L}*|inspiré\p{L}*|animé\p{L}*|persuadé\p{L}*|ayant)(?!\p{L})/iu,
  es: /^((profundamente|plenamente|también|además) )*(\p{L}+(ando|endo|iendo)|conscientes?|convencid\p{L}*|preocupad\p{L}*|decidid\p{L}*|resuelt\p{L}*|guiad\p{L}*|alentad\p{L}*|persuadid\p{L}*)(?!\p{L})/iu,
  zh: /^(还|又|进一步|深切|充分|再次|并)?(回顾|认识到|铭记|注意到|重申|强调|考虑到|深信|意识到|关切|关注|欢迎|赞赏|忆及|承认|确认|鉴于|念及|表示|赞扬|观察到|相信|申明|肯定|决心)/,
};

const NUMBER = /^(?:第?(\d{1,3})(?:条|[.)）．、])|(\d{1,3})\.)\s*/;
const CHINESE_POINT = /^[（(]?([一二三四五六七八九十]|[㈠-㈩])[）)]?[、\s]*/;
const POINT = /^[（(]?([a-z]{1,2}|[ivx]{1,5})[)）.]\s+|^[（(]([a-z]{1,2}|[ivx]{1,5})[)）]\s*/;
const ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
const LONGEST_TITLE = 200;
const SAID = 60;

/**
 * Gives each paragraph a kind and a level: title, opening words, preambular and operative paragraphs, points. Numbers are taken off
 * where they will be printed again. Every paragraph stays, in its order; what was a guess is among the problems.
 */
export function recognise(paragraphs: readonly RawParagraph[], language: Language): Recognised {
  const blocks: Recognised["blocks"] = [];
  const problems: ImportProblem[] = [];
  /** `typed`: operative paragraphs have their numbers as words. Then the lists that a program numbered are what stands under them. */
  const seen = { title: false, operative: 0, typed: false, point: "", level: 0 };
  const say = (problem: ImportProblem["problem"], said: string) =>
    problems.push({ problem, block: blocks.length, said: said.slice(0, SAID) });
  const add = (kind: BlockKind, level: number, runs: Run[]) => {
    blocks.push({ kind, level, runs });
    if (kind === "operative") seen.operative += 1;
    if (kind !== "point" && kind !== "note") Object.assign(seen, { point: "", level: 0 });
  };

  for (const paragraph of paragraphs) {
    const runs = trimRuns(normaliseRuns(paragraph.runs));
    const words = textOf(runs);
    if (words === "") continue;
    if (!seen.title && blocks.length === 0 && isTitle(paragraph, words)) {
      seen.title = true;
      add("title", 0, plain(runs));
      continue;
    }
    if (paragraph.role === "heading") add("heading", 0, plain(runs));
    else if (paragraph.role === "note") add("note", 0, runs);
    else if (!operative(paragraph, runs, words) && !point(paragraph, runs, words)) unmarked(runs, words);
  }
  if (blocks.length > 0 && !seen.title) problems.unshift({ problem: "no_title", block: null, said: "" });
  return { blocks, problems };

  function operative(paragraph: RawParagraph, runs: Run[], words: string): boolean {
    const marker = NUMBER.exec(words);
    const isListed = paragraph.role === "numbered" && paragraph.depth === 0 && !seen.typed;
    if (!marker && !isListed) return false;
    if (marker && paragraph.role === "plain") seen.typed = true;
    const said = marker?.[1] ?? marker?.[2];
    if (said !== undefined && Number(said) !== seen.operative + 1) say("number_differs", said);
    add("operative", 0, marker ? cut(runs, marker[0].length) : runs);
    return true;
  }

  function point(paragraph: RawParagraph, runs: Run[], words: string): boolean {
    const marker = POINT.exec(words);
    const chinese = language === "zh" ? CHINESE_POINT.exec(words) : null;
    const listed = paragraph.role === "numbered" || paragraph.role === "bulleted";
    if (!marker && !chinese && !listed) return false;
    const sign = marker?.[1] ?? marker?.[2] ?? "";
    let level = 2;
    if (marker) level = levelOf(sign);
    else if (!chinese)
      level = paragraph.role === "numbered" && !seen.typed ? paragraph.depth : paragraph.depth + 1;
    if (level > 3) say("too_deep", words);
    level = Math.min(Math.max(level, 1), 3);
    const length = (marker ?? chinese)?.[0].length ?? 0;
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
    } else if (ORGANS[language].test(words) && !blocks.some(({ kind }) => kind === "organ"))
      add("organ", 0, runs);
    else {
      if (!OPENINGS[language].test(words)) say("no_participle", words);
      add("preambular", 0, runs);
    }
  }
}

/** A heading, or a short first line that does not end as a sentence does. */
function isTitle({ role }: RawParagraph, words: string): boolean {
  if (role === "heading") return true;
  return (
    role === "plain" && words.length <= LONGEST_TITLE && !/[.,;:。，；：]$/.test(words) && !NUMBER.test(words)
  );
}

function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join("");
}

/** Titles and headings have their own look: whether a file set them in bold says nothing. */
function plain(runs: readonly Run[]): Run[] {
  return normaliseRuns(runs.map(({ text }) => ({ text, marks: [] })));
}

/** Without the first `length` characters. */
function cut(runs: readonly Run[], length: number): Run[] {
  let left = length;
  return normaliseRuns(
    runs.map(({ text, marks }) => {
      const taken = Math.min(left, text.length);
      left -= taken;
      return { text: text.slice(taken), marks };
    }),
  );
}

function trimRuns(runs: readonly Run[]): Run[] {
  const words = textOf(runs);
  const start = words.length - words.trimStart().length;
  const done = cut(runs, start);
  const end = words.length - words.trimEnd().length;
  let left = words.length - start - end;
  return normaliseRuns(
    done.map(({ text, marks }) => {
      const kept = Math.max(0, Math.min(left, text.length));
      left -= kept;
      return { text: text.slice(0, kept), marks };
    }),
  );
}
