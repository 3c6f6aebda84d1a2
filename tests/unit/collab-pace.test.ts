import { Pace } from "../../server/collab/wire/pace";

let flushes = 0;
let pace: Pace;

beforeEach(() => {
  jest.useFakeTimers();
  flushes = 0;
  pace = new Pace(0.5, () => flushes++);
});
afterEach(() => jest.useRealTimers());

/** Milliseconds until the next flush, after one that took `costMs`. */
function restAfter(costMs: number): number {
  const startedAt = performance.now();
  jest.advanceTimersByTime(costMs);
  pace.flushed(startedAt, costMs);
  pace.schedule();
  const before = flushes;
  let waited = 0;
  for (; flushes === before && waited < 10_000; waited++) jest.advanceTimersByTime(1);
  return waited;
}

test("while idle a flush comes at once, and one for all that is scheduled", () => {
  pace.schedule();
  pace.schedule();
  jest.advanceTimersByTime(0);
  expect(flushes).toBe(1);
});

test("flushing takes no more than its share of the loop, and a smaller one the dearer it is", () => {
  expect(restAfter(2)).toBeLessThanOrEqual(4);
  const [four, eight] = [restAfter(4), restAfter(8)];
  expect(four).toBeGreaterThanOrEqual(4);
  expect(eight).toBeGreaterThan(2 * four);
});

test("after what took very long nobody waits for more than a fifth of a second", () => {
  expect(restAfter(450)).toBeLessThanOrEqual(201);
  expect(restAfter(5_000)).toBeLessThanOrEqual(201);
});

test("what may wait goes along with what may not", () => {
  pace.schedule(100);
  jest.advanceTimersByTime(50);
  expect(flushes).toBe(0);
  pace.schedule();
  jest.advanceTimersByTime(1);
  expect(flushes).toBe(1);
  jest.advanceTimersByTime(200);
  expect(flushes).toBe(1);
});
