import type { BlockId, BlockStatus, TextDoc } from "../../../shared/text/model";
import { readStatuses } from "../../../shared/text/yjs";
import { isTextMoved } from "../log/store";
import type { Room } from "./room";
import type { Rooms } from "./rooms";

/** As often as a command is run again: each time, what it did not know of is in the text. */
const ATTEMPTS = 4;

/** The bytes for the room's log. `commit` is for after they were committed there, under the number they got. */
export type PreparedWrite = { bytes: Uint8Array; commit(seq: number): void };

/** A room into which nothing enters but what its holder writes. */
export type LockedRoom = {
  name: string;
  roomId: string;
  /** All that was sent before the lock, committed. */
  text: TextDoc;
  lastSeq: number;
  /** Where agreement on each of its paragraphs stands. */
  statuses: ReadonlyMap<BlockId, BlockStatus>;
  /**
   * The change that turns the text into `target`, its paragraphs having the `statuses` given; nobody sees it before `commit`.
   * One a room and lock: a second one would not know of the first.
   */
  prepare(target: TextDoc, statuses?: ReadonlyMap<BlockId, BlockStatus>): PreparedWrite;
  /** When `work` resolves, nobody writes in the room any more: also not what waited meanwhile. */
  freezeOnRelease(): void;
  /** When `work` resolves, a frozen room can be written in again. */
  thawOnRelease(): void;
};

/**
 * Runs `work` while the rooms stand still. Updates that arrive meanwhile wait, and are applied afterwards.
 *
 * If `work` throws, the rooms are as before. If it had committed a row all the same (the answer to a commit can be lost),
 * that is read from the log. A command that decides on `text` checks in its transaction that the room's `lastSeq` is
 * still the one it was given, and throws an error that `isTextMoved` recognises when it is not (a node that could not be
 * reached has written): `work` is then run again on the text as it is.
 *
 * Locks do not nest: `work` must not ask for one of these rooms again.
 * @throws RoomNotFound, RoomUnavailable
 */
export async function withLockedRooms<T>(
  rooms: Rooms,
  settleMs: number,
  roomNames: readonly string[],
  work: (rooms: LockedRoom[]) => Promise<T>,
): Promise<T> {
  const names = [...new Set(roomNames)].sort();
  for (let attempt = 1; ; attempt++) {
    try {
      return await rooms.exclusively(names, (open) => whileStill(rooms, settleMs, open, work));
    } catch (error) {
      if (!isTextMoved(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function whileStill<T>(
  rooms: Rooms,
  settleMs: number,
  open: readonly Room[],
  work: (rooms: LockedRoom[]) => Promise<T>,
): Promise<T> {
  const held: Room[] = [];
  const hold = async (room: Room) => {
    await room.holdSettled(settleMs);
    held.push(room);
  };
  // Here and on the other nodes at once; all have answered, or had their time, before anything is decided or given up.
  const elsewhere = Promise.all(open.map((room) => rooms.holdElsewhere(room, 2 * settleMs)));
  const here = await Promise.allSettled(open.map(hold));
  const holds = await elsewhere;
  try {
    for (const outcome of here) if (outcome.status === "rejected") throw outcome.reason;
    await Promise.all(open.map((room, i) => ((holds[i]?.upTo ?? 0) > room.lastSeq ? room.catchUp() : null)));
    const locked = open.map((room) => lock(room));
    const result = await work(locked.map(({ face }) => face));
    for (const { release } of locked) release();
    return result;
  } catch (error) {
    await Promise.all(open.map((room) => rooms.verify(room)));
    throw error;
  } finally {
    for (const { release } of holds) release();
    for (const room of held) room.release();
  }
}

function lock(room: Room): { face: LockedRoom; release(): void } {
  let frozen = room.isFrozen;
  let statuses: ReadonlyMap<BlockId, BlockStatus> | null = null;
  const face: LockedRoom = {
    name: room.name,
    roomId: room.id,
    text: room.readText(),
    get statuses() {
      statuses ??= readStatuses(room.text.doc);
      return statuses;
    },
    lastSeq: room.log.lastSeq,
    prepare(target, statuses) {
      if (room.isFrozen) throw new Error(`Room ${room.name} is frozen: nothing can be written into it.`);
      const { update: bytes, keep } = room.scratch.change(room.text.doc, target, statuses);
      let isCommitted = false;
      return {
        bytes,
        commit(seq) {
          if (isCommitted) throw new Error(`Row ${seq} of room ${room.name} was committed already.`);
          isCommitted = true;
          room.applyWritten(seq, bytes);
          keep();
        },
      };
    },
    freezeOnRelease() {
      frozen = true;
    },
    thawOnRelease() {
      frozen = false;
    },
  };
  return {
    face,
    release() {
      if (frozen !== room.isFrozen) room.setFrozenEverywhere(frozen);
    },
  };
}
