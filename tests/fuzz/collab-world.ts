import type { IncomingMessage } from "node:http";
import * as Y from "yjs";
import type { RoomStore } from "../../server/collab/log/store";
import { CLOSE } from "../../shared/api/close-codes";
import { until } from "../support/children";
import { type BareClient, connect, openDoor, presenceOf, type Served, serve } from "../support/collab-kit";
import type { MemoryBus, MemoryExchange } from "../support/memory-bus";
import type { Random } from "../support/random";

export const ROOM = "declaration.en";
const WORD = /<[^<>]+>/g;

/** Words of a document, also those that stand where no editor of ours shows them. */
export function wordsOf(doc: Y.Doc): Set<string> {
  return new Set(doc.getXmlFragment("prosemirror").toString().replaceAll("&lt;", "<").match(WORD));
}

/** Somebody with one document that outlives their connections, on a line that the test can hold up both ways. */
export class Person {
  readonly doc = new Y.Doc();
  client: BareClient | null = null;
  /** Which message of this connection brings each word; null: not sent on this one. */
  typed: { text: string; ordinal: number | null }[] = [];
  #clock = 0;
  #isHeldUp = false;
  #waiting: (() => void)[] = [];

  constructor(readonly name: string) {}

  get isHeldUp(): boolean {
    return this.#isHeldUp;
  }

  /** Resolves when the first answer is there. */
  async dial(url: string): Promise<void> {
    const client = connect(`${url}/${ROOM}?as=${this.name}`, {
      doc: this.doc,
      delay: (deliver) => {
        if (this.#isHeldUp) this.#waiting.push(deliver);
        else deliver();
      },
    });
    await until("synced or closed", () => client.synced || client.closed !== null);
    if (client.closed) client.ws.terminate();
    else {
      this.client = client;
      client.send(presenceOf(this.doc.clientID, ++this.#clock, { user: { name: this.name } }));
    }
  }

  /** What they send waits here, what is sent to them in the network. */
  holdUp(): void {
    if (!this.client) return;
    this.#isHeldUp = true;
    this.client.ws.pause();
  }

  letThrough(): void {
    this.#isHeldUp = false;
    for (const deliver of this.#waiting.splice(0)) deliver();
    this.client?.ws.resume();
  }

  type(text: string, random: Random): void {
    const fragment = this.doc.getXmlFragment("prosemirror");
    if (fragment.length === 0) return;
    if (random.chance(0.1)) {
      const block = new Y.XmlElement("block");
      if (random.chance(0.5)) block.setAttribute("id", "op1");
      block.insert(0, [new Y.XmlText(text)]);
      fragment.insert(random.below(fragment.length + 1), [block]);
    } else {
      const block = fragment.get(random.below(fragment.length)) as Y.XmlElement;
      (block.get(0) as Y.XmlText).insert(0, text);
    }
    this.typed.push({ text, ordinal: this.client?.sent ?? null });
  }

  /** Says again what was said before, as a client does that is unsure. */
  repeat(random: Random): void {
    const from = random.chance(0.5) ? undefined : Y.encodeStateVector(new Y.Doc());
    this.client?.sendDocument(Y.encodeStateAsUpdate(this.doc, from));
  }

  /** Words that this connection was told are saved. */
  saved(): string[] {
    const { client } = this;
    if (!client) return [];
    const refused = new Set(client.refused.map(({ ordinal }) => ordinal));
    return this.typed.flatMap(({ text, ordinal }) =>
      ordinal !== null && ordinal <= client.saved && !refused.has(ordinal) ? [text] : [],
    );
  }

  hangUp(): void {
    // What this connection did not confirm, the next one's step 2 brings.
    for (const edit of this.typed) edit.ordinal = null;
    this.client?.ws.terminate();
    this.client = null;
    this.#waiting = [];
    this.#isHeldUp = false;
  }
}

/** Who may do what. Answers take a while, and are those of the moment of the question. */
export class Rights {
  readonly readOnly = new Set<string>();
  readonly banned = new Set<string>();

  constructor(private readonly random: Random) {}

  readonly authorise = async (request: IncomingMessage): ReturnType<typeof openDoor> => {
    const answer = await openDoor(request);
    if (!answer.ok) return answer;
    const { name } = answer.person;
    const decided = this.banned.has(name)
      ? { ok: false as const, closeCode: CLOSE.NOT_ALLOWED, reason: "no" }
      : { ...answer, access: { write: !this.readOnly.has(name), presence: true } };
    for (let turns = this.random.below(4); turns > 0; turns--) await new Promise(setImmediate);
    return decided;
  };
}

/** A server of the world. Killed, it neither reaches the database nor the other nodes any more. */
export type Node = { served: Served; bus: MemoryBus; kill(): void; isKilled: boolean };

export async function startNode(options: {
  store: RoomStore;
  exchange: MemoryExchange;
  rights: Rights;
  onQuiet(): Promise<void>;
}): Promise<Node> {
  const { store, exchange, rights, onQuiet } = options;
  const bus = exchange.join();
  const node = { bus, isKilled: false } as Node;
  const alive = () => {
    if (node.isKilled) throw new Error("killed");
  };
  const reachable = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      alive();
      const result = await call(...args);
      alive();
      return result;
    };
  };
  node.served = await serve({
    bus,
    store: {
      find: reachable(store.find),
      load: reachable(store.load),
      since: reachable(store.since),
      heads: reachable(store.heads),
      append: reachable(store.append),
      compact: reachable(store.compact),
    },
    limits: {
      idleMs: 5,
      quietMs: 10,
      compactRows: 7,
      settleMs: 50,
      compareMs: 20,
      recheckMs: 20,
      holdMs: 150,
    },
    authorise: rights.authorise,
    onQuiet,
  });
  node.kill = () => {
    node.isKilled = true;
    exchange.cut(bus);
  };
  return node;
}
