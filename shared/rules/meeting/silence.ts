import { type Row, rows, step } from "../machine";
import { type Refusal, refuse } from "../refusal";

export const SILENCE_STATES = ["running", "broken", "adopted", "called_off"] as const;
export type SilenceState = (typeof SILENCE_STATES)[number];

export const SILENCE_EVENTS = ["object", "deadline", "call_off"] as const;
export type SilenceEvent = (typeof SILENCE_EVENTS)[number];

export type SilenceGuard = "none" | "before_deadline" | "deadline_reached";

const row = (
  from: readonly SilenceState[],
  event: SilenceEvent,
  guard: SilenceGuard,
  to: SilenceState,
  rule: string | null,
) => rows(from, event, guard, to, rule);

/** A text before the delegations in writing: one objection or amendment in time breaks the silence, else it is adopted (Rule C5). */
export const SILENCE_TRANSITIONS: ReadonlyArray<Row<SilenceState, SilenceEvent, SilenceGuard>> = [
  ...row(["running"], "object", "before_deadline", "broken", "C5"),
  ...row(["running"], "deadline", "deadline_reached", "adopted", "C6"),
  ...row(["running"], "call_off", "none", "called_off", null),
];

/**
 * What happens to a silence procedure at `atMs`, on the server's clock. The deadline is exclusive: an objection at the
 * very moment comes too late (Rule C6).
 */
export function decideSilence(
  state: SilenceState,
  event: SilenceEvent,
  { atMs, deadlineMs }: { atMs: number; deadlineMs: number },
): { ok: true; to: SilenceState } | Refusal {
  return step(SILENCE_TRANSITIONS, state, event, ({ guard }) => {
    const isOver = atMs >= deadlineMs;
    if (guard === "before_deadline") return isOver ? refuse("deadline_passed", "C6") : null;
    if (guard === "deadline_reached") return isOver ? null : refuse("wrong_state", "C6", { state });
    return null;
  });
}
