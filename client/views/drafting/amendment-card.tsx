import { Link } from "react-router";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { AmendmentBadge } from "../../ui/badge";
import { usePlace } from "../../ui/place";
import { RedlineSnippet } from "../../ui/redline";
import { type BesideItem, besideAddress } from "./beside";

/** Another paragraph that it changes, and what that is called. */
export type AlsoPlace = { block: string; path: string };

/** One open amendment in a few lines: what it would change, where else, whose it is, what it collides with. */
export function AmendmentCard({
  amendment,
  also = [],
}: {
  amendment: AmendmentSummary;
  also?: readonly AlsoPlace[] | undefined;
}) {
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
      {also.length > 0 && (
        <p className="small amendment-also-places">
          {t("alsoChanges")}{" "}
          {also.map(({ block, path }) => (
            <a key={block} href={`#${block}`} className="num">
              {path}
            </a>
          ))}
        </p>
      )}
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

/** What stands beside the text of one amendment: its card, and its number at each other paragraph that it changes, which leads to the card. */
export function amendmentItems(amendment: AmendmentSummary, also: readonly AlsoPlace[] = []): BesideItem[] {
  const { id, tag, anchor } = amendment;
  return [
    { key: id, block: anchor?.block ?? null, content: <AmendmentCard amendment={amendment} also={also} /> },
    ...also.map(({ block }) => ({
      key: `${id}-${block}`,
      block,
      content: <AlsoHere tag={tag} card={besideAddress(id)} />,
    })),
  ];
}

function AlsoHere({ tag, card }: { tag: string; card: string }) {
  const { t } = useTranslation("drafting");
  return (
    <p className="amendment-also small">
      <a href={`#${card}`} className="num">
        {tag}
      </a>{" "}
      <span className="muted">{t("alsoHere")}</span>
    </p>
  );
}
