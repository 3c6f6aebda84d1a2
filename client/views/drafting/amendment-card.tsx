import { Link } from "react-router";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { AmendmentBadge } from "../../ui/badge";
import { usePlace } from "../../ui/place";
import { RedlineSnippet } from "../../ui/redline";

/** One open amendment in a few lines: what it would change, whose it is, what it collides with. */
export function AmendmentCard({ amendment }: { amendment: AmendmentSummary }) {
  const { t } = useTranslation("drafting");
  const { t: tt } = useTranslation("together");
  const words = useWords();
  const placeOf = usePlace();
  const others = amendment.sponsors.filter((one) => one.code !== amendment.delegation.code).length;
  const delegation = words(amendment.delegation.name);
  return (
    <article className="amendment-card" aria-label={amendment.tag}>
      <p className="row">
        <Link to={`/app/${amendment.instrument}/amendments/${amendment.id}`} className="num amendment-tag">
          {amendment.tag}
        </Link>
        <span className="muted num small">{placeOf(amendment)}</span>
        {amendment.parent && (
          <span className="muted small">{tt("amendsShort", { tag: amendment.parent.tag })}</span>
        )}
        <AmendmentBadge state={amendment.state} />
      </p>
      <p>
        <RedlineSnippet change={amendment.change} language={amendment.language} />
      </p>
      <p className="small muted">
        {others > 0 ? t("byMore", { delegation, count: others }) : t("by", { delegation })}
      </p>
      {amendment.collidesWith.length > 0 && (
        <p className="small amendment-conflict">
          <span aria-hidden="true">⚠</span>{" "}
          {t("conflictsWith", { tags: amendment.collidesWith.map((one) => one.tag).join(", ") })}
        </p>
      )}
    </article>
  );
}
