import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { bringsNothing, extendKnown, inspectUpdate, integrated } from "../../server/collab/update";
import { readTextDoc, repairIds } from "../../shared/text/yjs";
import { until } from "../support/children";
import {
  type BareClient,
  connect,
  type MemoryStore,
  memoryStore,
  message,
  presenceOf,
  type Served,
  seedOf,
  serve,
  textOf,
} from "../support/collab-kit";

const ROOM = "declaration.en";
let store: MemoryStore;
let served: Served;
let roomId: string;

beforeEach(async () => {
  store = memoryStore();
  roomId = store.addRoom(ROOM, textOf("We commit.", "We decide.", "We invite."));
  served = await serve({ store, limits: { maxMessageBytes: 20_000, compactRows: 50 } });
});
afterEach(() => served.stop());

type Random = () => number;

function random(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const below = (rnd: Random, n: number) => Math.floor(rnd() * n);
const pick = <T>(rnd: Random, list: readonly T[]): T => list[below(rnd, list.length)] as T;

function edit(doc: Y.Doc, rnd: Random): void {
  const fragment = doc.getXmlFragment("prosemirror");
  const blocks = fragment.toArray().filter((child) => child instanceof Y.XmlElement);
  const block = blocks.length > 0 ? pick(rnd, blocks) : null;
  const text = block?.length ? block.get(0) : null;
  const action = below(rnd, 6);
  if (action === 0) {
    const made = new Y.XmlElement("block");
    if (rnd() < 0.5) made.setAttribute("id", `n${below(rnd, 5)}`);
    made.insert(0, [new Y.XmlText("new")]);
    fragment.insert(below(rnd, blocks.length + 1), [made]);
  } else if (action === 1 && blocks.length > 3) fragment.delete(below(rnd, blocks.length), 1);
  else if (text instanceof Y.XmlText) {
    const at = below(rnd, text.length + 1);
    if (action === 2 && text.length > at) text.delete(at, 1 + below(rnd, Math.min(5, text.length - at)));
    else if (action === 3 && text.length > at) text.format(at, 1, rnd() < 0.5 ? { em: {} } : { em: null });
    else text.insert(at, pick(rnd, ["a", "été", "宣言", "word "]));
  }
}

/** Valid updates of a peer that starts from the room's text. */
function updatesOf(doc: Y.Doc, rnd: Random, count: number): Uint8Array[] {
  const peer = new Y.Doc();
  Y.applyUpdate(peer, Y.encodeStateAsUpdate(doc));
  const updates: Uint8Array[] = [];
  peer.on("update", (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) edit(peer, rnd);
  return updates;
}

/** Updates that decode, and that no peer writes: built item by item. */
function unnaturalUpdate(doc: Y.Doc, rnd: Random): Uint8Array {
  const encoder = encoding.createEncoder();
  const uint = (n: number) => encoding.writeVarUint(encoder, n);
  const clients = [...doc.store.clients.keys()];
  const own = 1 + below(rnd, 2 ** 31);
  const known = () => (rnd() < 0.7 ? pick(rnd, clients) : rnd() < 0.5 ? own : own + 1);
  const clockOf = (client: number) => below(rnd, Y.getState(doc.store, client) + 3);
  const sections = 1 + below(rnd, 3);
  uint(sections);
  for (let section = 0; section < sections; section++) {
    const client = rnd() < 0.8 ? own + section : known();
    const structs = 1 + below(rnd, 3);
    uint(structs);
    uint(client);
    uint(rnd() < 0.7 ? Y.getState(doc.store, client) : below(rnd, 50));
    for (let i = 0; i < structs; i++) {
      const ref = pick(rnd, [0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 7, 8, 9, 10, 11, 31]);
      const flags = ref === 0 || ref === 10 ? 0 : pick(rnd, [0, 0x20, 0x40, 0x80, 0xc0, 0xe0]);
      encoding.writeUint8(encoder, ref | flags);
      const id = () => {
        const of = known();
        uint(of);
        uint(clockOf(of));
      };
      if (flags & 0x80) id();
      if (flags & 0x40) id();
      if (ref !== 0 && ref !== 10 && !(flags & 0xc0)) {
        if (rnd() < 0.5) {
          uint(1);
          encoding.writeVarString(encoder, pick(rnd, ["prosemirror", "other", ""]));
        } else {
          uint(0);
          id();
        }
        if (flags & 0x20) encoding.writeVarString(encoder, pick(rnd, ["id", "kind", "__proto__"]));
      }
      const length = pick(rnd, [0, 1, 2, 1000, 2 ** 40]);
      switch (ref) {
        case 0:
        case 1:
        case 10:
          uint(length);
          break;
        case 2:
          uint(2);
          encoding.writeVarString(encoder, "null");
          encoding.writeVarString(encoder, rnd() < 0.5 ? "{" : "3");
          break;
        case 3:
          encoding.writeVarUint8Array(encoder, new Uint8Array(below(rnd, 4)));
          break;
        case 4:
          encoding.writeVarString(encoder, pick(rnd, ["", "x", "宣言", "\u0000"]));
          break;
        case 5:
          encoding.writeVarString(encoder, pick(rnd, ["{}", "null", "["]));
          break;
        case 6:
          encoding.writeVarString(encoder, pick(rnd, ["em", "id", ""]));
          encoding.writeVarString(encoder, pick(rnd, ["null", "{}", '"x"', "}"]));
          break;
        case 7:
          uint(below(rnd, 8));
          if (rnd() < 0.7) encoding.writeVarString(encoder, pick(rnd, ["block", "", "p"]));
          break;
        case 8:
          uint(1);
          encoding.writeAny(encoder, pick(rnd, [null, 3, "x", { a: [1] }]));
          break;
        case 9:
          encoding.writeVarString(encoder, "guid");
          encoding.writeAny(encoder, {});
          break;
      }
    }
  }
  const deletions = below(rnd, 3);
  uint(deletions);
  for (let i = 0; i < deletions; i++) {
    const of = known();
    uint(of);
    uint(1);
    uint(clockOf(of));
    uint(pick(rnd, [0, 1, 3, 2 ** 40]));
  }
  return encoding.toUint8Array(encoder);
}

function mutate(frame: Uint8Array, rnd: Random): Uint8Array {
  const bytes = [...frame];
  for (let i = 1 + below(rnd, 3); i > 0; i--) {
    const at = below(rnd, bytes.length + 1);
    switch (below(rnd, 6)) {
      case 0:
        bytes[at] = below(rnd, 256);
        break;
      case 1:
        bytes.splice(at);
        break;
      case 2:
        bytes.splice(at, 0, ...Array.from({ length: 1 + below(rnd, 8) }, () => below(rnd, 256)));
        break;
      case 3:
        bytes.splice(at, 1 + below(rnd, 4));
        break;
      case 4:
        // A number far past anything that follows.
        bytes.splice(at, 1, 0xff, 0xff, 0xff, 0xff, below(rnd, 128));
        break;
      case 5:
        bytes[at] = ((bytes[at] ?? 0) + pick(rnd, [-1, 1, 128])) & 255;
        break;
    }
  }
  return new Uint8Array(bytes);
}

function hostileFrame(doc: Y.Doc, rnd: Random): Uint8Array {
  const [update = new Uint8Array([0, 0])] = updatesOf(doc, rnd, 1);
  const state = { user: { name: "Mallory", id: 3 }, cursor: { anchor: null } };
  switch (below(rnd, 8)) {
    case 0:
      return new Uint8Array(Array.from({ length: below(rnd, 40) }, () => below(rnd, 256)));
    case 1:
      return message(0, pick(rnd, [1, 2]), unnaturalUpdate(doc, rnd));
    case 2:
      return message(0, 2, mutate(unnaturalUpdate(doc, rnd), rnd));
    case 3:
      return message(0, 2, mutate(update, rnd));
    case 4:
      return mutate(message(0, pick(rnd, [0, 1, 2, 3]), update), rnd);
    case 5:
      return mutate(message(0, 0, Y.encodeStateVector(doc)), rnd);
    case 6:
      return message(0, 0, mutate(Y.encodeStateVector(doc), rnd));
    default:
      return mutate(presenceOf(below(rnd, 5), below(rnd, 5), rnd() < 0.2 ? null : state), rnd);
  }
}

function replayed(loaded: Awaited<ReturnType<MemoryStore["load"]>>): Y.Doc {
  const doc = new Y.Doc();
  for (const update of [...(loaded.state ? [loaded.state] : []), ...loaded.updates])
    Y.applyUpdate(doc, update);
  expect(doc.store.pendingStructs).toBeNull();
  expect(doc.store.pendingDs).toBeNull();
  return doc;
}

async function attack(seed: number, rnd: Random, query: string): Promise<number> {
  const hostile = connect(`${served.url}/${ROOM}?as=M${seed}${query}`, { answerStep1: rnd() < 0.5 });
  // It is no honest client: whatever it is sent, it does not fall over it.
  await until("synced or closed", () => hostile.synced || hostile.closed !== null);
  hostile.ws.removeAllListeners("message");
  let sent = 0;
  for (let i = 1 + below(rnd, 6); i > 0; i--, sent++) hostile.send(hostileFrame(hostile.doc, rnd));
  let ponged = false;
  hostile.ws.on("pong", () => {
    ponged = true;
  });
  if (hostile.ws.readyState === hostile.ws.OPEN) hostile.ws.ping();
  await until("all of it was read", () => ponged || hostile.closed !== null);
  if (hostile.closed) expect([4400, 4413, 4503]).toContain(hostile.closed.code);
  hostile.ws.terminate();
  return sent;
}

async function bystander(name: string): Promise<BareClient> {
  const one = connect(`${served.url}/${ROOM}?as=${name}`);
  await until("synced", () => one.synced && one.saved === one.sent && one.sent > 0);
  return one;
}

test.each([1, 2, 3])(
  "frames that nobody should send crash nothing and touch nobody else (seed %i)",
  async (seed) => {
    const rnd = random(seed);
    const [a, b] = [await bystander("Amina"), await bystander("Bela")];
    let frames = 0;
    for (let round = 0; frames < 900; round++) {
      try {
        frames += await attack(seed, rnd, rnd() < 0.2 ? "&read" : "");
        edit(a.doc, rnd);
        edit(b.doc, rnd);
        expect(a.closed).toBeNull();
        expect(b.closed).toBeNull();
        expect(served.errors).toEqual([]);
        await until("the bystanders' edits are saved", () => a.saved === a.sent && b.saved === b.sent);
      } catch (error) {
        throw new Error(`seed ${seed}, round ${round}`, { cause: error });
      }
    }
    const text = await served.collab.read(ROOM);
    await until("they have one text", () =>
      [a, b].every((one) => JSON.stringify(readTextDoc(one.doc)) === JSON.stringify(text)),
    );
    const log = replayed(await store.load(roomId));
    expect(readTextDoc(log)).toEqual(text);
    expect(Y.encodeStateVector(log)).toEqual(Y.encodeStateVector(a.doc));
    for (const one of [a, b]) one.ws.terminate();
  },
  60_000,
);

test.each([11, 12])("what is let into a document is applied whole or not at all (seed %i)", (seed) => {
  const rnd = random(seed);
  const seen = { bad: 0, held: 0, applied: 0 };
  const original = seedOf(textOf("We commit.", "We decide."));
  let doc = new Y.Doc();
  for (let i = 0; i < Number(process.env.FUZZ_ROUNDS ?? 6_000); i++) {
    if (i % 40 === 0) {
      doc = new Y.Doc();
      Y.applyUpdate(doc, original);
      doc.getXmlFragment("prosemirror");
    }
    const update =
      rnd() < 0.7
        ? unnaturalUpdate(doc, rnd)
        : mutate(updatesOf(doc, rnd, 2).at(-1) ?? new Uint8Array([0, 0]), rnd);
    const facts = inspectUpdate(update);
    if (!facts) {
      seen.bad++;
      continue;
    }
    const known = (client: number) => Y.getState(doc.store, client);
    const knew = bringsNothing(facts, doc);
    if (!extendKnown(facts, known)) {
      seen.held++;
      continue;
    }
    const before = Y.encodeStateAsUpdate(doc);
    try {
      Y.transact(doc, () => Y.applyUpdate(doc, update), null, false);
      repairIds(doc, null);
      readTextDoc(doc);
      seen.applied++;
      // A ring of items that build on each other: the room throws it away.
      if (doc.store.pendingStructs !== null) {
        expect(integrated(facts, doc)).toBe(false);
        doc.store.pendingStructs = null;
      } else expect(integrated(facts, doc)).toBe(true);
      expect(doc.store.pendingDs).toBeNull();
      if (knew) expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
      const copy = new Y.Doc();
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
      expect(copy.store.pendingStructs).toBeNull();
      // Where an item says that it stands to the right of what is right of it, replicas may differ (server/collab/PROTOCOL.md, "Not solved").
      expect(readTextDoc(copy).blocks).toHaveLength(readTextDoc(doc).blocks.length);
    } catch (cause) {
      throw new Error(`seed ${seed}, round ${i}: ${Buffer.from(update).toString("hex")}`, { cause });
    }
  }
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
});
