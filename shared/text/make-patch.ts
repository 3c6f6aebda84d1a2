import { diffRuns } from "./diff";
import { type BlockId, blockText, type Language, sameBlock, sameShape, type TextDoc } from "./model";
import type { AmendmentForm, Patch, PatchChange } from "./patch";
import { type Base, baseOf, partsOf, rebuilt } from "./read-patch";
import { longestIncreasing } from "./sequence";
import { isWord, tokenise } from "./tokens";

/**
 * What turns `base` into `proposed`; null when nothing does. Blocks are the same by id. As few blocks as can be are moved.
 * Changes stand in the order of the proposed text, those that take blocks out first. Throws on an id used twice.
 * `known`: the places in `base`, where many are made against it.
 */
export function makePatch(base: TextDoc, proposed: TextDoc, known: Base = baseOf(base)): Patch | null {
  const placeBefore = known.place;
  const placeAfter = baseOf(proposed).place;
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
  const known = baseOf(base);
  return { blocks: rebuilt(known, partsOf(known, patch)) };
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
export const KEPT_SHARE_OF_A_SUBSTITUTE = 1 / 3;

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
  if (!sameShape(before, after)) return "strike_out_and_insert";
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
  const place = baseOf(base).place;
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

function idBefore(doc: TextDoc, index: number): BlockId | null {
  return doc.blocks[index - 1]?.id ?? null;
}
