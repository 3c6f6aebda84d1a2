import * as Y from "yjs";
import type { TextDoc } from "../../shared/text/model";
import { writeChange } from "../../shared/text/yjs";
import type { Room } from "./room";
import type { Rooms } from "./rooms";

/** The bytes for the room's log. `commit` is for after they were committed there, under the number they got. */
export type PreparedWrite = { bytes: Uint8Array; commit(seq: number): void };

/** A room into which nothing enters but what its holder writes. */
export type LockedRoom = {
  name: string;
  roomId: string;
  /** All that was sent before the lock, committed. */
  text: TextDoc;
  lastSeq: number;
  /**
   * The change that turns the text into `target`; nobody sees it before `commit`. One a room and lock: a second one
   * would not know of the first.
   */
  prepare(target: TextDoc): PreparedWrite;
  /** When `work` resolves, nobody writes in the room any more: also not what waited meanwhile. */
  freezeOnRelease(): void;
};

/**
 * Runs `work` while the rooms stand still. Updates that arrive meanwhile wait, and are applied afterwards.
 *
 * If `work` throws, the rooms are as before. If it had committed a row all the same (the answer to a commit can be lost),
 * the room is loaded anew from its log. A command that decides on `text` checks in its transaction that the room's
 * `lastSeq` is still the one it was given.
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
  return rooms.exclusively(names, async (open) => {
    await settle(open, settleMs);
    for (const room of open) room.hold();
    try {
      for (const room of open) room.flush();
      await Promise.all(open.map((room) => room.log.settled()));
      const locked = open.map((room) => lock(room));
      const result = await work(locked.map(({ face }) => face));
      for (const { release } of locked) release();
      return result;
    } catch (error) {
      await Promise.all(open.map((room) => rooms.verify(room)));
      throw error;
    } finally {
      for (const room of open) room.release();
    }
  });
}

/**
 * Waits until what people typed before the lock has arrived. Messages and pongs keep their order: whoever answers the
 * ping has sent all of it. Slow ones are not waited for; theirs is applied after the lock.
 */
async function settle(rooms: readonly Room[], settleMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, settleMs);
  });
  const answers = rooms.flatMap((room) => room.writers.map((member) => member.ping()));
  await Promise.race([Promise.all(answers), late]);
  clearTimeout(timer);
}

function lock(room: Room): { face: LockedRoom; release(): void } {
  let freezes = false;
  const face: LockedRoom = {
    name: room.name,
    roomId: room.id,
    text: room.readText(),
    lastSeq: room.log.lastSeq,
    prepare(target) {
      if (room.isFrozen) throw new Error(`Room ${room.name} is frozen: nothing can be written into it.`);
      const bytes = changeTo(target, Y.encodeStateAsUpdate(room.doc));
      let isCommitted = false;
      return {
        bytes,
        commit(seq) {
          if (isCommitted) throw new Error(`Row ${seq} of room ${room.name} was committed already.`);
          isCommitted = true;
          room.applyWritten(seq, bytes);
        },
      };
    },
    freezeOnRelease() {
      freezes = true;
    },
  };
  return {
    face,
    release() {
      if (freezes) room.freeze();
    },
  };
}

/** One update under a client id that nothing else uses. */
function changeTo(target: TextDoc, state: Uint8Array): Uint8Array {
  const written = capture(state, (doc) => writeChange(doc, target));
  // Yjs tidies formats after an update of others, as an update of its own: made here, it is part of this one row.
  return capture(state, (doc) => Y.applyUpdate(doc, written));
}

function capture(state: Uint8Array, write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  write(doc);
  doc.destroy();
  return Y.mergeUpdates(updates);
}
