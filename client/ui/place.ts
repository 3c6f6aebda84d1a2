import type { AmendmentSummary } from "../../shared/api/views/amendments";
import { useTranslation } from "../i18n/use-translation";

type Placed = { anchor: AmendmentSummary["anchor"]; touches: readonly string[] };

/** Where an amendment stands: the paragraph that it changes, or after which it only puts something in. Null: its text has no paragraph. */
export function usePlace(): (amendment: Placed) => string | null {
  const { t } = useTranslation("common");
  return ({ anchor, touches }) => {
    if (!anchor) return null;
    return touches.includes(anchor.block) ? anchor.path : t("afterParagraph", { path: anchor.path });
  };
}
