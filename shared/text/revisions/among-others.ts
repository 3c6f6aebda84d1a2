import type { BlockId } from "../model";
import type { MarkedText, SeenParagraph } from "./marked";

/** What of an author's revisions is in no amendment, or in one that does not stand alone. */
export type Unplaced = {
  problem: "not_placed" | "on_others" | "within_others" | "number_typed";
  block: BlockId | null;
  said: string;
};

/** What the author did to others' revisions: only those are amended by it, and no text. */
export function amongOthers({ paragraphs }: MarkedText, author: string): Unplaced[] {
  const out: Unplaced[] = [];
  const isOthers = (by: string | null) => by !== null && by !== author;
  for (const { runs, reshaped, breakInsertedBy, breakDeletedBy } of paragraphs) {
    runs.forEach((run, i) => {
      const { insertedBy, deletedBy, restyled, text } = run;
      if ([deletedBy, restyled?.by].includes(author) && isOthers(insertedBy))
        out.push({ problem: "on_others", block: null, said: text });
      const [before, after] = [runs[i - 1]?.insertedBy, runs[i + 1]?.insertedBy];
      if (insertedBy === author && before != null && before !== author && before === after)
        out.push({ problem: "within_others", block: null, said: text });
    });
    if ([breakDeletedBy, reshaped?.by].includes(author) && isOthers(breakInsertedBy))
      out.push({ problem: "on_others", block: null, said: "¶" });
  }
  return out;
}

/** Numbers follow from the order of paragraphs: what was typed over them is no amendment. */
export function changesNumbers(
  seen: readonly SeenParagraph[],
  signs: readonly number[],
  author: string,
): boolean {
  return seen.some(({ pieces }, i) => {
    const sign = signs[i] ?? 0;
    if (sign === 0) return false;
    const isOld = pieces.some(({ from, text }) => from !== null && text.trim().length > sign);
    let at = 0;
    for (const { run, text } of pieces) {
      if (at >= sign) break;
      if (isOld && run.insertedBy === author) return true;
      at += text.length;
    }
    return false;
  });
}
