import type { VoteView } from "../../../shared/api/views/votes";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Badge, type BadgeTone } from "../../ui/badge";
import { useNames } from "../../ui/names";
import { TallyBar, TallyFigures } from "../../ui/tally-bar";
import { MajorityLine } from "./majority-line";
import { SecretProgress } from "./secret-paper";
import { Statements } from "./statements";
import { useSubject } from "./subject";
import { DelegationGrid, Hemicycle } from "./vote-picture";
import "./ballot.css";

export function useOutcome(): (vote: VoteView) => { text: string; tone: BadgeTone } {
  const { t } = useTranslation("ballot");
  const names = useNames();
  return (vote) => {
    if (vote.state === "so_decided") return { text: t("soDecided"), tone: "agreed" };
    if (vote.state === "aborted_no_quorum") return { text: t("aborted"), tone: "plain" };
    if ((vote.state === "proclaimed" || vote.state === "fell") && vote.result) {
      return { text: names.result(vote.result), tone: vote.result === "carried" ? "agreed" : "refused" };
    }
    return { text: names.vote(vote.state), tone: "live" };
  };
}

/** How each delegation voted; in alphabetical order (Rule R4). */
export function Ballots({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("desk");
  const words = useWords();
  const names = useNames();
  if (vote.ballots.length === 0) return null;
  const sorted = [...vote.ballots].sort((a, b) =>
    a.delegation.name.en.localeCompare(b.delegation.name.en, "en"),
  );
  return (
    <details className="ballots">
      <summary>{t("ballots")}</summary>
      <DelegationGrid vote={vote} />
      <ul>
        {sorted.map((one) => (
          <li key={one.delegation.code}>
            <span>{words(one.delegation.name)}</span> <strong>{names.choice(one.choice)}</strong>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** One vote that was taken, as it stands on an amendment's page and in the list of decisions. */
export function VoteSummary({ vote, withSubject = false }: { vote: VoteView; withSubject?: boolean }) {
  const names = useNames();
  const words = useWords();
  const clock = useClock();
  const subject = useSubject();
  const outcome = useOutcome()(vote);
  const at = vote.decidedAt ?? vote.lockedAt ?? vote.openedAt ?? vote.putAt;
  return (
    <article className="vote-summary">
      <p className="row">
        {withSubject && <strong>{subject(vote)}</strong>}
        <Badge tone={outcome.tone}>{outcome.text}</Badge>
        {vote.tally && <TallyFigures tally={vote.tally} />}
        <span className="muted small num">
          {words(vote.body.name)} · {clock.dayAndHour(at)}
        </span>
      </p>
      {vote.reason && <p>{names.reason(vote.reason)}</p>}
      {vote.tally && !withSubject && (
        <>
          <TallyBar tally={vote.tally} needed={vote.needed} present={vote.present} />
          <Hemicycle vote={vote} />
          <MajorityLine vote={vote} withPresent />
          <Ballots vote={vote} />
        </>
      )}
      {vote.method === "secret_ballot" && !withSubject && <SecretProgress vote={vote} />}
      <Statements vote={vote} />
    </article>
  );
}
