/**
 * Reads that many ask for at the same moment, made once for them all. Nobody gets one that was begun before they asked:
 * who asks while it is being made waits for the next, together with all who ask until that begins.
 */
export class Coalesced {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #next = new Map<string, Promise<unknown>>();

  /** `make` of any one of them answers them all: it must depend on `key` alone. */
  get<T>(key: string, make: () => Promise<T>): Promise<T> {
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
