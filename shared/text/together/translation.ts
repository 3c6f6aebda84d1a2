import { assertNever } from "../../rules/refusal";
import { applyPatch } from "../make-patch";
import { type Block, type BlockId, normaliseRuns, type Run, sameRuns, type TextDoc } from "../model";
import type { Patch, PatchChange } from "../patch";

/** The paragraphs whose words a patch puts in or changes: what has to be said in another language. */
export function toTranslate({ changes }: Patch): Block[] {
  return changes.flatMap((change) => {
    if (change.op === "insert") return change.block.runs.length > 0 ? [change.block] : [];
    return change.op === "revise" && !sameRuns(change.before.runs, change.after.runs) ? [change.after] : [];
  });
}

/**
 * The same change in another language: `base` with what the patch strikes out, moves and makes into another kind of paragraph, and with
 * the words of `words` where the patch has its own. `missing`: paragraphs that the other text does not have.
 */
export function translated(
  base: TextDoc,
  patch: Patch,
  words: ReadonlyMap<BlockId, readonly Run[]>,
): { ok: true; text: TextDoc } | { ok: false; missing: BlockId[] } {
  const known = new Map(base.blocks.map((block) => [block.id, block]));
  const inserted = new Set(
    patch.changes.flatMap((change) => (change.op === "insert" ? [change.block.id] : [])),
  );
  const missing = new Set<BlockId>();
  const must = (id: BlockId | null) => {
    if (id !== null && !known.has(id) && !inserted.has(id)) missing.add(id);
  };
  const changes = patch.changes.flatMap((change): PatchChange[] => {
    switch (change.op) {
      case "insert": {
        must(change.after);
        const runs = normaliseRuns(words.get(change.block.id) ?? []);
        return [{ ...change, block: { ...change.block, runs } }];
      }
      case "revise": {
        const before = known.get(change.before.id);
        must(change.before.id);
        if (!before) return [];
        const runs = normaliseRuns(words.get(before.id) ?? before.runs);
        return [{ op: "revise", before, after: { ...change.after, runs } }];
      }
      case "delete": {
        const before = known.get(change.before.id);
        must(change.before.id);
        return before ? [{ ...change, before }] : [];
      }
      case "move":
        for (const id of [change.block, change.after]) must(id);
        return [change];
      default:
        return assertNever(change);
    }
  });
  if (missing.size > 0) return { ok: false, missing: [...missing] };
  return { ok: true, text: applyPatch(base, { changes }) };
}
