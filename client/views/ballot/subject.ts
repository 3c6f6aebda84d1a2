import type { VoteView } from "../../../shared/api/views/votes";
import { useTranslation } from "../../i18n/use-translation";
import { useMotionName } from "../meeting/motion-name";

/** `Amendment A-17`, or that it is the text as a whole; `inSentence` as it stands within one. */
export function useSubject(inSentence = false): (vote: VoteView) => string {
  const { t } = useTranslation("ballot");
  const { t: v } = useTranslation("voting");
  const { t: m } = useTranslation("meeting");
  const name = useMotionName();
  return ({ amendment, subject, part, motion, point }) => {
    if (motion) return m(inSentence ? "inSentence" : "subject", { kind: name(motion) });
    if (point?.amendment)
      return m(inSentence ? "appealOfInSentence" : "appealOfSubject", { tag: point.amendment });
    if (point) return m(inSentence ? "appealInSentence" : "appealSubject");
    const of = amendment?.tag ?? t("finalInSentence");
    if (subject === "part")
      return v(inSentence ? "partInSentence" : "partOf", { part: part?.path ?? "", of });
    if (subject === "division") return v(inSentence ? "divisionInSentence" : "divisionOf", { of });
    if (!amendment) return t(inSentence ? "finalInSentence" : "subjectFinal");
    return inSentence ? amendment.tag : t("subjectAmendment", { tag: amendment.tag });
  };
}
