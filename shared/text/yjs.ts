import * as Y from "yjs";
import { smallestSpans } from "./diff";
import {
  type Block,
  type BlockId,
  type BlockStatus,
  blockHead,
  isBlockId,
  normaliseRuns,
  type Run,
  sameRuns,
  type TextDoc,
} from "./model";
import { asKind, asLevel, asProvisional, asStatus } from "./schema";
import { longestIncreasing } from "./sequence";
import { attributeChange, attributesToMarks, marksToAttributes, type YAttributes } from "./y-marks";

/** Name of the fragment that holds the text in a room's document. */
export const FRAGMENT = "prosemirror";

type Attributes = { [name: string]: string | number | object | null };
export type BlockElement = Y.XmlElement<Attributes>;
type Found = { element: BlockElement; id: BlockId };
type DeltaOp =
  | { insert: string; attributes: YAttributes }
  | { delete: number }
  | { retain: number; attributes?: YAttributes };

/** Fills an empty room, in one transaction; every block "open" but where `statuses` says else. Throws if the room holds anything. */
export function writeTextDoc(
  ydoc: Y.Doc,
  doc: TextDoc,
  statuses: BlockStatus | ReadonlyMap<BlockId, BlockStatus> = "open",
  origin: unknown = null,
): void {
  const fragment = ydoc.getXmlFragment(FRAGMENT);
  // Two seeds in one room are two copies of the text, for good.
  if (fragment.length > 0) throw new Error(`The room is not empty: it holds ${fragment.length} blocks`);
  const statusOf = (id: BlockId) => (typeof statuses === "string" ? statuses : (statuses.get(id) ?? "open"));
  ydoc.transact(() => {
    fragment.insert(
      0,
      doc.blocks.map((block) => newElement(block, { status: statusOf(block.id) }) as Y.XmlElement),
    );
  }, origin);
}

/** Client id of all seeds: the same text seeded twice into one room is the same update, and merges into one copy. */
const SEED_CLIENT = 1;

/** The first state of a room that holds `doc`, as a Yjs update. */
export function encodeTextDoc(
  doc: TextDoc,
  statuses: BlockStatus | ReadonlyMap<BlockId, BlockStatus> = "open",
): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.clientID = SEED_CLIENT;
  writeTextDoc(ydoc, doc, statuses);
  const state = Y.encodeStateAsUpdate(ydoc);
  ydoc.destroy();
  return state;
}

/**
 * The text of a room, whatever is in it: unknown attributes, marks and children are skipped, several texts in a block are joined,
 * missing and repeated ids are read as `repairIds` would write them.
 */
export function readTextDoc(ydoc: Y.Doc): TextDoc {
  return { blocks: findBlocks(ydoc).map(({ element, id }) => readBlock(element, id)) };
}

export function readStatuses(ydoc: Y.Doc): Map<BlockId, BlockStatus> {
  return new Map(blocksIn(ydoc).map(({ id, status }) => [id, status]));
}

export type BlockInRoom = {
  element: Y.XmlElement;
  id: BlockId;
  status: BlockStatus;
  /** Its words cost more than the rest. */
  read(): Block;
};

/** The blocks of a room in their order, with the elements that hold them. */
export function blocksIn(ydoc: Y.Doc): BlockInRoom[] {
  return findBlocks(ydoc).map(({ element, id }) => ({
    element: element as Y.XmlElement,
    id,
    status: asStatus(element.getAttribute("status")),
    read: () => readBlock(element, id),
  }));
}

/**
 * Gives each block without a usable id, and each but the first that carries the same one, an id derived from its Yjs item
 * (`b<client>.<clock>`). Returns the new ids. Only the server calls it: when every peer repairs, peers repair each other's repairs.
 */
export function repairIds(ydoc: Y.Doc, transactOrigin: unknown): BlockId[] {
  const broken = findBlocks(ydoc).filter(({ element, id }) => element.getAttribute("id") !== id);
  if (broken.length === 0) return [];
  ydoc.transact(() => {
    for (const { element, id } of broken) element.setAttribute("id", id);
  }, transactOrigin);
  return broken.map(({ id }) => id);
}

/**
 * Turns the text into `target` by block id, with few operations and in one transaction: words put in and taken out inside the
 * texts that stand, blocks put in and taken out around them. A block that moves is made anew at its new place, with its status.
 * Afterwards `readTextDoc(ydoc)` equals `target` (its runs normalised), and the paragraphs named in `statuses` have theirs. Does
 * nothing, not even a transaction, if it does already. Gives those that were put in, taken out, or read or stand otherwise than before.
 */
export function writeChange(
  ydoc: Y.Doc,
  target: TextDoc,
  origin: unknown = null,
  statuses: ReadonlyMap<BlockId, BlockStatus> = new Map(),
): Set<BlockId> {
  const fragment = ydoc.getXmlFragment(FRAGMENT);
  const current = findBlocks(ydoc);
  const place = new Map(target.blocks.map((block, i) => [block.id, i]));
  if (place.size !== target.blocks.length) throw new Error("The target text holds a block id twice");

  const known = current.filter(({ id }) => place.has(id));
  const inOrder = longestIncreasing(known.map(({ id }) => place.get(id) as number));
  const kept = new Map(known.filter((_, i) => inOrder.has(i)).map(({ id, element }) => [id, element]));
  const gone = current.filter(({ id }) => !kept.has(id));
  const attributesOfGone = new Map(gone.map(({ id, element }) => [id, { ...element.getAttributes() }]));
  const changes = target.blocks.filter((block) => !isWritten(kept.get(block.id), block));
  const statusOf = ({ element }: Found) => asStatus(element.getAttribute("status"));
  const restated = known.filter((found) => (statuses.get(found.id) ?? statusOf(found)) !== statusOf(found));
  const before = new Map(current.map(({ id, element }) => [id, element]));
  const touched = new Set([
    ...current.filter(({ id }) => !place.has(id)).map(({ id }) => id),
    ...changes.filter((block) => !isWritten(before.get(block.id), block)).map(({ id }) => id),
    ...restated.map(({ id }) => id),
  ]);
  if (gone.length === 0 && changes.length === 0 && restated.length === 0) return touched;

  ydoc.transact(() => {
    for (const { element } of gone.reverse())
      fragment.delete(fragment.toArray().indexOf(element as Y.XmlElement), 1);
    let previous: BlockElement | null = null;
    for (const block of target.blocks) {
      const element = kept.get(block.id);
      const status = statuses.get(block.id);
      if (element) {
        if (changes.includes(block)) rewrite(element, block);
        if (status) setAttributes(element, { status });
        previous = element;
        continue;
      }
      const known = attributesOfGone.get(block.id);
      const created = newElement(block, { status: "open", ...known, ...(status && { status }) });
      fragment.insertAfter(previous as Y.XmlElement | null, [created as Y.XmlElement]);
      previous = created;
    }
  }, origin);
  return touched;
}

/** The blocks of a room in order, each with an id that no other has. */
export function findBlocks(ydoc: Y.Doc): Found[] {
  const elements = ydoc
    .getXmlFragment(FRAGMENT)
    .toArray()
    .filter((child): child is Y.XmlElement => child instanceof Y.XmlElement) as BlockElement[];
  const given = elements.map((element) => {
    const id: unknown = element.getAttribute("id");
    return isBlockId(id) ? id : undefined;
  });
  const taken = new Set(given);
  const first = new Set<BlockId>();
  return elements.map((element, i) => {
    const own = given[i];
    if (own !== undefined && !first.has(own)) {
      first.add(own);
      return { element, id: own };
    }
    const item = element._item;
    if (!item) throw new Error("A block stands outside its document");
    let id = `b${item.id.client}.${item.id.clock}`;
    while (taken.has(id)) id += "x";
    taken.add(id);
    return { element, id };
  });
}

export function textsOf(element: BlockElement): Y.XmlText[] {
  return element.toArray().filter((child): child is Y.XmlText => child instanceof Y.XmlText);
}

function readBlock(element: BlockElement, id: BlockId): Block {
  const provisional = asProvisional(element.getAttribute("provisional"));
  return {
    id,
    kind: asKind(element.getAttribute("kind")),
    level: asLevel(element.getAttribute("level")),
    ...(provisional && { provisional }),
    runs: readRuns(element),
  };
}

function readRuns(element: BlockElement): Run[] {
  const runs: Run[] = [];
  for (const text of textsOf(element)) {
    for (const { insert, attributes } of text.toDelta() as { insert: unknown; attributes?: YAttributes }[]) {
      if (typeof insert === "string") runs.push({ text: insert, marks: attributesToMarks(attributes) });
    }
  }
  return normaliseRuns(runs);
}

function isWritten(element: BlockElement | undefined, block: Block): boolean {
  return (
    element !== undefined &&
    Object.entries(attributesOf(block)).every(([name, value]) => element.getAttribute(name) === value) &&
    sameRuns(readRuns(element), block.runs)
  );
}

/** undefined: the element has no such attribute. */
function attributesOf(block: Block): Record<string, string | number | undefined> {
  return { provisional: undefined, ...blockHead(block) };
}

function setAttributes(
  element: BlockElement,
  attributes: Record<string, Attributes[string] | undefined>,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) === value) continue;
    if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

/** A block always holds one text, also when it is empty: two people who type into it then type into the same one. */
function newElement(block: Block, others: Partial<Attributes>): BlockElement {
  const element: BlockElement = new Y.XmlElement("block");
  // An element outside a document tells nothing of its attributes: only those with a value are set.
  for (const [name, value] of Object.entries({ ...others, ...attributesOf(block) }))
    if (value !== undefined) element.setAttribute(name, value);
  element.insert(0, [newText(block.runs)]);
  return element;
}

function newText(runs: readonly Run[]): Y.XmlText {
  const text = new Y.XmlText();
  text.applyDelta(
    normaliseRuns(runs).map((run) => ({ insert: run.text, attributes: marksToAttributes(run.marks) })),
  );
  return text;
}

function rewrite(element: BlockElement, block: Block): void {
  setAttributes(element, attributesOf(block));
  const texts = textsOf(element);
  if (texts.length === 0) {
    element.insert(0, [newText(block.runs)]);
    return;
  }
  for (const text of texts) deleteEmbeds(text);
  const deltas = deltasFor(texts, readRuns(element), block.runs);
  texts.forEach((text, i) => {
    const delta = deltas[i] ?? [];
    if (delta.some((op) => !("retain" in op) || op.attributes)) text.applyDelta(delta);
  });
  if (sameRuns(readRuns(element), block.runs)) return;
  // Marks under names that no editor of ours writes can't be taken off by name: then the words are set anew.
  element.delete(0, element.length);
  element.insert(0, [newText(block.runs)]);
}

/** One delta for each of a block's texts. What is put in where two meet goes to the end of the former. */
function deltasFor(texts: readonly Y.XmlText[], before: readonly Run[], after: readonly Run[]): DeltaOp[][] {
  const deltas: DeltaOp[][] = texts.map(() => []);
  let index = 0;
  let room = texts[0]?.length ?? 0;
  // The language only decides how French elisions are cut: not worth an argument here.
  for (const span of smallestSpans(before, after, "en")) {
    if (span.op === "insert") {
      deltas[index]?.push({ insert: span.text, attributes: marksToAttributes(span.marks) });
      continue;
    }
    for (let left = span.text.length; left > 0; ) {
      while (room === 0) room = texts[++index]?.length ?? left;
      const size = Math.min(left, room);
      left -= size;
      room -= size;
      const attributes = span.restyled && attributeChange(span.marksBefore ?? [], span.marks);
      if (span.op === "delete") deltas[index]?.push({ delete: size });
      else deltas[index]?.push(attributes ? { retain: size, attributes } : { retain: size });
    }
  }
  return deltas;
}

/** Our texts hold characters only; anything else would shift every position after it. */
function deleteEmbeds(text: Y.XmlText): void {
  const delta = text.toDelta() as { insert: unknown }[];
  let at = text.length;
  for (const { insert } of delta.reverse()) {
    at -= typeof insert === "string" ? insert.length : 1;
    if (typeof insert !== "string") text.delete(at, 1);
  }
}
