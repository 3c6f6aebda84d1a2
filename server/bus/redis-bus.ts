import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import type { Bus, Listening } from "./bus";

/** Far below what Redis takes; larger rows are read from the database. */
const MAX_BYTES = 256 * 1024;
const SENDER_BYTES = 8;
const CONFESS_MS = { least: 50, most: 2_000 };

/** The bus between nodes over Redis or Valkey: for many rooms, and presence of many people. */
export class RedisBus implements Bus {
  readonly maxBytes = MAX_BYTES;
  readonly #prefix: string;
  readonly #onError: (error: Error) => void;
  readonly #sender = randomBytes(SENDER_BYTES);
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #channels = new Map<string, Set<(message: Uint8Array) => void>>();
  readonly #gapListeners: Array<() => void> = [];
  #wasReady = false;
  /** Something was lost to the others while there was no connection: they are told when there is one. */
  #owes = false;
  #confession: NodeJS.Timeout | null = null;
  #confessAfterMs = CONFESS_MS.least;
  #closed = false;

  /** `scope`: what keeps installations apart that share one Redis; its pub/sub knows no database numbers. */
  constructor(url: string, scope: string, onError: (error: Error) => void) {
    this.#prefix = `concord:${scope}:`;
    this.#onError = onError;
    const options = {
      // A message that cannot be sent now is lost, as the bus allows; late it would be worth nothing.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 2_000),
    };
    this.#publisher = new Redis(url, options);
    this.#subscriber = new Redis(url, { ...options, enableOfflineQueue: true, maxRetriesPerRequest: null });
    for (const client of [this.#publisher, this.#subscriber])
      client.on("error", (error: Error) => {
        if (!this.#closed) onError(error);
      });
    this.#subscriber.on("messageBuffer", (channel: Buffer, message: Buffer) =>
      this.#receive(channel, message),
    );
    this.#subscriber.on("ready", () => {
      if (this.#wasReady) void this.#resumed();
      this.#wasReady = true;
    });
    this.#publisher.on("ready", () => {
      if (this.#owes) this.#tellOfGap();
      this.#owes = false;
    });
  }

  publish(channel: string, message: Uint8Array): void {
    if (message.length > MAX_BYTES)
      throw new Error(`A message of ${message.length} bytes is over ${MAX_BYTES}.`);
    if (this.#publisher.status !== "ready") {
      this.#owes = true;
      return;
    }
    this.#publisher.publish(this.#prefix + channel, Buffer.concat([this.#sender, message])).then(
      () => {
        this.#confessAfterMs = CONFESS_MS.least;
      },
      (error: Error) => this.#confess(error),
    );
  }

  /**
   * Redis did not take a message (it is full, read-only, or the connection broke meanwhile): the others are told, soon, and
   * later if that fails in its turn.
   */
  #confess(error: Error): void {
    if (this.#confession || this.#closed) return;
    this.#onError(error);
    this.#confession = setTimeout(() => {
      this.#confession = null;
      if (this.#publisher.status === "ready") this.#tellOfGap();
      else this.#owes = true;
    }, this.#confessAfterMs);
    this.#confession.unref();
    this.#confessAfterMs = Math.min(2 * this.#confessAfterMs, CONFESS_MS.most);
  }

  listen(channel: string, onMessage: (message: Uint8Array) => void): Listening {
    const listeners = this.#channels.get(channel) ?? new Set();
    listeners.add(onMessage);
    this.#channels.set(channel, listeners);
    const ready = this.#subscriber.subscribe(this.#prefix + channel).then(
      () => {},
      () => {},
    );
    return {
      ready,
      stop: () => {
        listeners.delete(onMessage);
        if (listeners.size > 0 || this.#channels.get(channel) !== listeners) return;
        this.#channels.delete(channel);
        if (!this.#closed) this.#subscriber.unsubscribe(this.#prefix + channel).catch(() => {});
      },
    };
  }

  onGap(listener: () => void): void {
    this.#gapListeners.push(listener);
  }

  /** The driver subscribes again by itself; a round trip after it, all channels are heard. */
  async #resumed(): Promise<void> {
    const channels = [...this.#channels.keys()].map((name) => this.#prefix + name);
    if (channels.length > 0) await this.#subscriber.subscribe(...channels).catch(() => {});
    this.#tellOfGap();
  }

  #tellOfGap(): void {
    if (!this.#closed) for (const listener of this.#gapListeners) listener();
  }

  #receive(channel: Buffer, message: Buffer): void {
    if (message.subarray(0, SENDER_BYTES).equals(this.#sender)) return;
    const name = channel.toString().slice(this.#prefix.length);
    const body = message.subarray(SENDER_BYTES);
    for (const listener of [...(this.#channels.get(name) ?? [])]) {
      try {
        listener(body);
      } catch (error) {
        this.#onError(error as Error);
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#confession) clearTimeout(this.#confession);
    // Answers come in order: once this one is here, what was published before is sent.
    if (this.#publisher.status === "ready") await this.#publisher.quit().catch(() => {});
    else this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }
}
