export type Times = { first: number; median: number; best: number };

/**
 * Milliseconds of `work`, each time on a fresh `prepare()`, which does not count; nor does clearing away what it left behind, when
 * node runs with --expose-gc. `first` is the first run, before anything was compiled.
 */
export function measure<T>(runs: number, prepare: () => T, work: (input: T) => unknown): Times {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const input = prepare();
    globalThis.gc?.();
    const start = performance.now();
    work(input);
    times.push(performance.now() - start);
  }
  const sorted = [...times].sort((a, b) => a - b);
  return { first: times[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0, best: sorted[0] ?? 0 };
}

export function report(what: string, { first, median, best }: Times): void {
  const show = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`.padStart(10);
  console.log(`${what.padEnd(66)} median ${show(median)}  best ${show(best)}  first ${show(first)}`);
}
