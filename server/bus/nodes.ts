import type { Bus } from "./bus";

const CHANNEL = "nodes";
/** Twice missed, and a little more: a node whose loop stalled for two seconds is still there. */
const BEAT_MS = 1_000;
const GONE_MS = 3_500;

type Said =
  | { from: string; what: "here" | "bye" }
  | { from: string; what: "tell"; topic: string; body: unknown };

/** Which nodes serve this installation, and what they tell each other. */
export class Nodes {
  readonly id: string;
  readonly bus: Bus;
  readonly #now: () => number;
  readonly #seenAt = new Map<string, number>();
  readonly #told = new Map<string, (body: unknown) => void>();
  readonly #arrivedListeners: Array<(node: string) => void> = [];
  readonly #goneListeners: Array<(node: string) => void> = [];
  readonly #beat: NodeJS.Timeout;
  #tickedAt: number;
  #tokens = 0;
  readonly #listening: { ready: Promise<void>; stop(): void };

  /** `id`: unlike every other node's, and new at every start. `now` in milliseconds; only differences count. */
  constructor(options: { bus: Bus; id: string; now(): number }) {
    this.id = options.id;
    this.bus = options.bus;
    this.#now = options.now;
    this.#tickedAt = options.now();
    this.#listening = this.bus.listen(CHANNEL, (message) => this.#hear(message));
    this.#listening.ready.then(() => this.#say({ from: this.id, what: "here" }));
    this.#beat = setInterval(() => this.#tick(), BEAT_MS);
    this.#beat.unref();
    this.bus.onGap(() => this.#say({ from: this.id, what: "here" }));
  }

  /** The other nodes, as far as heard. */
  get others(): string[] {
    return [...this.#seenAt.keys()];
  }

  isHere(node: string): boolean {
    return this.#seenAt.has(node);
  }

  /** Greater than all before. */
  newToken(): number {
    return ++this.#tokens;
  }

  /** To all others; `body` is JSON. It may be lost: `onGap` of the bus says when. */
  tell(topic: string, body: unknown): void {
    this.#say({ from: this.id, what: "tell", topic, body });
  }

  onTold(topic: string, listener: (body: unknown) => void): void {
    this.#told.set(topic, listener);
  }

  onArrived(listener: (node: string) => void): void {
    this.#arrivedListeners.push(listener);
  }

  onGone(listener: (node: string) => void): void {
    this.#goneListeners.push(listener);
  }

  #say(said: Said): void {
    const message = Buffer.from(JSON.stringify(said));
    this.bus.publish(CHANNEL, message);
  }

  #hear(message: Uint8Array): void {
    const said = JSON.parse(Buffer.from(message).toString()) as Said;
    if (said.what === "bye") this.#lose(said.from);
    else this.#see(said.from);
    if (said.what === "tell") this.#told.get(said.topic)?.(said.body);
  }

  #see(node: string): void {
    const isNew = !this.#seenAt.has(node);
    this.#seenAt.set(node, this.#now());
    if (!isNew) return;
    // It may not have heard of us yet.
    this.#say({ from: this.id, what: "here" });
    for (const listener of this.#arrivedListeners) listener(node);
  }

  #lose(node: string): void {
    if (this.#seenAt.delete(node)) for (const listener of this.#goneListeners) listener(node);
  }

  #tick(): void {
    this.#say({ from: this.id, what: "here" });
    const now = this.#now();
    // We stood still ourselves: what the others said meanwhile is still waiting to be heard.
    const late = now - this.#tickedAt > 2 * BEAT_MS;
    this.#tickedAt = now;
    for (const [node, at] of [...this.#seenAt]) {
      if (late) this.#seenAt.set(node, now);
      else if (now - at > GONE_MS) this.#lose(node);
    }
  }

  close(): void {
    clearInterval(this.#beat);
    this.#say({ from: this.id, what: "bye" });
    this.#listening.stop();
  }
}
