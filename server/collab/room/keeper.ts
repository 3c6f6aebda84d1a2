import type { CollabLimits } from "../limits";
import type { Room } from "./room";

export type Log = {
  info(object: object, message: string): void;
  warn(object: object, message: string): void;
  error(object: object, message: string): void;
};

export type KeeperPorts = {
  limits: CollabLimits;
  log: Log;
  now(): number;
  onQuiet?(roomName: string): Promise<void>;
  onBlocksMoved?(roomName: string): Promise<void>;
  /** Nobody is in it, and nobody holds its lock. */
  isUnused(room: Room): boolean;
  forget(room: Room): void;
};

/** Looks after the rooms that are open: has the ledger told of those that went quiet, and lets go of those that nobody uses. */
export class Keeper {
  readonly #ports: KeeperPorts;
  /** Rooms that are being recorded or let go. */
  readonly #busy = new Set<Room>();

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  /** To be called now and then. */
  tidy(open: Iterable<Room>): void {
    const { limits, now } = this.#ports;
    for (const room of open) {
      room.audience.tidy();
      this.#tellMoved(room);
      if (this.#busy.has(room)) continue;
      const isQuiet = room.isUnrecorded && now() - room.lastEditAt >= limits.quietMs;
      const isIdle = this.#ports.isUnused(room) && now() - room.lastUsedAt >= limits.idleMs;
      if (isIdle) void this.letGo(room);
      else if (isQuiet) void this.#alone(room, () => this.#record(room));
    }
  }

  #tellMoved(room: Room): void {
    const { onBlocksMoved, log } = this.#ports;
    if (!onBlocksMoved || !room.takeBlocksMoved()) return;
    onBlocksMoved(room.name).catch((error: unknown) => {
      log.warn({ err: error, room: room.name }, "what followed a move of blocks failed");
    });
  }

  longestUnused(open: Iterable<Room>, but: ReadonlySet<Room>): Room | null {
    let found: Room | null = null;
    for (const room of open) {
      if (but.has(room) || this.#busy.has(room) || !this.#ports.isUnused(room)) continue;
      if (!found || room.lastUsedAt < found.lastUsedAt) found = room;
    }
    return found;
  }

  /** Resolves also when it could not be let go. */
  letGo(room: Room): Promise<void> {
    return this.#alone(room, async () => {
      await this.writeDown(room);
      // Somebody may have come, or written, while we were at it.
      if (this.#ports.isUnused(room) && !(this.#ports.onQuiet && room.isUnrecorded)) this.#ports.forget(room);
    });
  }

  /** Never twice at once for one room. Resolves also when it failed. */
  async #alone(room: Room, work: () => Promise<void>): Promise<void> {
    const { log, now } = this.#ports;
    this.#busy.add(room);
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, room: room.name }, "recording a room failed; it will be tried again");
      room.lastEditAt = room.lastUsedAt = now();
    } finally {
      this.#busy.delete(room);
    }
  }

  /** Has the ledger told of the edits that it does not know of. */
  async #record(room: Room): Promise<void> {
    await room.log.settled();
    if (!this.#ports.onQuiet || !room.isUnrecorded) return;
    const seq = room.log.lastSeq;
    await this.#ports.onQuiet(room.name);
    room.recordedSeq = Math.max(room.recordedSeq, seq);
  }

  /** All that the room holds: in the ledger, and as one state. */
  async writeDown(room: Room): Promise<void> {
    await this.#record(room);
    await room.log.compact();
  }
}
