import { useRef } from "react";
import { Link } from "react-router";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import type { VoteView } from "../../../shared/api/views/votes";
import { useApi } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { useMe } from "../../app/session";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { Badge } from "../../ui/badge";
import { Downloads } from "../../ui/downloads";
import { useNames } from "../../ui/names";
import { Redline } from "../../ui/redline";
import { QuorumMeter, TallyBar } from "../../ui/tally-bar";
import { OwnSeat } from "../presence/own-seat";
import { BallotPaper } from "./ballot-paper";
import { DivisionStatus } from "./division";
import { MajorityLine } from "./majority-line";
import { SecretProgress } from "./secret-paper";
import { StatementActs, Statements } from "./statements";
import { useSubject } from "./subject";
import { Hemicycle } from "./vote-picture";
import { Ballots, useOutcome, VoteSummary } from "./vote-summary";
import { changesPut } from "./words-put";
import "./ballot.css";

/** The ruling that is appealed against, and what a yes means. */
function Appealed({ point }: { point: NonNullable<VoteView["point"]> }) {
  const { t } = useTranslation("meeting");
  return (
    <div className="stack">
      <p>
        <strong>{point.amendment ? t("appealPoint", { tag: point.amendment }) : t("point")}:</strong>{" "}
        {point.words}
      </p>
      <p>
        {point.amendment
          ? t("ruledInadmissible", { tag: point.amendment })
          : t(point.sustained ? "sustained" : "dismissed")}
        {point.ruling && <>: “{point.ruling}”</>}
      </p>
      <p className="final-question">{t("appealMeaning")}</p>
    </div>
  );
}

/** The words that are voted on. */
function Subject({ vote, instrument }: { vote: VoteView; instrument: InstrumentView }) {
  const { t } = useTranslation("ballot");
  const words = useWords();
  const id = vote.amendment?.id;
  const amendment = useApi("amendment", { amendment: id ?? "" }, { enabled: id !== undefined });
  if (vote.motion) return null;
  if (vote.point) return <Appealed point={vote.point} />;
  if (vote.part && vote.part.words.length > 0) {
    return (
      <blockquote className="part-words">
        {vote.part.words.map((paragraph, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one reading, never reordered
          <p key={at}>{paragraph}</p>
        ))}
      </blockquote>
    );
  }
  if (vote.subject === "division") return null;
  if (!vote.amendment) {
    return (
      <div className="stack">
        <p className="final-question">
          {t(
            `${instrument.verb === "adopt" ? "finalAdopt" : "finalApprove"}${vote.ownText.amended ? "Amended" : ""}`,
          )}
        </p>
        <p>
          {words(instrument.title)} · <span className="num">{instrument.symbol}</span> ·{" "}
          <Link to={`/app/${instrument.slug}/draft/${instrument.sourceLanguage}`}>{t("readText")}</Link>
        </p>
      </div>
    );
  }
  return (
    <Await of={amendment}>
      {(data) => (
        <div className="stack">
          <p className="muted">
            {data.anchor && <strong className="num">{data.anchor.path}</strong>} ·{" "}
            {words(data.delegation.name)} ·{" "}
            <Link to={`/app/${instrument.slug}/amendments/${data.id}`}>{t("readRationale")}</Link>
          </p>
          <Redline
            blocks={changesPut(data.redline, vote)}
            language={data.language}
            onlyChanges
            numbers={false}
          />
        </div>
      )}
    </Await>
  );
}

/** What delegations say about the vote, and what one's own can still say. */
function Beside({ vote }: { vote: VoteView }) {
  const { person } = useMe();
  const code = person.delegation?.code;
  return (
    <>
      <StatementActs vote={vote} {...(code === undefined ? {} : { code })} />
      <Statements vote={vote} />
    </>
  );
}

function Question({ vote, instrument }: { vote: VoteView; instrument: InstrumentView }) {
  const subject = useSubject();
  const outcome = useOutcome();
  return (
    <>
      <header className="stack">
        <p className="small muted">{outcome(vote).text}</p>
        <h2 className="ballot-title">{subject(vote)}</h2>
      </header>
      <Subject vote={vote} instrument={instrument} />
      <DivisionStatus vote={vote} />
      <BallotPaper vote={vote} />
      {vote.tally && (
        <section className="stack">
          <TallyBar tally={vote.tally} needed={vote.needed} present={vote.present} />
          <MajorityLine vote={vote} />
        </section>
      )}
      {/* In writing everybody is asked: who is in the room does not matter (Rule C5). */}
      {!(vote.state === "question_put" && vote.silenceUntil !== null) && (
        <QuorumMeter present={vote.present} members={vote.members} needed={vote.decisionQuorum} />
      )}
      <Ballots vote={vote} />
    </>
  );
}

function decidedFirst(a: VoteView, b: VoteView): number {
  return (b.decidedAt ?? b.putAt).localeCompare(a.decidedAt ?? a.putAt);
}

const OVER = ["so_decided", "proclaimed", "aborted_no_quorum", "fell"];

/** What has just been decided: for whoever waited with the phone in hand for the result. */
function LastResult({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("ballot");
  const names = useNames();
  const subject = useSubject();
  const outcome = useOutcome()(vote);
  return (
    <section className="stack" role="status" data-testid="last-result">
      <h2 className="ballot-title">{subject(vote)}</h2>
      <p className="row last-result">
        <Badge tone={outcome.tone}>{outcome.text}</Badge> {vote.reason && names.reason(vote.reason)}
      </p>
      {vote.tally && (
        <>
          <TallyBar tally={vote.tally} needed={vote.needed} present={vote.present} />
          <Hemicycle vote={vote} />
          <MajorityLine vote={vote} />
        </>
      )}
      {vote.myBallot && <p>{t("yourVote", { choice: names.choice(vote.myBallot.choice) })}</p>}
      {vote.method === "secret_ballot" && <SecretProgress vote={vote} />}
      <Ballots vote={vote} />
    </section>
  );
}

function Nothing() {
  const { t } = useTranslation("ballot");
  return (
    <div role="status">
      <h2>{t("none")}</h2>
      <p className="muted">{t("noneHint")}</p>
    </div>
  );
}

/** The question before the body, made for a phone in one hand; then what was decided so far. */
export function Ballot() {
  const { t } = useTranslation("ballot");
  const slug = useInstrumentSlug();
  const instrument = useApi("instrument", { instrument: slug });
  const votes = useApi("votes", { instrument: slug });
  const over = (votes.data ?? []).filter(({ state }) => OVER.includes(state)).sort(decidedFirst);
  const pending = instrument.data?.question && !OVER.includes(instrument.data.question.state);
  const [last, ...before] = over;
  const asked = useRef<VoteView | null>(null);
  if (pending && instrument.data?.question) asked.current = instrument.data.question;
  const left = asked.current;
  // What was decided is read by itself: until it is here the question stays.
  const isDue =
    !pending &&
    left !== null &&
    votes.dataUpdatedAt <= instrument.dataUpdatedAt &&
    !over.some(({ id }) => id === left.id);
  const question = pending ? instrument.data?.question : isDue ? left : null;
  const current = question ?? last;
  const decided = question ? over : before;
  return (
    <div className="page ballot">
      <OwnSeat />
      <Await of={instrument}>
        {(data) => (
          <>
            {question ? (
              <Question vote={question} instrument={data} key={question.id} />
            ) : (
              last && <LastResult vote={last} />
            )}
            {/* In its place while the question becomes its result: what somebody is writing there stays. */}
            {current && <Beside key={current.id} vote={current} />}
            {!question && <Nothing />}
          </>
        )}
      </Await>
      {decided.length > 0 && (
        <section aria-labelledby="decided" className="stack">
          <h2 id="decided">{t("lastDecisions")}</h2>
          {decided.map((vote) => (
            <VoteSummary key={vote.id} vote={vote} withSubject />
          ))}
          <Downloads list="votes" instrument={slug} />
          <Downloads list="ballots" instrument={slug} />
        </section>
      )}
    </div>
  );
}
