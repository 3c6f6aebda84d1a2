/**
 * Lets those who became ready at one moment go on one at a time: between two the process sees to whoever else waits, and to one
 * more who comes in (of new connections a turn of the process takes one).
 */
class Turns {
  readonly #waiting: Array<() => void> = [];

  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(() => this.#take());
    });
  }

  #take(): void {
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(() => this.#take());
  }
}

/**
 * Reads that many ask for at the same moment, made once for them all. Nobody gets one that was begun before they asked:
 * who asks while it is being made waits for the next, together with all who ask until that begins. What was made is handed out one
 * at a time: five hundred screens that present it in one go would keep the ballots of five hundred delegations waiting.
 */
export class Coalesced {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #next = new Map<string, Promise<unknown>>();
  readonly #turns = new Turns();

  /** `make` of any one of them answers them all: it must depend on `key` alone. */
  async get<T>(key: string, make: () => Promise<T>): Promise<T> {
    const made = await this.#made(key, make);
    await this.#turns.next();
    return made;
  }

  #made<T>(key: string, make: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (!running) return this.#begin(key, make);
    const waiting = this.#next.get(key);
    if (waiting) return waiting as Promise<T>;
    const begin = () => {
      this.#next.delete(key);
      return this.#begin(key, make);
    };
    const next = running.then(begin, begin);
    this.#next.set(key, next);
    return next;
  }

  #begin<T>(key: string, make: () => Promise<T>): Promise<T> {
    const made = make();
    this.#running.set(key, made);
    const end = () => void (this.#running.get(key) === made && this.#running.delete(key));
    made.then(end, end);
    return made;
  }
}
