import type { VersionSummary } from "../../../shared/api/views/versions";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";

/** What somebody called the version; the decided text is called after its outcome, which is a word of ours. */
export function useVersionLabel(): (version: VersionSummary) => string {
  const names = useNames();
  const { t } = useTranslation("versions");
  return ({ label, reason, reconsidered }) => {
    if (reason !== "adopted") return label;
    return reconsidered ? t("noLonger", { outcome: names.outcome(label) }) : names.outcome(label);
  };
}
