import { type Merge, mergedBlock, mergeSides } from "./merge/merge-sides";
import { type Chain, type Ground, groundOf, type Side, sideOfPatch, sideOfText } from "./merge/side";
import { type Block, type BlockId, type Language, type Mark, normaliseRuns, type TextDoc } from "./model";
import type { Patch, Plan } from "./patch";
import { baseOf } from "./read-patch";

/**
 * A dry run: `patch`, made against `base`, on the text as it is now. Either the whole text with all of the patch in it, or every
 * conflict and nothing else. What the text already says is not a conflict. Two patches that do not collide give the same text
 * in either order. Throws when `patch` was not made against `base`.
 *
 * Of a new paragraph that the text already has under another id, the one that stands is kept, and referred to.
 */
export function plan(base: TextDoc, patch: Patch, current: TextDoc, language: Language): Plan {
  return new Planner(base, current, language).plan(patch);
}

/** `plan` of many patches that were made against one text: what the two texts have to do with each other is worked out once. */
export class Planner {
  private readonly known: Ground;
  private readonly theirs: Side;

  constructor(base: TextDoc, current: TextDoc, language: Language) {
    this.known = groundOf(baseOf(base), language);
    this.theirs = sideOfText(this.known, current.blocks);
  }

  plan(patch: Patch): Plan {
    const { known, theirs } = this;
    const ours = sideOfPatch(known, patch);
    const merge = mergeSides(known, ours, theirs);
    if (merge.conflicts.length > 0) return { ok: false, conflicts: merge.conflicts };
    return { ok: true, result: { blocks: assemble(known, ours, theirs, merge) } };
  }
}

function assemble(base: Ground, ours: Side, theirs: Side, merge: Merge): Block[] {
  const stands = standing(merge);
  const content = (block: Block): Block => {
    const made = merged(block);
    return stands.size === 0 ? made : referringTo(stands, made);
  };
  const merged = (block: Block): Block => {
    const { id } = block;
    if (!ours.revised.has(id)) return theirs.blockOf(id) ?? ours.blockOf(id) ?? block;
    return theirs.revised.has(id) ? mergedBlock(base, ours, theirs, id) : (ours.blockOf(id) ?? block);
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

/** New paragraphs of ours that the text has already under another id, which is the value. */
function standing({ twins }: Merge): Map<BlockId, BlockId> {
  return new Map(
    [...twins].flatMap(([mine, yours]) =>
      mine.blocks.flatMap(({ id }, i): [BlockId, BlockId][] => {
        const stood = yours.blocks[i]?.id ?? id;
        return stood === id ? [] : [[id, stood]];
      }),
    ),
  );
}

function referringTo(stands: ReadonlyMap<BlockId, BlockId>, block: Block): Block {
  const leads = (mark: Mark) => mark.type === "xref" && stands.has(mark.block);
  if (!block.runs.some(({ marks }) => marks.some(leads))) return block;
  const led = (mark: Mark): Mark =>
    mark.type === "xref" ? { ...mark, block: stands.get(mark.block) ?? mark.block } : mark;
  return {
    ...block,
    runs: normaliseRuns(block.runs.map(({ text, marks }) => ({ text, marks: marks.map(led) }))),
  };
}
