import type pg from "pg";
import { z } from "zod";
import type { Tx } from "./pool";
import { bigintColumn, change, type Db, many, one, optional } from "./rows";

/** One Yjs v1 update: the only format of rows and states so far. */
const FORMAT = 1;

const roomRow = z.object({
  id: z.uuid(),
  name: z.string(),
  schemaVersion: z.number(),
  frozen: z.boolean(),
  lastSeq: bigintColumn,
  recordedSeq: bigintColumn,
});
export type RoomRow = z.infer<typeof roomRow>;

const ROOM = `select id, name, schema_version as "schemaVersion", frozen, last_seq as "lastSeq", recorded_seq as "recordedSeq"
  from rooms`;

/** The room is frozen: nothing was written. The room server knows it by its code. */
export class RoomFrozen extends Error {
  override name = "RoomFrozen";
  readonly code = "room_frozen";
}

/**
 * The room server's store. Each call is one statement, and so sees and leaves one state of the room. The log is written
 * over connections of its own: "saved" waits for that row and for nothing else. In one pool it would queue behind five
 * hundred people coming in at once (four reads each) and behind screens that read long lists.
 */
export function roomStore(pool: pg.Pool, logPool = pool) {
  return {
    find(name: string): Promise<RoomRow | null> {
      return optional(pool, roomRow, `${ROOM} where name = $1`, [name]);
    },

    /** @throws when a row between the state and the end of the log is missing */
    load(roomId: string): Promise<LoadedRoom> {
      return read(pool, roomId, null);
    },

    since(roomId: string, seq: number): Promise<LoadedRoom> {
      return read(pool, roomId, seq);
    },

    async heads(roomIds: readonly string[]): Promise<Map<string, { lastSeq: number; frozen: boolean }>> {
      const rows = await many(
        pool,
        z.object({ id: z.uuid(), lastSeq: bigintColumn, frozen: z.boolean() }),
        `select id, last_seq as "lastSeq", frozen from rooms where id = any($1::uuid[])`,
        [roomIds],
      );
      return new Map(rows.map(({ id, lastSeq, frozen }) => [id, { lastSeq, frozen }]));
    },

    async append(roomId: string, bytes: Uint8Array, authors: string[]): Promise<{ seq: number }> {
      return { seq: await append(logPool, APPEND, roomId, bytes, authors) };
    },

    async compact(roomId: string, uptoSeq: number, state: Uint8Array): Promise<void> {
      await pool.query(
        `with kept as (
           insert into room_states (room_id, upto_seq, format, bytes)
           select id, $2, ${FORMAT}, $3 from rooms where id = $1 and last_seq >= $2
           on conflict (room_id) do update set upto_seq = excluded.upto_seq, format = excluded.format, bytes = excluded.bytes
             where room_states.upto_seq < excluded.upto_seq
           returning room_id
         )
         delete from room_updates u using kept, rooms r
         where u.room_id = kept.room_id and r.id = kept.room_id and u.seq <= least($2, r.recorded_seq)`,
        [roomId, uptoSeq, asBuffer(state)],
      );
    },
  };
}

type LoadedRoom = { state: Uint8Array | null; updates: Uint8Array[]; lastSeq: number };

/** What follows row `after` of the log; null, or a row whose successors are gone: the state, and what follows it. */
async function read(pool: pg.Pool, roomId: string, after: number | null): Promise<LoadedRoom> {
  const rows = await many(
    pool,
    loadedRow,
    `with kept as (select upto_seq, format, bytes from room_states where room_id = $1),
       state as (select * from kept where $2::bigint is null
         or (upto_seq > $2 and upto_seq - $2 > (select count(*) from room_updates
           where room_id = $1 and seq > $2 and seq <= upto_seq)))
     select 'room' as part, last_seq as seq, ${FORMAT} as format, null as bytes from rooms where id = $1
     union all select 'state', upto_seq, format, bytes from state
     union all select 'update', seq, format, bytes from room_updates
       where room_id = $1 and seq > coalesce((select upto_seq from state), $2, 0)
     order by part, seq`,
    [roomId, after],
  );
  const room = rows.find(({ part }) => part === "room");
  if (!room) throw new Error(`There is no room ${roomId}.`);
  const unknown = rows.find(({ format }) => format !== FORMAT);
  if (unknown)
    throw new Error(`Room ${roomId}: row ${unknown.seq} has the unknown format ${unknown.format}.`);
  const state = rows.find(({ part }) => part === "state");
  const updates = rows.filter(({ part }) => part === "update");
  let seq = state?.seq ?? after ?? 0;
  for (const update of updates) {
    if (update.seq !== ++seq) throw new Error(`Room ${roomId}: row ${seq} of the log is missing.`);
  }
  if (seq < room.seq) throw new Error(`Room ${roomId}: the log ends at ${seq} and not at ${room.seq}.`);
  return {
    state: state?.bytes ?? null,
    updates: updates.flatMap(({ bytes }) => bytes ?? []),
    lastSeq: room.seq,
  };
}

const loadedRow = z.object({
  part: z.enum(["room", "state", "update"]),
  seq: bigintColumn,
  format: z.number(),
  bytes: z.instanceof(Uint8Array).nullable(),
});

/** A new room that holds `state` (a Yjs v1 update) before any row of its log. */
export async function insertRoom(
  tx: Tx,
  room: { id: string; name: string; schemaVersion: number; state: Uint8Array },
): Promise<void> {
  await change(tx, 1, "insert into rooms (id, name, schema_version) values ($1, $2, $3)", [
    room.id,
    room.name,
    room.schemaVersion,
  ]);
  await change(tx, 1, "insert into room_states (room_id, upto_seq, format, bytes) values ($1, 0, $2, $3)", [
    room.id,
    FORMAT,
    asBuffer(room.state),
  ]);
}

/**
 * Writes the next row of the log, which is on the record by the act that it belongs to, and returns its number; other writers of the room
 * wait until `tx` ends. @throws RoomFrozen
 */
export function appendDecision(tx: Tx, roomId: string, bytes: Uint8Array): Promise<number> {
  return append(tx, APPEND_DECISION, roomId, bytes, []);
}

const appendedRow = z.object({ seq: bigintColumn });

const appending = (moved: string) =>
  `with room as (update rooms set ${moved} where id = $1 and not frozen returning id, last_seq)
    insert into room_updates (room_id, seq, format, bytes, authors)
    select id, last_seq, ${FORMAT}, $2, $3 from room
    returning seq`;
const APPEND = appending("last_seq = last_seq + 1");
const APPEND_DECISION = appending("last_seq = last_seq + 1, recorded_seq = last_seq + 1");

async function append(
  db: Db,
  sql: string,
  roomId: string,
  bytes: Uint8Array,
  authors: string[],
): Promise<number> {
  const appended = await optional(db, appendedRow, sql, [roomId, asBuffer(bytes), authors]);
  if (appended) return appended.seq;
  await one(db, z.object({ id: z.uuid() }), "select id from rooms where id = $1", [roomId]);
  throw new RoomFrozen(`Room ${roomId} is frozen.`);
}

/** Nothing is written into the room from here on, by any path. */
export async function freezeRoom(tx: Tx, roomId: string): Promise<void> {
  await change(tx, 1, "update rooms set frozen = true where id = $1", [roomId]);
}

/** What was frozen can be written in again: the decision on its text is reconsidered (Rule W6). */
export async function thawRoom(tx: Tx, roomId: string): Promise<void> {
  await change(tx, 1, "update rooms set frozen = false where id = $1", [roomId]);
}

/** The room as it is, and until `tx` ends stays. */
export function lockRoom(tx: Tx, roomId: string): Promise<RoomRow> {
  return one(tx, roomRow, `${ROOM} where id = $1 for update`, [roomId]);
}

/** Who wrote the rows after `seq`, each once, in the order of their ids. */
export async function authorsSince(tx: Tx, roomId: string, seq: number): Promise<string[]> {
  const rows = await many(
    tx,
    z.object({ author: z.uuid() }),
    `select distinct unnest(authors) as author from room_updates where room_id = $1 and seq > $2 order by author`,
    [roomId, seq],
  );
  return rows.map(({ author }) => author);
}

/** The ledger knows of all rows up to `seq`. Never goes back. */
export async function setRecordedSeq(tx: Tx, roomId: string, seq: number): Promise<void> {
  await change(tx, 1, "update rooms set recorded_seq = greatest(recorded_seq, $2) where id = $1", [
    roomId,
    seq,
  ]);
}

/** Without a copy: the driver takes any other Uint8Array for a value to print. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
