import { randomBytes } from "node:crypto";
import pg from "pg";

type OnMessage = (message: Uint8Array) => void;

/** A payload is below 8,000 bytes, and base64 takes four for three. */
const MAX_BYTES = 5_900;
const RETRY_MS = { least: 50, most: 2_000 };

/**
 * The bus between nodes over Postgres itself (`server/bus/bus.ts`), on a connection of its own and outside every
 * transaction: NOTIFY takes a lock of the whole database at its commit.
 */
export class NotifyBus {
  readonly maxBytes = MAX_BYTES;
  readonly #pool: pg.Pool;
  readonly #onError: (error: Error) => void;
  /** Postgres passes on equal payloads of one transaction only once: each carries its sender and a number. */
  readonly #sender = randomBytes(6).toString("base64url");
  #sent = 0;
  readonly #channels = new Map<string, Set<OnMessage>>();
  readonly #gapListeners: Array<() => void> = [];
  #client: pg.Client | null = null;
  /** The end of the statement that was asked for last: a connection carries out one at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #connecting: Promise<void> | null = null;
  #outbox: Array<{ channel: string; payload: string }> = [];
  #sending = false;
  #wasConnected = false;
  #retry: { timer: NodeJS.Timeout; now(): void } | null = null;
  #confession: NodeJS.Timeout | null = null;
  #confessAfterMs = RETRY_MS.least;
  #closed = false;

  constructor(pool: pg.Pool, onError: (error: Error) => void) {
    this.#pool = pool;
    this.#onError = onError;
  }

  publish(channel: string, message: Uint8Array): void {
    if (message.length > MAX_BYTES)
      throw new Error(`A message of ${message.length} bytes is over ${MAX_BYTES}.`);
    if (this.#closed) return;
    const body = Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString("base64");
    this.#sent += 1;
    this.#outbox.push({ channel, payload: `${this.#sender}${this.#sent.toString(36)}:${body}` });
    if (!this.#sending) void this.#send();
  }

  /** While one statement is on its way, what follows gathers and becomes the next. */
  async #send(): Promise<void> {
    this.#sending = true;
    try {
      await this.#connected();
      while (this.#client && this.#outbox.length > 0) {
        const batch = this.#outbox.splice(0, 256);
        await this.#query("select pg_notify(c, p) from unnest($1::text[], $2::text[]) as m (c, p)", [
          batch.map(({ channel }) => channel),
          batch.map(({ payload }) => payload),
        ]);
        this.#confessAfterMs = RETRY_MS.least;
      }
    } catch (error) {
      this.#onError(error as Error);
      this.#confess();
    } finally {
      this.#outbox = [];
      this.#sending = false;
    }
  }

  /**
   * What was to be sent is lost to the others, on a connection that may well stay: they are told, soon, and later if that
   * fails in its turn.
   */
  #confess(): void {
    if (this.#confession || this.#closed) return;
    this.#confession = setTimeout(() => {
      this.#confession = null;
      // Without a connection, the next one tells of it.
      if (this.#client) for (const listener of this.#gapListeners) listener();
    }, this.#confessAfterMs);
    this.#confession.unref();
    this.#confessAfterMs = Math.min(2 * this.#confessAfterMs, RETRY_MS.most);
  }

  listen(channel: string, onMessage: OnMessage): { ready: Promise<void>; stop(): void } {
    const known = this.#channels.get(channel);
    const listeners = known ?? new Set();
    listeners.add(onMessage);
    this.#channels.set(channel, listeners);
    const stop = () => {
      listeners.delete(onMessage);
      if (listeners.size > 0 || this.#channels.get(channel) !== listeners) return;
      this.#channels.delete(channel);
      this.#query(`unlisten ${quoted(channel)}`).catch(() => {});
    };
    return { ready: this.#begin(channel), stop };
  }

  async #begin(channel: string): Promise<void> {
    await this.#connected();
    // Asked again of a channel that is heard already it changes nothing, and the answer says that it is.
    if (this.#channels.has(channel)) await this.#query(`listen ${quoted(channel)}`).catch(() => {});
  }

  /** On the connection of that moment; without one, or when it breaks, the next one listens to everything anyway. */
  #query(sql: string, values: unknown[] = []): Promise<unknown> {
    const query = this.#last.then(() => this.#client?.query(sql, values));
    this.#last = query.catch(() => {});
    return query;
  }

  onGap(listener: () => void): void {
    this.#gapListeners.push(listener);
  }

  #connected(): Promise<void> {
    if (this.#client || this.#closed) return Promise.resolve();
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #connect(): Promise<void> {
    for (let pauseMs = RETRY_MS.least; !this.#closed; pauseMs = Math.min(2 * pauseMs, RETRY_MS.most)) {
      const client = new pg.Client({ ...this.#pool.options, application_name: "concord bus" });
      const lost = () => this.#lost(client);
      client.on("error", lost);
      client.on("end", lost);
      client.on("notification", ({ channel, payload }) => this.#receive(channel, payload ?? ""));
      try {
        await client.connect();
        if (this.#channels.size > 0)
          await client.query([...this.#channels.keys()].map((name) => `listen ${quoted(name)}`).join(";"));
        if (this.#closed) return void (await client.end());
        this.#client = client;
        if (this.#wasConnected) for (const listener of this.#gapListeners) listener();
        this.#wasConnected = true;
        return;
      } catch (error) {
        this.#onError(error as Error);
        client.end().catch(() => {});
        await this.#pause(pauseMs);
      }
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      const now = () => {
        this.#retry = null;
        resolve();
      };
      this.#retry = { timer: setTimeout(now, ms), now };
    });
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    if (!this.#closed) void this.#connected();
  }

  #receive(channel: string, payload: string): void {
    if (payload.startsWith(this.#sender)) return;
    const message = Buffer.from(payload.slice(payload.indexOf(":") + 1), "base64");
    for (const listener of [...(this.#channels.get(channel) ?? [])]) {
      try {
        listener(message);
      } catch (error) {
        this.#onError(error as Error);
      }
    }
  }

  async close(): Promise<void> {
    // What was said last (that we go) is still sent.
    while (this.#sending && this.#client) await new Promise((resolve) => setImmediate(resolve));
    this.#closed = true;
    if (this.#confession) clearTimeout(this.#confession);
    if (this.#retry) clearTimeout(this.#retry.timer);
    this.#retry?.now();
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
    await this.#connecting;
  }
}

function quoted(channel: string): string {
  if (!/^[a-z0-9.-]{1,60}$/.test(channel)) throw new Error(`${channel} cannot be a channel's name.`);
  return `"${channel}"`;
}
