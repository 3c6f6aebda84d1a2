import * as Y from "yjs";
import { isAgreed } from "../../../shared/rules/paragraphs";
import { type Block, type BlockId, type BlockStatus, blockText, sameBlock } from "../../../shared/text/model";
import { blocksIn, FRAGMENT, writeChange } from "../../../shared/text/yjs";
import type { Message, Seat } from "../wire/seat";

/** `text`: what the paragraph would have said; "" if it would have been taken out. */
export type UndoneParagraph = { block: BlockId; text: string };
/** To be told to whoever made the change. */
export type Undone = Map<Seat, UndoneParagraph[]>;

type Kept = { element: Y.XmlElement; texts: ReadonlySet<unknown>; block: Block; status: BlockStatus };

/** What one transaction did, as far as it concerns agreed paragraphs; seen before Yjs forgets what was deleted. */
export type Trespass = {
  /** Elements in their order, among them agreed ones that were taken out. */
  order: Y.XmlElement[];
  suspects: Map<BlockId, Set<Seat>>;
};

/**
 * The agreed paragraphs of one document, which nobody may change or take out, and the statuses of all, which only commands set.
 * An honest editor refuses by itself; what arrives all the same (it was on its way, or its sender is not honest) is put
 * back in the flush that it came with, because a replica whose update was left out would have diverged for ever.
 */
export class AgreedParagraphs {
  readonly #doc: Y.Doc;
  readonly #fragment: Y.XmlFragment;
  #kept = new Map<BlockId, Kept>();
  /** Those that are not "open". */
  #statuses = new Map<BlockId, BlockStatus>();

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#fragment = doc.getXmlFragment(FRAGMENT);
    this.#read();
  }

  /** After what may change them: rows of the log. To be called while the transaction is still open. */
  mayHaveChanged(transaction: Y.Transaction): boolean {
    return this.#kept.size > 0 || touchesStatuses(transaction, this.#fragment);
  }

  read(): void {
    this.#read();
  }

  #read(): void {
    this.#kept = new Map();
    this.#statuses = new Map();
    for (const { element, id, status, read } of blocksIn(this.#doc)) {
      if (status === "open") continue;
      this.#statuses.set(id, status);
      if (!isAgreed(status)) continue;
      this.#kept.set(id, { element, texts: new Set(element.toArray()), block: read(), status });
    }
  }

  /** To be called at the end of the transaction that the messages were applied in. null: nothing to look into. */
  trespass(transaction: Y.Transaction, messages: readonly Message[]): Trespass | null {
    const touched = [...this.#kept].filter(
      ([, { element, texts }]) =>
        element._item?.deleted ||
        transaction.changed.has(element as never) ||
        [...texts].some((text) => transaction.changed.has(text as never)),
    );
    if (touched.length === 0 && !touchesStatuses(transaction, this.#fragment)) return null;
    const suspects = new Map(
      touched.map(([id, kept]) => [
        id,
        new Set(messages.filter((one) => isBy(one, kept, this.#doc)).map(({ seat }) => seat)),
      ]),
    );
    return { order: this.#order(), suspects };
  }

  #order(): Y.XmlElement[] {
    const kept = new Set([...this.#kept.values()].map(({ element }) => element));
    const order: Y.XmlElement[] = [];
    for (let item = this.#fragment._start; item; item = item.right) {
      const type = item.content instanceof Y.ContentType ? item.content.type : null;
      if (type instanceof Y.XmlElement && (!item.deleted || kept.has(type))) order.push(type);
    }
    return order;
  }

  /** Puts right what was done, in a transaction of its own. @returns who must be told; null: nothing was wrong */
  undo({ order, suspects }: Trespass, origin: unknown): Undone | null {
    const now = new Map(blocksIn(this.#doc).map((one) => [one.element, one]));
    const keptBy = new Map([...this.#kept.values()].map((one) => [one.element, one]));
    const undone: Undone = new Map();
    const statuses = new Map<BlockId, BlockStatus>();
    for (const element of order) {
      const kept = keptBy.get(element);
      const found = now.get(element);
      if (!kept) {
        const due = found && (this.#statuses.get(found.id) ?? "open");
        if (due && found.status !== due) statuses.set(found.id, due);
        continue;
      }
      const { block, status } = kept;
      const isThere = found?.id === block.id && found.status === status;
      if (isThere && !suspects.has(block.id)) continue;
      const said = isThere ? found.read() : null;
      if (said && sameBlock(said, block)) continue;
      statuses.set(block.id, status);
      for (const seat of suspects.get(block.id) ?? [])
        undone.set(seat, [
          ...(undone.get(seat) ?? []),
          { block: block.id, text: found ? blockText(said ?? found.read()) : "" },
        ]);
    }
    if (statuses.size === 0) return null;
    const blocks = order.flatMap((element) => {
      const kept = keptBy.get(element);
      const found = now.get(element);
      // What poses under the id of an agreed paragraph is no part of the text.
      return kept ? [kept.block] : found && !this.#kept.has(found.id) ? [found.read()] : [];
    });
    writeChange(this.#doc, { blocks }, origin, statuses);
    this.#read();
    return undone;
  }
}

/** Whether an attribute of that name was set, or blocks came (which bring theirs) or went. */
function touchesStatuses(transaction: Y.Transaction, fragment: unknown): boolean {
  for (const [type, keys] of transaction.changed) if (type === fragment || keys.has("status")) return true;
  return false;
}

/** Whether the message put something into the paragraph, or took something out of it, or it as a whole. */
function isBy({ facts }: Message, { element, texts }: Kept, doc: Y.Doc): boolean {
  const isInside = (struct: Y.Item | Y.GC) =>
    struct instanceof Y.Item &&
    (struct === element._item || struct.parent === element || texts.has(struct.parent));
  return [...facts.brings, ...facts.deletes].some(({ client, start, end }) => {
    const structs = doc.store.clients.get(client);
    if (!structs || end > Y.getState(doc.store, client)) return false;
    for (let i = Y.findIndexSS(structs, start); i < structs.length; i++) {
      const struct = structs[i];
      if (!struct || struct.id.clock >= end) return false;
      if (isInside(struct)) return true;
    }
    return false;
  });
}
