import type { DelegationRow } from "../../../shared/api/views/conference";
import type { VoteView } from "../../../shared/api/views/votes";
import { HEMICYCLE_SIZE, hemicycle, type Stance, seatSign } from "../../../shared/pictures/hemicycle";
import { recordOrder } from "../../../shared/rules/roll-call";
import { useApi } from "../../app/api";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";
import "./vote-picture.css";

/** What a stance is called: who has given no vote may still do so while it is open. */
function useStance({ state }: VoteView): (stance: Stance) => string {
  const { t } = useTranslation("voting");
  return (stance) => (stance === "none" && state === "open" ? t("stanceOpen") : t(`stance_${stance}`));
}

/** The vote as half a circle of the body's members. What it shows is said beside it as text, too. */
export function Hemicycle({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("voting");
  const called = useStance(vote);
  if (!vote.tally) return null;
  const { stroke, paths } = hemicycle(vote.tally, vote.members);
  const { width, height } = HEMICYCLE_SIZE;
  const said = Object.fromEntries(paths.map(({ stance, count }) => [stance, count])) as Record<
    Stance,
    number
  >;
  return (
    <figure className="hemicycle">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t(vote.state === "open" ? "pictureSpokenOpen" : "pictureSpoken", said)}
      >
        {paths.map(({ stance, d }) => (
          <path key={stance} className={`seat-${stance}`} d={d} strokeWidth={stroke} />
        ))}
      </svg>
      <figcaption>
        {paths.map(({ stance, count }) => (
          <span key={stance} className="seat-key">
            <svg viewBox="-12 -12 24 24" aria-hidden="true">
              <path className={`seat-${stance}`} d={seatSign(stance)} strokeWidth={2} />
            </svg>
            {called(stance)} <strong className="num">{count}</strong>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

const SIGN: Record<Stance, string> = { yes: "✓", no: "✕", abstain: "–", none: "·" };

type Cell = { row: DelegationRow; stance: Stance };

/** Members of the body by region, English alphabetical within it (Rule R4). */
function byRegion(rows: DelegationRow[], vote: VoteView): Array<{ region: string; cells: Cell[] }> {
  const given = new Map(vote.ballots.map(({ delegation, choice }) => [delegation.code, choice]));
  const members = rows.filter(({ presence }) => presence[vote.body.slug] !== undefined);
  const order = recordOrder(members.map(({ name }) => name.en));
  const cells = members
    .map((row): Cell => ({ row, stance: given.get(row.code) ?? "none" }))
    .sort((a, b) => order.indexOf(a.row.name.en) - order.indexOf(b.row.name.en));
  const regions = [...new Set(cells.map(({ row }) => row.region))].sort();
  return regions.map((region) => ({ region, cells: cells.filter(({ row }) => row.region === region) }));
}

/** How each delegation voted, as a grid by regional group: every cell says it with a sign and in words. */
export function DelegationGrid({ vote }: { vote: VoteView }) {
  const called = useStance(vote);
  const words = useWords();
  const names = useNames();
  const { data = [] } = useApi("delegations", {}, { enabled: vote.ballots.length > 0 });
  if (vote.ballots.length === 0) return null;
  return (
    <div className="delegation-grid">
      {byRegion(data, vote).map(({ region, cells }) => (
        <section key={region} aria-label={names.region(region)}>
          <h4>{names.region(region)}</h4>
          <ul>
            {cells.map(({ row, stance }) => (
              <li key={row.code} data-stance={stance} title={`${words(row.name)}: ${called(stance)}`}>
                <span aria-hidden="true">
                  {row.code} {SIGN[stance]}
                </span>
                <span className="visually-hidden">
                  {words(row.name)}: {called(stance)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
