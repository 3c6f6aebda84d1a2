import { makePatch } from "../make-patch";
import { type BlockId, blockText, LANGUAGES, type Language, type TextDoc } from "../model";
import type { Patch } from "../patch";
import { numberedInDebate } from "../provisional";
import { applyInstruction, applyNotation, insertParagraphs } from "./apply-instruction";
import { type Column, cellsOf, type ListRow, plainWords, readColumns } from "./columns";
import { readInstruction } from "./instructions";
import { hasNotation, type Marked, readNotation, sidesOf } from "./notation";
import type { LIST_PROBLEMS } from "./problems";
import { quotedIn } from "./quotes";
import { beforeNew, findTarget, type Targets, targetsOf } from "./targets";

/** One line of a list. `proposer`, `sponsors` and `source` are as the list says them. */
export type ListedProposal = {
  line: number;
  patch: Patch;
  rationale: string;
  proposer: string;
  sponsors: string[];
  source: string;
};

/** What of a list is no proposal. `line` null: the whole list. */
export type ListProblem = { problem: (typeof LIST_PROBLEMS)[number]; line: number | null; said: string };

type Cells = Record<Column, string>;
type Read = { ok: true; text: TextDoc } | { ok: false; problem: ListProblem["problem"]; said: string };
type Place = { text: TextDoc; language: Language; newId: () => BlockId };

const SAID = 120;
/** A paragraph is named, or a few words of it are quoted. */
const LONGEST_TARGET = 500;

/** Each line of a list as an amendment of `version`, or the reason why it is none. Nothing is guessed about which words are meant. */
export function readList(
  version: TextDoc,
  rows: readonly ListRow[],
  language: Language,
  newId: () => BlockId,
): { proposals: ListedProposal[]; problems: ListProblem[] } {
  const targets = targetsOf(version);
  const found = readColumns(rows, (said) => findTarget(targets, said).ok);
  if (!found) return { proposals: [], problems: [{ problem: "columns_missing", line: null, said: "" }] };
  const proposals: ListedProposal[] = [];
  const problems: ListProblem[] = found.unknown.map((said) => ({
    problem: "column_unknown",
    line: null,
    said,
  }));
  const place = { text: version, language, newId };
  for (const row of found.rows) {
    const cells = cellsOf(found.columns, row);
    const name = (problem: ListProblem["problem"], said: string) =>
      problems.push({ problem, line: row.line, said: said.trim().slice(0, SAID) });
    const other = languageOf(cells.language);
    if (other !== null && other !== language) {
      name("other_language", cells.language);
      continue;
    }
    const read = readLine(place, targets, cells);
    if (!read.ok) {
      name(read.problem, read.said);
      continue;
    }
    const patch = makePatch(version, numberedInDebate(version, read.text, language));
    if (!patch) name("nothing_changes", cells.paragraph || cells.change);
    else {
      const [first = "", ...others] = namesIn(cells.proposer);
      proposals.push({
        line: row.line,
        patch,
        rationale: cells.rationale.slice(0, 10_000),
        // Who is named first among the sponsors proposes, where nobody else does.
        proposer: first || (namesIn(cells.sponsors)[0] ?? ""),
        sponsors: [...others, ...namesIn(cells.sponsors).slice(first ? 0 : 1)],
        source: cells.source,
      });
    }
  }
  return { proposals, problems };
}

/** How many columns of a list are known: more where its cells were parted rightly. */
export function knownColumns(version: TextDoc, rows: readonly ListRow[]): number {
  const targets = targetsOf(version);
  const found = readColumns(rows, (said) => findTarget(targets, said).ok);
  return found ? found.columns.filter((column) => column !== null).length : 0;
}

function readLine(place: Place, targets: Targets, cells: Cells): Read {
  if (hasNotation(cells.change)) return readNotated(place, targets, readNotation(cells.change), cells.change);
  const action = cells.action;
  const text = cells.text || (cells.action === "" ? cells.change : "");
  if (hasNotation(text)) {
    const target = targetOf(place, targets, cells);
    return target.ok ? applyNotation(place, target.block, sidesOf(text)) : target;
  }
  const instruction = readInstruction(action, text, cells.find);
  if ("problem" in instruction)
    return { ok: false, problem: instruction.problem, said: action || cells.paragraph };
  const isWhole = instruction.do === "substitute" || instruction.do === "insert_at";
  const newAfter = beforeNew(targets, cells.paragraph);
  // "OP 4 bis" that is not there yet is a new paragraph after OP 4.
  if (
    newAfter !== null &&
    !findTarget(targets, cells.paragraph).ok &&
    (isWhole || instruction.do === "new_paragraph")
  ) {
    const named = { where: "after", isPoint: false, put: instruction.put } as const;
    return { ok: true, text: insertParagraphs(place, newAfter, named) };
  }
  if (instruction.do === "new_paragraph") {
    const named = instruction.beside === "" ? null : findTarget(targets, instruction.beside);
    const target = named?.ok ? named : targetOf(place, targets, cells);
    if (!target.ok) return named ? ({ ...named, said: instruction.beside } as Read) : target;
    return { ok: true, text: insertParagraphs(place, target.block, instruction) };
  }
  const sought = "words" in instruction ? [instruction.words] : [];
  const target = targetOf(place, targets, cells, sought);
  return target.ok ? applyInstruction(place, target.block, instruction) : target;
}

type Target = { ok: true; block: BlockId } | { ok: false; problem: ListProblem["problem"]; said: string };

/** By its number; failing that, the only paragraph that holds the quoted words. */
function targetOf({ text }: Place, targets: Targets, cells: Cells, sought: readonly string[] = []): Target {
  const said = cells.paragraph.replace(
    /^\s*(after|before|apr[eè]s|avant|despu[eé]s de|antes de|tras|在)\s+/iu,
    "",
  );
  const found = findTarget(targets, said);
  if (found.ok || said.length > LONGEST_TARGET) return found.ok ? found : { ...found, said };
  const words = [...quotedIn(said).map((one) => one.words), ...sought].filter((one) => one.length > 3);
  for (const one of words) {
    const holders = text.blocks.filter((block) => blockText(block).includes(one));
    const [only] = holders;
    if (only && holders.length === 1) return { ok: true, block: only.id };
  }
  if (said.trim() === "") return { ok: false, problem: "target_missing", said: cells.action || cells.text };
  return { ok: false, problem: found.problem, said };
}

function readNotated(place: Place, targets: Targets, marked: Marked[] | null, said: string): Read {
  if (!marked) return { ok: false, problem: "notation_unclear", said };
  let text = place.text;
  for (const one of marked) {
    if (one.before === "") {
      const beside = besideNew(targets, one.path);
      if (!beside) return { ok: false, problem: "target_unknown", said: one.path };
      text = insertParagraphs({ ...place, text }, beside.block, { ...beside, put: one.after });
      continue;
    }
    const target = findTarget(targets, one.path);
    if (!target.ok) return { ok: false, problem: target.problem, said: one.path };
    const applied = applyNotation({ ...place, text }, target.block, one);
    if (!applied.ok) return { ...applied, said: one.path };
    text = applied.text;
  }
  return { ok: true, text };
}

/** Where a new paragraph stands by the number it would have: before the one that has it now, or behind the one before it. */
function besideNew(
  targets: Targets,
  path: string,
): { block: BlockId; where: "after" | "before"; isPoint: boolean } | null {
  const provisional = beforeNew(targets, path);
  if (provisional !== null) return { block: provisional, where: "after", isPoint: false };
  const now = findTarget(targets, path);
  if (now.ok) return { block: now.block, where: "before", isPoint: false };
  const number = /^(.*?)(\d+)\s*$/u.exec(path);
  const letter = /^(.*?)\(?([a-z])\)\s*$/u.exec(path);
  const before = number
    ? `${number[1]}${Number(number[2]) - 1}`
    : letter?.[2] && letter[2] > "a"
      ? `${letter[1]}(${String.fromCharCode(letter[2].charCodeAt(0) - 1)})`
      : null;
  const previous = before === null ? null : findTarget(targets, before);
  if (previous?.ok) return { block: previous.block, where: "after", isPoint: false };
  const above = letter?.[2] === "a" ? findTarget(targets, letter[1] ?? "") : null;
  return above?.ok ? { block: above.block, where: "after", isPoint: true } : null;
}

/** Names are parted by semicolons, or else by commas. */
function namesIn(said: string): string[] {
  const parted = /[;；\n、/]/u.test(said) ? said.split(/[;；\n、/]/u) : said.split(/[,，]/u);
  return parted.map((name) => name.trim()).filter((name) => name !== "");
}

const LANGUAGE_NAMES: Record<Language, string> = {
  en: "en english anglais ingles 英文 英语",
  fr: "fr french francais frances 法文 法语",
  es: "es spanish espagnol espanol 西班牙文 西班牙语",
  zh: "zh chinese chinois chino 中文 汉语",
};

function languageOf(said: string): Language | null {
  const words = plainWords(said);
  return words === ""
    ? null
    : (LANGUAGES.find((language) => LANGUAGE_NAMES[language].split(" ").includes(words)) ?? null);
}
