import type { RefusedCode } from "../../shared/api/close-codes";

/** What the room server tells whoever counts. It is called in hot paths: a counter or a histogram, nothing that waits. */
export type Meter = {
  /** All in milliseconds. */
  flushed(ms: number): void;
  committed(ms: number): void;
  /** From the arrival of the oldest message of a flush to the word "saved". */
  saved(ms: number): void;
  refused(code: RefusedCode): void;
  /** `code` null: the other side left, or was lost. */
  closed(code: number | null): void;
};

export const NO_METER: Meter = {
  flushed() {},
  committed() {},
  saved() {},
  refused() {},
  closed() {},
};
