/**
 * What costs twice as much takes twice as long to come round at the same share of the loop; at this cost it takes twice as long again.
 * A thousand readers are told a little later, and leave more of the loop to whoever votes or comes in.
 */
const DEAR_MS = 16;

/** After what took very long (a page is pasted, the system stood still) nobody waits longer than this. */
const MAX_REST_MS = 200;

/** When to flush: at once while idle; after a costly one, late enough that flushing takes no more than its share of the loop. */
export class Pace {
  readonly #duty: number;
  readonly #flush: () => void;
  #cancel: (() => void) | null = null;
  /** When what is scheduled runs. */
  #dueAt = 0;
  #nextAt = 0;

  constructor(duty: number, flush: () => void) {
    this.#duty = duty;
    this.#flush = flush;
  }

  /** `withinMs`: for what may wait so long, to go along with something more urgent. */
  schedule(withinMs = 0): void {
    const now = performance.now();
    const dueAt = Math.max(this.#nextAt, now + withinMs);
    if (this.#cancel) {
      if (this.#dueAt <= dueAt) return;
      this.#cancel();
    }
    this.#dueAt = dueAt;
    const waitMs = dueAt - now;
    const run = () => {
      this.#cancel = null;
      this.#flush();
    };
    if (waitMs < 1) {
      const handle = setImmediate(run);
      this.#cancel = () => clearImmediate(handle);
    } else {
      const handle = setTimeout(run, waitMs);
      this.#cancel = () => clearTimeout(handle);
    }
  }

  cancel(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  /** A flush has begun at `startedAt` (by `performance.now`), and takes this long with all that share the loop with it. */
  flushed(startedAt: number, costMs: number): void {
    const roundMs = (costMs / this.#duty) * (1 + costMs / DEAR_MS);
    this.#nextAt = startedAt + Math.min(roundMs, costMs + MAX_REST_MS);
  }
}
