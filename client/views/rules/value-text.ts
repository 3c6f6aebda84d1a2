import { BODY_SLUGS } from "../../../shared/rules/people";
import type { PresetKey } from "../../../shared/rules/preset-values";
import type { Preset, Share, Sides } from "../../../shared/rules/presets";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";

export const MINUTE_MS = 60_000;

export function shareKey({ numerator, denominator, strict }: Share): string {
  return `${numerator}/${denominator}${strict ? "+" : ""}`;
}

/** A value of the rules as people read it. */
export function useValueText(bodyName: (slug: string) => string): (preset: Preset, key: PresetKey) => string {
  const { t, i18n } = useTranslation("rules");
  const names = useNames();
  const share = (value: Share) => {
    const key = shareKey(value);
    return i18n.exists(`rules:share.${key}`) ? t(`share.${key}` as never) : key;
  };
  const sides = (value: Sides) => t("sides", value);
  return (preset, key) => {
    switch (key) {
      case "debateQuorum":
        return BODY_SLUGS.map((slug) => `${bodyName(slug)}: ${share(preset.debateQuorum[slug])}`).join("; ");
      case "decisionQuorum":
        return share(preset.decisionQuorum);
      case "tie":
        return t(`tie.${preset.tie}`);
      case "amendmentsFollowProposal":
        return preset.amendmentsFollowProposal ? t("yes") : t("no");
      case "lateAmendments":
        return t(`late.${preset.lateAmendments}`);
      case "division":
        return t(`division.${preset.division}`);
      case "proposalMajority":
      case "reconsiderationMajority":
      case "closeDebateMajority":
        return names.majority(preset[key]);
      case "reconsiderationSpeakers":
      case "adjournDebateSpeakers":
      case "closeDebateSpeakers":
        return sides(preset[key]);
      case "methods":
        return preset.methods.map((method) => t(`method.${method}`)).join(", ");
      case "speakingMs":
        return t("minutes", { count: preset.speakingMs / MINUTE_MS });
      case "repliesMs":
        return preset.repliesMs.length === 0
          ? t("noReplies")
          : preset.repliesMs.map((ms) => ms / MINUTE_MS).join(", ");
      case "secondersNeeded":
      case "rollCallRequests":
        return String(preset[key]);
    }
  };
}
