/**
 * Carries messages between the nodes of one installation. It only wakes and speeds up: a message may be lost, so what
 * must not be stands in the database. Implementations pass one contract suite (tests/contract/bus.test.ts).
 */
export interface Bus {
  /** What one message may hold. */
  readonly maxBytes: number;
  /** To every other node that listens, in the order of the calls. Channels: a-z, 0-9, `.` and `-`, 60 at most. */
  publish(channel: string, message: Uint8Array): void;
  /**
   * A listener that throws (a node of another release said what this one does not know) is reported, and ends nothing.
   * Never hears what was published here. `ready` resolves when messages that are published from then on
   * arrive.
   */
  listen(channel: string, onMessage: OnMessage): Listening;
  /** Called when messages may have been missed: here, or by others that we could not tell. */
  onGap(listener: () => void): void;
  close(): Promise<void>;
}

export type OnMessage = (message: Uint8Array) => void;

export type Listening = { ready: Promise<void>; stop(): void };
