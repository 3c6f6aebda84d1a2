import type { UpdateFacts } from "../text/update";

export type RoomAccess = { write: boolean; presence: boolean };

/** One connection, as a room sees it. */
export interface Member {
  readonly person: { id: string; name: string };
  readonly access: RoomAccess;
  /** False when the frames were not taken, because too much is queued: `Room.resync` follows once it has drained. */
  send(frames: Buffer): boolean;
  close(code: number, reason: string): void;
  pauseReading(): void;
  resumeReading(): void;
  /** Resolves when everything the other side sent before this call has arrived, or the connection is gone. */
  ping(): Promise<void>;
}

/** A sync step 2 or update that waits to enter the document. Ordinals count a connection's such messages from 1. */
export type Message = { seat: Seat; ordinal: number; update: Uint8Array; facts: UpdateFacts };

/** What a room keeps for one member. */
export class Seat {
  readonly member: Member;
  /** It has had the document, and so gets what follows. */
  synced = false;
  gone = false;
  wasRefused = false;
  /** The last count that was confirmed to it. */
  saved = 0;
  /** What builds on something that is missing, in order. */
  held: Message[] = [];
  #received = 0;
  #processed = 0;
  #unsavedBytes = 0;
  #paused = false;
  readonly #maxUnsavedBytes: number;

  constructor(member: Member, maxUnsavedBytes: number) {
    this.member = member;
    this.#maxUnsavedBytes = maxUnsavedBytes;
  }

  get heldBytes(): number {
    return this.held.reduce((sum, { update }) => sum + update.length, 0);
  }

  receive(update: Uint8Array, facts: UpdateFacts): Message {
    this.#received++;
    this.#unsavedBytes += update.length;
    if (this.#unsavedBytes > this.#maxUnsavedBytes && !this.#paused) {
      this.#paused = true;
      this.member.pauseReading();
    }
    return { seat: this, ordinal: this.#received, update, facts };
  }

  processed(ordinal: number): void {
    this.#processed = ordinal;
  }

  /** All that its document held when it came is here: it has answered our step 1, and nothing of it is missing. */
  get hasDelivered(): boolean {
    return this.#processed > 0 && this.held.length === 0 && !this.wasRefused;
  }

  /** How many messages a commit of all that was applied so far confirms. */
  get confirmable(): number {
    const [held] = this.held;
    return held ? held.ordinal - 1 : this.#processed;
  }

  /** @returns whether there is something new to tell */
  confirm(upTo: number, bytes: number): boolean {
    this.#unsavedBytes -= bytes;
    if (this.#paused && this.#unsavedBytes <= this.#maxUnsavedBytes / 2) {
      this.#paused = false;
      this.member.resumeReading();
    }
    if (upTo <= this.saved) return false;
    this.saved = upTo;
    return true;
  }
}
