import { memo, useMemo } from "react";
import { Link } from "react-router";
import { undecided } from "../../../../shared/api/amendment-filters";
import type { AmendmentSummary } from "../../../../shared/api/views/amendments";
import type { AmendmentState } from "../../../../shared/rules/amendments";
import { allowed } from "../../../app/permissions";
import { useTranslation } from "../../../i18n/use-translation";
import { useNames } from "../../../ui/names";
import { RedlineSnippet } from "../../../ui/redline";
import { useGrowing } from "../../../ui/use-growing";
import { type Choosing, ConflictBadges, Proponent } from "../amendment-rows";
import "./board.css";

/** As an amendment goes through them: what waits first, then how they ended. */
const COLUMNS: readonly AmendmentState[] = [
  "submitted",
  "admissible",
  "open",
  "voting",
  "needs_rebase",
  "adopted",
  "incorporated",
  "rejected",
  "not_put",
  "withdrawn",
  "lapsed",
  "inadmissible",
];

/** Where its next act is done; the board shows, it does not act. */
function NextAct({ amendment, page }: { amendment: AmendmentSummary; page: string }) {
  const { t } = useTranslation("tracker");
  const { id, tag, state, instrument, permissions } = amendment;
  const may = (act: string) => allowed(permissions, act);
  const [label, to] =
    state === "submitted" && may("rule_on_amendment")
      ? [t("actRule"), `${page}/${id}#actions`]
      : state === "open" && may("put_amendment")
        ? [t("actPut"), `${page}/${id}#actions`]
        : state === "voting"
          ? [t("actVote"), `/app/${instrument}/vote`]
          : state === "needs_rebase"
            ? [t("actRedraft"), `${page}/${id}#conflicts`]
            : [null, ""];
  if (label === null) return null;
  return (
    <Link className="small" to={to}>
      {label}
      <span className="visually-hidden">: {tag}</span>
    </Link>
  );
}

type CardProps = { amendment: AmendmentSummary; isChosen: boolean; onChoose: (number: string) => void };

const Card = memo(function Card({ amendment, isChosen, onChoose }: CardProps) {
  const { t } = useTranslation("tracker");
  const { t: tt } = useTranslation("together");
  const { number, tag, parent } = amendment;
  const page = `/app/${amendment.instrument}/amendments`;
  return (
    <li className="board-card">
      <p className="row">
        {number !== null && undecided(amendment) && (
          <input
            type="checkbox"
            aria-label={tt("choose", { tag })}
            checked={isChosen}
            onChange={() => onChoose(number)}
          />
        )}
        <Link className="num board-tag" to={`${page}/${amendment.id}`}>
          {tag}
        </Link>
        <span className="num muted small">{amendment.anchor?.path ?? t("noParagraph")}</span>
        {parent && <span className="muted small">{tt("amendsShort", { tag: parent.tag })}</span>}
      </p>
      <p className="small">
        <Proponent amendment={amendment} />
      </p>
      <p>
        <RedlineSnippet change={amendment.change} language={amendment.language} />
      </p>
      <p className="row board-foot">
        <ConflictBadges amendment={amendment} />
        <NextAct amendment={amendment} page={page} />
      </p>
    </li>
  );
});

function Column({ state, amendments, choosing }: ColumnProps) {
  const names = useNames();
  const drawn = useGrowing(amendments.length);
  const id = `column-${state}`;
  return (
    <section className="board-column" aria-labelledby={id}>
      <h2 id={id}>
        {names.amendment(state)} <span className="num muted">{amendments.length}</span>
      </h2>
      <ul>
        {amendments.slice(0, drawn).map((one) => (
          <Card
            key={one.id}
            amendment={one}
            isChosen={one.number !== null && choosing.chosen.has(one.number)}
            onChoose={choosing.onChoose}
          />
        ))}
      </ul>
    </section>
  );
}

type ColumnProps = { state: AmendmentState; amendments: AmendmentSummary[]; choosing: Choosing };

/** One column a state. A card is not moved from one to another: what changes a state is an act with its rules, which the card leads to. */
export function Board({ amendments, choosing }: { amendments: AmendmentSummary[]; choosing: Choosing }) {
  const columns = useMemo(
    () =>
      COLUMNS.map((state) => ({ state, amendments: amendments.filter((one) => one.state === state) })).filter(
        (column) => column.amendments.length > 0,
      ),
    [amendments],
  );
  return (
    <div className="board">
      {columns.map((column) => (
        <Column key={column.state} {...column} choosing={choosing} />
      ))}
    </div>
  );
}
