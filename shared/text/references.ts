import type { BlockId, Language, Run, TextDoc } from "./model";
import { type BlockNumber, numberBlocks } from "./numbering";

/** Stands for the number of a paragraph that is gone. */
export const GONE = "?";

/**
 * The text as it is printed: each cross-reference says the number that its paragraph has in this text, over whatever number
 * was written when it was made. What is stored, hashed and patched keeps the words that were written.
 */
export function asPrinted(doc: TextDoc, language: Language): TextDoc {
  return hasReferences(doc) ? printReferences(doc, numberBlocks(doc.blocks, language)) : doc;
}

/** `asPrinted` with the numbers of another text. */
export function printReferences(doc: TextDoc, numbers: ReadonlyMap<BlockId, BlockNumber>): TextDoc {
  return {
    blocks: doc.blocks.map((block) =>
      block.runs.some(referredTo) ? { ...block, runs: printRuns(block.runs, numbers) } : block,
    ),
  };
}

export function hasReferences(doc: TextDoc): boolean {
  return doc.blocks.some((block) => block.runs.some(referredTo));
}

/** The paragraph that the words refer to. */
function referredTo(run: Run): BlockId | undefined {
  return run.marks.find((mark) => mark.type === "xref")?.block;
}

function printRuns(runs: readonly Run[], numbers: ReadonlyMap<BlockId, BlockNumber>): Run[] {
  return runs.flatMap((run, i) => {
    const block = referredTo(run);
    if (block === undefined) return [run];
    // One reference stays one when part of it is emphasised: its number stands once, as its first part does.
    const before = runs[i - 1];
    if (before && referredTo(before) === block) return [];
    const number = numbers.get(block);
    // Where there is nothing to lead to, the words are no reference.
    const marks = number ? run.marks : run.marks.filter(({ type }) => type !== "xref");
    return [{ text: number?.cite ?? GONE, marks }];
  });
}
