import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { EndSpeech } from "../floor/lead-debate";
import { useSpeaker } from "../floor/speech-clock";
import { useMotionName } from "../meeting/motion-name";
import { HearOnMotion, PutMotion } from "../meeting/motions";
import { GoOn, RuleOnPoint } from "../meeting/points";
import { OpenMeeting } from "../meeting/proceedings";
import { SuspendMeeting } from "../meeting/suspend";
import type { MeetingStep } from "./meeting-step";

/** What the meeting asks of its chair, in a sentence. */
export function useMeetingSentence(): (step: MeetingStep) => string {
  const { t } = useTranslation("meeting");
  const { t: f } = useTranslation("floor");
  const name = useMotionName();
  const words = useWords();
  const speaker = useSpeaker();
  return (step) => {
    switch (step.kind) {
      case "open_meeting":
        return t("nextOpen", { sitting: t(`sitting.${step.meeting.sitting}`) });
      case "rule_on_point":
        return t("nextRule", { delegation: words(step.point.delegation.name) });
      case "ruled":
        return t("nextRuled");
      case "too_few":
        return t("nextTooFew", {
          present: step.meeting.body.present,
          needed: step.meeting.body.debateQuorum,
        });
      case "let_end":
        return t(step.motion.speaking ? "nextLetEndOnIt" : "nextLetEnd", {
          kind: name(step.motion),
          delegation: words(step.motion.delegation.name),
          speaker: speaker(step.floor),
        });
      case "hear": {
        const [next] = step.motion.waiting;
        return t("nextHear", {
          kind: name(step.motion),
          speaker: next ? speaker(next) : "",
          side: next ? f(`side.${next.list}`) : "",
        });
      }
      case "put_motion":
        return t(step.rule === "P1" ? "nextMotion" : "nextMotionSpeakers", {
          kind: name(step.motion),
          delegation: words(step.motion.delegation.name),
          ...step.motion.places,
        });
    }
  };
}

/** The buttons of such a step. */
export function MeetingActs({ step }: { step: MeetingStep }) {
  switch (step.kind) {
    case "open_meeting":
      return <OpenMeeting meeting={step.meeting} primary />;
    case "rule_on_point":
      return <RuleOnPoint meeting={step.meeting} point={step.point} />;
    case "too_few":
      return <SuspendMeeting meeting={step.meeting} />;
    case "let_end":
      return <EndSpeech meeting={step.meeting} speech={step.floor} primary />;
    case "ruled":
      return <GoOn meeting={step.meeting} point={step.point} primary />;
    case "hear":
      return <HearOnMotion motion={step.motion} primary />;
    case "put_motion":
      return <PutMotion motion={step.motion} primary />;
  }
}
