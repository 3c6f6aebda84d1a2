import * as Y from "yjs";
import type { BlockId } from "../../../shared/text/model";

type Block = Y.XmlElement;
export type Step = Y.UndoManager["undoStack"][number];
type Ranges = Step["insertions"];
type Struct = Y.Item | Y.GC;

/** What a step has put in and taken out, and in which paragraphs. */
export type Reach = {
  /** Paragraphs that it wrote in, put in or took out, by id. */
  blocks: ReadonlySet<BlockId>;
  /** Whether somebody else has since written in, or taken from, what the step made anew: a block moved, split or joined. */
  isTorn: boolean;
};

/**
 * Yjs has no move: what moves, what is split off and what is joined is made anew, and undo takes away the new and brings back
 * the old. Where somebody has meanwhile worked on the new, their words would be left alone in a torn paragraph, and what they
 * struck out would be back.
 */
export function reachOf(fragment: Y.XmlFragment, step: Step): Reach {
  const { doc } = fragment;
  if (!doc) throw new Error("The text stands outside its document");
  const blocks = new Set<BlockId>();
  const put = new Set<BlockId>();
  const taken = new Set<BlockId>();
  let isStruck = false;
  let makesBlocks = false;

  forEachStruct(doc, step.insertions, (struct, id) => {
    isStruck ||= isStruckSince(struct, id, step);
    // What is gone with its block tells no more than that.
    if (!(struct instanceof Y.Item) || struct.parent === fragment) makesBlocks = true;
    if (!(struct instanceof Y.Item)) return;
    const block = blockIdOf(struct, fragment);
    if (block === null) return;
    blocks.add(block);
    if (struct.parent === fragment) put.add(block);
  });
  let takesAny = false;
  forEachStruct(doc, step.deletions, (struct, id) => {
    if (!(struct instanceof Y.Item) || Y.isDeleted(step.insertions, id)) return;
    const block = blockIdOf(struct, fragment);
    if (block === null) return;
    takesAny = true;
    blocks.add(block);
    if (struct.parent === fragment) taken.add(block);
  });
  const isMadeAnew = takesAny && (makesBlocks || taken.size > 0);
  if (!isMadeAnew) return { blocks, isTorn: false };
  if (isStruck) return { blocks, isTorn: true };
  const isTorn = (fragment.toArray() as Block[]).some((block) => {
    const id = idOf(block);
    if (!id || !blocks.has(id)) return false;
    return put.has(id) ? holdsOthers(block, doc.clientID) : isWrittenBetween(block, step);
  });
  return { blocks, isTorn };
}

/** Letters or blocks that are gone, and neither by this step nor by undo. What others took away is not even kept by Yjs. */
function isStruckSince(struct: Struct, id: Y.ID, step: Step): boolean {
  if (!struct.deleted || Y.isDeleted(step.deletions, id)) return false;
  if (!(struct instanceof Y.Item)) return true;
  const { content } = struct;
  const isText =
    content instanceof Y.ContentString ||
    content instanceof Y.ContentDeleted ||
    content instanceof Y.ContentType;
  return isText && struct.redone === null && struct.parentSub === null;
}

/** Letters, marks or attributes that somebody else has put into a block of ours. */
function holdsOthers(block: Block, own: number): boolean {
  return itemsIn(block).some((item) => !item.deleted && item.id.client !== own);
}

/** Letters of others among those that the step has put into a block. */
function isWrittenBetween(block: Block, step: Step): boolean {
  for (const text of block.toArray()) {
    if (!(text instanceof Y.XmlText)) continue;
    const owners: boolean[] = [];
    for (let item = text._start; item; item = item.right)
      if (!item.deleted && item.content instanceof Y.ContentString)
        owners.push(Y.isDeleted(step.insertions, item.id));
    const between = owners.slice(owners.indexOf(true), owners.lastIndexOf(true) + 1);
    if (between.includes(false)) return true;
  }
  return false;
}

/** All items under a block: its attributes, its texts, and what is in them. */
function itemsIn(type: Pick<Block, "_map" | "_start">): Y.Item[] {
  const items: Y.Item[] = [...type._map.values()];
  for (let item = type._start; item; item = item.right) {
    items.push(item);
    if (item.content instanceof Y.ContentType) items.push(...itemsIn(item.content.type));
  }
  return items;
}

/** Id of the paragraph that an item is, or stands in. */
function blockIdOf(item: Y.Item, fragment: Y.XmlFragment): BlockId | null {
  for (let at = item; ; ) {
    const { parent } = at;
    if (parent === fragment) {
      const type = at.content instanceof Y.ContentType ? at.content.type : null;
      return type instanceof Y.XmlElement ? idOf(type) : null;
    }
    if (!(parent instanceof Y.AbstractType) || !parent._item) return null;
    at = parent._item;
  }
}

/** Also of a block that is gone, whose attributes went with it. */
export function idOf(block: Block): BlockId | null {
  for (let item = block._map.get("id") ?? null; item; item = item.left) {
    const id: unknown = item.content.getContent().at(-1);
    if (typeof id === "string") return id;
  }
  return null;
}

/** `id`: where what the ranges name begins in the struct. */
function forEachStruct(doc: Y.Doc, { clients }: Ranges, visit: (struct: Struct, id: Y.ID) => void): void {
  for (const [client, ranges] of clients) {
    const structs = doc.store.clients.get(client) ?? [];
    for (const { clock, len } of ranges) {
      for (let i = Y.findIndexSS(structs, clock); i < structs.length; i += 1) {
        const struct = structs[i];
        if (!struct || struct.id.clock >= clock + len) break;
        visit(struct, Y.createID(client, Math.max(struct.id.clock, clock)));
      }
    }
  }
}
