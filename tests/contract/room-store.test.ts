import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import { isRoomFrozen, type RoomStore } from "../../server/collab/log/store";
import { withTransaction } from "../../server/db/pool";
import {
  appendDecision,
  authorsSince,
  freezeRoom,
  insertRoom,
  lockRoom,
  roomStore,
  setRecordedSeq,
} from "../../server/db/rooms";
import { memoryStore, personId, seedOf, textOf } from "../support/collab-kit";
import { type TestDatabase, testDatabase } from "../support/database";

type Subject = {
  store: RoomStore;
  addRoom(name: string): Promise<string>;
  freeze(roomId: string): Promise<void>;
  record(roomId: string, seq: number): Promise<void>;
  countRows(roomId: string): Promise<number>;
};

const seed = seedOf(textOf("We commit."));
const AMINA = personId("Amina");
const BELA = personId("Bela");

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const subjects: Record<string, () => Subject> = {
  memory: () => {
    const store = memoryStore();
    return {
      store,
      addRoom: async (name) => store.addRoom(name, textOf("We commit.")),
      freeze: async (roomId) => store.freeze(roomId),
      record: async (roomId, seq) => {
        store.record(roomId).recordedSeq = seq;
      },
      countRows: async (roomId) => store.rows(roomId).length,
    };
  },
  Postgres: () => ({
    store: roomStore(database.pool),
    addRoom: async (name) => {
      const id = randomUUID();
      await withTransaction(database.pool, (tx) =>
        insertRoom(tx, { id, name, schemaVersion: 1, state: seed }),
      );
      return id;
    },
    freeze: (roomId) => withTransaction(database.pool, (tx) => freezeRoom(tx, roomId)),
    record: (roomId, seq) => withTransaction(database.pool, (tx) => setRecordedSeq(tx, roomId, seq)),
    countRows: async (roomId) => {
      const { rows } = await database.pool.query(
        "select count(*)::int as count from room_updates where room_id = $1",
        [roomId],
      );
      return rows[0].count;
    },
  }),
};

let rooms = 0;
const newName = () => `room-${++rooms}.en`;
const bytesOf = (...values: number[]) => new Uint8Array(values);

describe.each(Object.keys(subjects))("A room store in %s", (which) => {
  let subject: Subject;
  let name: string;
  let roomId: string;
  beforeEach(async () => {
    subject = (subjects[which] as () => Subject)();
    name = newName();
    roomId = await subject.addRoom(name);
  });

  test("finds a room by its name, with all that is known of it; and no other", async () => {
    expect(await subject.store.find(name)).toEqual({
      id: roomId,
      name,
      schemaVersion: 1,
      frozen: false,
      lastSeq: 0,
      recordedSeq: 0,
    });
    expect(await subject.store.find("nowhere.en")).toBeNull();
  });

  test("a new room loads its seed and no updates", async () => {
    const { state, updates, lastSeq } = await subject.store.load(roomId);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state as Uint8Array);
    expect(doc.getXmlFragment("prosemirror").toString()).toContain("We commit.");
    expect(updates).toEqual([]);
    expect(lastSeq).toBe(0);
  });

  test("numbers rows from 1 without gaps and gives them back byte for byte, in order", async () => {
    const rows = [bytesOf(0, 1, 255), bytesOf(0x5c, 0x78, 0x30), new Uint8Array(70_000).fill(7)];
    for (const [i, row] of rows.entries()) {
      expect(await subject.store.append(roomId, row, [AMINA, BELA])).toEqual({ seq: i + 1 });
    }
    const loaded = await subject.store.load(roomId);
    expect(loaded.updates.map((update) => [...update])).toEqual(rows.map((row) => [...row]));
    expect(loaded.lastSeq).toBe(3);
    expect((await subject.store.find(name))?.lastSeq).toBe(3);
  });

  test("a view into a larger buffer is written as what it shows", async () => {
    await subject.store.append(roomId, bytesOf(9, 9, 1, 2, 3, 9).subarray(2, 5), []);
    expect([...((await subject.store.load(roomId)).updates[0] as Uint8Array)]).toEqual([1, 2, 3]);
  });

  test("rows appended at the same time all get numbers of their own", async () => {
    const seqs = await Promise.all(
      Array.from({ length: 20 }, (_, i) => subject.store.append(roomId, bytesOf(i), [AMINA])),
    );
    expect(seqs.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    expect((await subject.store.load(roomId)).updates).toHaveLength(20);
  });

  test("a frozen room takes no row, and says so", async () => {
    await subject.store.append(roomId, bytesOf(1), [AMINA]);
    await subject.freeze(roomId);
    const refusal = await subject.store.append(roomId, bytesOf(2), [AMINA]).catch((error: unknown) => error);
    expect(isRoomFrozen(refusal)).toBe(true);
    expect(isRoomFrozen(new Error("another"))).toBe(false);
    expect(await subject.store.find(name)).toMatchObject({ frozen: true, lastSeq: 1 });
    expect((await subject.store.load(roomId)).updates).toHaveLength(1);
  });

  test("an unknown room is an error, not a frozen one", async () => {
    const refusal = await subject.store.append(randomUUID(), bytesOf(1), []).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Error);
    expect(isRoomFrozen(refusal)).toBe(false);
    await expect(subject.store.load(randomUUID())).rejects.toThrow();
  });

  test("a compacted room loads its state and what follows it", async () => {
    for (let i = 1; i <= 5; i++) await subject.store.append(roomId, bytesOf(i), [AMINA]);
    await subject.store.compact(roomId, 3, bytesOf(33));
    const loaded = await subject.store.load(roomId);
    expect([...(loaded.state as Uint8Array)]).toEqual([33]);
    expect(loaded.updates.map((update) => update[0])).toEqual([4, 5]);
    expect(loaded.lastSeq).toBe(5);
  });

  test("rows stay until the ledger has them", async () => {
    for (let i = 1; i <= 5; i++) await subject.store.append(roomId, bytesOf(i), [AMINA]);
    await subject.store.compact(roomId, 3, bytesOf(33));
    expect(await subject.countRows(roomId)).toBe(5);
    await subject.record(roomId, 2);
    await subject.store.compact(roomId, 4, bytesOf(44));
    expect(await subject.countRows(roomId)).toBe(3);
    await subject.record(roomId, 5);
    await subject.store.compact(roomId, 5, bytesOf(55));
    expect(await subject.countRows(roomId)).toBe(0);
    expect(await subject.store.load(roomId)).toMatchObject({ updates: [], lastSeq: 5 });
  });

  test("an older state never replaces a newer one, nor one of rows that are not there", async () => {
    for (let i = 1; i <= 5; i++) await subject.store.append(roomId, bytesOf(i), [AMINA]);
    await subject.store.compact(roomId, 4, bytesOf(44));
    await subject.store.compact(roomId, 2, bytesOf(22));
    await subject.store.compact(roomId, 9, bytesOf(99));
    const loaded = await subject.store.load(roomId);
    expect([...(loaded.state as Uint8Array)]).toEqual([44]);
    expect(loaded.updates.map((update) => update[0])).toEqual([5]);
  });
});

describe("Rooms in transactions", () => {
  const store = () => roomStore(database.pool);
  async function newRoom(): Promise<{ id: string; name: string }> {
    const room = { id: randomUUID(), name: newName() };
    await withTransaction(database.pool, (tx) => insertRoom(tx, { ...room, schemaVersion: 1, state: seed }));
    return room;
  }

  test("a row is there when its transaction is committed, and its number free again when it is not", async () => {
    const { id } = await newRoom();
    await expect(
      withTransaction(database.pool, async (tx) => {
        expect(await appendDecision(tx, id, bytesOf(1))).toBe(1);
        throw new Error("conflict");
      }),
    ).rejects.toThrow("conflict");
    expect(await store().load(id)).toMatchObject({ updates: [], lastSeq: 0 });
    await withTransaction(database.pool, async (tx) => {
      expect(await appendDecision(tx, id, bytesOf(2))).toBe(1);
    });
    expect((await store().load(id)).updates).toHaveLength(1);
  });

  test("another writer waits for the transaction that writes the room", async () => {
    const { id } = await newRoom();
    let other: Promise<{ seq: number }> | undefined;
    await withTransaction(database.pool, async (tx) => {
      await appendDecision(tx, id, bytesOf(1));
      other = store().append(id, bytesOf(2), [BELA]);
      expect(await appendDecision(tx, id, bytesOf(3))).toBe(2);
    });
    expect(await other).toEqual({ seq: 3 });
    expect((await store().load(id)).updates.map((update) => update[0])).toEqual([1, 3, 2]);
  });

  test("a row that waits while its room is being frozen is refused", async () => {
    const { id } = await newRoom();
    let late: Promise<unknown> | undefined;
    await withTransaction(database.pool, async (tx) => {
      expect(await lockRoom(tx, id)).toMatchObject({ id, frozen: false, lastSeq: 0 });
      late = store()
        .append(id, bytesOf(1), [AMINA])
        .catch((error: unknown) => error);
      await freezeRoom(tx, id);
    });
    expect(isRoomFrozen(await late)).toBe(true);
    await expect(withTransaction(database.pool, (tx) => appendDecision(tx, id, bytesOf(1)))).rejects.toThrow(
      "frozen",
    );
  });

  test("authors since a row are named once, and what is recorded never goes back", async () => {
    const { id } = await newRoom();
    await store().append(id, bytesOf(1), [AMINA]);
    await store().append(id, bytesOf(2), [BELA, AMINA]);
    await store().append(id, bytesOf(3), [BELA]);
    await store().append(id, bytesOf(4), []);
    await withTransaction(database.pool, async (tx) => {
      expect(await authorsSince(tx, id, 0)).toEqual([AMINA, BELA].sort());
      expect(await authorsSince(tx, id, 2)).toEqual([BELA]);
      expect(await authorsSince(tx, id, 3)).toEqual([]);
      await setRecordedSeq(tx, id, 3);
      await setRecordedSeq(tx, id, 1);
      expect((await lockRoom(tx, id)).recordedSeq).toBe(3);
    });
    await expect(withTransaction(database.pool, (tx) => setRecordedSeq(tx, id, 5))).rejects.toThrow();
  });

  test("two rooms of one name cannot be, nor a name that no path could hold", async () => {
    const { name } = await newRoom();
    for (const taken of [name, "Up Per", "a"]) {
      await expect(
        withTransaction(database.pool, (tx) =>
          insertRoom(tx, { id: randomUUID(), name: taken, schemaVersion: 1, state: seed }),
        ),
      ).rejects.toThrow();
    }
  });

  test("a log with a hole is not loaded", async () => {
    const { id } = await newRoom();
    for (let i = 1; i <= 3; i++) await store().append(id, bytesOf(i), []);
    await database.pool.query("delete from room_updates where room_id = $1 and seq = 2", [id]);
    await expect(store().load(id)).rejects.toThrow("row 2 of the log is missing");
  });
});
