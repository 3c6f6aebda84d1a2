/**
 * Seeds that once failed, each with what it found. They are run every time, before the others, and stay: a fault that
 * comes back comes back here. `npm test -- fuzz` prints the seed of a failure ("seed 7"): add it to its list, then mend it.
 */
export const FAILING_SEEDS = {
  /** tests/fuzz/collab-convergence.test.ts, on one node. */
  oneNode: [] as readonly number[],
  /** The same on two nodes. */
  twoNodes: [] as readonly number[],
  /** tests/fuzz/text-merge.test.ts, pairs that collide: a Chinese word struck out beside a sign that it begins with. */
  collidingPairs: [902_695] as readonly number[],
};

/** The seeds that once failed, then `count` others (or FUZZ_SEEDS) from `from` on. */
export function seeds(failed: readonly number[], from: number, count: number): number[] {
  const fresh = Array.from({ length: Number(process.env.FUZZ_SEEDS ?? count) }, (_, i) => from + i);
  return [...new Set([...failed, ...fresh])];
}
