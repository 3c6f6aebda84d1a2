import type { RoomLog } from "../log/log";
import type { RoomStore } from "../log/store";
import type { LiveText, Logged } from "../text/live-text";

type FollowerPorts = {
  roomId: string;
  store: RoomStore;
  log: RoomLog;
  text: LiveText;
  hasFailed(): boolean;
  /** Members must hear of it. */
  entered(update: Uint8Array | null): void;
  /** The text went wrong half-way. */
  broken(error: unknown): void;
  warn(error: unknown, message: string): void;
};

/** Takes what stands in a room's log already, written by other nodes or by a command, into its text. */
export class Follower {
  readonly #ports: FollowerPorts;

  constructor(ports: FollowerPorts) {
    this.#ports = ports;
  }

  /** Takes up what other nodes have written, as far as it is here. @returns what members must hear of it */
  follow(): Uint8Array | null {
    const { log, warn } = this.#ports;
    const updates = log.takeHeard();
    // Rows between are missing and none of ours is on its way that could be one of them.
    if (log.isBehind && log.isIdle) {
      this.catchUp().catch((error: unknown) => warn(error, "reading what other nodes wrote failed"));
    }
    return updates.length > 0 ? this.#enter({ state: null, updates }) : null;
  }

  /** Reads what other nodes have written and takes it up at once, also while the room is held. */
  async catchUp(): Promise<void> {
    const { store, log, roomId, hasFailed, entered } = this.#ports;
    if (hasFailed()) return;
    const { state, updates, lastSeq } = await store.since(roomId, log.lastSeq);
    if (hasFailed() || lastSeq <= log.lastSeq) return;
    const bytes = updates.reduce((sum, update) => sum + update.length, 0);
    log.caughtUp(lastSeq, updates.length, bytes);
    entered(this.#enter({ state, updates }));
  }

  /** Takes up a row that a command of this node has committed. */
  written(seq: number, bytes: Uint8Array): void {
    this.#ports.log.written(seq, bytes.length);
    this.#ports.entered(this.#enter({ state: null, updates: [bytes] }));
  }

  #enter(logged: Logged): Uint8Array | null {
    const { text, log, broken } = this.#ports;
    try {
      const { update, unlogged } = text.enterLogged(logged);
      if (unlogged) log.add({ update: unlogged, authors: new Set(), committed: () => {} });
      return update;
    } catch (error) {
      broken(error);
      return null;
    }
  }
}
