import * as Y from "yjs";
import type { TextDoc } from "../../../shared/text/model";
import { FRAGMENT, readTextDoc, repairIds } from "../../../shared/text/yjs";
import type { Message } from "../wire/seat";
import { AgreedParagraphs, type Trespass, type Undone } from "./agreed";
import { integrated } from "./update";

/** From the log: what a state stands for, and the rows after it. */
export type Logged = { state: Uint8Array | null; updates: readonly Uint8Array[] };

export type Entered = {
  /** What others must hear of; null: nothing changed. */
  update: Uint8Array | null;
  /** Who said it; null stands for ourselves (a repair, or Yjs tidying formats): then each author, too, must hear of it. */
  sources: Set<unknown>;
  authors: Set<string>;
  /** Changes of agreed paragraphs that were put back, for those who made them. */
  undone: Undone;
  /** Messages that Yjs has set aside for ever: items that build on each other in a ring. */
  unapplied: Message[];
};

/** This copy of the text is no longer the one in the log: it went wrong half-way. */
export class TextBroken extends Error {
  override name = "TextBroken";
  constructor(
    readonly culprit: Message | null,
    options: { cause: unknown },
  ) {
    super("An update could not be applied.", options);
  }
}

/** Of what came in through members. */
const MEMBERS = Symbol("members");
/** Of what stands in the log already. */
const LOGGED = Symbol("logged");

type LiveTextPorts = {
  /** The document is not exactly what was loaded: Yjs tidied it up while it was unpacked. */
  tidied(): void;
  /** What was loaded cannot be read. */
  broken(error: TextBroken): void;
};

/**
 * The document of one room: what enters it, what of that others must hear, and what the log does not hold yet. What was loaded
 * is unpacked when it is first needed, which may take a fifth of a second: the first who come in have the text before that.
 */
export class LiveText {
  #unpacked: { doc: Y.Doc; agreed: AgreedParagraphs } | null = null;
  #loaded: Logged | null;
  #loadedVector: Uint8Array | null = null;
  readonly #ports: LiveTextPorts;
  /** As it was last read; null: it has changed since. */
  #read: TextDoc | null = null;
  #emitted: Array<{ update: Uint8Array; isLogged: boolean }> = [];
  #blocksMoved = false;

  constructor(loaded: Logged, ports: LiveTextPorts) {
    this.#loaded = loaded;
    this.#ports = ports;
  }

  /** @throws TextBroken */
  get doc(): Y.Doc {
    return this.unpack().doc;
  }

  /** @throws TextBroken */
  unpack(): { doc: Y.Doc; agreed: AgreedParagraphs } {
    if (this.#unpacked) return this.#unpacked;
    try {
      return this.#unpack();
    } catch (cause) {
      const error = new TextBroken(null, { cause });
      this.#ports.broken(error);
      throw error;
    }
  }

  #unpack(): { doc: Y.Doc; agreed: AgreedParagraphs } {
    const doc = new Y.Doc();
    doc.getXmlFragment(FRAGMENT);
    let transactions = 0;
    const count = () => transactions++;
    doc.on("afterTransaction", count);
    const loaded = this.#loaded;
    if (loaded) Y.transact(doc, () => apply(doc, loaded), LOGGED, false);
    doc.off("afterTransaction", count);
    this.#unpacked = { doc, agreed: new AgreedParagraphs(doc) };
    this.#loaded = this.#loadedVector = null;
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      this.#read = null;
      this.#emitted.push({ update, isLogged: origin === LOGGED });
    });
    if (transactions > 1 || doc.store.pendingStructs !== null) this.#ports.tidied();
    return this.#unpacked;
  }

  /** The very same as long as nothing of it changes: nobody changes what is given here. Not to be asked within a transaction. */
  read(): TextDoc {
    this.#read ??= readTextDoc(this.doc);
    return this.#read;
  }

  encode(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  /** What the text holds; read off what was loaded as long as that is packed. */
  encodeVector(): Uint8Array {
    if (!this.#loaded) return Y.encodeStateVector(this.doc);
    this.#loadedVector ??= vectorOf(this.#loaded);
    return this.#loadedVector;
  }

  /** Whether blocks came, went or moved since it was last asked. */
  takeBlocksMoved(): boolean {
    const moved = this.#blocksMoved;
    this.#blocksMoved = false;
    return moved;
  }

  /** Messages that build only on what is here, in one transaction. @throws TextBroken */
  enter(messages: readonly Message[]): Entered {
    const sources = new Set<unknown>();
    const authors = new Set<string>();
    if (messages.length === 0) return { update: null, sources, authors, undone: new Map(), unapplied: [] };
    const { doc, agreed } = this.unpack();
    let current: Message | null = null;
    let trespass: Trespass | null = null;
    let undone: Undone | null = null;
    try {
      const isStructural = this.#transact(MEMBERS, (transaction) => {
        for (const message of messages) {
          current = message;
          Y.applyUpdate(doc, message.update, MEMBERS);
          sources.add(message.seat.member);
          authors.add(message.seat.member.person.id);
        }
        trespass = agreed.trespass(transaction, messages);
      });
      current = null;
      if (isStructural) this.#repair();
      // After the ids: an agreed paragraph is found by its own.
      if (trespass) undone = agreed.undo(trespass, MEMBERS);
    } catch (cause) {
      throw new TextBroken(current, { cause });
    }
    if (this.#emitted.length > 1) sources.add(null);
    // Confirmed, it would be lost; kept, it would grow.
    doc.store.pendingStructs = null;
    doc.store.pendingDs = null;
    const unapplied = messages.filter(({ facts }) => !integrated(facts, doc));
    return { update: merged(this.#take()), sources, authors, undone: undone ?? new Map(), unapplied };
  }

  /**
   * What stands in the log, and came from elsewhere. `unlogged` is what had to be put right after it: two blocks that
   * each node had under one id, or formats that Yjs tidies up after both. @throws TextBroken
   */
  enterLogged(logged: Logged): { update: Uint8Array | null; unlogged: Uint8Array | null } {
    try {
      const { doc, agreed } = this.unpack();
      let mayAgree = false;
      const isStructural = this.#transact(LOGGED, (transaction) => {
        apply(doc, logged);
        mayAgree = agreed.mayHaveChanged(transaction);
      });
      if (isStructural) this.#repair();
      if (mayAgree) agreed.read();
    } catch (cause) {
      throw new TextBroken(null, { cause });
    }
    const unlogged = this.#emitted.filter(({ isLogged }) => !isLogged);
    return { unlogged: merged(unlogged), update: merged(this.#take()) };
  }

  /** A transaction of its own: Yjs takes a remote one that writes under its client id for a second peer with that id. */
  #repair(): void {
    repairIds(this.doc, MEMBERS);
  }

  /** @returns whether blocks came, went, or took another id: else there is nothing to repair */
  #transact(origin: symbol, work: (transaction: Y.Transaction) => void): boolean {
    const { doc } = this;
    let isStructural = false;
    Y.transact(
      doc,
      (transaction) => {
        work(transaction);
        const fragment: unknown = doc.getXmlFragment(FRAGMENT);
        for (const [type, keys] of transaction.changed)
          if (type === fragment || keys.has("id")) isStructural = true;
      },
      origin,
      false,
    );
    this.#blocksMoved ||= isStructural;
    return isStructural;
  }

  #take(): Array<{ update: Uint8Array }> {
    const emitted = this.#emitted;
    this.#emitted = [];
    return emitted;
  }
}

function apply(doc: Y.Doc, { state, updates }: Logged): void {
  if (state) Y.applyUpdate(doc, state, LOGGED);
  for (const update of updates) Y.applyUpdate(doc, update, LOGGED);
}

function vectorOf({ state, updates }: Logged): Uint8Array {
  const all = state ? [state, ...updates] : updates;
  return Y.encodeStateVectorFromUpdate(all.length === 1 && all[0] ? all[0] : Y.mergeUpdates([...all]));
}

function merged(emitted: ReadonlyArray<{ update: Uint8Array }>): Uint8Array | null {
  const [first] = emitted;
  if (!first) return null;
  return emitted.length === 1 ? first.update : Y.mergeUpdates(emitted.map(({ update }) => update));
}
