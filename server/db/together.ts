/**
 * Questions that come at nearly the same moment, asked together: all that came while the answers before were awaited are one
 * question. When a vote opens every phone in the hall asks at once, and each has to be asked first who it is.
 */
export class Together<Q, A> {
  #waiting: Array<{ question: Q; resolve(answer: A): void; reject(error: unknown): void }> = [];
  #isAsking = false;

  /** `ask`: one answer for each question, in their order; an answer may still be on its way. */
  constructor(private readonly ask: (questions: Q[]) => Promise<Array<A | Promise<A>>>) {}

  get(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (this.#isAsking) return;
      this.#isAsking = true;
      // After all that has just come in over the network was looked at.
      setImmediate(() => void this.#askAll());
    });
  }

  async #askAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const now = this.#waiting.splice(0);
      try {
        const answers = await this.ask(now.map(({ question }) => question));
        for (const [i, { resolve }] of now.entries()) resolve(answers[i] as A);
      } catch (error) {
        for (const { reject } of now) reject(error);
      }
    }
    this.#isAsking = false;
  }
}
