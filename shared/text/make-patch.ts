import { diffRuns } from "./diff";
import { type Block, type BlockId, blockText, type Language, sameBlock, type TextDoc } from "./model";
import type { AmendmentForm, Patch, PatchChange } from "./patch";
import { longestIncreasing } from "./sequence";
import { isWord, tokenise } from "./tokens";

/**
 * What turns `base` into `proposed`; null when nothing does. Blocks are the same by id. As few blocks as can be are moved.
 * Changes stand in the order of the proposed text, those that take blocks out first. Throws on an id used twice.
 */
export function makePatch(base: TextDoc, proposed: TextDoc): Patch | null {
  const placeBefore = places(base);
  const placeAfter = places(proposed);
  const common = proposed.blocks.filter((block) => placeBefore.has(block.id));
  const inOrder = longestIncreasing(common.map((block) => placeBefore.get(block.id) as number));
  const stayed = new Set(common.filter((_, i) => inOrder.has(i)).map((block) => block.id));

  const changes: PatchChange[] = [];
  base.blocks.forEach((before, i) => {
    if (!placeAfter.has(before.id)) changes.push({ op: "delete", before, from: idBefore(base, i) });
  });
  proposed.blocks.forEach((block, i) => {
    const after = idBefore(proposed, i);
    const place = placeBefore.get(block.id);
    const before = place === undefined ? undefined : base.blocks[place];
    if (place === undefined || !before) {
      changes.push({ op: "insert", after, block });
      return;
    }
    if (!stayed.has(block.id))
      changes.push({ op: "move", block: block.id, from: idBefore(base, place), after });
    if (!sameBlock(before, block)) changes.push({ op: "revise", before, after: block });
  });
  return changes.length === 0 ? null : { changes };
}

/**
 * The text as proposed: `applyPatch(base, makePatch(base, proposed))` is `proposed`. Blocks that are not touched are the very
 * objects of `base`. Throws, naming the block, when `base` is not the text that the patch was made against, or when the patch
 * contradicts itself.
 */
export function applyPatch(base: TextDoc, patch: Patch): TextDoc {
  const place = places(base);
  const standing = (id: BlockId) => {
    const i = place.get(id);
    if (i === undefined) throw new Error(`The text has no block ${id}`);
    return i;
  };
  const expectAsIs = (before: Block) => {
    const block = base.blocks[standing(before.id)];
    if (!block || !sameBlock(block, before))
      throw new Error(`Block ${before.id} is not as the patch found it`);
  };
  const once = <T>(map: Map<BlockId, T>, id: BlockId, value: T) => {
    if (map.has(id)) throw new Error(`The patch changes block ${id} twice`);
    map.set(id, value);
  };

  const deleted = new Map<BlockId, true>();
  const revised = new Map<BlockId, Block>();
  /** Blocks that are put somewhere, with what they stand after. */
  const placed = new Map<BlockId, BlockId | null>();
  const inserted = new Map<BlockId, Block>();
  for (const change of patch.changes) {
    switch (change.op) {
      case "delete":
        expectAsIs(change.before);
        once(deleted, change.before.id, true);
        break;
      case "revise":
        expectAsIs(change.before);
        if (change.after.id !== change.before.id)
          throw new Error(`The patch renames block ${change.before.id}`);
        once(revised, change.after.id, change.after);
        break;
      case "insert":
        if (place.has(change.block.id)) throw new Error(`The text has a block ${change.block.id} already`);
        once(inserted, change.block.id, change.block);
        once(placed, change.block.id, change.after);
        break;
      case "move":
        if (idBefore(base, standing(change.block)) !== change.from) {
          throw new Error(`Block ${change.block} does not stand where the patch found it`);
        }
        once(placed, change.block, change.after);
        break;
    }
  }
  for (const id of deleted.keys()) {
    if (revised.has(id) || placed.has(id)) throw new Error(`The patch takes out block ${id} and keeps it`);
  }

  const followers = new Map<BlockId | null, BlockId[]>();
  for (const [id, after] of placed) followers.set(after, [...(followers.get(after) ?? []), id]);
  const blocks: Block[] = [];
  const emit = (start: BlockId | null) => {
    // A stack, not recursion: a chain of inserted blocks may be as long as the patch.
    const waiting = [...(followers.get(start) ?? [])].reverse();
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const block = inserted.get(id) ?? revised.get(id) ?? base.blocks[standing(id)];
      if (block) blocks.push(block);
      waiting.push(...[...(followers.get(id) ?? [])].reverse());
    }
  };
  emit(null);
  for (const block of base.blocks) {
    if (deleted.has(block.id) || placed.has(block.id)) continue;
    blocks.push(revised.get(block.id) ?? block);
    emit(block.id);
  }
  // What follows a block that is gone, or itself, was never reached.
  if (blocks.length !== base.blocks.length - deleted.size + inserted.size) {
    const reached = new Set(blocks.map((block) => block.id));
    const lost = [...placed].find(([id]) => !reached.has(id));
    throw new Error(`Block ${lost?.[0]} is put after ${lost?.[1]}, which does not stand in the text`);
  }
  return { blocks };
}

/** Undoes `patch`: against the proposed text, back to the base. Needs `from` in every deletion, as `makePatch` writes it. */
export function invertPatch(patch: Patch): Patch {
  return { changes: patch.changes.map(invertChange) };
}

function invertChange(change: PatchChange): PatchChange {
  switch (change.op) {
    case "revise":
      return { op: "revise", before: change.after, after: change.before };
    case "insert":
      return { op: "delete", before: change.block, from: change.after };
    case "delete":
      if (change.from === undefined) throw new Error(`No place is given for block ${change.before.id}`);
      return { op: "insert", after: change.from, block: change.before };
    case "move":
      return { op: "move", block: change.block, from: change.after, after: change.from };
  }
}

/** Of a paragraph's words, how many must stay for an amendment to change words in it rather than replace it (Rule A15; ours). */
const KEPT_SHARE_OF_A_SUBSTITUTE = 1 / 3;

/**
 * The form of an amendment (Rule A15). Only words or paragraphs put in: insert. Only taken out: strike out. Whole paragraphs
 * replaced – taken out and put in, or with under a third of their words left – and nothing else: substitute. All the rest,
 * moves and changes of kind or of marks among it: strike out and insert.
 */
export function formOf(patch: Patch, language: Language): AmendmentForm {
  const forms = patch.changes.map((change) => formOfChange(change, language));
  const all = (...allowed: AmendmentForm[]) => forms.every((form) => allowed.includes(form));
  if (all("insert")) return "insert";
  if (all("strike_out")) return "strike_out";
  if (all("substitute")) return "substitute";
  const ops = new Set(patch.changes.map((change) => change.op));
  const replacesParagraphs = ops.has("insert") && ops.has("delete");
  const wholeParagraphs = patch.changes.every(
    (change, i) => change.op !== "revise" || forms[i] === "substitute",
  );
  if (replacesParagraphs && wholeParagraphs && !ops.has("move")) return "substitute";
  return "strike_out_and_insert";
}

function formOfChange(change: PatchChange, language: Language): AmendmentForm {
  if (change.op === "insert") return "insert";
  if (change.op === "delete") return "strike_out";
  if (change.op === "move") return "strike_out_and_insert";
  const { before, after } = change;
  if (before.kind !== after.kind || before.level !== after.level) return "strike_out_and_insert";
  const spans = diffRuns(before.runs, after.runs, language);
  const has = (op: string) => spans.some((span) => span.op === op);
  if (spans.some((span) => span.restyled)) return "strike_out_and_insert";
  if (!has("delete")) return "insert";
  if (!has("insert")) return "strike_out";
  const kept = countWords(spans.map((span) => (span.op === "same" ? span.text : " ")).join(""), language);
  return kept < countWords(blockText(before), language) * KEPT_SHARE_OF_A_SUBSTITUTE
    ? "substitute"
    : "strike_out_and_insert";
}

function countWords(text: string, language: Language): number {
  return tokenise(text, language).filter(isWord).length;
}

/** Every block the patch changes, moves, takes out or puts in; each once. */
export function touchedBlocks(patch: Patch): BlockId[] {
  return [...new Set(patch.changes.map(touchedBlock))];
}

function touchedBlock(change: PatchChange): BlockId {
  switch (change.op) {
    case "revise":
    case "delete":
      return change.before.id;
    case "insert":
      return change.block.id;
    case "move":
      return change.block;
  }
}

/**
 * The block of `base` beside which the amendment is shown: the first that it changes, moves or takes out, or after which it puts
 * something in. The first of the text for what is put before it; null only in an empty text.
 */
export function anchorBlock(patch: Patch, base: TextDoc): BlockId | null {
  const place = places(base);
  const insertedAfter = new Map(
    patch.changes.flatMap((change) =>
      change.op === "insert" ? [[change.block.id, change.after] as const] : [],
    ),
  );
  const anchors = patch.changes.map((change) => {
    if (change.op !== "insert") return change.op === "move" ? change.block : change.before.id;
    let after = change.after;
    for (let steps = 0; after !== null && insertedAfter.has(after) && steps <= insertedAfter.size; steps++) {
      after = insertedAfter.get(after) ?? null;
    }
    return after ?? base.blocks[0]?.id ?? null;
  });
  const first = Math.min(
    ...anchors.map((id) => (id === null ? 0 : (place.get(id) ?? Number.POSITIVE_INFINITY))),
  );
  return base.blocks[first]?.id ?? base.blocks[0]?.id ?? null;
}

function places(doc: TextDoc): Map<BlockId, number> {
  const map = new Map(doc.blocks.map((block, i) => [block.id, i]));
  if (map.size !== doc.blocks.length) throw new Error("The text holds a block id twice");
  return map;
}

function idBefore(doc: TextDoc, index: number): BlockId | null {
  return doc.blocks[index - 1]?.id ?? null;
}
