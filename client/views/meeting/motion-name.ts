import type { MotionKind } from "../../../shared/rules/meeting/motions";
import { useTranslation } from "../../i18n/use-translation";

/** What a motion asks for: of a reconsideration also which decision, by the tag of its amendment; null: that on the text. */
export function useMotionName(): (motion: { kind: MotionKind; about: string | null }) => string {
  const { t } = useTranslation("meeting");
  return ({ kind, about }) =>
    kind === "reconsider" ? t("reconsiderOf", { what: about ?? t("theText") }) : t(`kind.${kind}`);
}
