import * as Y from "yjs";
import type { CollabLimits } from "../limits";
import { Reached } from "./reached";
import { type RoomStore, RoomUnavailable } from "./store";

/** What one flush leaves to be written. Without `update` there is only somebody to tell that all before is committed. */
export type LogEntry = { update: Uint8Array | null; authors: ReadonlySet<string>; committed(): void };

type LogOptions = {
  roomId: string;
  store: RoomStore;
  limits: CollabLimits;
  /** Other nodes have the room open: they hear of a row once it is committed. */
  isShared(): boolean;
  /** The whole document as it is now. */
  encodeState(): Uint8Array;
  /** Nothing more can be written: the room must be given up. */
  failed(error: Error): void;
  warn(error: unknown, message: string): void;
  /** A row is committed, `ms` after it was sent to the store. */
  wrote(seq: number, row: Uint8Array, ms: number): void;
};

/**
 * The writer of one room's log. While one row is on its way to the disk, what follows gathers and becomes the next
 * row (group commit); nobody is told "committed" before the row that holds their words is.
 */
export class RoomLog {
  #pending: LogEntry[] = [];
  #running: Promise<void> | null = null;
  #failure: Error | null = null;
  readonly #reached: Reached;
  /** When the next commit may begin: one costs the server, and the database, about as much as writing to a hundred sockets. */
  #nextAt = 0;
  /** Rows and bytes that a load would have to read after the stored state. */
  #tailRows: number;
  #tailBytes: number;

  readonly #options: LogOptions;

  constructor(loaded: { lastSeq: number; rows: number; bytes: number }, options: LogOptions) {
    this.#reached = new Reached(loaded.lastSeq);
    this.#tailRows = loaded.rows;
    this.#tailBytes = loaded.bytes;
    this.#options = options;
  }

  /** All rows up to here are in the document. */
  get lastSeq(): number {
    return this.#reached.last;
  }

  get isBehind(): boolean {
    return this.#reached.isBehind;
  }

  get isIdle(): boolean {
    return this.#running === null;
  }

  add(entry: LogEntry): void {
    if (this.#failure) return;
    this.#pending.push(entry);
    this.#running ??= this.#run();
  }

  /** Resolves when all that was added is committed. @throws RoomUnavailable when it cannot be */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
    if (this.#failure)
      throw new RoomUnavailable("The room's log cannot be written.", { cause: this.#failure });
  }

  /** Another node says that there is this row. */
  heard(seq: number, bytes: Uint8Array | null): void {
    this.#reached.foreign(seq, bytes);
  }

  /** Rows of other nodes that follow what the document holds: the caller applies them now. */
  takeHeard(): Uint8Array[] {
    const rows = this.#reached.take();
    for (const row of rows) this.#grow(row.length);
    return rows;
  }

  /** All rows up to `seq` were read from the store and applied. */
  caughtUp(seq: number, rows: number, bytes: number): void {
    this.#reached.jump(seq);
    this.#tailRows += rows;
    this.#tailBytes += bytes;
  }

  /** A row of our own that a command wrote, and that the document holds. */
  written(seq: number, bytes: number): void {
    this.#reached.own(seq);
    this.#grow(bytes);
  }

  #grow(bytes: number): void {
    this.#tailRows += 1;
    this.#tailBytes += bytes;
  }

  /** Writes nothing more, as after a failure. */
  stop(reason: Error): void {
    this.#failure ??= reason;
    this.#pending = [];
  }

  /** Keeps the document as a state row, when there are rows that it would stand for. The log must be idle. */
  async compact(): Promise<void> {
    await this.settled();
    if (this.#tailRows > 0) await this.#store(this.#options.encodeState(), this.lastSeq);
  }

  async #run(): Promise<void> {
    const { roomId, store, limits, isShared } = this.#options;
    // Never to the end within `add`: its assignment would come after the one below that says the run is over.
    await undefined;
    try {
      while (this.#pending.length > 0) {
        const waitMs = this.#nextAt - performance.now();
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        this.#nextAt = performance.now() + (isShared() ? limits.sharedCommitEveryMs : limits.commitEveryMs);
        const batch = this.#takeBatch();
        const updates = batch.flatMap(({ update }) => update ?? []);
        if (updates.length > 0) {
          const due = this.#tailRows + 1 >= limits.compactRows || this.#tailBytes >= limits.compactBytes;
          // With nothing pending, the document is what the log will be once this batch is in it: neither more nor less.
          const state = due && this.#pending.length === 0 ? this.#options.encodeState() : null;
          const reached = this.lastSeq;
          const row = updates.length === 1 ? (updates[0] as Uint8Array) : Y.mergeUpdates(updates);
          const authors = new Set(batch.flatMap((entry) => [...entry.authors]));
          const sentAt = performance.now();
          const { seq } = await store.append(roomId, row, [...authors]);
          this.#reached.own(seq);
          this.#grow(row.length);
          this.#options.wrote(seq, row, performance.now() - sentAt);
          for (const entry of batch) entry.committed();
          // In the background: the next row does not wait for it. Rows of other nodes before this one are not in it.
          if (state && seq === reached + 1) void this.#store(state, seq);
        } else {
          for (const entry of batch) entry.committed();
        }
        if (this.#failure) return;
      }
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      this.stop(failure);
      this.#options.failed(failure);
    } finally {
      this.#running = null;
    }
  }

  #takeBatch(): LogEntry[] {
    const { maxRowUpdates, maxRowBytes } = this.#options.limits;
    let bytes = 0;
    let count = 0;
    for (const { update } of this.#pending) {
      bytes += update?.length ?? 0;
      if (count > 0 && (count >= maxRowUpdates || bytes > maxRowBytes)) break;
      count++;
    }
    return this.#pending.splice(0, count);
  }

  /** A state that could not be kept costs the next load some time and nothing else. */
  async #store(state: Uint8Array, seq: number): Promise<void> {
    const [rows, bytes] = [this.#tailRows, this.#tailBytes];
    this.#tailRows = 0;
    this.#tailBytes = 0;
    try {
      await this.#options.store.compact(this.#options.roomId, seq, state);
    } catch (error) {
      this.#tailRows += rows;
      this.#tailBytes += bytes;
      this.#options.warn(error, "compacting a room failed");
    }
  }
}
