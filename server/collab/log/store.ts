/** A live text as the database knows it. `frozen`: nothing is ever written into it again. */
export type RoomRecord = {
  id: string;
  name: string;
  schemaVersion: number;
  frozen: boolean;
  /** The number of the newest row of the update log; 0 when there is none. */
  lastSeq: number;
  /** Rows up to here stand in the ledger and may be compacted away. */
  recordedSeq: number;
};

/** Where rooms are kept. Memory (tests) and Postgres (`server/db/rooms.ts`) pass the same contract suite. */
export interface RoomStore {
  find(name: string): Promise<RoomRecord | null>;
  /** `state` stands for everything up to some sequence, `updates` for all that follows up to `lastSeq`, in order. */
  load(roomId: string): Promise<{ state: Uint8Array | null; updates: Uint8Array[]; lastSeq: number }>;
  /**
   * What followed row `seq`, as `load` has it. `state` is null as long as the log still holds every row after `seq`;
   * else it stands for those that are gone.
   */
  since(
    roomId: string,
    seq: number,
  ): Promise<{ state: Uint8Array | null; updates: Uint8Array[]; lastSeq: number }>;
  /** How far the logs go, and which rooms are frozen; rooms that are gone are left out. */
  heads(roomIds: readonly string[]): Promise<Map<string, { lastSeq: number; frozen: boolean }>>;
  /**
   * Writes one row of the log; it is durable when this resolves.
   * @throws an error that `isRoomFrozen` recognises, and then nothing was written
   */
  append(roomId: string, bytes: Uint8Array, authors: string[]): Promise<{ seq: number }>;
  /**
   * Keeps `state` as everything up to `uptoSeq`, unless a newer state is kept already, and deletes the rows it
   * stands for as far as the ledger has them: seq <= min(uptoSeq, recordedSeq).
   */
  compact(roomId: string, uptoSeq: number, state: Uint8Array): Promise<void>;
}

/** Known by its code and not by its class: the database's side may not import this folder. */
export function isRoomFrozen(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "room_frozen";
}

/** What was decided on is no longer how the text stands: the command may be run again. Known by its code, as above. */
export function isTextMoved(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "text_moved";
}

/** No room has this name. */
export class RoomNotFound extends Error {
  override name = "RoomNotFound";
}

/** The server holds as many rooms as it may, and all are in use. */
export class RoomsFull extends Error {
  override name = "RoomsFull";
}

/** The room stopped serving in the middle (its log could not be written, or the server is closing). Try again. */
export class RoomUnavailable extends Error {
  override name = "RoomUnavailable";
}
