import { NO_METER } from "../../server/collab/meter";
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
  type Served,
  serve,
  textOf,
} from "../support/collab-kit";

let store: MemoryStore;
let served: Served;
/** Codes that sockets were closed for, as counted; null: by a meter of the test's own. */
let counted: Array<number | null> | null = null;
const clients: BareClient[] = [];

beforeEach(() => {
  store = memoryStore();
  store.addRoom("declaration.en", textOf("We commit.", "We decide."));
});
afterEach(async () => {
  for (const { ws } of clients.splice(0)) ws.terminate();
  await served?.stop();
});

async function start(options: Omit<Parameters<typeof serve>[0], "store"> = {}): Promise<void> {
  const codes: Array<number | null> = [];
  counted = options.meter ? null : codes;
  served = await serve({ store, meter: { ...NO_METER, closed: (code) => codes.push(code) }, ...options });
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

/** The code that its socket is closed with, which is the one that is counted. */
async function closing(of: BareClient): Promise<number> {
  await until("the socket is closed", () => of.closed !== null);
  const code = of.closed?.code ?? 0;
  if (counted) await until("it is counted under its code", () => counted?.includes(code) ?? true);
  return code;
}

/** An append that waits until it is let through. */
function gate() {
  const waiting: { open(): void; fail(error: Error): void }[] = [];
  store.before.append = () => new Promise((resolve, reject) => waiting.push({ open: resolve, fail: reject }));
  return waiting;
}

describe("Limits", () => {
  test("a message over the limit closes the socket with the code that says so", async () => {
    await start({ limits: { maxMessageBytes: 1000 } });
    const a = await joined();
    a.send(new Uint8Array(1001));
    expect(await closing(a)).toBe(CLOSE.TOO_LARGE);
  });

  test("text messages, and more messages than anybody types, close the socket", async () => {
    await start({ limits: { messageBurst: 50, messagesPerSecond: 1 } });
    const a = await joined();
    a.ws.send("hello");
    expect(await closing(a)).toBe(CLOSE.BAD_FRAME);
    const b = await joined();
    for (let i = 0; i < 60; i++) b.send(message(3));
    expect(await closing(b)).toBe(CLOSE.TOO_FAST);
  });

  test("one person's sockets are limited", async () => {
    await start({ limits: { socketsPerPerson: 2 } });
    await joined();
    await joined();
    expect(await closing(client())).toBe(CLOSE.TOO_MANY_SOCKETS);
    await joined("?as=Bela");
  });

  test("more bytes than anybody types close the socket, in however few messages", async () => {
    await start({ limits: { byteBurst: 10_000, bytesPerSecond: 1 } });
    const a = await joined();
    const b = await joined("?as=Bela");
    a.type(0, 0, "x".repeat(4_000));
    await until("one large edit is fine", () => a.saved === a.sent);
    a.type(0, 0, "y".repeat(7_000));
    expect(await closing(a)).toBe(CLOSE.TOO_FAST);
    b.type(0, 0, "z");
    await until("others go on", () => b.saved === b.sent && b.text()[0]?.startsWith("zx") === true);
  });

  test("one sign-in's sockets are limited apart from those of the person", async () => {
    await start({ limits: { socketsPerPerson: 3, socketsPerSession: 2 } });
    await joined("?session=laptop");
    await joined("?session=laptop");
    expect(await closing(client("?session=laptop"))).toBe(CLOSE.TOO_MANY_SOCKETS);
    const phone = await joined("?session=phone");
    expect(await closing(client("?session=tablet"))).toBe(CLOSE.TOO_MANY_SOCKETS);
    phone.ws.terminate();
    await until("it has gone", () => served.collab.stats().sockets === 2);
    await joined("?session=tablet");
  });

  test("beyond so many that wait to be signed in, a socket is asked to come again", async () => {
    const waiting: (() => void)[] = [];
    await start({
      limits: { maxPending: 2 },
      authorise: async (request) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return openDoor(request);
      },
    });
    const [a, b] = [client("?as=Amina"), client("?as=Bela")];
    await until("two wait", () => waiting.length === 2);
    expect(served.collab.stats()).toMatchObject({ sockets: 2, pending: 2 });
    expect(await closing(client("?as=Chen"))).toBe(CLOSE.BUSY);
    for (const go of waiting.splice(0)) go();
    await until("both are in", () => a.synced && b.synced);
    expect(served.collab.stats()).toMatchObject({ sockets: 2, pending: 0 });
    const c = client("?as=Chen");
    await until("the third waits", () => waiting.length === 1);
    waiting.pop()?.();
    await until("and is in", () => c.synced);
  });

  describe("of rooms", () => {
    const open = (room: string) => {
      const made = connect(`${served.url}/${room}`);
      clients.push(made);
      return made;
    };
    const names = () => ["declaration.en", "declaration.fr", "declaration.es"] as const;
    beforeEach(() => {
      store.addRoom("declaration.fr", textOf("Nous."));
      store.addRoom("declaration.es", textOf("Nosotros."));
    });

    test("the one that nobody uses for longest is let go first, and then there is no more", async () => {
      const [en, fr, es] = names();
      await start({ limits: { maxRooms: 2 } });
      await served.collab.read(en);
      await served.collab.read(fr);
      const a = open(es);
      await until("the third is opened", () => a.synced);
      expect(served.collab.stats().rooms).toBe(2);
      const loads = store.loads;
      await served.collab.read(fr);
      expect(store.loads).toBe(loads);
      const b = open(fr);
      await until("the second is still there", () => b.synced);
      expect(await closing(open(en))).toBe(CLOSE.ROOMS_FULL);
      expect(closeAction(CLOSE.ROOMS_FULL)).toBe("retry");
      b.ws.terminate();
      await until("it has gone", () => served.collab.stats().sockets === 1);
      const again = open(en);
      await until("there is room again", () => again.synced);
      expect(served.collab.stats().rooms).toBe(2);
    });

    test("what is let go is on the record first; one that cannot be recorded stays", async () => {
      const [en, fr] = names();
      const recorded: string[] = [];
      let fails = true;
      await start({
        limits: { maxRooms: 1 },
        onQuiet: async (room) => {
          if (fails) throw new Error("no database");
          recorded.push(room);
        },
      });
      const a = open(en);
      await until("synced", () => a.synced);
      a.type(0, 0, "Now ");
      await until("saved", () => a.saved === a.sent);
      a.ws.terminate();
      await until("gone", () => served.collab.stats().sockets === 0);
      expect(await closing(open(fr))).toBe(CLOSE.ROOMS_FULL);
      expect(served.errors.splice(0)).toEqual([expect.stringContaining("recording a room failed")]);
      fails = false;
      const b = open(fr);
      await until("the other is opened", () => b.synced);
      expect(recorded).toEqual([en]);
      expect(served.collab.stats().rooms).toBe(1);
    });

    test("commands read and lock texts beyond the limit", async () => {
      const [en, fr, es] = names();
      await start({ limits: { maxRooms: 1 } });
      const a = open(en);
      await until("synced", () => a.synced);
      expect((await served.collab.read(fr)).blocks).toHaveLength(1);
      await served.collab.withLockedRooms([fr, es], async (locked) => expect(locked).toHaveLength(2));
    });

    test("many who come at once into different rooms do not go over the limit", async () => {
      const rooms = Array.from({ length: 12 }, (_, i) => `room.${i}`);
      for (const room of rooms) store.addRoom(room, textOf("x"));
      await start({ limits: { maxRooms: 5 } });
      const all = rooms.map(open);
      await until("all are answered", () => all.every((one) => one.synced || one.closed !== null));
      expect(all.filter((one) => one.synced)).toHaveLength(5);
      expect(all.flatMap((one) => one.closed?.code ?? [])).toEqual(Array(7).fill(CLOSE.ROOMS_FULL));
      expect(served.collab.stats().rooms).toBe(5);
    });
  });
});

describe("Sessions", () => {
  test("a sign-in that ends closes its sockets in every room and no other's", async () => {
    store.addRoom("declaration.fr", textOf("Nous."));
    await start();
    const laptop = await joined("?session=laptop");
    const french = connect(`${served.url}/declaration.fr?session=laptop`);
    clients.push(french);
    const phone = await joined("?session=phone");
    served.collab.endSession("laptop");
    expect([await closing(laptop), await closing(french)]).toEqual([CLOSE.SIGN_IN, CLOSE.SIGN_IN]);
    phone.type(0, 0, "1");
    await until("the other goes on", () => phone.saved === phone.sent);
  });

  test("what a sign-in sent before it ended and was not yet taken up is refused", async () => {
    await start({ limits: { flushDuty: 0.5 } });
    const a = await joined();
    await served.collab.withLockedRooms(["declaration.en"], async () => {
      a.type(0, 0, "too late");
      await until("it has come", () => a.sent === 2);
      await new Promise((resolve) => {
        a.ws.once("pong", resolve);
        a.ws.ping();
      });
      served.collab.endSession("Amina");
    });
    expect(await closing(a)).toBe(CLOSE.SIGN_IN);
    expect((await served.collab.read("declaration.en")).blocks[0]?.runs[0]?.text).toBe("We commit.");
  });

  test("one that ends while a socket is let in, or while it is asked about, does not get in", async () => {
    let isOver = false;
    const waiting: (() => void)[] = [];
    await start({
      authorise: async (request) => {
        const answer: Authorisation = isOver
          ? { ok: false, closeCode: CLOSE.SIGN_IN, reason: "signed out" }
          : await openDoor(request);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return answer;
      },
    });
    const a = client();
    await until("it is asked about", () => waiting.length === 1);
    isOver = true;
    served.collab.endSession("Amina");
    waiting.pop()?.();
    await until("it is asked about again", () => waiting.length === 1);
    waiting.pop()?.();
    expect(await closing(a)).toBe(CLOSE.SIGN_IN);
    expect(a.frames).toBe(0);
  });

  test("an answer about its rights that comes after its end changes nothing", async () => {
    let isHeld = false;
    const waiting: (() => void)[] = [];
    await start({
      authorise: async (request) => {
        const answer = await openDoor(request);
        if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
        return answer;
      },
    });
    const a = await joined();
    isHeld = true;
    const asked = served.collab.reauthorise();
    await until("it is asked about", () => waiting.length === 1);
    served.collab.endSession("Amina");
    waiting.pop()?.();
    await asked;
    expect(await closing(a)).toBe(CLOSE.SIGN_IN);
  });

  test("at its end a session is asked about once more: it is over, or goes on", async () => {
    let endsAt = performance.now() + 30;
    let asked = 0;
    await start({
      authorise: async (request) => {
        asked++;
        const answer = await openDoor(request);
        const expiresInMs = endsAt - performance.now();
        if (expiresInMs <= 0) return { ok: false, closeCode: CLOSE.SIGN_IN, reason: "sign_in_required" };
        return answer.ok ? { ...answer, session: { ...answer.session, expiresInMs } } : answer;
      },
    });
    const a = await joined();
    endsAt += 60;
    expect(await closing(a)).toBe(CLOSE.SIGN_IN);
    expect(performance.now()).toBeGreaterThanOrEqual(endsAt);
    expect(asked).toBeLessThan(10);
  });
});

describe("What is counted", () => {
  test("flushes, commits, how long saved took, refusals and why sockets ended", async () => {
    const seen: Record<string, unknown[]> = {
      flushed: [],
      committed: [],
      saved: [],
      refused: [],
      closed: [],
    };
    await start({
      limits: { maxMessageBytes: 1_000 },
      meter: {
        flushed: (ms) => seen.flushed?.push(ms),
        committed: (ms) => seen.committed?.push(ms),
        saved: (ms) => seen.saved?.push(ms),
        refused: (code) => seen.refused?.push(code),
        closed: (code) => seen.closed?.push(code),
      },
    });
    const reader = await joined("?as=Bela&read");
    const writer = await joined();
    await until("the handshakes are done", () => writer.saved === 1);
    for (const list of Object.values(seen)) list.length = 0;
    const waiting = gate();
    writer.type(0, 0, "1");
    await until("the row is on its way", () => waiting.length === 1);
    const [before] = [performance.now()];
    await until("some time has gone by", () => performance.now() - before > 20);
    waiting[0]?.open();
    await until("saved", () => writer.saved === 2);
    expect(seen.committed).toEqual([expect.any(Number)]);
    expect(seen.saved).toEqual([expect.any(Number)]);
    expect(seen.committed?.[0]).toBeGreaterThan(20);
    expect(seen.saved?.[0]).toBeGreaterThanOrEqual(Number(seen.committed?.[0]));
    expect(seen.flushed?.length).toBeGreaterThan(0);

    reader.type(0, 0, "2");
    await until("refused", () => reader.refused.length === 1);
    expect(seen.refused).toEqual(["read_only"]);
    reader.ws.terminate();
    await until("the first has gone", () => seen.closed?.length === 1);
    writer.send(new Uint8Array(1_001));
    await closing(writer);
    await closing(client("?schema=0"));
    await until("all are counted", () => seen.closed?.length === 3);
    expect(seen.closed).toEqual([null, CLOSE.TOO_LARGE, CLOSE.CLIENT_TOO_OLD]);
  });
});
