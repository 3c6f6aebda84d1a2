/**
 * How far the document holds the log: all rows up to `last`. Rows of other nodes, and our own that came after some of
 * theirs, wait until those before them are here.
 */
export class Reached {
  last: number;
  /** The highest number that was heard of. */
  #heardOf: number;
  /** null: our own, which the document holds. */
  readonly #ahead = new Map<number, Uint8Array | null>();

  constructor(last: number) {
    this.last = last;
    this.#heardOf = last;
  }

  /** Rows are known of that are not here: they must be read from the store, or are on their way. */
  get isBehind(): boolean {
    return this.#heardOf > this.last;
  }

  /** @returns whether it is the next one */
  own(seq: number): boolean {
    if (seq === this.last + 1) {
      this.last = seq;
      this.#heardOf = Math.max(this.#heardOf, seq);
      return true;
    }
    if (seq > this.last) this.#wait(seq, null);
    return false;
  }

  /** Without `bytes` it is only known that there is such a row. */
  foreign(seq: number, bytes: Uint8Array | null): void {
    if (seq <= this.last || this.#ahead.get(seq) === null) return;
    if (bytes) this.#wait(seq, bytes);
    else this.#heardOf = Math.max(this.#heardOf, seq);
  }

  #wait(seq: number, bytes: Uint8Array | null): void {
    this.#ahead.set(seq, bytes);
    this.#heardOf = Math.max(this.#heardOf, seq);
  }

  /** What is to be applied now, in order; afterwards `last` counts it as applied. */
  take(): Uint8Array[] {
    const taken: Uint8Array[] = [];
    for (
      let next = this.#ahead.get(this.last + 1);
      next !== undefined;
      next = this.#ahead.get(this.last + 1)
    ) {
      this.last += 1;
      this.#ahead.delete(this.last);
      if (next) taken.push(next);
    }
    return taken;
  }

  /** Everything up to `seq` was read and applied. */
  jump(seq: number): void {
    if (seq <= this.last) return;
    this.last = seq;
    this.#heardOf = Math.max(this.#heardOf, seq);
    for (const ahead of [...this.#ahead.keys()]) if (ahead <= seq) this.#ahead.delete(ahead);
  }
}
