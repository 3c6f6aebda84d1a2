import * as Y from "yjs";
import { bringsNothing, extendKnown, inspectUpdate, integrated } from "../../server/collab/text/update";
import { readTextDoc, repairIds } from "../../shared/text/yjs";
import { until } from "../support/children";
import {
  type BareClient,
  connect,
  type MemoryStore,
  memoryStore,
  type Served,
  seedOf,
  serve,
  textOf,
} from "../support/collab-kit";
import {
  below,
  edit,
  hostileFrame,
  mutate,
  newDoc,
  type Random,
  random,
  unnaturalUpdate,
  updatesOf,
} from "./hostile-frames";

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

function replayed(loaded: Awaited<ReturnType<MemoryStore["load"]>>): Y.Doc {
  const doc = newDoc();
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
  for (let i = 1 + below(rnd, 6); i > 0; i--, sent++)
    hostile.send(hostileFrame(hostile.doc, rnd, updatesOf(hostile.doc, rnd, 1)));
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
  let doc = newDoc();
  for (let i = 0; i < Number(process.env.FUZZ_ROUNDS ?? 6_000); i++) {
    if (i % 40 === 0) {
      doc = newDoc();
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
      const copy = newDoc();
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
