import { WebSocket } from "ws";
import type * as Y from "yjs";
import type { PresenceUser } from "../../client/collab/presence-color";
import { openRoom } from "../../client/collab/provider";
import type { Room, RoomOptions, RoomStatus } from "../../client/collab/room";
import { createSaveProgress } from "../../client/collab/save-progress";
import { unsavedIn } from "../../client/collab/use-room";
import type { TextStore } from "../../client/offline/kept";
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

let store: MemoryStore;
let served: Served;
let answer: (() => Authorisation) | null;
const rooms: Room[] = [];

beforeEach(async () => {
  store = memoryStore();
  store.addRoom("declaration/en", textOf("We commit.", "We decide."));
  answer = null;
  served = await serve({ store, authorise: async (request) => answer?.() ?? openDoor(request) });
});
afterEach(async () => {
  for (const room of rooms.splice(0)) room.close();
  await served.stop();
});

const amina: PresenceUser = { name: "Amina", color: "#0a5fb4", delegation: "Kenya" };

function open(
  user: PresenceUser | null = amina,
  more: Partial<RoomOptions> = {},
): { room: Room; seen: RoomStatus[] } {
  const room = openRoom({
    origin: served.url.replace("/collab", ""),
    room: "declaration/en",
    schemaVersion: 1,
    user,
    WebSocketClass: WebSocket as unknown as typeof globalThis.WebSocket,
    ...more,
  });
  rooms.push(room);
  const seen: RoomStatus[] = [];
  room.subscribe(() => seen.push(room.status()));
  return { room, seen };
}

function type(room: Room, words: string): void {
  const block = room.doc.getXmlFragment("prosemirror").get(0) as Y.XmlElement;
  (block.get(0) as Y.XmlText).insert(0, words);
}

const waits = (room: Room) => (room.status() as { waits?: string | null }).waits;
const is = (room: Room, kind: RoomStatus["kind"]) =>
  until(`the status is ${kind}`, () => room.status().kind === kind);

describe("a text kept on this machine", () => {
  type Kept = Awaited<ReturnType<TextStore["read"]>>;
  function keptTexts(): TextStore & { now: Kept } {
    const texts: TextStore & { now: Kept } = {
      now: null,
      keep: async (text) => {
        texts.now = text;
      },
      read: async () => texts.now,
      remove: async () => {
        texts.now = null;
      },
    };
    return texts;
  }
  const said = (room: Room) => paragraphs(room.doc);

  test("is the server's, without what is unsent; it opens the room without a connection and catches up", async () => {
    const kept = keptTexts();
    const { room: first, seen } = open(amina, { kept });
    await is(first, "saved");
    type(first, "Now ");
    await until(
      "it is saved",
      () => seen.some(({ kind }) => kind === "saving") && seen.at(-1)?.kind === "saved",
    );
    first.close();
    expect(kept.now).not.toBeNull();

    const { port } = new URL(served.url);
    await served.stop();
    const second = open(amina, { kept }).room;
    await is(second, "offline");
    expect(said(second)).toEqual(["Now We commit.", "We decide."]);
    expect(second.status()).toMatchObject({ kind: "offline", changes: 0 });
    const before = kept.now;
    type(second, "Alone: ");
    await until("it is counted", () => unsavedIn(second.status()) === 1);
    second.close();
    expect(kept.now).toBe(before);

    const third = open(amina, { kept }).room;
    await is(third, "offline");
    type(third, "Here ");
    served = await serve({ store, authorise: openDoor, port: Number(port) });
    await is(third, "saved");
    expect(said(third)).toEqual(["Here Now We commit.", "We decide."]);
  });

  test("of another shape is not shown, and what one may not read any more is removed", async () => {
    const kept = keptTexts();
    const first = open(amina, { kept }).room;
    await is(first, "saved");
    first.close();
    answer = () => ({ ok: false, closeCode: CLOSE.NOT_ALLOWED, reason: "not_allowed" });
    const second = open(amina, { kept }).room;
    await is(second, "ended");
    expect([second.isLoaded(), kept.now]).toEqual([false, null]);
    answer = null;

    const third = open(amina, { kept }).room;
    await is(third, "saved");
    third.close();
    await served.stop();
    const newer = open(amina, { kept, schemaVersion: 2 }).room;
    const same = open(amina, { kept }).room;
    await is(same, "offline");
    expect([same.isLoaded(), newer.isLoaded()]).toEqual([true, false]);
  });
});

describe("what the status says", () => {
  test("saved is said only after the server committed, saving until then", async () => {
    const { room, seen } = open();
    await is(room, "saved");
    let commit: () => void = () => {};
    store.before.append = () => new Promise((resolve) => (commit = resolve));
    type(room, "Now ");
    await until("the change is at the store", () => served.collab.stats().rooms === 1 && commit.length === 1);
    expect(room.status()).toEqual({ kind: "saving", changes: 1 });
    store.before.append = undefined;
    commit();
    await is(room, "saved");
    expect(seen.map((one) => one.kind)).toEqual(expect.arrayContaining(["saving", "saved"]));
    expect(store.rows("00000000-0000-4000-8000-000000000000")).toHaveLength(1);
  });

  test("offline counts what only this window has, and says saved once it is committed", async () => {
    const { room } = open();
    await is(room, "saved");
    answer = () => ({ ok: false, closeCode: CLOSE.RETRY, reason: "not now" });
    await served.collab.reauthorise();
    await is(room, "offline");
    type(room, "one ");
    type(room, "two ");
    await until(
      "both are counted",
      () => "changes" in room.status() && (room.status() as { changes: number }).changes === 2,
    );
    expect(room.status()).toEqual({ kind: "offline", changes: 2, onDisk: false, waits: null });
    answer = null;
    await is(room, "saved");
    expect((await served.collab.read("declaration/en")).blocks[0]?.runs[0]?.text).toBe("two one We commit.");
  });

  test("other people's changes are not one's own to save", async () => {
    const { room: mine, seen } = open();
    const { room: theirs } = open({ ...amina });
    await is(mine, "saved");
    await is(theirs, "saved");
    seen.length = 0;
    type(theirs, "Theirs ");
    await until("it has arrived", () => paragraphs(mine.doc)[0] === "Theirs We commit.");
    expect(seen.every((one) => one.kind === "saved")).toBe(true);
  });

  test("a change without the right to write is refused, and nothing more is sent", async () => {
    const { room } = open();
    await is(room, "saved");
    answer = () => ({
      ok: true,
      person: { id: "p", name: "Amina" },
      session: { id: "s", expiresInMs: 1_000 },
      access: { write: false, presence: true },
    });
    await served.collab.reauthorise();
    type(room, "Mine ");
    await is(room, "refused");
    expect(room.status()).toEqual({ kind: "refused", code: "read_only" });
    await until("the socket is gone", () => served.collab.stats().sockets === 0);
    expect((await served.collab.read("declaration/en")).blocks[0]?.runs[0]?.text).toBe("We commit.");
  });

  describe("the words that are lost are exactly those that were not saved", () => {
    const stopWriting = async () => {
      answer = () => ({
        ok: true,
        person: { id: "p", name: "Amina" },
        session: { id: "s", expiresInMs: 1_000 },
        access: { write: false, presence: true },
      });
      await served.collab.reauthorise();
    };
    const insert = (room: Room, block: number, at: number, words: string) => {
      const element = room.doc.getXmlFragment("prosemirror").get(block) as Y.XmlElement;
      (element.get(0) as Y.XmlText).insert(at, words);
    };

    test("neither what was saved before, nor another's, nor what was taken back", async () => {
      const { room } = open();
      const { room: other } = open({ ...amina });
      await is(room, "saved");
      await is(other, "saved");
      insert(room, 0, 0, "Saved. ");
      insert(other, 1, 0, "Another's. ");
      await until("both are everywhere", () =>
        [room, other].every(({ doc, status }) => {
          const [first, second] = paragraphs(doc);
          return (
            first === "Saved. We commit." && second === "Another's. We decide." && status().kind === "saved"
          );
        }),
      );
      await stopWriting();
      insert(room, 0, 7, "Lost");
      insert(room, 0, 11, " words. ");
      insert(room, 1, 0, "taken back");
      const text = (room.doc.getXmlFragment("prosemirror").get(1) as Y.XmlElement).get(0) as Y.XmlText;
      text.delete(0, "taken back".length);
      insert(room, 1, "Another's.".length, " And these.");
      await is(room, "refused");
      expect(room.lostWords()).toEqual(["Lost words. ", " And these."]);
    });

    test("of what was sent one after the other, what the server took in time is not among them", async () => {
      const { room } = open();
      await is(room, "saved");
      const held: (() => void)[] = [];
      store.before.append = () => new Promise((resolve) => held.push(resolve));
      insert(room, 0, 0, "In time. ");
      await until("its row is on its way", () => held.length === 1);
      await stopWriting();
      insert(room, 0, 9, "Too late. ");
      await is(room, "refused");
      expect(room.lostWords()).toEqual(["Too late. "]);
      store.before.append = undefined;
      for (const go of held) go();
      await until(
        "what came in time is kept",
        () => store.rows("00000000-0000-4000-8000-000000000000").length === 1,
      );
      expect((await served.collab.read("declaration/en")).blocks[0]?.runs[0]?.text).toBe(
        "In time. We commit.",
      );
    });

    test("offline, and signed out when the connection is back", async () => {
      const { room } = open();
      await is(room, "saved");
      insert(room, 0, 0, "Saved. ");
      // Between two looks it may be saved already.
      await until("it is kept", () => store.rows("00000000-0000-4000-8000-000000000000").length === 1);
      await is(room, "saved");
      answer = () => ({ ok: false, closeCode: CLOSE.RETRY, reason: "not now" });
      await served.collab.reauthorise();
      await is(room, "offline");
      insert(room, 1, 0, "Offline. ");
      answer = () => ({ ok: false, closeCode: CLOSE.SIGN_IN, reason: "signed out" });
      await is(room, "ended");
      expect(room.lostWords()).toEqual(["Offline. "]);
    });
  });

  test.each([
    [CLOSE.SIGN_IN, "sign_in"],
    [CLOSE.CLIENT_TOO_OLD, "reload"],
    [CLOSE.ROOM_NOT_FOUND, "stop"],
    [CLOSE.NOT_ALLOWED, "stop"],
    [CLOSE.TOO_LARGE, "reload"],
    [CLOSE.TOO_FAST, "reload"],
    [CLOSE.TOO_MANY_SOCKETS, "reload"],
  ] as const)("close code %i ends the connection and says what to do: %s", async (closeCode, todo) => {
    answer = () => ({ ok: false, closeCode, reason: "no" });
    const { room } = open();
    await is(room, "ended");
    expect(room.status()).toEqual({ kind: "ended", todo, closeCode, changes: 0 });
  });

  test.each([CLOSE.ROOMS_FULL, CLOSE.BUSY, CLOSE.RETRY])(
    "close code %i: it comes again by itself, and gets in once it may",
    async (closeCode) => {
      let asked = 0;
      answer = () => {
        asked++;
        return { ok: false, closeCode, reason: "not now" };
      };
      const { room } = open();
      await until("it was turned away", () => asked > 0);
      expect(room.status().kind).toBe("opening");
      answer = null;
      await is(room, "saved");
    },
  );

  test("a server without a place says why, before the text is there and after, until it has one", async () => {
    answer = () => ({ ok: false, closeCode: CLOSE.ROOMS_FULL, reason: "full" });
    const { room } = open();
    await until("it says why", () => room.status().kind === "opening" && waits(room) === "rooms_full");
    answer = null;
    await is(room, "saved");
    answer = () => ({ ok: false, closeCode: CLOSE.BUSY, reason: "busy" });
    await served.collab.reauthorise();
    await until("it says why again", () => room.status().kind === "offline" && waits(room) === "busy");
    type(room, "kept ");
    await until("and what is kept", () => (room.status() as { changes: number }).changes === 1);
    expect(room.status()).toEqual({ kind: "offline", changes: 1, onDisk: false, waits: "busy" });
    answer = null;
    await is(room, "saved");
    answer = () => ({ ok: false, closeCode: CLOSE.RETRY, reason: "not now" });
    await served.collab.reauthorise();
    await is(room, "offline");
    expect(waits(room)).toBeNull();
  });

  test("nothing is loaded before the server's text is there", async () => {
    let admit: () => void = () => {};
    store.before.load = () => new Promise((resolve) => (admit = resolve));
    const { room } = open();
    await until("the room is being loaded", () => store.loads === 1);
    expect(room.isLoaded()).toBe(false);
    expect(room.status().kind).toBe("opening");
    admit();
    await until("it is loaded", () => room.isLoaded());
    expect(paragraphs(room.doc)).toEqual(["We commit.", "We decide."]);
  });
});

describe("counting what is committed", () => {
  test("an update sent before the first sync step 2 does not cover what was made offline before it", () => {
    const progress = createSaveProgress();
    progress.changed();
    progress.connectionReset();
    progress.changed();
    progress.sent(false);
    progress.committed(1);
    expect(progress.unsaved()).toBe(2);
    progress.sent(true);
    progress.committed(2);
    expect(progress.unsaved()).toBe(0);
  });

  test("a word of an earlier connection's messages says nothing about this one's", () => {
    const progress = createSaveProgress();
    progress.sent(true);
    progress.changed();
    progress.sent(false);
    progress.connectionReset();
    progress.sent(true);
    progress.changed();
    progress.sent(false);
    progress.committed(1);
    expect(progress.unsaved()).toBe(1);
    progress.committed(2);
    expect(progress.unsaved()).toBe(0);
  });

  test("many messages acknowledged at once, and one at a time, come to the same", () => {
    const progress = createSaveProgress();
    progress.sent(true);
    for (let i = 0; i < 100; i += 1) {
      progress.changed();
      progress.sent(false);
    }
    progress.committed(51);
    expect(progress.unsaved()).toBe(50);
    for (let n = 52; n <= 101; n += 1) progress.committed(n);
    expect(progress.unsaved()).toBe(0);
    progress.committed(500);
    expect(progress.unsaved()).toBe(0);
  });
});
