import { useEffect, useState } from "react";
import type { MeetingView, SpeechView } from "../../../shared/api/meeting";
import { spokenMs } from "../../../shared/rules/meeting/speakers";

/** Often enough that no second is skipped on screen. */
const TICK_MS = 250;

export type ReadMeeting = { meeting: MeetingView; readAtMs: number };

/** The server's time, whatever this device's clock says: as it was told with the last answer, and going on from there. */
export function useServerNow({ meeting, readAtMs }: ReadMeeting, ticks: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (!ticks) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [ticks]);
  return Math.max(now, readAtMs) + Date.parse(meeting.at) - readAtMs;
}

/** What is left of a speech; negative: over time. */
export function leftMs(speech: SpeechView, nowMs: number): number {
  const at = (time: string | null) => (time === null ? null : Date.parse(time));
  const spoken = spokenMs(
    {
      startedAtMs: at(speech.startedAt),
      spokeMs: speech.spokeMs,
      held: { ms: speech.heldMs, sinceMs: at(speech.heldAt) },
    },
    nowMs,
  );
  return speech.allowedMs - (spoken ?? 0);
}

/** `1:42`; whole seconds, rounded up while time is left, so that 0:00 is the end. */
export function asMinutes(ms: number): string {
  const seconds = Math.ceil(Math.abs(ms) / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
