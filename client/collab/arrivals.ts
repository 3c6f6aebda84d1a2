/**
 * How long what others do may take to show, beside what the screen itself takes. People who type at ten keys a second do not
 * notice; and the work for twenty of them is done once for all instead of for each key.
 */
const GATHER_MS = 50;

/** A page that is not shown is painted by nobody: then a timer takes the place of the paint. */
const HIDDEN_MS = 250;

export type Arrivals = {
  /** There is something to put in: it is done in a moment, however often this is called before. */
  soon(): void;
  /** At once, for what must not wait or stand before what waits. Does nothing when nothing waits. */
  now(): void;
  cancel(): void;
};

/**
 * Calls `put` for what has arrived, after the next paint and at most every `GATHER_MS`: the letter that a person has just typed is
 * on the screen before the letters of others are worked on.
 */
export function gatherArrivals(put: () => void): Arrivals {
  let isWaiting = false;
  let lastAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;

  const cancel = () => {
    isWaiting = false;
    clearTimeout(timer);
    if (frame !== 0) cancelAnimationFrame(frame);
    frame = 0;
  };
  const now = () => {
    if (!isWaiting) return;
    cancel();
    put();
    lastAt = performance.now();
  };
  const afterPaint = () => {
    if (globalThis.requestAnimationFrame === undefined) return now();
    timer = setTimeout(now, HIDDEN_MS);
    frame = requestAnimationFrame(() => {
      frame = 0;
      clearTimeout(timer);
      // The paint belongs to the same task as this call: the next one comes after it.
      timer = setTimeout(now);
    });
  };
  return {
    soon() {
      if (isWaiting) return;
      isWaiting = true;
      timer = setTimeout(afterPaint, Math.max(0, lastAt + GATHER_MS - performance.now()));
    },
    now,
    cancel,
  };
}
