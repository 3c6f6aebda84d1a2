import { anchorBlock, applyPatch, makePatch, touchedBlocks } from "../make-patch";
import { cutOf, wordChange } from "../merge/word-change";
import {
  type Block,
  type BlockId,
  type BlockKind,
  blockText,
  type Language,
  sameBlock,
  type TextDoc,
} from "../model";
import type { Patch, PatchChange } from "../patch";
import { plan } from "../plan";
import { numberedInDebate } from "../provisional";
import { type Word, wordsOf } from "../words";

/** What stands under the paragraph before it. */
const BELOW: ReadonlySet<BlockKind> = new Set(["point", "note", "measure", "source"]);

/**
 * One author's changes as amendments that can each be decided alone (Rules A3, A7, A15): one for each numbered paragraph with its points.
 * An amendment that touches ten paragraphs could only be carried or lost whole, would collide with all who touch one of them, and would
 * have no form. What belongs together stays together: a paragraph split or joined (`ties`), what moves and what it is put beside, words
 * that are cut out of one paragraph and put into another, new paragraphs in a row, and one struck out with the one put in its place. When the parts would not come to the whole again, it is left whole.
 */
export function splitPatch(
  base: TextDoc,
  patch: Patch,
  ties: readonly (readonly BlockId[])[],
  language: Language,
): Patch[] {
  const proposed = applyPatch(base, patch);
  const together = new Union();
  const headBefore = heads(base.blocks);
  const headAfter = heads(proposed.blocks);
  const next = new Map(base.blocks.map(({ id }, i) => [id, base.blocks[i + 1]?.id ?? null]));
  const first = base.blocks[0]?.id ?? null;
  const touched = new Set(touchedBlocks(patch));
  const isNew = new Set(patch.changes.flatMap((change) => (change.op === "insert" ? [change.block.id] : [])));
  const moved = new Set(patch.changes.flatMap((change) => (change.op === "move" ? [change.block] : [])));
  const struck = new Set(
    patch.changes.flatMap((change) => (change.op === "delete" ? [change.before.id] : [])),
  );

  for (const change of patch.changes) {
    const id = idOf(change);
    const head = (isNew.has(id) ? headAfter : headBefore).get(id);
    if (head !== undefined) together.join(id, head);
    if (change.op !== "insert" && change.op !== "move") continue;
    const { after } = change;
    if (after !== null && (isNew.has(after) || moved.has(after))) together.join(id, after);
    const gaveWay = after === null ? first : (next.get(after) ?? null);
    if (change.op === "insert" && gaveWay !== null && struck.has(gaveWay)) together.join(id, gaveWay);
  }
  for (const [from, to] of movedWords(patch, language)) together.join(from, to);
  for (const [one, ...others] of ties)
    for (const other of others) if (one !== undefined) together.join(one, other);

  const groups = new Map<BlockId, PatchChange[]>();
  for (const change of patch.changes) {
    const root = together.rootOf(idOf(change));
    groups.set(root, [...(groups.get(root) ?? []), change]);
  }
  const whole = [inDebate(base, patch, language)];
  if (groups.size < 2 || touched.size < 2) return whole;
  const place = new Map(base.blocks.map(({ id }, i) => [id, i]));
  const at = (part: Patch) => place.get(anchorBlock(part, base) ?? "") ?? 0;
  const parts = [...groups.values()].map((changes) => ({ changes })).sort((a, b) => at(a) - at(b));
  return comeTo(base, parts, proposed, language)
    ? parts.map((part) => inDebate(base, part, language))
    : whole;
}

function inDebate(base: TextDoc, patch: Patch, language: Language): Patch {
  return makePatch(base, numberedInDebate(base, applyPatch(base, patch), language)) ?? patch;
}

function comeTo(base: TextDoc, parts: readonly Patch[], proposed: TextDoc, language: Language): boolean {
  let text = base;
  for (const part of parts) {
    try {
      applyPatch(base, part);
    } catch {
      // A part that is no change of the text by itself.
      return false;
    }
    const planned = plan(base, part, text, language);
    if (!planned.ok) return false;
    text = planned.result;
  }
  return (
    text.blocks.length === proposed.blocks.length &&
    text.blocks.every((block, i) => sameBlock(block, proposed.blocks[i] as Block))
  );
}

function idOf(change: PatchChange): BlockId {
  if (change.op === "insert") return change.block.id;
  return change.op === "move" ? change.block : change.before.id;
}

/** The paragraph under which each block stands; its own for those that stand under none. */
function heads(blocks: readonly Block[]): Map<BlockId, BlockId> {
  let head: BlockId | null = null;
  return new Map(
    blocks.map(({ id, kind }) => {
      if (head === null || !BELOW.has(kind)) head = id;
      return [id, head];
    }),
  );
}

class Union {
  readonly #above = new Map<BlockId, BlockId>();

  rootOf(id: BlockId): BlockId {
    const above = this.#above.get(id);
    return above === undefined ? id : this.rootOf(above);
  }

  join(a: BlockId, b: BlockId): void {
    const [x, y] = [this.rootOf(a), this.rootOf(b)];
    if (x !== y) this.#above.set(x, y);
  }
}

/** Fewer words stand in two places by chance. */
const FEWEST_WORDS = 3;

/** Paragraphs out of which words were taken, and into which the same ones were put. */
function movedWords({ changes }: Patch, language: Language): [BlockId, BlockId][] {
  const taken: { id: BlockId; words: string }[] = [];
  const put: { id: BlockId; words: string }[] = [];
  const joined = (words: readonly Word[]) => words.map(({ text }) => text).join("");
  const take = (id: BlockId, words: readonly Word[]) => {
    if (words.length >= FEWEST_WORDS) taken.push({ id, words: joined(words) });
  };
  for (const change of changes) {
    if (change.op === "insert")
      put.push({ id: change.block.id, words: joined(wordsOf(blockText(change.block), language)) });
    if (change.op === "delete")
      take(change.before.id, wordsOf(blockText(change.before), language).slice(0, -1));
    if (change.op !== "revise") continue;
    const { id } = change.before;
    const before = cutOf(change.before.runs, language);
    const { edits, own } = wordChange(before, change.after.runs, language);
    for (const { from, to, afterFrom, afterTo } of edits) {
      take(id, before.words.slice(from, to));
      put.push({ id, words: joined(own.words.slice(afterFrom, afterTo)) });
    }
  }
  return taken.flatMap(({ id, words }) =>
    put.flatMap((one): [BlockId, BlockId][] =>
      one.id !== id && one.words.includes(words) ? [[id, one.id]] : [],
    ),
  );
}
