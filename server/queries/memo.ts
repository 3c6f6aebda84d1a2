/** The last few results of something costly, by all that it was made from. Who asks while it is being made waits for it. */
export class Memo<T> {
  readonly #kept = new Map<string, Promise<T>>();

  constructor(private readonly size: number) {}

  get(key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key);
    const result = kept ?? make();
    // Anew at the end: the first one is the one that was not asked for the longest.
    this.#kept.delete(key);
    this.#kept.set(key, result);
    if (kept) return kept;
    result.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.size) break;
      this.#kept.delete(oldest);
    }
    return result;
  }
}
