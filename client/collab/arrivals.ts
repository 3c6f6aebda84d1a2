import { afterPaint } from "../ui/after-paint";

/**
 * How long what others do may take to show, beside what the screen itself takes. People who type at ten keys a second do not
 * notice; and the work for twenty of them is done once for all instead of for each key.
 */
const GATHER_MS = 50;

/** Who has typed a letter so lately is likely to type another one. */
const TYPING_MS = 150;
/** How much longer things may wait for that letter: what comes right after its paint holds up no other. */
const LONGER_MS = 70;

export type Arrivals = {
  /** The person here has typed. */
  typed(): void;
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
  let typedAt = Number.NEGATIVE_INFINITY;
  let waitsForLetter = false;

  const cancel = () => {
    isWaiting = false;
    waitsForLetter = false;
    clearTimeout(timer);
    painted.cancel();
  };
  const now = () => {
    if (!isWaiting) return;
    cancel();
    put();
    lastAt = performance.now();
  };
  const painted = afterPaint(now);
  const due = () => {
    waitsForLetter = performance.now() - typedAt < TYPING_MS;
    if (waitsForLetter) timer = setTimeout(painted.soon, LONGER_MS);
    else painted.soon();
  };
  return {
    typed() {
      typedAt = performance.now();
      if (!waitsForLetter) return;
      clearTimeout(timer);
      painted.soon();
    },
    soon() {
      if (isWaiting) return;
      isWaiting = true;
      timer = setTimeout(due, Math.max(0, lastAt + GATHER_MS - performance.now()));
    },
    now,
    cancel,
  };
}
