import { type Block, type BlockId, type Language, type Mark, type Run, sameMarks } from "../model";
import type { BlockNumber } from "../numbering";
import { shortestEdit } from "../shortest-edit";
import { tokenise } from "../tokens";

/**
 * What a sign on paper stands for in the block's own words: `from` up to `to`, UTF-16. A bracket stands for nothing: both are one.
 * `open`: the brackets that are open behind it.
 */
export type Range = { from: number; to: number; open: readonly Mark[] };

/** A block as it reads on paper: brackets as signs, cross-references as numbers. One range for each UTF-16 unit of `text`. */
export type Printed = { text: string; ranges: readonly Range[] };

export function printBlock(
  { runs }: Pick<Block, "runs">,
  numbers: ReadonlyMap<BlockId, BlockNumber>,
): Printed {
  let text = "";
  const ranges: Range[] = [];
  let at = 0;
  let open: Mark[] = [];
  const say = (words: string, to: number) => {
    text += words;
    // All of the words stand at the first sign: the rest of them stands for nothing more.
    for (let i = 0; i < words.length; i++) ranges.push({ from: i === 0 ? at : to, to, open });
  };
  runs.forEach((run, i) => {
    const brackets = run.marks.filter(({ type }) => type === "bracket");
    for (const one of [...open].reverse()) {
      if (isAmong(one, brackets)) continue;
      open = open.filter((other) => other !== one);
      say("]", at);
    }
    for (const one of brackets) {
      if (isAmong(one, open)) continue;
      open = [...open, one];
      say("[", at);
    }
    const block = referredTo(run);
    const end = at + run.text.length;
    if (block === undefined) {
      for (let k = at; k < end; k++) ranges.push({ from: k, to: k + 1, open });
      text += run.text;
    } else if (referredTo(runs[i - 1]) !== block) say(numbers.get(block)?.cite ?? run.text, end);
    // A reference of which a part is emphasised is two runs, and one number.
    else ranges.push(...ranges.splice(-1).map((last) => ({ ...last, to: end })));
    at = end;
  });
  for (const one of [...open].reverse()) {
    open = open.filter((other) => other !== one);
    say("]", at);
  }
  return { text, ranges };
}

function isAmong(mark: Mark, marks: readonly Mark[]): boolean {
  return marks.some((other) => sameMarks([mark], [other]));
}

function referredTo(run: Run | undefined): BlockId | undefined {
  return run?.marks.find((mark) => mark.type === "xref")?.block;
}

/** What reads alike: kinds of white space, of quotation marks, of apostrophes and of hyphens, as word processors exchange them. */
export function folded(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\s+/gu, " ")
    .replace(/[‘’ʼ‛]/gu, "'")
    .replace(/[“”„‟«»]/gu, '"')
    .replace(/[\u2010\u2011]/gu, "-");
}

/**
 * Which range of the block each UTF-16 unit of `found` stands for; null where `found` says something else. `differences`: what
 * only one of the two says.
 */
export type Alignment = {
  ranges: readonly (Range | null)[];
  differences: { printed: string; found: string }[];
};

/** Holds what a file says against what is printed. Words are the same or not: nothing is aligned inside a word. */
export function alignPrinted(printed: Printed, found: string, language: Language): Alignment {
  const ranges: (Range | null)[] = new Array(found.length).fill(null);
  const differences: Alignment["differences"] = [];
  const ours = tokenise(printed.text, language);
  const theirs = tokenise(found, language);
  let [i, j, at, foundAt] = [0, 0, 0, 0];
  const keepUntil = (end: number) => {
    while (i < end) {
      const [our, their] = [ours[i++] ?? "", theirs[j++] ?? ""];
      spread(printed.ranges.slice(at, at + our.length), their.length).forEach((range, n) => {
        ranges[foundAt + n] = range;
      });
      at += our.length;
      foundAt += their.length;
    }
  };
  for (const { from, to, afterFrom, afterTo } of shortestEdit(ours.map(folded), theirs.map(folded))) {
    keepUntil(from);
    const one = { printed: ours.slice(from, to).join(""), found: theirs.slice(afterFrom, afterTo).join("") };
    differences.push(one);
    [i, j] = [to, afterTo];
    at += one.printed.length;
    foundAt += one.found.length;
  }
  keepUntil(ours.length);
  return {
    ranges,
    differences: differences.filter((one) => `${one.printed}${one.found}`.trim() !== ""),
  };
}

/** Two spaces for one, or a letter with its accent apart: the first sign stands for all there is. */
function spread(ranges: readonly Range[], length: number): Range[] {
  if (ranges.length === length) return [...ranges];
  const from = ranges[0]?.from ?? 0;
  const to = ranges.at(-1)?.to ?? from;
  const open = ranges.at(-1)?.open ?? [];
  return Array.from({ length }, (_, i) => ({ from: i === 0 ? from : to, to, open }));
}
