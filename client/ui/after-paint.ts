/** A page that is not shown is painted by nobody: then a timer takes the place of the paint. */
const HIDDEN_MS = 250;

export type AfterPaint = {
  /** Once for all calls before the next paint. */
  soon: () => void;
  cancel: () => void;
};

/** Calls `act` after the next paint: what the person has just done is on the screen before anything else is worked on. */
export function afterPaint(act: () => void): AfterPaint {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const cancel = () => {
    clearTimeout(timer);
    if (frame !== 0) cancelAnimationFrame(frame);
    timer = undefined;
    frame = 0;
  };
  const now = () => {
    cancel();
    act();
  };
  return {
    soon() {
      if (timer !== undefined) return;
      // No paint where there is no window: then in a moment.
      if (globalThis.requestAnimationFrame === undefined) {
        timer = setTimeout(now);
        return;
      }
      timer = setTimeout(now, HIDDEN_MS);
      frame = requestAnimationFrame(() => {
        frame = 0;
        clearTimeout(timer);
        // The paint belongs to the same task as this call: the next one comes after it.
        timer = setTimeout(now);
      });
    },
    cancel,
  };
}
