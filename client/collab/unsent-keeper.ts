import * as Y from "yjs";
import { blockText } from "../../shared/text/model";
import { FRAGMENT, readTextDoc } from "../../shared/text/yjs";
import type { KeptUnsent, UnsentStore } from "./unsent-store";

/**
 * Longer than a server that answers takes to confirm a change: who is connected writes nothing to the disk. Short enough that a
 * browser that dies takes a word with it at most.
 */
const PATIENCE_MS = 250;

/** Changes found on this machine that could not be put into the text again, paragraph by paragraph as they read. */
export type LeftBehind = { words: readonly string[]; isOldShape: boolean };

export type Keeper = {
  /** A change of our own, the `number`th of this window. */
  changed(number: number, update: Uint8Array, transaction: Y.Transaction): void;
  /** The server has the first `number` changes of this window. */
  committed(number: number): void;
  /** Writes what waits, at once. */
  flush(): Promise<void>;
  /** Reads what an earlier page left; to be called once, before anything else. */
  find(): Promise<void>;
  /** Puts what was found into the document as the change `number`; false when that changes nothing. */
  merge(number: number): boolean;
  leftBehind(): LeftBehind | null;
  /** Removes all that was found and all that this window kept. */
  discard(): Promise<void>;
  /** Whether what is unsent outlives this window. */
  isOnDisk(): boolean;
};

/** Origin of the transaction that brings back what was kept. */
export const KEPT = "kept";

type Change = { number: number; update: Uint8Array };

export function createKeeper(
  doc: Y.Doc,
  store: UnsentStore,
  schemaVersion: number,
  onChange: () => void,
): Keeper {
  let waiting: Change[] = [];
  let touched = new Set<Y.XmlElement>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Rows by the number of the last change in them. */
  let rows: { upTo: number; keys: number[] }[] = [];
  let found: KeptUnsent[] = [];
  let left: LeftBehind | null = null;
  let confirmed = 0;
  let isBroken = false;
  let writing = 0;
  // One after the other: a removal must not overtake the writing of what it removes.
  let queue: Promise<void> = Promise.resolve();

  const enqueue = (act: () => Promise<void>): Promise<void> => {
    queue = queue.then(act).catch(() => {
      // A browser may refuse a page its database, or have no room; the status then says that only this window has it.
      isBroken = true;
      onChange();
    });
    return queue;
  };

  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const changes = waiting;
    const blocks = touched;
    waiting = [];
    touched = new Set();
    const last = changes.at(-1);
    if (!last) return queue;
    const bytes = Y.mergeUpdates(changes.map(({ update }) => update));
    const words = wordsOf(doc, blocks);
    writing += 1;
    return enqueue(async () => {
      try {
        if (last.number <= confirmed) return;
        const key = await store.keep({ bytes, schemaVersion, words });
        rows.push({ upTo: last.number, keys: [key] });
        isBroken = false;
      } catch (error) {
        // With the next change: what comes later builds on them.
        waiting = [...changes.filter(({ number }) => number > confirmed), ...waiting];
        for (const block of blocks) touched.add(block);
        throw error;
      } finally {
        writing -= 1;
      }
      onChange();
    });
  };

  const setFound = (now: KeptUnsent[]) => {
    found = now;
    const words = new Map(now.flatMap((one) => Object.entries(one.words)));
    const isOldShape = now.some((one) => one.schemaVersion !== schemaVersion);
    left = now.length === 0 ? null : { words: [...words.values()], isOldShape };
    onChange();
  };

  const removeConfirmed = () => {
    void enqueue(async () => {
      const gone = rows.filter(({ upTo }) => upTo <= confirmed);
      rows = rows.filter(({ upTo }) => upTo > confirmed);
      await store.remove(gone.flatMap(({ keys }) => keys));
    });
  };

  return {
    changed(number, update, transaction) {
      waiting.push({ number, update });
      for (const type of transaction.changed.keys()) {
        const block = blockOf(type as Y.AbstractType<unknown>, doc.getXmlFragment(FRAGMENT));
        if (block) touched.add(block);
      }
      timer ??= setTimeout(() => void write(), PATIENCE_MS);
    },
    committed(number) {
      confirmed = Math.max(confirmed, number);
      waiting = waiting.filter((one) => one.number > confirmed);
      if (waiting.length === 0) {
        clearTimeout(timer);
        timer = undefined;
        touched = new Set();
      }
      if (rows.some(({ upTo }) => upTo <= confirmed)) removeConfirmed();
    },
    flush: () => write(),
    find() {
      return enqueue(async () => {
        setFound(await store.read());
      });
    },
    merge(number) {
      const fitting = found.filter((one) => one.schemaVersion === schemaVersion);
      if (fitting.length === 0) return false;
      // It may build on a change that was lost, or that is on its way behind the first of the text: what waited in the document
      // for that would come in with it, as if the server had sent both, and would not be sent.
      if (buildsOnMore(doc, fitting)) return false;
      let isNews = false;
      const hear = () => {
        isNews = true;
      };
      doc.on("update", hear);
      doc.transact(() => {
        for (const { bytes } of fitting) Y.applyUpdate(doc, bytes, KEPT);
      }, KEPT);
      doc.off("update", hear);
      setFound(found.filter((one) => one.schemaVersion !== schemaVersion));
      const keys = fitting.map(({ key }) => key);
      if (isNews) rows.push({ upTo: number, keys });
      else void enqueue(() => store.remove(keys));
      return isNews;
    },
    leftBehind: () => left,
    discard() {
      const keys = [...found.map(({ key }) => key), ...rows.flatMap((row) => row.keys)];
      setFound([]);
      rows = [];
      waiting = [];
      return enqueue(() => store.remove(keys));
    },
    isOnDisk: () => !isBroken && waiting.length === 0 && writing === 0,
  };
}

/** Whether some of these changes cannot go into the text as it is here. */
function buildsOnMore(doc: Y.Doc, changes: readonly KeptUnsent[]): boolean {
  const trial = new Y.Doc();
  Y.applyUpdate(trial, Y.encodeStateAsUpdate(doc));
  for (const { bytes } of changes) Y.applyUpdate(trial, bytes);
  const waits = trial.store.pendingStructs !== null;
  trial.destroy();
  return waits;
}

/** The paragraph that a type belongs to; null for the text as a whole. */
function blockOf(type: Y.AbstractType<unknown>, fragment: Y.XmlFragment): Y.XmlElement | null {
  let at: Y.AbstractType<unknown> | null = type;
  while (at && at.parent !== fragment) at = at.parent;
  return at instanceof Y.XmlElement ? at : null;
}

function wordsOf(doc: Y.Doc, blocks: ReadonlySet<Y.XmlElement>): Record<string, string> {
  const ids = new Set([...blocks].map((block) => block.getAttribute("id")));
  const changed = readTextDoc(doc).blocks.filter(({ id }) => ids.has(id));
  return Object.fromEntries(changed.map((block) => [block.id, blockText(block)]));
}
