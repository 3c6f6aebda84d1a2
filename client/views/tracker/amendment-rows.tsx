import { memo, useMemo } from "react";
import { Link } from "react-router";
import { undecided } from "../../../shared/api/amendment-filters";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { AmendmentBadge, Badge } from "../../ui/badge";
import { usePlace } from "../../ui/place";
import { RedlineSnippet } from "../../ui/redline";
import { useGrowing } from "../../ui/use-growing";

/** What the amendment collides with, in a line; nothing when it does not. */
export function ConflictBadges({ amendment }: { amendment: AmendmentSummary }) {
  const { t } = useTranslation("tracker");
  const { t: tt } = useTranslation("together");
  const misfit = (amendment.conflicts?.length ?? 0) > 0;
  const tags = amendment.collidesWith.map(({ tag }) => tag).join(", ");
  return (
    <>
      {misfit && (
        <Badge tone="conflict">
          <span aria-hidden="true">⚠</span>{" "}
          {amendment.impliedBy ? tt("impliedBy", { by: amendment.impliedBy.tag }) : t("noLongerFits")}
        </Badge>
      )}
      {tags && (
        <Badge tone="conflict">
          <span aria-hidden="true">⚠</span> {t("collidesWith", { tags })}
        </Badge>
      )}
    </>
  );
}

export function Proponent({ amendment }: { amendment: AmendmentSummary }) {
  const { t } = useTranslation("tracker");
  const words = useWords();
  const others = amendment.sponsors.filter(({ code }) => code !== amendment.delegation.code);
  return (
    <span title={others.map(({ name }) => words(name)).join(", ")}>
      {words(amendment.delegation.name)}
      {others.length > 0 && <span className="muted num"> {t("moreSponsors", { count: others.length })}</span>}
    </span>
  );
}

/** `onChoose`: to be called with the number of one that is chosen, or not any more. */
export type Choosing = { chosen: ReadonlySet<string>; onChoose: (number: string) => void };

type RowProps = {
  amendment: AmendmentSummary;
  paragraph: boolean;
  isChosen: boolean;
  onChoose: (number: string) => void;
};

/** Drawn anew only when something of it changed: there may be a thousand of them. */
const AmendmentRow = memo(function AmendmentRow({ amendment, paragraph, isChosen, onChoose }: RowProps) {
  const { t } = useTranslation("tracker");
  const { t: tt } = useTranslation("together");
  const placeOf = usePlace();
  const { number, tag, parent } = amendment;
  return (
    <tr>
      <td className="cell-choose">
        {number !== null && undecided(amendment) && (
          <input
            type="checkbox"
            aria-label={tt("choose", { tag })}
            checked={isChosen}
            onChange={() => onChoose(number)}
          />
        )}
      </td>
      <th scope="row" className="cell-tag num">
        <Link to={`/app/${amendment.instrument}/amendments/${amendment.id}`}>{tag}</Link>
        {parent && <span className="cell-parent">{tt("amendsShort", { tag: parent.tag })}</span>}
      </th>
      {paragraph && <td className="cell-path num">{placeOf(amendment) ?? t("noParagraph")}</td>}
      <td className="cell-who">
        <Proponent amendment={amendment} />
      </td>
      <td className="cell-change">
        <RedlineSnippet change={amendment.change} language={amendment.language} />
      </td>
      <td className="cell-state">
        <AmendmentBadge state={amendment.state} />
      </td>
      <td className="cell-conflicts">
        <ConflictBadges amendment={amendment} />
      </td>
    </tr>
  );
});

/** Those that amend another stand below it. */
function belowParents(amendments: readonly AmendmentSummary[]): AmendmentSummary[] {
  const ids = new Set(amendments.map(({ id }) => id));
  const above = amendments.filter(({ parent }) => parent === null || !ids.has(parent.id));
  if (above.length === amendments.length) return above;
  return above.flatMap((one) => [one, ...amendments.filter(({ parent }) => parent?.id === one.id)]);
}

export function AmendmentRows({
  amendments,
  paragraph,
  choosing,
}: {
  amendments: AmendmentSummary[];
  paragraph: boolean;
  choosing: Choosing;
}) {
  const { t } = useTranslation("tracker");
  const { t: tt } = useTranslation("together");
  const rows = useMemo(() => belowParents(amendments), [amendments]);
  const drawn = useGrowing(rows.length);
  return (
    <table className="table amendment-table">
      <thead>
        <tr>
          <td>
            <span className="visually-hidden">{tt("chooseColumn")}</span>
          </td>
          <th scope="col">{t("tag")}</th>
          {paragraph && <th scope="col">{t("paragraph")}</th>}
          <th scope="col">{t("proponent")}</th>
          <th scope="col">{t("change")}</th>
          <th scope="col">{t("state")}</th>
          <th scope="col">{t("conflicts")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, drawn).map((one) => (
          <AmendmentRow
            key={one.id}
            amendment={one}
            paragraph={paragraph}
            isChosen={one.number !== null && choosing.chosen.has(one.number)}
            onChoose={choosing.onChoose}
          />
        ))}
      </tbody>
    </table>
  );
}
