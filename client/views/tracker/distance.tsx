import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import { useTranslation } from "../../i18n/use-translation";

/** How far removed from the text, in words that can be checked against its redline. */
export function DistanceLine({ distance }: { distance: NonNullable<AmendmentSummary["distance"]> }) {
  const { t } = useTranslation("together");
  const { deleted, inserted, carried } = distance.words;
  const parts = [
    t(`reach.${distance.reach}`),
    ...(deleted > 0 ? [t("wordsOut", { count: deleted })] : []),
    ...(inserted > 0 ? [t("wordsIn", { count: inserted })] : []),
    ...(carried > 0 ? [t("wordsMoved", { count: carried })] : []),
  ];
  return <span className="num">{parts.join(" · ")}</span>;
}

/** What would not be put after its adoption (Rule A5); nothing when there is no such thing. */
export function ExcludesLine({ amendment: { excludes } }: { amendment: Pick<AmendmentSummary, "excludes"> }) {
  const { t } = useTranslation("together");
  if (excludes.length === 0) return null;
  return (
    <span>{t("excludes", { tags: excludes.map(({ tag }) => tag).join(", "), count: excludes.length })}</span>
  );
}

/** What the measure counts, for those who set the order of voting by it. */
export function HowMeasured() {
  const { t } = useTranslation("together");
  return (
    <details className="small muted how-measured">
      <summary>{t("distanceHow")}</summary>
      <p>{t("distanceIs")}</p>
      <p>{t("distanceJudge")}</p>
    </details>
  );
}
