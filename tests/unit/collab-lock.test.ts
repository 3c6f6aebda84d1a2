import * as Y from "yjs";
import { CLOSE } from "../../shared/api/close-codes";
import { blockText, type TextDoc } from "../../shared/text/model";
import { readTextDoc } from "../../shared/text/yjs";
import { until } from "../support/children";
import {
  type BareClient,
  connect,
  type MemoryStore,
  memoryStore,
  personId,
  type Served,
  serve,
  textOf,
} from "../support/collab-kit";

let store: MemoryStore;
let served: Served;
let roomId: string;
const clients: BareClient[] = [];
const NAME = "declaration.en";

beforeEach(async () => {
  store = memoryStore();
  roomId = store.addRoom(NAME, textOf("We commit.", "We decide."));
  store.addRoom("declaration.fr", textOf("Nous."));
  served = await serve({ store });
});
afterEach(async () => {
  for (const { ws } of clients.splice(0)) ws.terminate();
  await served.stop();
});

async function joined(query = "", doc?: Y.Doc): Promise<BareClient> {
  const made = connect(`${served.url}/${NAME}${query}`, doc ? { doc } : {});
  clients.push(made);
  await until("synced", () => made.synced);
  return made;
}

const lines = (text: TextDoc) => text.blocks.map(blockText);
const amended = textOf("We commit.", "We firmly decide.", "We invite.");

/** What a command does: the row, as the database's transaction would write it. */
async function append(bytes: Uint8Array): Promise<number> {
  return (await store.append(roomId, bytes, [personId("Chair")])).seq;
}

async function replay(): Promise<TextDoc> {
  const doc = new Y.Doc();
  const { state, updates } = await store.load(roomId);
  for (const update of [...(state ? [state] : []), ...updates]) Y.applyUpdate(doc, update);
  expect(doc.store.pendingStructs).toBeNull();
  return readTextDoc(doc);
}

test("a committed write reaches everybody, the log and who comes later; nobody sees it before", async () => {
  const a = await joined();
  const answer = await served.collab.withLockedRooms([NAME], async ([room]) => {
    expect(lines(room!.text)).toEqual(["We commit.", "We decide."]);
    const write = room!.prepare(amended);
    expect(lines(await served.collab.read(NAME))).toEqual(["We commit.", "We decide."]);
    const seq = await append(write.bytes);
    expect(a.text()).toEqual(["We commit.", "We decide."]);
    write.commit(seq);
    return seq;
  });
  expect(answer).toBe(1);
  await until("it came", () => a.text().join() === lines(amended).join());
  expect(await replay()).toEqual(amended);
  expect((await joined("?as=Bela")).text()).toEqual(lines(amended));
  a.type(0, 0, "On. ");
  await until("typing goes on", () => a.saved === a.sent);
  expect(served.errors).toEqual([]);
});

test("what was typed before the lock is in the text; what is typed meanwhile is not seen by the work, and not lost", async () => {
  const a = await joined("?as=Amina");
  const b = await joined("?as=Bela");
  a.type(0, 0, "Before. ");
  await served.collab.withLockedRooms([NAME], async ([room]) => {
    expect(blockText(room!.text.blocks[0]!)).toBe("Before. We commit.");
    expect(room!.lastSeq).toBe(store.record(roomId).lastSeq);
    await until("what was typed before is saved", () => a.saved === a.sent);
    const { saved } = a;
    a.type(0, 0, "During. ");
    b.type(1, 0, "Also. ");
    const later = await joined("?as=Chen");
    expect(later.text()[0]).toBe("Before. We commit.");
    const target = { blocks: room!.text.blocks.slice(0, 1) };
    target.blocks = [...target.blocks, { ...amended.blocks[1]!, id: "op2" }];
    const write = room!.prepare(target);
    write.commit(await append(write.bytes));
    expect(a.saved).toBe(saved);
  });
  await until("all agree", () => {
    const text = "During. Before. We commit.,Also. We firmly decide.";
    return [...clients].every((one) => one.text().join() === text);
  });
  await until("all is saved", () => a.saved === a.sent && b.saved === b.sent);
  expect(lines(await replay())).toEqual(a.text());
});

test("a dozen people type without a pause through locks that rewrite the text: every word is there at the end", async () => {
  const people = await Promise.all(Array.from({ length: 12 }, (_, i) => joined(`?as=P${i}`)));
  let typed = 0;
  let stop = false;
  const typing = people.map(async (person, i) => {
    for (let n = 0; !stop; n++) {
      person.type(0, 0, `<${i}.${n}>`);
      typed++;
      const target = person.sent;
      await until("saved", () => person.saved >= target);
    }
    return person;
  });
  for (let round = 0; round < 8; round++) {
    await served.collab.withLockedRooms([NAME], async ([room]) => {
      const added = textOf("x").blocks.map((block) => ({ ...block, id: `r${round}` }));
      const before = lines(room!.text);
      const write = room!.prepare({ blocks: [...room!.text.blocks, ...added] });
      const seq = await append(write.bytes);
      expect(lines(await served.collab.read(NAME))).toEqual(before);
      write.commit(seq);
    });
  }
  stop = true;
  await Promise.all(typing);
  await until("all converge on the text with the last addition", () =>
    people.every((one) => one.text().length === 2 + 8 && one.text().join() === people[0]!.text().join()),
  );
  const [first] = people;
  expect(first!.text()[0]!.match(/<\d+\.\d+>/g)).toHaveLength(typed);
  expect(lines(await replay())).toEqual(first!.text());
  expect(served.errors).toEqual([]);
});

test("work that fails leaves the room as before, and what waited is applied", async () => {
  const a = await joined("?as=Amina");
  await expect(
    served.collab.withLockedRooms([NAME], async ([room]) => {
      room!.prepare(amended);
      a.type(0, 0, "Meanwhile. ");
      throw new Error("conflict");
    }),
  ).rejects.toThrow("conflict");
  await until("saved", () => a.saved === a.sent);
  expect(a.closed).toBeNull();
  expect(lines(await served.collab.read(NAME))).toEqual(["Meanwhile. We commit.", "We decide."]);
  expect(lines(await replay())).toEqual(a.text());
});

test("a write that came to nothing is no part of the next one, nor of one after a write that was committed", async () => {
  const a = await joined();
  const write = (texts: string[], fails = false) =>
    served.collab.withLockedRooms([NAME], async ([room]) => {
      const { bytes, commit } = room!.prepare(textOf(...texts));
      if (fails) throw new Error("conflict");
      commit(await append(bytes));
    });
  await expect(write(["We never commit.", "We decide."], true)).rejects.toThrow("conflict");
  await write(["We commit.", "We firmly decide."]);
  a.type(0, 0, "On. ");
  await until("saved", () => a.saved === a.sent);
  await expect(write(["On. We commit.", "We never decide.", "Nor this."], true)).rejects.toThrow("conflict");
  a.type(0, 0, "And ");
  await until("saved", () => a.saved === a.sent);
  const last = ["And On. We commit ourselves.", "We firmly decide."];
  await write(last);
  await until("it came", () => a.text().join() === last.join());
  expect(lines(await replay())).toEqual(last);
});

test("a row that was committed though the work failed is found in the log", async () => {
  const a = await joined();
  await expect(
    served.collab.withLockedRooms([NAME], async ([room]) => {
      await append(room!.prepare(amended).bytes);
      throw new Error("the answer to the commit was lost");
    }),
  ).rejects.toThrow("lost");
  expect(lines(await served.collab.read(NAME))).toEqual(lines(amended));
  await until("members hear of it", () => a.text().join() === lines(amended).join());
  expect(a.closed).toBeNull();
});

test("two works on the same rooms wait for each other, whatever the order they name them in", async () => {
  const order: string[] = [];
  const work = (label: string) => async () => {
    order.push(`${label} in`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`${label} out`);
  };
  await Promise.all([
    served.collab.withLockedRooms([NAME, "declaration.fr"], work("a")),
    served.collab.withLockedRooms(["declaration.fr", NAME, NAME], work("b")),
    served.collab.withLockedRooms(["declaration.fr"], work("c")),
  ]);
  for (let i = 0; i < order.length; i += 2) {
    expect(order[i]?.slice(0, 1)).toBe(order[i + 1]?.slice(0, 1));
  }
  expect(order).toHaveLength(6);
  await expect(served.collab.withLockedRooms(["nowhere"], work("d"))).rejects.toThrow("no room nowhere");
  await served.collab.withLockedRooms(["declaration.fr"], async (rooms) => {
    expect(rooms.map(({ name }) => name)).toEqual(["declaration.fr"]);
  });
});

test("a frozen room refuses what waited and all that comes, and stays readable", async () => {
  const a = await joined("?as=Amina");
  await until("confirmed", () => a.saved === 1);
  await served.collab.withLockedRooms([NAME], async ([room]) => {
    const write = room!.prepare(amended);
    const seq = await append(write.bytes);
    store.freeze(roomId);
    room!.freezeOnRelease();
    a.type(0, 0, "Too late. ");
    write.commit(seq);
  });
  await until("refused", () => a.refused.length === 1);
  expect(a.refused).toEqual([{ ordinal: 2, code: "frozen" }]);
  const b = await joined("?as=Bela");
  expect(b.text()).toEqual(lines(amended));
  b.type(0, 0, "Never. ");
  await until("refused", () => b.refused.length === 1);
  expect(await replay()).toEqual(amended);
  expect(a.closed).toBeNull();
  expect(served.errors).toEqual([]);
});

test("a room that the database froze behind our back takes nothing more either", async () => {
  const a = await joined();
  await until("confirmed", () => a.saved === 1);
  store.freeze(roomId);
  a.type(0, 0, "x");
  await until("sent to try again", () => a.closed?.code === CLOSE.RETRY);
  expect(a.saved).toBe(1);
  const again = await joined("", a.doc);
  await until("refused", () => again.refused[0]?.code === "frozen");
  expect(lines(await served.collab.read(NAME))).toEqual(["We commit.", "We decide."]);
});

test("who does not answer is waited for no longer than the limit", async () => {
  const slow = await joined("?as=Slow");
  slow.ws.pause();
  const startedAt = performance.now();
  await served.collab.withLockedRooms([NAME], async () => {});
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(250);
  expect(tookMs).toBeLessThan(3000);
});
