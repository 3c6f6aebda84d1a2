/** For each name, those who wait for it stand in a line. */
export class NameLocks {
  /** The end of the last lock that was asked for. */
  readonly #tails = new Map<string, Promise<void>>();

  has(name: string): boolean {
    return this.#tails.has(name);
  }

  /** Resolves when nobody who asked before now holds the name any more; null: nobody does. */
  end(name: string): Promise<void> | null {
    return this.#tails.get(name) ?? null;
  }

  /** Resolves when it is held, with what gives it back. */
  async lock(name: string): Promise<() => void> {
    const before = this.#tails.get(name);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const tail = (before ?? Promise.resolve()).then(() => held);
    this.#tails.set(name, tail);
    await before;
    return () => {
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
      release();
    };
  }
}
