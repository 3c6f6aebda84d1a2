import { type BlockId, blockText, type TextDoc } from "./model";
import type { Patch, PatchChange } from "./patch";
import { baseOf, type PatchFault, readPatch } from "./read-patch";

/** Why an amendment can't be taken. `characters` and `blocks`: how large the text would be, and `most` what is allowed. */
export type PatchProblem =
  | PatchFault
  | { code: "agreed_paragraph"; block: BlockId }
  | { code: "too_large"; what: "characters" | "blocks"; size: number; most: number };

/** Fifty times the worked example's Declaration. */
export const LARGEST_TEXT = { characters: 500_000, blocks: 20_000 };

/**
 * Everything that is wrong with a patch against `base`, not the first thing only; none when it can be taken (Rule A16). `agreed`:
 * paragraphs that are agreed and therefore closed; to put a new one beside them is allowed (Rule A17).
 */
export function checkPatch(
  base: TextDoc,
  patch: Patch,
  agreed: ReadonlySet<BlockId> = new Set(),
  largest: typeof LARGEST_TEXT = LARGEST_TEXT,
): PatchProblem[] {
  const problems: PatchProblem[] = readPatch(baseOf(base), patch).faults;
  const closed = patch.changes
    .map(existingBlock)
    .filter((id): id is BlockId => id !== null && agreed.has(id));
  for (const block of new Set(closed)) problems.push({ code: "agreed_paragraph", block });

  let characters = base.blocks.reduce((sum, block) => sum + blockText(block).length, 0);
  let blocks = base.blocks.length;
  for (const change of patch.changes) {
    if (change.op === "insert" || change.op === "revise")
      characters += blockText(change.op === "insert" ? change.block : change.after).length;
    if (change.op === "delete" || change.op === "revise") characters -= blockText(change.before).length;
    if (change.op === "insert") blocks += 1;
    if (change.op === "delete") blocks -= 1;
  }
  for (const [what, size] of [
    ["characters", characters],
    ["blocks", blocks],
  ] as const) {
    if (size > largest[what]) problems.push({ code: "too_large", what, size, most: largest[what] });
  }
  return problems;
}

function existingBlock(change: PatchChange): BlockId | null {
  if (change.op === "insert") return null;
  return change.op === "move" ? change.block : change.before.id;
}
