import type { DiffBlock } from "../../shared/api/views/redline";
import type { BlockId, Language, TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Patch } from "../../shared/text/patch";
import { type Base, baseOf, partsOf, rebuilt } from "../../shared/text/read-patch";
import { hasReferences } from "../../shared/text/references";
import { type Numbers, numberedDiff } from "./redline";

/** What does not change while a text stands. */
export type Known = { text: TextDoc; base: Base; references: boolean };

export function knownOf(text: TextDoc): Known {
  return { text, base: baseOf(text), references: hasReferences(text) };
}

/** Only the paragraphs it touches, read beside those that it comes near to: the rest of the text is none of its business. */
export function changesOf(
  { text, base, references }: Known,
  numbers: Numbers,
  patch: Patch,
  reach: ReadonlySet<BlockId>,
  language: Language,
): DiffBlock[] {
  const proposed = { blocks: rebuilt(base, partsOf(base, patch)) };
  const after = keepsNumbers(patch) ? numbers : numberBlocks(proposed.blocks, language);
  // What moved, and what a reference says, can be told only from the whole text.
  const isLocal = patch.changes.every(({ op }) => op !== "move") && !references && !hasReferences(proposed);
  const part = ({ blocks }: TextDoc): TextDoc =>
    isLocal ? { blocks: blocks.filter(({ id }) => reach.has(id)) } : { blocks };
  return numberedDiff(part(text), part(proposed), language, { before: numbers, after }).filter(
    ({ change }) => change !== "same",
  );
}

/** Whether all paragraphs have with the patch the numbers that they have without it. */
export function keepsNumbers(patch: Patch): boolean {
  return patch.changes.every(
    (change) =>
      change.op === "revise" &&
      change.before.kind === change.after.kind &&
      change.before.level === change.after.level &&
      change.before.provisional === change.after.provisional &&
      change.before.runs.length > 0 === change.after.runs.length > 0,
  );
}

export function sameWords(a: readonly DiffBlock[], b: readonly DiffBlock[]): boolean {
  const said = (blocks: readonly DiffBlock[]) =>
    JSON.stringify(blocks.map(({ id, change, spans }) => [id, change, spans]));
  return a === b || said(a) === said(b);
}
