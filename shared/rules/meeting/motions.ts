import { type Row, rows, step } from "../machine";
import type { Majority, Preset, Sides } from "../presets";
import { assertNever, type Refusal, refuse } from "../refusal";

/** In their order of precedence (Rule P1). */
export const MOTIONS = [
  "suspend_meeting",
  "adjourn_meeting",
  "adjourn_debate",
  "close_debate",
  "reconsider",
] as const;
export type MotionKind = (typeof MOTIONS)[number];

export const MOTION_STATES = ["moved", "put", "carried", "lost", "withdrawn", "overtaken"] as const;
export type MotionState = (typeof MOTION_STATES)[number];

export const MOTION_EVENTS = ["speak", "put", "carry", "fail", "abort", "withdraw", "overtake"] as const;
export type MotionEvent = (typeof MOTION_EVENTS)[number];

export type MotionGuard = "none" | "speaker_left" | "ready";

const row = (
  from: readonly MotionState[],
  event: MotionEvent,
  guard: MotionGuard,
  to: MotionState,
  rule: string | null = null,
) => rows(from, event, guard, to, rule);

export const MOTION_TRANSITIONS: ReadonlyArray<Row<MotionState, MotionEvent, MotionGuard>> = [
  ...row(["moved"], "speak", "speaker_left", "moved", "P3"),
  ...row(["moved"], "put", "ready", "put", "P1"),
  ...row(["put"], "carry", "none", "carried"),
  ...row(["put"], "fail", "none", "lost"),
  // Without a quorum nothing was decided, so it can be put again.
  ...row(["put"], "abort", "none", "moved", "Q4"),
  ...row(["moved"], "withdraw", "none", "withdrawn", "W1"),
  // A motion that a carried one makes pointless: the debate cannot be closed once it is adjourned.
  ...row(["moved"], "overtake", "none", "overtaken", "P1"),
];

/** How many may speak, on each side (Rules P2–P4, W6). */
export function speakersOn(kind: MotionKind, preset: Preset): Sides {
  switch (kind) {
    case "suspend_meeting":
    case "adjourn_meeting":
      return { for: 0, against: 0 };
    case "adjourn_debate":
      return preset.adjournDebateSpeakers;
    case "close_debate":
      return preset.closeDebateSpeakers;
    case "reconsider":
      return preset.reconsiderationSpeakers;
    default:
      return assertNever(kind);
  }
}

function speakersRule(kind: MotionKind): string {
  if (kind === "adjourn_debate") return "P3";
  if (kind === "reconsider") return "W6";
  return kind === "close_debate" ? "P4" : "P2";
}

export function motionMajority(kind: MotionKind, preset: Preset): Majority {
  if (kind === "reconsider") return preset.reconsiderationMajority;
  return kind === "close_debate" ? preset.closeDebateMajority : "simple";
}

/** The one that is put first (Rule P1); of two alike the earlier. null: none is pending. */
export function firstMotion<T extends { kind: MotionKind }>(pending: readonly T[]): T | null {
  return [...pending].sort((a, b) => MOTIONS.indexOf(a.kind) - MOTIONS.indexOf(b.kind))[0] ?? null;
}

export type MotionFacts = {
  preset: Preset;
  /** All motions that are moved and not decided, this one among them. */
  pending: ReadonlyArray<{ kind: MotionKind }>;
  /** Who has asked to speak on this motion, heard or not. */
  spoken: Sides;
  /** How many of them still wait to be heard; absent: none. */
  waiting?: number;
  /** For `speak`: the side that wants to. */
  side?: keyof Sides;
};

export function decideMotion(
  motion: { kind: MotionKind; state: MotionState },
  event: MotionEvent,
  facts: MotionFacts,
): { ok: true; to: MotionState } | Refusal {
  return step(MOTION_TRANSITIONS, motion.state, event, ({ guard }) => {
    switch (guard) {
      case "none":
        return null;
      case "speaker_left": {
        const side = facts.side ?? "against";
        const allowed = speakersOn(motion.kind, facts.preset)[side];
        return facts.spoken[side] < allowed
          ? null
          : refuse("no_speaker_left", speakersRule(motion.kind), { side, allowed });
      }
      case "ready": {
        const first = firstMotion(facts.pending);
        if (first !== null && first.kind !== motion.kind)
          return refuse("motion_precedes", "P1", { next: first.kind });
        const { waiting = 0 } = facts;
        return waiting === 0 ? null : refuse("speakers_waiting", speakersRule(motion.kind), { waiting });
      }
      default:
        return assertNever(guard);
    }
  });
}

/** Whether the next who speaks on a motion may begin: not while somebody speaks on anything else, whom only a point of order interrupts. */
export function decideHearing(
  motionId: string,
  floor: { motionId: string | null } | null,
): { ok: true } | Refusal {
  return floor === null || floor.motionId === motionId ? { ok: true } : refuse("speaker_has_floor", "P5");
}

/** Whether a motion may be moved now: not once voting has begun. */
export function decideMove(facts: { votingOpen: boolean }): { ok: true } | Refusal {
  return facts.votingOpen ? refuse("voting_in_progress", "P5") : { ok: true };
}

/**
 * Pending motions that the carried one overtakes: the less far-reaching ones (Rule P1). To close the debate brings what is debated to
 * its vote, and says nothing about what was decided before.
 */
export function overtaken<T extends { kind: MotionKind }>(carried: MotionKind, pending: readonly T[]): T[] {
  return pending.filter(
    ({ kind }) =>
      MOTIONS.indexOf(kind) >= MOTIONS.indexOf(carried) &&
      !(carried === "close_debate" && kind === "reconsider"),
  );
}
