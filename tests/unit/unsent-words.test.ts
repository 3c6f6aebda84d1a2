import { IDBFactory } from "fake-indexeddb";
import { WebSocket } from "ws";
import type * as Y from "yjs";
import { openRoom } from "../../client/collab/provider";
import type { Room, RoomStatus } from "../../client/collab/room";
import {
  countUnsentOf,
  forgetUnsentOf,
  type UnsentStore,
  unsentStore,
} from "../../client/collab/unsent-store";
import { forgetKept, keepFor, keepSoon, keptAnswer } from "../../client/offline/kept";
import type { Authorisation } from "../../server/collab/wire/doorkeeper";
import { CLOSE } from "../../shared/api/close-codes";
import { until } from "../support/children";
import {
  type MemoryStore,
  memoryStore,
  openDoor,
  paragraphs,
  type Served,
  serve,
  textOf,
} from "../support/collab-kit";

const AMINA = "amina";
const ROOM = "declaration/en";

let store: MemoryStore;
let served: Served;
let answer: (() => Authorisation) | null;
const rooms: Room[] = [];

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = memoryStore();
  store.addRoom(ROOM, textOf("We commit.", "We decide."));
  answer = null;
  served = await serve({ store, authorise: async (request) => answer?.() ?? openDoor(request) });
});
afterEach(async () => {
  for (const room of rooms.splice(0)) room.close();
  await served.stop();
});

const kept = (person = AMINA): UnsentStore => unsentStore(person, ROOM);

function open({ unsent = kept(), mayWrite = true, schemaVersion = 1 } = {}): Room {
  const room = openRoom({
    origin: served.url.replace("/collab", ""),
    room: ROOM,
    schemaVersion,
    user: null,
    unsent: { store: unsent, mayWrite },
    WebSocketClass: WebSocket as unknown as typeof globalThis.WebSocket,
  });
  rooms.push(room);
  return room;
}

function type(room: Room, block: number, words: string): void {
  const element = room.doc.getXmlFragment("prosemirror").get(block) as Y.XmlElement;
  (element.get(0) as Y.XmlText).insert(0, words);
}

const is = (room: Room, kind: RoomStatus["kind"]) =>
  until(`the status is ${kind}`, () => room.status().kind === kind);
const rowsAre = (count: number, unsent = kept()) =>
  until(`${count} rows are kept`, async () => (await unsent.read()).length === count);
const onServer = async () => (await served.collab.read(ROOM)).blocks.map((one) => one.runs[0]?.text);

/** As a lost network: the server is there, and lets nobody in. */
async function hangUp(): Promise<void> {
  answer = () => ({ ok: false, closeCode: CLOSE.RETRY, reason: "not now" });
  await served.collab.reauthorise();
}

/** Writes into both paragraphs while offline, and closes the page. */
async function leaveWithUnsentWords(person = AMINA): Promise<void> {
  const room = open({ unsent: kept(person) });
  await is(room, "saved");
  await hangUp();
  await is(room, "offline");
  type(room, 0, "First ");
  type(room, 1, "Then ");
  room.close();
  await rowsAre(1, kept(person));
  answer = null;
}

test("words typed offline outlive the page, merge at the next opening, are saved, and leave nothing behind", async () => {
  await leaveWithUnsentWords();
  const other = open({ unsent: kept("bea") });
  await is(other, "saved");
  type(other, 0, "Meanwhile ");
  await is(other, "saved");

  const room = open();
  await is(room, "saved");
  expect(room.hasRestored()).toBe(true);
  expect(room.leftBehind()).toBeNull();
  expect(paragraphs(room.doc)[0]).toMatch(/^(First Meanwhile|Meanwhile First) We commit\.$/);
  expect(await onServer()).toEqual(paragraphs(room.doc));
  await rowsAre(0);
});

test("while the server answers nothing is written to the disk, also not by fast typing", async () => {
  const writes: number[] = [];
  const inner = kept();
  const room = open({
    unsent: {
      ...inner,
      keep: (unsent) => {
        writes.push(unsent.bytes.length);
        return inner.keep(unsent);
      },
    },
  });
  await is(room, "saved");
  for (let i = 0; i < 50; i += 1) {
    type(room, 0, "x");
    await is(room, "saved");
  }
  expect(writes).toEqual([]);
});

test("what the server takes long to confirm is on the disk until it is confirmed, and the status stays true", async () => {
  const room = open();
  await is(room, "saved");
  let commit: () => void = () => {};
  store.before.append = () => new Promise((resolve) => (commit = resolve));
  type(room, 0, "Slowly ");
  await rowsAre(1);
  expect(room.status()).toEqual({ kind: "saving", changes: 1 });
  store.before.append = undefined;
  commit();
  await is(room, "saved");
  await rowsAre(0);
});

test("nobody else gets them: not another person, not another room", async () => {
  await leaveWithUnsentWords();
  const bea = open({ unsent: kept("bea") });
  await is(bea, "saved");
  expect([bea.hasRestored(), bea.leftBehind()]).toEqual([false, null]);
  expect(paragraphs(bea.doc)).toEqual(["We commit.", "We decide."]);
  expect(await unsentStore(AMINA, "declaration/fr").read()).toEqual([]);
  await rowsAre(1);
});

test("who signs out is told that there are some, and they can be forgotten; others' stay", async () => {
  await leaveWithUnsentWords();
  await leaveWithUnsentWords("bea");
  expect(await countUnsentOf(AMINA)).toBe(1);
  await forgetUnsentOf(AMINA);
  expect([await countUnsentOf(AMINA), await countUnsentOf("bea")]).toEqual([0, 1]);
});

test("a text that may not be written in now offers them to be copied, and takes them when it may", async () => {
  await leaveWithUnsentWords();
  const room = open({ mayWrite: false });
  await is(room, "saved");
  expect(paragraphs(room.doc)).toEqual(["We commit.", "We decide."]);
  expect(room.leftBehind()).toEqual({ words: ["First We commit.", "Then We decide."], isOldShape: false });
  room.restore();
  await is(room, "saved");
  expect(room.leftBehind()).toBeNull();
  expect(await onServer()).toEqual(["First We commit.", "Then We decide."]);
  await rowsAre(0);
});

test("what the server refuses is kept until the person discards it", async () => {
  const room = open();
  await is(room, "saved");
  answer = () => ({
    ok: true,
    person: { id: "p", name: "Amina" },
    session: { id: "s", expiresInMs: 60_000 },
    access: { write: false, presence: true },
  });
  await served.collab.reauthorise();
  type(room, 0, "Refused ");
  await is(room, "refused");
  await rowsAre(1);
  room.close();

  const again = open({ mayWrite: false });
  await is(again, "saved");
  expect(again.leftBehind()?.words).toEqual(["Refused We commit."]);
  await again.discardUnsent();
  expect(again.leftBehind()).toBeNull();
  await rowsAre(0);
});

test("words in an older shape of the text are not merged but offered", async () => {
  const old = kept();
  await leaveWithUnsentWords();
  const [row] = await old.read();
  if (!row) throw new Error("nothing was kept");
  await old.remove([row.key]);
  await old.keep({ bytes: row.bytes, words: row.words, schemaVersion: 0 });
  const room = open();
  await is(room, "saved");
  expect(room.hasRestored()).toBe(false);
  expect(room.leftBehind()).toEqual({ words: ["First We commit.", "Then We decide."], isOldShape: true });
  expect(await onServer()).toEqual(["We commit.", "We decide."]);
});

test("a page that is too old for the text keeps its words for the one that follows", async () => {
  await leaveWithUnsentWords();
  answer = () => ({ ok: false, closeCode: CLOSE.CLIENT_TOO_OLD, reason: "old" });
  const old = open();
  await is(old, "ended");
  expect(old.leftBehind()?.words).toEqual(["First We commit.", "Then We decide."]);
  old.close();
  answer = null;
  const fresh = open();
  await is(fresh, "saved");
  expect(await onServer()).toEqual(["First We commit.", "Then We decide."]);
});

test("without a database of its own the page goes on, and says that only this window has the words", async () => {
  const refused = () => Promise.reject(new Error("The operation is insecure."));
  const room = open({ unsent: { read: refused, keep: refused, remove: refused } });
  await is(room, "saved");
  await hangUp();
  await is(room, "offline");
  type(room, 0, "Here ");
  await until("it is counted", () => (room.status() as { changes: number }).changes === 1);
  expect(room.status()).toEqual({ kind: "offline", changes: 1, onDisk: false, waits: null });
  answer = null;
  await is(room, "saved");
  expect((await onServer())[0]).toBe("Here We commit.");
});

test("long after, they are gone", async () => {
  await leaveWithUnsentWords();
  const later = () => Date.now() + 61 * 24 * 60 * 60 * 1000;
  expect(await unsentStore(AMINA, ROOM, later).read()).toEqual([]);
  await rowsAre(0);
});

test("what was read before it was known who is signed in is kept for them; nothing of who was here before is read", async () => {
  globalThis.indexedDB = new IDBFactory();
  const keptAtOnce = (key: string, value: string) => {
    let keep = () => undefined as undefined;
    const waits = jest.spyOn(globalThis, "setTimeout").mockImplementationOnce(((run: typeof keep) => {
      keep = run;
    }) as never);
    keepSoon(key, value);
    waits.mockRestore();
    keep();
  };
  keepFor("the one before");
  keptAtOnce("/api/seen", "by the one before");
  await until("it is kept", async () => (await keptAnswer("/api/seen")) === "by the one before");
  await forgetKept();
  keptAtOnce("/api/early", "an answer");
  expect(await keptAnswer("/api/early")).toBe(undefined);
  keepFor("the next");
  await until("it is kept", async () => (await keptAnswer("/api/early")) === "an answer");
  expect(await keptAnswer("/api/seen")).toBe(undefined);
});
