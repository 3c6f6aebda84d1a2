import * as Y from "yjs";
import type { CollabLimits } from "../../server/collab/limits";
import type { Authorisation } from "../../server/collab/wire/doorkeeper";
import { CLOSE, closeAction } from "../../shared/api/close-codes";
import { until } from "../support/children";
import {
  type BareClient,
  connect,
  type MemoryStore,
  memoryStore,
  message,
  openDoor,
  personId,
  presenceOf,
  type Served,
  seedOf,
  serve,
  textOf,
} from "../support/collab-kit";

let store: MemoryStore;
let served: Served;
let roomId: string;
const clients: BareClient[] = [];

beforeEach(() => {
  store = memoryStore();
  roomId = store.addRoom("declaration.en", textOf("We commit.", "We decide."));
});
afterEach(async () => {
  for (const { ws } of clients.splice(0)) ws.terminate();
  await served?.stop();
});

async function start(options: Omit<Parameters<typeof serve>[0], "store"> = {}): Promise<void> {
  served = await serve({ store, ...options });
}

function client(query = "", options: Parameters<typeof connect>[1] = {}): BareClient {
  const made = connect(`${served.url}/declaration.en${query}`, options);
  clients.push(made);
  return made;
}

async function joined(query = "", options: Parameters<typeof connect>[1] = {}): Promise<BareClient> {
  const made = client(query, options);
  await until("the client is synced", () => made.synced);
  return made;
}

async function closing(of: BareClient): Promise<number> {
  await until("the socket is closed", () => of.closed !== null);
  return of.closed?.code ?? 0;
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** An append that waits until it is let through. */
function gate() {
  const waiting: { open(): void; fail(error: Error): void }[] = [];
  store.before.append = () => new Promise((resolve, reject) => waiting.push({ open: resolve, fail: reject }));
  return waiting;
}

describe("Syncing", () => {
  test("the stored text comes before anything a client could seed", async () => {
    let letLoad = () => {};
    store.before.load = () =>
      new Promise((resolve) => {
        letLoad = resolve;
      });
    await start();
    const early = client();
    await until("the load has begun", () => store.loads === 1);
    expect(early.frames).toBe(0);
    letLoad();
    await until("synced", () => early.synced);
    expect(early.text()).toEqual(["We commit.", "We decide."]);
  });

  test("two clients converge, and each is told what is saved", async () => {
    await start();
    const a = await joined("?as=Amina");
    const b = await joined("?as=Bela");
    a.type(0, 0, "Today ");
    b.type(1, 10, " Now.");
    await until("both have both", () => a.text().join() === "Today We commit.,We decide. Now.");
    await until("both have both", () => b.text().join() === a.text().join());
    await until("all is saved", () => a.saved === a.sent && b.saved === b.sent);
    const authors = new Set(store.rows(roomId).flatMap((row) => row.authors));
    expect([...authors].sort()).toEqual([personId("Amina"), personId("Bela")].sort());
  });

  test("a room is loaded once for all who come at the same time", async () => {
    await start();
    const many = await Promise.all(Array.from({ length: 20 }, () => joined()));
    expect(store.loads).toBe(1);
    expect(many.every((one) => one.text()[0] === "We commit.")).toBe(true);
  });

  test("who comes late gets the snapshot and what was typed since", async () => {
    await start();
    const a = await joined();
    for (let i = 0; i < 50; i++) {
      a.type(0, 0, "x");
      const late = await joined("?read");
      await until("the late one has it", () => late.text()[0] === `${"x".repeat(i + 1)}We commit.`);
      late.ws.terminate();
    }
  });

  test("a client that returns with words of its own gives them to the server", async () => {
    await start();
    const a = await joined();
    a.ws.terminate();
    await until("closed", () => a.closed !== null);
    a.type(0, 0, "Offline ");
    const back = await joined("", { doc: a.doc });
    await until("saved", () => back.saved === back.sent && back.sent > 0);
    expect((await served.collab.read("declaration.en")).blocks[0]?.runs[0]?.text).toBe("Offline We commit.");
  });

  test("a block without an id gets one in the same flush, and the log has it", async () => {
    await start();
    const a = await joined();
    const block = new Y.XmlElement("block");
    block.insert(0, [new Y.XmlText("New.")]);
    a.doc.getXmlFragment("prosemirror").insert(2, [block]);
    await until("the repair arrived", () => typeof block.getAttribute("id") === "string");
    await until("saved", () => a.saved === a.sent);
    const replay = new Y.Doc();
    const loaded = await store.load(roomId);
    for (const update of [loaded.state as Uint8Array, ...loaded.updates]) Y.applyUpdate(replay, update);
    const stored = replay.getXmlFragment("prosemirror").get(2) as Y.XmlElement;
    expect(stored.getAttribute("id")).toBe(block.getAttribute("id"));
    expect(store.rows(roomId)).toHaveLength(1);
  });
});

describe("Saved", () => {
  test("comes only after the commit, while others see the words before it", async () => {
    await start();
    const a = await joined("?as=Amina");
    const b = await joined("?as=Bela");
    await until("the empty step 2 is confirmed", () => a.saved === 1);
    const waiting = gate();
    a.type(0, 0, "A");
    await until("others see it", () => b.text()[0] === "AWe commit.");
    await until("the append is under way", () => waiting.length === 1);
    expect(a.saved).toBe(1);
    waiting[0]?.open();
    await until("saved", () => a.saved === 2);
  });

  test("what is typed while a row is being written becomes one next row", async () => {
    await start();
    const a = await joined();
    await until("confirmed", () => a.saved === 1);
    const waiting = gate();
    a.type(0, 0, "1");
    await until("the first append is under way", () => waiting.length === 1);
    for (const text of ["2", "3", "4"]) {
      const before = served.collab.stats().flushes;
      a.type(0, 0, text);
      await until("flushed", () => served.collab.stats().flushes > before);
    }
    expect(waiting).toHaveLength(1);
    waiting[0]?.open();
    await until("the second append is under way", () => waiting.length === 2);
    expect(a.saved).toBe(2);
    waiting[1]?.open();
    await until("all is saved", () => a.saved === a.sent);
    expect(store.rows(roomId)).toHaveLength(2);
  });

  test("a failed write confirms nothing; the room is read again and clients send what they still have", async () => {
    await start();
    const a = await joined();
    await until("confirmed", () => a.saved === 1);
    store.before.append = () => Promise.reject(new Error("disk full"));
    a.type(0, 0, "Kept ");
    expect(await closing(a)).toBe(CLOSE.RETRY);
    expect(closeAction(CLOSE.RETRY)).toBe("retry");
    expect(a.saved).toBe(1);
    store.before.append = undefined;
    const b = await joined("?as=Bela");
    expect(b.text()[0]).toBe("We commit.");
    const back = await joined("", { doc: a.doc });
    await until("others see it", () => b.text()[0] === "Kept We commit.");
    await until("saved", () => back.saved === back.sent);
    expect(store.loads).toBe(2);
  });

  test("an update that builds on something missing is neither applied nor confirmed until it is there", async () => {
    await start();
    const a = await joined("", { answerStep1: false });
    const b = await joined("?as=Bela");
    const author = new Y.Doc();
    Y.applyUpdate(author, Y.encodeStateAsUpdate(a.doc));
    const updates: Uint8Array[] = [];
    author.on("update", (update: Uint8Array) => updates.push(update));
    const text = (author.getXmlFragment("prosemirror").get(0) as Y.XmlElement).get(0) as Y.XmlText;
    text.insert(0, "one ");
    text.insert(4, "two ");
    const frames = a.frames;
    a.sendDocument(updates[1] as Uint8Array);
    await until(
      "it is set aside, and asked for",
      () => served.collab.stats().setAside === 1 && a.frames > frames,
    );
    expect(a.saved).toBe(0);
    expect(b.text()[0]).toBe("We commit.");
    a.sendDocument(updates[0] as Uint8Array);
    await until("both are saved", () => a.saved === 2);
    await until("others see both", () => b.text()[0] === "one two We commit.");
    const replay = new Y.Doc();
    const loaded = await store.load(roomId);
    for (const update of [loaded.state as Uint8Array, ...loaded.updates]) Y.applyUpdate(replay, update);
    expect(replay.store.pendingStructs).toBeNull();
    expect(replay.getXmlFragment("prosemirror").get(0).toString()).toContain("one two We commit.");
  });

  test("a client that has the missing part is asked for it and sends it", async () => {
    await start();
    const a = await joined();
    const doc = a.doc;
    a.ws.removeAllListeners("message");
    // The first edit is lost on its way; the second arrives on the same connection.
    const lost = connect(`${served.url}/declaration.en`, { doc });
    clients.push(lost);
    await until("synced", () => lost.synced);
    a.ws.terminate();
    await until("only one is left", () => a.closed !== null);
    let dropped = false;
    const send = lost.sendDocument;
    lost.sendDocument = (update) => {
      if (dropped) send(update);
      dropped = true;
    };
    lost.type(0, 0, "one ");
    lost.type(0, 4, "two ");
    await until("the server has both", async () => {
      const text = await served.collab.read("declaration.en");
      return text.blocks[0]?.runs[0]?.text === "one two We commit.";
    });
    await until("all is confirmed", () => lost.saved === lost.sent);
  });
});

describe("Rights", () => {
  test("a reader's edits are refused, and it gets the text to start afresh from", async () => {
    await start();
    const writer = await joined("?as=Amina");
    const reader = await joined("?as=Rui&read");
    reader.type(0, 0, "mine ");
    await until("refused", () => reader.refused.length === 1);
    expect(reader.refused).toEqual([{ ordinal: 2, code: "read_only" }]);
    reader.synced = false;
    const fresh = new Y.Doc();
    reader.ws.on("message", (data: Buffer) => {
      if (data[0] === 0 && data[1] === 1) Y.applyUpdate(fresh, dataOf(data));
    });
    reader.type(0, 0, "again ");
    await until("resynced", () => reader.synced);
    expect(fresh.getXmlFragment("prosemirror").get(0).toString()).toContain(">We commit.<");
    expect(writer.text()[0]).toBe("We commit.");
    expect(store.rows(roomId)).toHaveLength(0);
  });

  test("a reader that only returns what the server has is not refused", async () => {
    await start();
    const writer = await joined("?as=Amina");
    (writer.doc.getXmlFragment("prosemirror").get(0) as Y.XmlElement).delete(0, 1);
    await until("saved", () => writer.saved === writer.sent);
    const reader = await joined("?as=Rui&read", { doc: cloneOf(writer.doc) });
    await until("its step 2 was read", () => reader.sent === 1);
    reader.sendDocument(Y.encodeStateAsUpdate(writer.doc));
    reader.send(message(3));
    writer.type(1, 0, "Then ");
    await until("it goes on", () => reader.text()[1] === "Then We decide.");
    expect(reader.refused).toEqual([]);
  });

  test("rights taken away while typing hold from the next update on, and given again let it all in", async () => {
    let write = true;
    await start({
      authorise: async (request) => {
        const answer = await openDoor(request);
        return answer.ok ? { ...answer, access: { ...answer.access, write } } : answer;
      },
    });
    const a = await joined();
    a.type(0, 0, "1");
    await until("saved", () => a.saved === 2);
    write = false;
    await served.collab.reauthorise("declaration.en");
    a.type(0, 0, "2");
    await until("refused", () => a.refused.length === 1);
    expect(a.saved).toBe(2);
    write = true;
    await served.collab.reauthorise();
    await until("the server asked and got it", () => a.saved === a.sent && a.sent > 3);
    expect((await served.collab.read("declaration.en")).blocks[0]?.runs[0]?.text).toBe("21We commit.");
  });

  test("a session that ends closes the socket with the code that says so", async () => {
    let answer: Authorisation | null = null;
    await start({ authorise: async (request) => answer ?? openDoor(request) });
    const a = await joined();
    const other = connect(`${served.url}/declaration.fr`);
    clients.push(other);
    answer = { ok: false, closeCode: CLOSE.SIGN_IN, reason: "signed out" };
    await served.collab.reauthorise("declaration.en");
    expect(await closing(a)).toBe(CLOSE.SIGN_IN);
    expect(a.closed?.reason).toBe("signed out");
    const b = client();
    expect(await closing(b)).toBe(CLOSE.SIGN_IN);
    expect(b.frames).toBe(0);
  });

  test("rights that change while a socket is being admitted hold for it", async () => {
    let write = true;
    let letLoad = () => {};
    store.before.load = () =>
      new Promise((resolve) => {
        letLoad = resolve;
      });
    await start({
      authorise: async (request) => {
        const answer = await openDoor(request);
        return answer.ok ? { ...answer, access: { ...answer.access, write } } : answer;
      },
    });
    const a = client();
    await until("it loads", () => store.loads === 1);
    write = false;
    await served.collab.reauthorise();
    letLoad();
    await until("synced", () => a.synced);
    a.type(0, 0, "no");
    await until("refused", () => a.refused.length === 1);
  });

  test("who has rights asked for again is answered when that answer or a later one is enforced, and not before", async () => {
    const waiting: Array<() => void> = [];
    let isHeld = false;
    let banned = false;
    await start({
      authorise: async (request) => {
        const isBanned = banned;
        if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
        return isBanned ? { ok: false, closeCode: CLOSE.NOT_ALLOWED, reason: "no" } : openDoor(request);
      },
    });
    const a = await joined();
    isHeld = true;
    let isAnswered = false;
    const first = served.collab.reauthorise().then(() => {
      isAnswered = true;
    });
    await until("the first asks", () => waiting.length === 1);
    banned = true;
    const second = served.collab.reauthorise();
    // Beside the first, which hangs.
    await until("the second asks", () => waiting.length === 2);
    expect(isAnswered).toBe(false);
    waiting.pop()?.();
    await second;
    expect(await closing(a)).toBe(CLOSE.NOT_ALLOWED);
    waiting.pop()?.();
    await first;
  });

  test("answers that take longer than until they are asked for again are enforced all the same", async () => {
    const waiting: Array<() => void> = [];
    let isHeld = false;
    await start({
      limits: { recheckMs: 1 },
      authorise: async (request) => {
        if (!isHeld) return openDoor(request);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { ok: false, closeCode: CLOSE.NOT_ALLOWED, reason: "no" };
      },
    });
    const a = await joined();
    isHeld = true;
    const asked = served.collab.reauthorise();
    await until("it is asked about", () => waiting.length > 0);
    const first = waiting.length;
    await until("and again", () => waiting.length > first);
    for (const answer of waiting.splice(0, first)) answer();
    expect(await closing(a)).toBe(CLOSE.NOT_ALLOWED);
    for (const answer of waiting) answer();
    await asked;
  });

  test("unknown rooms, old clients and failed loads are told apart by their codes", async () => {
    await start();
    const nowhere = connect(`${served.url}/nowhere`);
    const odd = connect(`${served.url}/%E0%A4%A`);
    const old = client("?schema=0");
    clients.push(nowhere, odd);
    expect(await closing(nowhere)).toBe(CLOSE.ROOM_NOT_FOUND);
    expect(await closing(odd)).toBe(CLOSE.ROOM_NOT_FOUND);
    expect(await closing(old)).toBe(CLOSE.CLIENT_TOO_OLD);
    await joined("?schema=1");
    store.addRoom("broken.en", textOf("x"));
    store.before.load = () => Promise.reject(new Error("no database"));
    const broken = connect(`${served.url}/broken.en`);
    clients.push(broken);
    expect(await closing(broken)).toBe(CLOSE.RETRY);
    store.before.load = undefined;
    const again = connect(`${served.url}/broken.en`);
    clients.push(again);
    await until("the next attempt loads it", () => again.synced);
  });

  test("a stored state that cannot be read sends away who waits for it, and nobody else", async () => {
    await start();
    const here = await joined();
    store.addRoom("torn.en", textOf("x"));
    const load = store.load;
    store.load = async (id) => {
      const loaded = await load(id);
      return { ...loaded, state: loaded.state?.slice(0, -1) ?? null };
    };
    const torn = connect(`${served.url}/torn.en`, { doc: copyOf(here.doc) });
    clients.push(torn);
    expect(await closing(torn)).toBe(CLOSE.RETRY);
    await expect(served.collab.read("torn.en")).rejects.toThrow("could not be applied");
    store.load = load;
    const mended = connect(`${served.url}/torn.en`);
    clients.push(mended);
    await until("it is read anew", () => mended.synced);
    here.type(0, 0, "Still here. ");
    await until("the others go on", () => here.saved === here.sent);
  });

  test("who comes first has the text and is asked for theirs before it is unpacked", async () => {
    await start();
    const before = await joined();
    before.type(0, 0, "Kept. ");
    await until("saved", () => before.saved === before.sent);
    await served.stop();
    await start();
    const returning = client("", { doc: copyOf(before.doc) });
    returning.type(1, 0, "Offline. ");
    await until("it has the text", () => returning.synced);
    await until("what it alone had is in", () => returning.saved === returning.sent);
    expect((await joined()).text()).toEqual(["Kept. We commit.", "Offline. We decide."]);
  });
});

describe("Presence", () => {
  const user = (name: string) => ({ user: { name, color: "#123456" }, cursor: null });

  test("goes to the others, in the signed-in person's name, and leaves with the connection", async () => {
    await start();
    const a = await joined("?as=Amina");
    const b = await joined("?as=Bela");
    a.send(presenceOf(7, 1, user("The Chair")));
    await until("b sees a", () => b.presence.has(7));
    expect(b.presence.get(7)).toEqual(user("Amina"));
    const late = await joined("?as=Chen");
    await until("so does who comes later", () => late.presence.has(7));
    a.ws.terminate();
    await until("gone", () => !b.presence.has(7));
  });

  test("a client id belongs to one connection: nobody else can change or remove it", async () => {
    await start();
    const a = await joined("?as=Amina");
    const b = await joined("?as=Bela");
    a.send(presenceOf(7, 1, user("Amina")));
    await until("b sees a", () => b.presence.has(7));
    b.send(presenceOf(7, 5, user("Bela")));
    b.send(presenceOf(7, 6, null));
    b.send(presenceOf(8, 1, user("Bela")));
    await until("a sees b", () => a.presence.has(8));
    expect(a.presence.has(7)).toBe(false);
    expect(b.presence.get(7)).toEqual(user("Amina"));
    const late = await joined("?as=Chen");
    await until("the late one sees both", () => late.presence.size === 2);
    expect(late.presence.get(7)).toEqual(user("Amina"));
    a.ws.terminate();
    await until("gone", () => !late.presence.has(7));
    // An echo of what a said before it left does not bring it back.
    b.send(presenceOf(7, 1, user("Amina")));
    b.send(presenceOf(8, 2, user("Bela")));
    await until("b goes on", () => late.frames > 0 && late.presence.has(8));
    expect((await joined("?as=Dita")).presence.has(7)).toBe(false);
  });

  test("the same person takes over on a new connection before the old one is known to be dead", async () => {
    await start();
    const watcher = await joined("?as=Bela");
    const old = await joined("?as=Amina");
    old.send(presenceOf(7, 1, user("Amina")));
    await until("seen", () => watcher.presence.has(7));
    const again = await joined("?as=Amina");
    again.send(presenceOf(7, 2, { ...user("Amina"), cursor: 3 }));
    await until("seen anew", () => JSON.stringify(watcher.presence.get(7))?.includes('"cursor":3') === true);
    old.ws.terminate();
    again.send(presenceOf(7, 3, { ...user("Amina"), cursor: 4 }));
    await until(
      "still there",
      () => JSON.stringify(watcher.presence.get(7))?.includes('"cursor":4') === true,
    );
  });

  test("without the right to be seen nothing is passed on", async () => {
    await start();
    const hidden = await joined("?as=Amina&hidden");
    const b = await joined("?as=Bela");
    hidden.send(presenceOf(7, 1, user("Amina")));
    hidden.type(0, 0, "x");
    await until("the edit came", () => b.text()[0] === "xWe commit.");
    expect(b.presence.size).toBe(0);
  });

  test("what would break other clients closes the socket", async () => {
    await start();
    const watcher = await joined("?as=Bela");
    for (const state of ["{", "3", "[]", '"x"']) {
      const bad = await joined("?as=Amina");
      bad.send(presenceOf(7, 1, state));
      expect(await closing(bad)).toBe(CLOSE.BAD_FRAME);
    }
    const big = await joined("?as=Amina");
    big.send(presenceOf(7, 1, { user: { name: "Amina", about: "x".repeat(5000) } }));
    expect(await closing(big)).toBe(CLOSE.TOO_LARGE);
    expect(watcher.presence.size).toBe(0);
    expect(watcher.closed).toBeNull();
  });

  test("a cursor waits for words to go along with, and goes alone where none come", async () => {
    await start({ limits: { presenceMs: 600_000 } });
    const [watcher, one] = [await joined("?as=Watch&read"), await joined("?as=Amina")];
    await until("confirmed", () => one.saved === one.sent);
    one.send(presenceOf(7, 1, user("Amina")));
    one.type(0, 0, "So ");
    await until("both have arrived", () => watcher.presence.has(7) && watcher.text()[0] === "So We commit.");
    await served.stop();
    await start();
    const [other, alone] = [await joined("?as=Watch&read"), await joined("?as=Chen")];
    alone.send(presenceOf(8, 1, user("Chen")));
    await until("it has arrived", () => other.presence.has(8));
  });

  test("renewals alone are gathered, not sent one by one", async () => {
    await start({ limits: { renewalMs: 100 } });
    const watcher = await joined("?as=Watch&read");
    const many = await Promise.all(Array.from({ length: 10 }, (_, i) => joined(`?as=P${i}`)));
    many.forEach((one, i) => {
      one.send(presenceOf(100 + i, 1, user(`P${i}`)));
    });
    await until("all seen", () => watcher.presence.size === 10);
    const before = watcher.frames;
    many.forEach((one, i) => {
      one.send(presenceOf(100 + i, 2, user(`P${i}`)));
    });
    const { flushes } = served.collab.stats();
    await until("the renewals were passed on", () => watcher.frames > before);
    expect(served.collab.stats().flushes - flushes).toBeLessThanOrEqual(2);
    expect(watcher.frames - before).toBeLessThanOrEqual(2);
  });
});

describe("Limits", () => {
  test("a socket with much that is not committed is not read until it is", async () => {
    await start({ limits: { maxUnsavedBytes: 2000 } });
    const a = await joined();
    await until("confirmed", () => a.saved === 1);
    const waiting = gate();
    for (let i = 0; i < 20; i++) a.type(0, 0, "x".repeat(500));
    await until("an append is under way", () => waiting.length === 1);
    for (let done = 0; a.saved < a.sent; ) {
      await until("the next append", () => waiting.length > done || a.saved === a.sent);
      for (; done < waiting.length; done++) waiting[done]?.open();
    }
    expect(a.text()[0]).toHaveLength(20 * 500 + "We commit.".length);
  });

  test("a reader that does not read costs a bounded amount, and is brought up to date once it does", async () => {
    const limits: Partial<CollabLimits> = { maxQueuedBytes: 64 * 1024 };
    await start({ limits });
    const slow = await joined("?as=Slow&read");
    const writer = await joined("?as=Amina");
    slow.ws.pause();
    let typed = 0;
    // As much as the system takes for it first.
    while (served.collab.stats().lagging === 0) {
      writer.type(0, 0, "y".repeat(20_000));
      typed += 20_000;
      const target = writer.sent;
      await until("saved", () => writer.saved === target);
    }
    const frames = slow.frames;
    for (let i = 0; i < 20; i++) writer.type(1, 0, "z");
    await until("saved", () => writer.saved === writer.sent);
    expect(slow.frames).toBe(frames);
    slow.ws.resume();
    await until("it caught up", () => slow.text()[1] === `${"z".repeat(20)}We decide.`);
    expect(slow.text()[0]).toHaveLength(typed + "We commit.".length);
    await until("it lags no more", () => served.collab.stats().lagging === 0);
    writer.type(1, 0, "!");
    await until("it goes on live", () => slow.text()[1]?.startsWith("!") === true);
  });

  test("a text that is itself more than may be queued is sent once, and presence and what is saved after it", async () => {
    await start({ limits: { maxQueuedBytes: 64 * 1024 } });
    store.addRoom("long.en", textOf("x".repeat(8 * 1024 * 1024), "We decide."));
    const long = connect(`${served.url}/long.en`);
    clients.push(long);
    await until("the text is here", () => long.synced);
    long.type(1, 0, "z");
    await until("it is saved", () => long.saved === long.sent);
    expect(served.collab.stats().lagging).toBe(0);
    expect(long.frames).toBeLessThan(10);
  });

  test("quiet sockets hear something often enough for stock clients, dead ones are let go", async () => {
    await start({ limits: { keepAliveMs: 30, pingMs: 20, deadMs: 1_000 } });
    const quiet = await joined();
    const dead = await joined("?as=Dead");
    dead.ws.pause();
    await until("the dead one is gone", () => served.collab.stats().sockets === 1);
    expect(quiet.closed).toBeNull();
    const { frames } = quiet;
    await until("the quiet one hears", () => quiet.frames > frames);
  });
});

describe("Rooms come and go", () => {
  test("an unused room is recorded, compacted and let go, and comes back whole", async () => {
    const recorded: number[] = [];
    await start({
      limits: { idleMs: 20, quietMs: 1e6 },
      onQuiet: async () => {
        recorded.push(store.record(roomId).lastSeq);
        store.record(roomId).recordedSeq = store.record(roomId).lastSeq;
      },
    });
    const a = await joined();
    for (let i = 0; i < 5; i++) {
      a.type(0, 0, String(i));
      const target = a.sent;
      await until("saved", () => a.saved === target);
    }
    a.ws.terminate();
    await until("it is let go", () => served.collab.stats().rooms === 0);
    expect(recorded).toEqual([5]);
    expect(store.rows(roomId)).toHaveLength(0);
    const b = await joined("?as=Bela");
    expect(b.text()[0]).toBe("43210We commit.");
  });

  test("a quiet room is recorded once, while people are in it; a failed recording is tried again", async () => {
    let calls = 0;
    await start({
      limits: { quietMs: 20 },
      onQuiet: async () => {
        calls++;
        if (calls === 1) throw new Error("no database");
      },
    });
    const a = await joined();
    a.type(0, 0, "1");
    await until("tried twice", () => calls === 2);
    a.type(0, 0, "2");
    await until("and after the next edit", () => calls === 3);
    expect(a.closed).toBeNull();
  });

  test("a long log is compacted while the room is open, to a state that is exactly its rows", async () => {
    await start({ limits: { compactRows: 5 } });
    const a = await joined();
    for (let i = 0; i < 23; i++) {
      a.type(0, 0, String(i % 10));
      const target = a.sent;
      await until("saved", () => a.saved === target);
    }
    const loaded = await store.load(roomId);
    expect(loaded.updates.length).toBeLessThan(10);
    const replay = new Y.Doc();
    for (const update of [loaded.state as Uint8Array, ...loaded.updates]) Y.applyUpdate(replay, update);
    expect(Y.encodeStateAsUpdate(replay)).toEqual(Y.encodeStateAsUpdate(a.doc));
  });

  test("at the end everything is committed and recorded before sockets are sent away", async () => {
    const seen: string[] = [];
    await start({
      onQuiet: async (name) => {
        seen.push(`${name} ${store.record(roomId).lastSeq} ${a.closed === null}`);
      },
    });
    const a = await joined();
    a.type(0, 0, "last ");
    await until("it arrived", async () => {
      const text = await served.collab.read("declaration.en");
      return text.blocks[0]?.runs[0]?.text.startsWith("last ") ?? false;
    });
    await served.collab.close();
    expect(await closing(a)).toBe(1001);
    expect(a.saved).toBe(a.sent);
    expect(seen).toEqual(["declaration.en 1 true"]);
    expect(await closing(client())).toBe(1001);
  });
});

function cloneOf(doc: Y.Doc): Y.Doc {
  const clone = new Y.Doc();
  Y.applyUpdate(clone, Y.encodeStateAsUpdate(doc));
  return clone;
}

/** The update of a sync message whose length takes two bytes at most. */
function dataOf(frame: Buffer): Uint8Array {
  const first = frame[2] as number;
  return new Uint8Array(frame.subarray(first < 128 ? 3 : 4));
}

test("a seed is a whole document", () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seedOf(textOf("x")));
  expect(doc.store.pendingStructs).toBeNull();
});
