import type { MeetingView, MotionView, PointView, SpeechView } from "../../../shared/api/meeting";
import type { VoteView } from "../../../shared/api/views/votes";
import { isBeforeVoting } from "../../../shared/rules/votes";
import { mayDebate } from "./quorum";

/** What the meeting asks of its chair before the matter itself goes on. */
export type MeetingStep =
  | { kind: "open_meeting"; meeting: MeetingView; rule: "Q1" }
  | { kind: "too_few"; meeting: MeetingView; rule: "Q1" }
  | { kind: "rule_on_point"; meeting: MeetingView; point: PointView; rule: "P5" }
  | { kind: "ruled"; meeting: MeetingView; point: PointView; rule: "P5" }
  | { kind: "let_end"; meeting: MeetingView; motion: MotionView; floor: SpeechView; rule: "P5" }
  | { kind: "hear"; meeting: MeetingView; motion: MotionView; rule: "P3" | "P4" | "W6" }
  | { kind: "put_motion"; meeting: MeetingView; motion: MotionView; rule: "P1" | "P3" | "P4" | "W6" };

const SPEAKERS_RULE: Partial<Record<MotionView["kind"], "P4" | "W6">> = {
  close_debate: "P4",
  reconsider: "W6",
};

/** null: what is next is the question there is, or the text. */
export function meetingStep(meeting: MeetingView, question: VoteView | null): MeetingStep | null {
  if (meeting.sitting !== "sitting") return { kind: "open_meeting", meeting, rule: "Q1" };
  const { point, motions } = meeting;
  if (point?.state === "raised") return { kind: "rule_on_point", meeting, point, rule: "P5" };
  if (question?.subject === "appeal") return null;
  if (point?.state === "ruled") return { kind: "ruled", meeting, point, rule: "P5" };
  // A motion that is put, or a vote that has begun, is brought to its end.
  if (question && (question.subject === "motion" || !isBeforeVoting(question.state))) return null;
  const motion = motions.find(({ state }) => state === "moved");
  if (question === null && !mayDebate(meeting)) return { kind: "too_few", meeting, rule: "Q1" };
  if (!motion) return null;
  const { floor } = meeting;
  // Who speaks on it ends when the next is called.
  if (floor && !(motion.speaking && motion.waiting.length > 0))
    return { kind: "let_end", meeting, motion, floor, rule: "P5" };
  const ofSpeakers = SPEAKERS_RULE[motion.kind] ?? "P3";
  if (motion.waiting.length > 0) return { kind: "hear", meeting, motion, rule: ofSpeakers };
  const { places } = motion;
  // Nobody is heard who does not know that they may be.
  const rule = places.for + places.against > 0 ? ofSpeakers : "P1";
  return { kind: "put_motion", meeting, motion, rule };
}
