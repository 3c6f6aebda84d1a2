import { diffTexts, type TextDiff } from "../diff";
import { applyPatch, makePatch, touchedBlocks } from "../make-patch";
import type { BlockId, Language, TextDoc } from "../model";
import type { Conflict, Patch } from "../patch";
import { plan } from "../plan";

/**
 * An amendment to an amendment (Rule A9) is a patch against the text as its parent proposes it: `applyPatch(base, parent)`. Siblings are
 * compared there, by `ConflictIndex` or `whatIf` on that text. A third degree is refused by the rules (Rule A10), not here.
 */
export type SubAmendmentFault = { code: "outside_parent"; blocks: BlockId[] };

/** Freezes what was drafted on the parent's text. Null: it changes nothing. Refused where it reaches beyond what its parent touches: that is an amendment of its own. */
export function subAmend(
  base: TextDoc,
  parent: Patch,
  proposed: TextDoc,
): { ok: true; patch: Patch | null } | ({ ok: false } & SubAmendmentFault) {
  const parentText = applyPatch(base, parent);
  const patch = makePatch(parentText, proposed);
  if (!patch) return { ok: true, patch };
  const scope = new Set(touchedBlocks(parent));
  const anchored = (id: BlockId | null): boolean => id !== null && scope.has(id);
  const outside = patch.changes.flatMap((change): BlockId[] => {
    if (change.op !== "insert") {
      const id = change.op === "move" ? change.block : change.before.id;
      return scope.has(id) ? [] : [id];
    }
    // A new paragraph belongs to the parent when it stands beside one of the parent's, or beside one that was put in so.
    const at = proposed.blocks.findIndex(({ id }) => id === change.block.id);
    const belongs = anchored(change.after) || anchored(proposed.blocks[at + 1]?.id ?? null);
    if (belongs) scope.add(change.block.id);
    return belongs ? [] : [change.block.id];
  });
  return outside.length > 0 ? { ok: false, code: "outside_parent", blocks: outside } : { ok: true, patch };
}

/** The parent as amended, as one patch against the text; null when the two together change nothing. */
export function combine(base: TextDoc, parent: Patch, sub: Patch): Patch | null {
  return makePatch(base, applyPatch(applyPatch(base, parent), sub));
}

/** What the sub-amendment changes, as both are read: in its parent, and in the text. */
export function subRedlines(
  base: TextDoc,
  parent: Patch,
  sub: Patch,
  language: Language,
): { againstParent: TextDiff; againstText: TextDiff } {
  const parentText = applyPatch(base, parent);
  const proposed = applyPatch(parentText, sub);
  return {
    againstParent: diffTexts(parentText, proposed, language),
    againstText: diffTexts(base, proposed, language),
  };
}

/**
 * The sub-amendment against its parent as that reads now: a sibling was carried, or the parent was restated on a text that changed.
 * `patch` null: the parent says it already.
 */
export function restateSub(
  before: TextDoc,
  sub: Patch,
  now: TextDoc,
  language: Language,
): { ok: true; patch: Patch | null } | { ok: false; conflicts: Conflict[] } {
  const planned = plan(before, sub, now, language);
  return planned.ok ? { ok: true, patch: makePatch(now, planned.result) } : planned;
}
