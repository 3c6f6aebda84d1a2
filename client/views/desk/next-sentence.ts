import type { VoteView } from "../../../shared/api/views/votes";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";
import { agreedHands, handsDiffer } from "../ballot/agreed-hands";
import { useSubject } from "../ballot/subject";
import { useMeetingSentence } from "./meeting-acts";
import type { NextStep } from "./next-step";

/** What is to be done next, as it is said to the chair. */
export function useSentence(): (step: NextStep) => string {
  const { t } = useTranslation("desk");
  const { t: v } = useTranslation("voting");
  const subject = useSubject(true);
  const names = useNames();
  const { t: m } = useTranslation("meeting");
  const ofMeeting = useMeetingSentence();
  const clock = useClock();
  /** That it can be closed, by what it was taken. */
  const said = (vote: VoteView) => {
    const agreed = agreedHands(vote);
    if (agreed && vote.method === "show_of_hands")
      return v("nextCounted", { ...agreed, subject: subject(vote) });
    return vote.method === "roll_call"
      ? v("nextCalled", { subject: subject(vote) })
      : t("nextLock", { subject: subject(vote) });
  };
  return (step) => {
    switch (step.kind) {
      case "open_meeting":
      case "rule_on_point":
      case "ruled":
      case "too_few":
      case "let_end":
      case "hear":
      case "put_motion":
        return ofMeeting(step);
      case "resume":
        return m("nextResume");
      case "silence":
        return m("nextSilence", { subject: subject(step.vote), time: clock.dayAndHour(step.until) });
      case "open_reading":
        return t("nextOpenReading");
      case "rule":
        return t("nextRule", { tag: step.amendment.tag, count: step.count });
      case "put":
        return t("nextPut", { tag: step.amendment.tag, count: step.count });
      case "moot":
        return t("nextMoot", { tag: step.amendment.tag, by: step.by });
      case "order":
        return t("nextOrder", { count: step.count });
      case "redraft":
        return t("nextRedraft", { tag: step.amendment.tag });
      case "brackets":
        return t("nextBrackets", { count: step.count });
      case "paragraphs":
        return t("nextParagraphs", { count: step.count });
      case "agree":
        return t("nextAgree");
      case "sign_off":
        return t("nextSignOff", { languages: step.languages.map(names.language).join(", ") });
      case "forward":
        return t("nextForward");
      case "take_up":
        return t("nextTakeUp");
      case "final":
        return t("nextFinal");
      case "consensus":
        return t("nextConsensus", { subject: subject(step.vote) });
      case "start":
        if (step.vote.subject === "appeal") return m("nextAppealVote");
        return t(step.again ? "nextStartSecond" : "nextStartVote", { subject: subject(step.vote) });
      case "grant_division":
        return v(step.vote.division?.objectable ? "nextDivisionGrant" : "nextDivisionRight", {
          subject: subject(step.vote),
        });
      case "put_division":
        return v("nextDivisionRequest", { subject: subject(step.vote) });
      case "put_part":
        return v("nextDivisionPart", { subject: subject(step.vote), part: step.part, count: step.count });
      case "counting":
        return v(handsDiffer(step.vote) ? "nextCountsDiffer" : "nextCounting", {
          subject: subject(step.vote),
        });
      case "calling":
        return v("nextCalling", {
          subject: subject(step.vote),
          called: step.vote.ballots.length + step.vote.rollCall.passed.length,
          members: step.vote.rollCall.order.length,
        });
      case "lock":
        return said(step.vote);
      case "proclaim":
        return t(step.rule === "V6" ? "nextProclaimTie" : "nextProclaim", { subject: subject(step.vote) });
      case "no_quorum":
        return t("nextQuorum", { present: step.vote.present, needed: step.vote.decisionQuorum });
      case "decided":
        return t("nextDecided");
      case "wait":
        return t("nextWait");
    }
  };
}
