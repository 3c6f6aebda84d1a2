import type { Bus } from "../../server/bus/bus";

type Member = { bus: MemoryBus; isCut: boolean };

/** What becomes of one message on its way to one node; `null`: it is lost. More than one: it comes more than once. */
export type Route = (message: { from: number; to: number; channel: string }) => number[] | null;

/** A bus inside one process whose every delivery the test decides: delayed (in ms), lost, doubled, or a node cut off. */
export class MemoryExchange {
  readonly #members: Member[] = [];
  readonly #underway = new Set<NodeJS.Timeout>();
  /** Messages that have arrived. */
  delivered = 0;
  route: Route = () => [0];

  constructor(readonly maxBytes = 8_000) {}

  /** `onError`: for what a listener throws; without it, it is a fault of the test. */
  join(onError?: (error: Error) => void): MemoryBus {
    const bus = new MemoryBus(this, this.#members.length, onError);
    this.#members.push({ bus, isCut: false });
    return bus;
  }

  /** It neither hears nor is heard. */
  cut(bus: MemoryBus): void {
    this.#member(bus).isCut = true;
  }

  heal(bus: MemoryBus): void {
    this.#member(bus).isCut = false;
    bus.resume();
  }

  #member(bus: MemoryBus): Member {
    const member = this.#members.find((each) => each.bus === bus);
    if (!member) throw new Error("This bus is of another exchange.");
    return member;
  }

  carry(from: MemoryBus, channel: string, message: Uint8Array): void {
    if (this.#member(from).isCut) return;
    for (const member of this.#members) {
      if (member.bus === from) continue;
      for (const ms of this.route({ from: from.index, to: member.bus.index, channel }) ?? []) {
        const arrive = () => {
          if (member.isCut) return;
          this.delivered++;
          member.bus.deliver(channel, message);
        };
        if (ms === 0) setImmediate(arrive);
        else {
          const timer = setTimeout(() => {
            this.#underway.delete(timer);
            arrive();
          }, ms);
          this.#underway.add(timer);
        }
      }
    }
  }

  stop(): void {
    for (const timer of this.#underway) clearTimeout(timer);
  }
}

export class MemoryBus implements Bus {
  readonly #channels = new Map<string, Set<(message: Uint8Array) => void>>();
  readonly #gapListeners: Array<() => void> = [];
  #closed = false;

  constructor(
    readonly exchange: MemoryExchange,
    readonly index: number,
    private readonly onError?: (error: Error) => void,
  ) {}

  get maxBytes(): number {
    return this.exchange.maxBytes;
  }

  publish(channel: string, message: Uint8Array): void {
    if (message.length > this.maxBytes) throw new Error(`A message of ${message.length} bytes is too large.`);
    if (!this.#closed) this.exchange.carry(this, channel, new Uint8Array(message));
  }

  listen(channel: string, onMessage: (message: Uint8Array) => void) {
    const listeners = this.#channels.get(channel) ?? new Set();
    listeners.add(onMessage);
    this.#channels.set(channel, listeners);
    return { ready: Promise.resolve(), stop: () => void listeners.delete(onMessage) };
  }

  onGap(listener: () => void): void {
    this.#gapListeners.push(listener);
  }

  deliver(channel: string, message: Uint8Array): void {
    if (this.#closed) return;
    for (const listener of [...(this.#channels.get(channel) ?? [])]) {
      try {
        listener(message);
      } catch (error) {
        if (!this.onError) throw error;
        this.onError(error as Error);
      }
    }
  }

  resume(): void {
    for (const listener of this.#gapListeners) listener();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
