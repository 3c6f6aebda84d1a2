import type { Block, Language } from "../model";
import { numberBlocks } from "../numbering";

export const IMPORT_PROBLEMS = [
  "no_title",
  "no_participle",
  "not_numbered",
  "not_signed",
  "number_differs",
  "too_deep",
  "image",
  "table",
  "table_read",
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

/** Of the words that a problem is about, so many letters. */
export const SAID = 60;

/** Where a number that was taken off (by place in `blocks`) is not the one that will be printed. */
export function numbersThatDiffer(
  blocks: Recognised["blocks"],
  numbers: ReadonlyMap<number, string>,
  language: Language,
): ImportProblem[] {
  const printed = numberBlocks(
    blocks.map(({ kind, level }, i) => ({ id: String(i), kind, level })),
    language,
  );
  return [...numbers].flatMap(([block, said]): ImportProblem[] => {
    const label = printed.get(String(block))?.label.replace(/[.．、\s]+$/u, "");
    return label === said ? [] : [{ problem: "number_differs", block, said }];
  });
}
