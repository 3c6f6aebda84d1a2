import type { Preset } from "../presets";
import { type Refusal, refuse } from "../refusal";

export const LISTS = ["general", "for", "against", "reply"] as const;
/** `for` and `against`: on a motion or proposal. `reply`: the right of reply, heard after all others. */
export type ListName = (typeof LISTS)[number];
const BEFORE_REPLIES: readonly ListName[] = ["general", "for", "against"];

/** One wish to speak. `spokeMs` null: still waiting; `startedAtMs`: when the floor was given. */
export type Speech = {
  id: string;
  list: ListName;
  /** The delegation's code, or the person's id for those without one. */
  speaker: string;
  askedAtMs: number;
  /** The rapporteur explaining a report, and the secretariat, are heard first. */
  priority: boolean;
  startedAtMs: number | null;
  spokeMs: number | null;
  /** How long the clock has stood still, and since when it does again, as for a point of order. Absent: never. */
  held?: { ms: number; sinceMs: number | null };
};

export type Lists = { closed: boolean; speeches: readonly Speech[] };

export function current({ speeches }: Lists): Speech | null {
  return speeches.find(({ startedAtMs, spokeMs }) => startedAtMs !== null && spokeMs === null) ?? null;
}

const waiting = ({ speeches }: Lists, list: ListName) =>
  speeches
    .filter((one) => one.list === list && one.startedAtMs === null)
    .sort((a, b) => Number(b.priority) - Number(a.priority) || a.askedAtMs - b.askedAtMs);

/**
 * Who speaks next on a list: first come, first heard, priority before; on `for` and `against` the sides take turns,
 * beginning with `for`. Replies wait until nobody else does.
 */
export function nextSpeaker(lists: Lists, list: ListName): Speech | null {
  if (list === "reply" && BEFORE_REPLIES.some((one) => waiting(lists, one).length > 0)) return null;
  if (list !== "for" && list !== "against") return waiting(lists, list)[0] ?? null;
  const held = (side: ListName) =>
    lists.speeches.filter((one) => one.list === side && one.startedAtMs !== null).length;
  const turn: ListName = held("for") <= held("against") ? "for" : "against";
  const other: ListName = turn === "for" ? "against" : "for";
  return waiting(lists, turn)[0] ?? waiting(lists, other)[0] ?? null;
}

/** Those who wait, in the order in which they will be called as things stand. */
export function callingOrder(lists: Lists, list: ListName): Speech[] {
  const order: Speech[] = [];
  for (let left = lists; ; ) {
    const next = nextSpeaker(left, list);
    if (!next) return order;
    order.push(next);
    const called = { ...next, startedAtMs: 0, spokeMs: 0 };
    left = { ...left, speeches: left.speeches.map((one) => (one.id === next.id ? called : one)) };
  }
}

/**
 * Whether somebody is put on a list. A closed list takes nobody but replies; nobody waits twice; observers wait for the
 * chair's consent; replies are as many as the preset gives times for.
 */
export function decideRequest(
  lists: Lists,
  wish: { list: ListName; speaker: string; observer: boolean; consent: boolean },
  preset: Preset,
): { ok: true } | Refusal {
  if (wish.observer && !wish.consent) return refuse("not_allowed", null, { reason: "chair_consent" });
  const own = lists.speeches.filter((one) => one.list === wish.list && one.speaker === wish.speaker);
  if (own.some(({ spokeMs }) => spokeMs === null))
    return refuse("wrong_state", null, { reason: "on_the_list" });
  if (wish.list === "reply")
    return own.length < preset.repliesMs.length
      ? { ok: true }
      : refuse("no_speaker_left", null, { allowed: preset.repliesMs.length });
  return lists.closed ? refuse("wrong_state", null, { reason: "list_closed" }) : { ok: true };
}

/** The time one may speak; the second reply has its own (`preset.repliesMs`). */
export function allowedMs(lists: Lists, speech: Speech, preset: Preset): number {
  if (speech.list !== "reply") return preset.speakingMs;
  const before = lists.speeches.filter(
    (one) => one.list === "reply" && one.speaker === speech.speaker && one.askedAtMs < speech.askedAtMs,
  ).length;
  return preset.repliesMs[Math.min(before, preset.repliesMs.length - 1)] ?? preset.speakingMs;
}

/** How long somebody has spoken at `atMs`, without the time the clock stood still; null: not begun. */
export function spokenMs(
  { startedAtMs, spokeMs, held }: Pick<Speech, "startedAtMs" | "spokeMs" | "held">,
  atMs: number,
): number | null {
  if (startedAtMs === null) return null;
  return spokeMs ?? (held?.sinceMs ?? atMs) - startedAtMs - (held?.ms ?? 0);
}

/** What is left of it at `atMs`; negative: the speaker is over time. The whole while not begun. */
export function remainingMs(lists: Lists, speech: Speech, atMs: number, preset: Preset): number {
  return allowedMs(lists, speech, preset) - (spokenMs(speech, atMs) ?? 0);
}
