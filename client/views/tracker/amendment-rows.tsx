import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AmendmentView } from "../../../shared/api/views";
import { useWords } from "../../app/words";
import { AmendmentBadge, Badge } from "../../ui/badge";
import { RedlineSnippet } from "../../ui/redline";

/** What the amendment collides with, in a line; nothing when it does not. */
export function ConflictBadges({ amendment }: { amendment: AmendmentView }) {
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

export function Proponent({ amendment }: { amendment: AmendmentView }) {
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

export function AmendmentRows({
  amendments,
  paragraph,
}: {
  amendments: AmendmentView[];
  paragraph: boolean;
}) {
  const { t } = useTranslation("tracker");
  return (
    <table className="table amendment-table">
      <thead>
        <tr>
          <th scope="col">{t("tag")}</th>
          {paragraph && <th scope="col">{t("paragraph")}</th>}
          <th scope="col">{t("proponent")}</th>
          <th scope="col">{t("change")}</th>
          <th scope="col">{t("state")}</th>
          <th scope="col">{t("conflicts")}</th>
        </tr>
      </thead>
      <tbody>
        {amendments.map((one) => (
          <tr key={one.id}>
            <th scope="row" className="cell-tag num">
              <Link to={`/app/${one.instrument}/amendments/${one.id}`}>{one.tag}</Link>
            </th>
            {paragraph && <td className="cell-path num">{one.anchor?.path ?? t("noParagraph")}</td>}
            <td className="cell-who">
              <Proponent amendment={one} />
            </td>
            <td className="cell-change">
              <RedlineSnippet blocks={one.redline} language={one.language} />
            </td>
            <td className="cell-state">
              <AmendmentBadge state={one.state} />
            </td>
            <td className="cell-conflicts">
              <ConflictBadges amendment={one} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
