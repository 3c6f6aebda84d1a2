import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import { useTranslation } from "../../i18n/use-translation";
import { Button, ButtonLink } from "../../ui/button";
import { chosenText } from "./chosen";
import "./together.css";

type ChosenBarProps = {
  slug: string;
  amendments: readonly AmendmentSummary[];
  chosen: readonly string[];
  onClear: () => void;
};

/** What can be done with the amendments that are chosen; nothing while none is. */
export function ChosenBar({ slug, amendments, chosen, onClear }: ChosenBarProps) {
  const { t } = useTranslation("together");
  if (chosen.length === 0) return null;
  const page = `/app/${slug}/amendments`;
  const [one, other] = chosen.map((number) => amendments.find((amendment) => amendment.number === number));
  const isPair = chosen.length === 2 && one && other && one.parent?.id === other.parent?.id;
  return (
    <section className="chosen-bar" aria-label={t("chooseColumn")}>
      <strong role="status">{t("chosen", { count: chosen.length })}</strong>
      <ButtonLink tone="primary" to={`${page}/what-if?chosen=${chosenText(chosen)}`}>
        {t("whatIf")}
      </ButtonLink>
      {isPair && <ButtonLink to={`${page}/${one.id}/with/${other.id}`}>{t("compare")}</ButtonLink>}
      <Button tone="quiet" onClick={onClear}>
        {t("clearChosen")}
      </Button>
    </section>
  );
}
