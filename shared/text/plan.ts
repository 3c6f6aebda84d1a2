import { applyPatch } from "./make-patch";
import { type Merge, mergeSides } from "./merge";
import type { Block, Language, TextDoc } from "./model";
import type { Patch, Plan } from "./patch";
import { type Base, baseOf, type Chain, type Side, sideOf } from "./side";

/**
 * A dry run: `patch`, made against `base`, on the text as it is now. Either the whole text with all of the patch in it, or every
 * conflict and nothing else. What the text already says is not a conflict. Two patches that do not collide give the same text
 * in either order. Throws when `patch` was not made against `base`.
 *
 * Of a new paragraph that the text already has under another id, the one that stands is kept.
 */
export function plan(base: TextDoc, patch: Patch, current: TextDoc, language: Language): Plan {
  const known = baseOf(base);
  const ours = sideOf(known, applyPatch(base, patch));
  const theirs = sideOf(known, current);
  const merge = mergeSides(known, ours, theirs, language);
  if (merge.conflicts.length > 0) return { ok: false, conflicts: merge.conflicts };
  return { ok: true, result: { blocks: assemble(known, ours, theirs, merge) } };
}

function assemble(base: Base, ours: Side, theirs: Side, merge: Merge): Block[] {
  const content = (block: Block): Block => {
    const merged = merge.blocks.get(block.id);
    if (merged) return merged;
    if (ours.revised.has(block.id)) return ours.byId.get(block.id) ?? block;
    return theirs.byId.get(block.id) ?? ours.byId.get(block.id) ?? block;
  };
  const atGap = new Map<number, Block[]>();
  const put = (chain: Chain, gap: number) => atGap.set(gap, [...(atGap.get(gap) ?? []), ...chain.blocks]);
  const twinOf = new Map([...merge.twins].map(([mine, yours]) => [yours, mine]));
  for (const chain of ours.chains) if (!merge.twins.has(chain)) put(chain, chain.from);
  for (const chain of theirs.chains) put(chain, Math.max(chain.from, twinOf.get(chain)?.from ?? 0));

  const blocks: Block[] = [];
  for (let gap = 0; gap <= base.blocks.length; gap++) {
    for (const block of atGap.get(gap) ?? []) blocks.push(content(block));
    const block = base.blocks[gap];
    if (!block || ours.moved.has(block.id) || theirs.moved.has(block.id)) continue;
    if (!ours.deleted.has(block.id) && !theirs.deleted.has(block.id)) blocks.push(content(block));
  }
  return blocks;
}
