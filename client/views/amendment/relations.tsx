import { Link } from "react-router";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import { type AmendmentState, isDisposed } from "../../../shared/rules/amendments";
import { useTranslation } from "../../i18n/use-translation";
import { AmendmentBadge } from "../../ui/badge";
import { useNames } from "../../ui/names";
import { RuleMark } from "../../ui/notice";

/** Other amendments, each with the way there. */
export function Refs({ refs }: { refs: AmendmentView["combines"] }) {
  return refs.map(({ id, tag }, index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link className="num" to={`../${id}`} relative="path">
        {tag}
      </Link>
    </span>
  ));
}

const GONE_IN: readonly string[] = ["adopted", "incorporated"];

/** What it amends and, once this one is carried, what comes of it (Rules A9, A11). */
export function Above({ amendment: { state, parent } }: { amendment: AmendmentView }) {
  const { t } = useTranslation("together");
  const names = useNames();
  if (parent === null) return null;
  const { id, tag } = parent;
  const isLost = isDisposed(parent.state as AmendmentState) && !GONE_IN.includes(parent.state);
  return (
    <>
      <p className="row">
        <Link to={`../${id}`} relative="path">
          {t("amends", { tag })}
        </Link>
        <AmendmentBadge state={parent.state} />
      </p>
      {GONE_IN.includes(state) && (
        <p>
          {isLost
            ? t("below.lost", { tag, state: names.amendment(parent.state) })
            : t(GONE_IN.includes(parent.state) ? "below.applied" : "below.waits", { tag })}{" "}
          <RuleMark rule={isLost ? "A11" : "A9"} />
        </p>
      )}
    </>
  );
}

/** Amendments to this one, which are voted before it (Rule A9). */
export function Below({ amendment }: { amendment: AmendmentView }) {
  const { t } = useTranslation("together");
  if (amendment.amendedBy.length === 0) return null;
  return (
    <section aria-labelledby="amended-by" className="stack">
      <h2 id="amended-by">{t("amendedBy")}</h2>
      <ul className="stack">
        {amendment.amendedBy.map(({ id, tag, state }) => (
          <li key={id} className="row">
            <Link className="num" to={`../${id}`} relative="path">
              {tag}
            </Link>
            <AmendmentBadge state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
