import * as Y from "yjs";
import { CLOSE } from "../../shared/api/close-codes";
import { readTextDoc } from "../../shared/text/yjs";
import { until } from "../support/children";
import {
  type BareClient,
  connect,
  type MemoryStore,
  memoryStore,
  message,
  openDoor,
  paragraphs,
  presenceOf,
  type Served,
  serve,
  textOf,
} from "../support/collab-kit";
import { type MemoryBus, MemoryExchange } from "../support/memory-bus";

const NAME = "declaration.en";

let store: MemoryStore;
let roomId: string;
let exchange: MemoryExchange;
let nodes: Served[];
let buses: MemoryBus[];
let clients: BareClient[];

beforeEach(async () => {
  store = memoryStore();
  roomId = store.addRoom(NAME, textOf("We commit.", "We decide."));
  exchange = new MemoryExchange();
  nodes = [];
  buses = [];
  clients = [];
  await addNode();
  await addNode();
});
afterEach(async () => {
  for (const client of clients) client.ws.terminate();
  for (const node of nodes) await node.stop();
  exchange.stop();
});

async function addNode(limits = {}): Promise<Served> {
  const bus = exchange.join();
  buses.push(bus);
  const node = await serve({ store, bus, limits: { compareMs: 60_000, ...limits } });
  nodes.push(node);
  return node;
}

async function join(node: number, query = ""): Promise<BareClient> {
  const client = connect(`${nodes[node]?.url}/${NAME}${query}`);
  clients.push(client);
  await until("synced", () => client.synced);
  return client;
}

async function replay(): Promise<string[]> {
  const { state, updates } = await store.load(roomId);
  const doc = new Y.Doc();
  for (const update of [...(state ? [state] : []), ...updates]) Y.applyUpdate(doc, update);
  return paragraphs(doc);
}

const same = (...all: BareClient[]) => all.every((each) => each.text().join() === all[0]?.text().join());
const isSaved = (client: BareClient) => client.saved === client.sent;

test("what is typed on one node is seen on the other, and the log holds it once", async () => {
  const [a, b] = [await join(0, "?as=Amina"), await join(1, "?as=Bela")];
  for (let i = 0; i < 20; i++) {
    a.type(0, 0, `a${i} `);
    b.type(1, 0, `b${i} `);
  }
  await until(
    "both have all of it",
    () => same(a, b) && isSaved(a) && isSaved(b) && a.text().join().includes("b19"),
  );
  await until("both nodes hold the log", async () => {
    const texts = await Promise.all(nodes.map((node) => node.collab.read(NAME)));
    return texts.every(({ blocks }) => blocks[0]?.runs[0]?.text.startsWith("a19 "));
  });
  expect(await replay()).toEqual(a.text());
  expect(nodes.flatMap(({ errors }) => errors)).toEqual([]);
});

test("rows that come in another order, twice or late are applied once, in the order of the log", async () => {
  let turn = 0;
  exchange.route = () => [[4], [0, 6], [1], [9]][turn++ % 4] as number[];
  const [a, b] = [await join(0), await join(1)];
  for (let i = 0; i < 60; i++) {
    a.type(0, 0, `${i} `);
    await until("saved", () => isSaved(a));
  }
  await until("all is there", () => same(a, b));
  expect(await replay()).toEqual(b.text());
});

test("a node that heard nothing reads the log when it hears of a later row", async () => {
  const [a, b] = [await join(0), await join(1)];
  exchange.route = () => null;
  a.type(0, 0, "Unheard. ");
  await until("saved", () => isSaved(a));
  exchange.route = () => [0];
  a.type(1, 0, "Heard. ");
  await until("b has both", () => b.text().join().includes("Unheard.") && b.text().join().includes("Heard."));
});

test("a node that was cut off finds out by itself what was written, without the bus", async () => {
  const third = await addNode({ compareMs: 20 });
  const bus = buses[2] as MemoryBus;
  const [a, c] = [await join(0), await join(2)];
  exchange.cut(bus);
  a.type(0, 0, "Meanwhile. ");
  await until("c has it", () => c.text().join().includes("Meanwhile."));
  c.type(1, 0, "Alone. ");
  await until("saved", () => isSaved(c));
  exchange.heal(bus);
  await until("a has it", () => a.text().join().includes("Alone."));
  expect(third.errors).toEqual([]);
});

test("a row too large for the bus is read from the log", async () => {
  const [a, b] = [await join(0), await join(1)];
  a.type(0, 0, "x".repeat(3 * exchange.maxBytes));
  await until("b has it", () => same(a, b));
});

test("rows that were compacted away before a node heard of them come with the state", async () => {
  const [a, b] = [await join(0), await join(1)];
  exchange.cut(buses[1] as MemoryBus);
  a.type(0, 0, "Compacted. ");
  await until("saved", () => isSaved(a));
  const { lastSeq } = store.record(roomId);
  store.record(roomId).recordedSeq = lastSeq;
  const doc = new Y.Doc();
  const { state, updates } = await store.load(roomId);
  for (const update of [...(state ? [state] : []), ...updates]) Y.applyUpdate(doc, update);
  await store.compact(roomId, lastSeq, Y.encodeStateAsUpdate(doc));
  exchange.heal(buses[1] as MemoryBus);
  await until("b has it", () => b.text().join().includes("Compacted."));
});

test("two blocks that each node has under one id get ids of their own, on both", async () => {
  const [a, b] = [await join(0), await join(1)];
  const insert = (client: BareClient, words: string) => {
    const block = new Y.XmlElement("block");
    block.setAttribute("id", "twin");
    block.insert(0, [new Y.XmlText(words)]);
    client.doc.getXmlFragment("prosemirror").insert(1, [block]);
  };
  insert(a, "one");
  insert(b, "two");
  const ids = (client: BareClient) => readTextDoc(client.doc).blocks.map(({ id }) => id);
  const written = (client: BareClient) =>
    client.doc
      .getXmlFragment("prosemirror")
      .toArray()
      .map((block) => (block as Y.XmlElement).getAttribute("id"));
  await until("both have four blocks with four ids", () =>
    [a, b].every((client) => new Set(written(client)).size === 4 && isSaved(client)),
  );
  await until(
    "the same ones",
    () => ids(a).join() === ids(b).join() && written(a).join() === written(b).join(),
  );
  expect(written(a)).toContain("twin");
});

test("who is here is seen on every node, and gone with the connection or the node", async () => {
  const [a, b] = [await join(0, "?as=Amina"), await join(1, "?as=Bela")];
  a.send(presenceOf(a.doc.clientID, 1, { user: { name: "Somebody else" } }));
  await until("b sees a, under the name that was signed in", () => {
    const seen = b.presence.get(a.doc.clientID) as { user: { name: string } } | undefined;
    return seen?.user.name === "Amina";
  });
  b.send(presenceOf(b.doc.clientID, 1, { user: { name: "Bela" } }));
  await until("a sees b", () => a.presence.has(b.doc.clientID));
  const late = await join(0);
  late.send(message(3));
  await until("who comes later sees both", () => late.presence.size === 2);
  a.ws.close();
  await until("b sees a go", () => !b.presence.has(a.doc.clientID));
  await nodes[1]?.stop();
  await until("the node's people are gone", () => !late.presence.has(b.doc.clientID));
});

test("a client that changes nodes keeps its place: its old node does not take it away", async () => {
  const b = await join(1);
  const a = await join(0, "?as=Amina");
  a.send(presenceOf(a.doc.clientID, 1, { at: "node 0" }));
  await until("seen", () => b.presence.has(a.doc.clientID));
  const moved = connect(`${nodes[1]?.url}/${NAME}?as=Amina`, { doc: a.doc });
  clients.push(moved);
  await until("synced", () => moved.synced);
  moved.send(presenceOf(a.doc.clientID, 2, { at: "node 1" }));
  await until("seen there", () => JSON.stringify(b.presence.get(a.doc.clientID)).includes("node 1"));
  a.ws.close();
  const watcher = await join(0);
  await until("the first node has noticed", () => nodes[0]?.collab.stats().sockets === 1);
  watcher.send(message(3));
  await until("the watcher has an answer", () => watcher.presence.has(a.doc.clientID));
  expect(b.presence.get(a.doc.clientID)).toEqual({ at: "node 1" });
});

test("a lock waits for what people typed on other nodes before it, and holds back what they type after it", async () => {
  const [a, b] = [await join(0), await join(1)];
  b.type(1, 0, "Before. ");
  await nodes[0]?.collab.withLockedRooms([NAME], async ([room]) => {
    expect(readLines(room?.text)).toEqual(["We commit.", "Before. We decide."]);
    b.type(1, 0, "During. ");
    await until("it has arrived at its node", () => b.sent === 3);
    const { bytes, commit } = room?.prepare(textOf("We commit ourselves.", "Before. We decide.")) ?? never();
    const { seq } = await store.append(roomId, bytes, []);
    expect(seq).toBe((room?.lastSeq ?? 0) + 1);
    commit(seq);
  });
  await until("all is there", () => same(a, b) && isSaved(b));
  expect(a.text()).toEqual(["We commit ourselves.", "During. Before. We decide."]);
  expect(await replay()).toEqual(a.text());
});

test("a command that another node overtook is run again on the text as it is", async () => {
  await join(0);
  const b = await join(1);
  let runs = 0;
  exchange.route = () => null;
  await nodes[0]?.collab.withLockedRooms([NAME], async ([room]) => {
    runs++;
    if (runs === 1) {
      b.type(0, 0, "Overtaken. ");
      await until("saved", () => isSaved(b));
    }
    if (room?.lastSeq !== store.record(roomId).lastSeq)
      throw Object.assign(new Error("moved"), { code: "text_moved" });
    expect(readLines(room.text)).toEqual(["Overtaken. We commit.", "We decide."]);
  });
  expect(runs).toBe(2);
});

test("two nodes that lock one room at the same moment both come through, one after the other", async () => {
  const [a, b] = [await join(0), await join(1)];
  const write = (node: number, at: number, words: string) =>
    nodes[node]?.collab.withLockedRooms([NAME], async ([room]) => {
      const text = structuredClone(room?.text ?? never());
      const block = text.blocks[at] ?? never();
      block.runs = [{ text: words + (block.runs[0]?.text ?? ""), marks: [] }];
      const prepared = room?.prepare(text) ?? never();
      // As the database has it: the row's number is checked and taken in one transaction.
      if (store.record(roomId).lastSeq !== room?.lastSeq)
        throw Object.assign(new Error("moved"), { code: "text_moved" });
      const { seq } = await store.append(roomId, prepared.bytes, []);
      prepared.commit(seq);
    });
  for (let i = 0; i < 10; i++) await Promise.all([write(0, 0, `${i}a `), write(1, 1, `${i}b `)]);
  await until("both see all of it", () => same(a, b) && /9a .*9b /.test(a.text().join()));
  expect(await replay()).toEqual(a.text());
  for (let i = 0; i < 10; i++) {
    expect(a.text().join().split(`${i}a `)).toHaveLength(2);
    expect(a.text().join().split(`${i}b `)).toHaveLength(2);
  }
});

test("a room that one node froze is frozen on the others", async () => {
  const [, b] = [await join(0), await join(1)];
  await nodes[0]?.collab.withLockedRooms([NAME], async ([room]) => {
    store.freeze(roomId);
    room?.freezeOnRelease();
  });
  await until("refused", () => {
    b.type(0, 0, "x");
    return b.refused.some(({ code }) => code === "frozen");
  });
});

test("rights that change on one node are asked for again on the others", async () => {
  const asked: string[] = [];
  const bus = exchange.join();
  const third = await serve({
    store,
    bus,
    authorise: async (request) => {
      asked.push(request.url ?? "");
      return {
        ok: true,
        person: { id: "p", name: "P" },
        session: { id: "s", expiresInMs: 60_000 },
        access: { write: asked.length < 2, presence: false },
      };
    },
  });
  nodes.push(third);
  const c = await join(2);
  await nodes[0]?.collab.reauthorise(NAME);
  await until("refused", () => {
    c.type(0, 0, "x");
    return c.refused.length > 0;
  });
});

test("a node that was cut off finds out by itself that somebody may not read any more", async () => {
  const banned = new Set<string>();
  const bus = exchange.join();
  const authorise: typeof openDoor = async (request) => {
    const answer = await openDoor(request);
    if (!answer.ok || !banned.has(answer.person.name)) return answer;
    return { ok: false, closeCode: CLOSE.NOT_ALLOWED, reason: "no" };
  };
  nodes.push(await serve({ store, bus, authorise, limits: { recheckMs: 20 } }));
  const [a, b] = [await join(2, "?as=Amina"), await join(2, "?as=Bela")];
  exchange.cut(bus);
  banned.add("Amina");
  await nodes[0]?.collab.reauthorise(NAME);
  await until("she is sent away", () => a.closed !== null);
  expect(a.closed?.code).toBe(CLOSE.NOT_ALLOWED);
  b.type(0, 0, "Still here. ");
  await until("he is not", () => isSaved(b));
});

test("rights that cannot be asked for again leave a socket as it is", async () => {
  let asked = 0;
  let fails = false;
  const authorise: typeof openDoor = async (request) => {
    asked++;
    if (fails) throw new Error("no database");
    return openDoor(request);
  };
  nodes.push(await serve({ store, authorise, limits: { recheckMs: 10 } }));
  const a = await join(2);
  fails = true;
  const before = asked;
  await until("it was asked often", () => asked > before + 5);
  a.type(0, 0, "Still here. ");
  await until("saved", () => isSaved(a));
  expect(a.closed).toBeNull();
  // But who changes rights is heeded: nobody goes on with rights that nobody could look up.
  await nodes[2]?.collab.reauthorise(NAME);
  await until("sent away", () => a.closed !== null);
  expect(a.closed?.code).toBe(CLOSE.RETRY);
});

test("a lone node says nothing of its rows", async () => {
  await nodes[1]?.stop();
  exchange.delivered = 0;
  const said: string[] = [];
  exchange.route = ({ channel }) => {
    said.push(channel);
    return null;
  };
  const a = await join(0);
  said.length = 0;
  a.type(0, 0, "Alone. ");
  await until("saved", () => isSaved(a));
  expect(said.filter((channel) => channel.startsWith("room."))).toEqual([]);
});

function readLines(text: { blocks: { runs: { text: string }[] }[] } | undefined): string[] {
  return (text?.blocks ?? []).map(({ runs }) => runs.map((run) => run.text).join(""));
}

function never(): never {
  throw new Error("This cannot be.");
}
