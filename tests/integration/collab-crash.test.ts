import { randomUUID } from "node:crypto";
import { withTransaction } from "../../server/db/pool";
import { appendDecision, freezeRoom, insertRoom, lockRoom, roomStore } from "../../server/db/rooms";
import { blockText } from "../../shared/text/model";
import { until } from "../support/children";
import { type BareClient, connect, type Served, seedOf, serve, textOf } from "../support/collab-kit";
import { type TestDatabase, testDatabase } from "../support/database";

const ROOM = "declaration.en";
let database: TestDatabase;
let roomId: string;
const clients: BareClient[] = [];
const servers: Served[] = [];

async function server(): Promise<Served> {
  const served = await serve({ store: roomStore(database.pool) });
  servers.push(served);
  return served;
}

function client(...args: Parameters<typeof connect>): BareClient {
  const made = connect(...args);
  clients.push(made);
  return made;
}

beforeEach(async () => {
  database = await testDatabase();
  roomId = randomUUID();
  const state = seedOf(textOf("Paragraph 0.", "Paragraph 1."));
  await withTransaction(database.pool, (tx) =>
    insertRoom(tx, { id: roomId, name: ROOM, schemaVersion: 1, state }),
  );
});
afterEach(async () => {
  for (const { ws } of clients.splice(0)) ws.terminate();
  for (const served of servers.splice(0)) await served.stop();
  await database.drop();
});

test("what others saw and the log had not yet comes back from whoever still has it", async () => {
  const first = await server();
  const author = client(`${first.url}/${ROOM}?as=Author`);
  const other = client(`${first.url}/${ROOM}?as=Other`);
  await until("both are synced", () => author.synced && other.synced && author.saved === 1);
  const blocker = await database.pool.connect();
  try {
    // The row of the room is held, so the commit of the next edit waits, as on a disk that hangs.
    await blocker.query("begin");
    await blocker.query("select 1 from rooms where id = $1 for update", [roomId]);
    author.type(0, 0, "Seen. ");
    await until("the other sees it", () => other.text()[0]?.startsWith("Seen. ") === true);
    expect(author.saved).toBe(1);
    // The author never comes back, and the commit never happens.
    author.ws.terminate();
    await until("gone", () => author.closed !== null);
    await until("the commit that waits is cancelled", async () => {
      const { rowCount } = await database.pool.query(
        "select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      return rowCount === 1;
    });
    await until("the other is sent to try again", () => other.closed?.code === 4503);
  } finally {
    await blocker.query("rollback");
    blocker.release();
  }
  const back = client(`${first.url}/${ROOM}?as=Other`, { doc: other.doc });
  await until("it is saved", () => back.synced && back.saved === back.sent && back.sent > 0);
  await first.stop();
  const second = await server();
  expect(blockText((await second.collab.read(ROOM)).blocks[0]!)).toBe("Seen. Paragraph 0.");
  await second.stop();
});

test("a command writes, versions and freezes a room in one transaction of the database", async () => {
  const served = await server();
  const editor = client(`${served.url}/${ROOM}?as=Editor`);
  await until("synced", () => editor.synced && editor.saved === 1);
  const adopt = (target: ReturnType<typeof textOf>, fails: boolean) =>
    served.collab.withLockedRooms([ROOM], async ([room]) => {
      const write = room!.prepare(target);
      const seq = await withTransaction(database.pool, async (tx) => {
        const record = await lockRoom(tx, room!.roomId);
        expect(record.lastSeq).toBe(room!.lastSeq);
        const written = await appendDecision(tx, room!.roomId, write.bytes);
        await freezeRoom(tx, room!.roomId);
        if (fails) throw new Error("conflict");
        return written;
      });
      room!.freezeOnRelease();
      write.commit(seq);
    });

  await expect(adopt(textOf("No."), true)).rejects.toThrow("conflict");
  editor.type(0, 0, "Still. ");
  await until("typing goes on", () => editor.saved === editor.sent);
  await adopt(textOf("Adopted."), false);
  await until("it came", () => editor.text().join() === "Adopted.");
  editor.type(0, 0, "x");
  await until("refused", () => editor.refused[0]?.code === "frozen");
  await served.stop();
  expect(served.errors).toEqual([]);

  const later = await server();
  expect((await later.collab.read(ROOM)).blocks.map(blockText)).toEqual(["Adopted."]);
  await later.stop();
});
