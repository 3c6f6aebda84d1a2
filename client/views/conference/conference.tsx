import { Link } from "react-router";
import type { ConferenceView } from "../../../shared/api/views/conference";
import type { InstrumentSummary } from "../../../shared/api/views/instruments";
import { useApi } from "../../app/api";
import { useMe } from "../../app/session";
import { useClock } from "../../app/time";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { StageBadge } from "../../ui/badge";
import { ButtonLink } from "../../ui/button";
import { useNames } from "../../ui/names";
import { PageTitle } from "../../ui/page-title";
import { TallyBar } from "../../ui/tally-bar";
import { useSubject } from "../ballot/subject";
import { NewInstrument } from "../import/new-instrument";
import "./conference.css";

/** The question of one instrument, while there is one. */
function LiveQuestion({ instrument }: { instrument: InstrumentSummary }) {
  const { t } = useTranslation("conference");
  const words = useWords();
  const names = useNames();
  const subjectOf = useSubject(true);
  const { data } = useApi("instrument", { instrument: instrument.slug });
  const question = data?.question;
  if (!question) return null;
  const isFinal = question.subject === "final";
  const subject = isFinal ? t("finalQuestion") : t("voteOn", { subject: subjectOf(question) });
  return (
    <li className="card live-question">
      <p>
        <strong>
          {words(question.body.name)} · {words(instrument.title)}
        </strong>
      </p>
      <p className="row">
        {subject} · {names.vote(question.state)}
      </p>
      {question.tally && (
        <TallyBar tally={question.tally} needed={question.needed} present={question.present} />
      )}
      <div>
        <ButtonLink tone="primary" to={`/app/${instrument.slug}/vote`}>
          {t("goVote")}
        </ButtonLink>
      </div>
    </li>
  );
}

function Now({ conference }: { conference: ConferenceView }) {
  const { t } = useTranslation("conference");
  const words = useWords();
  return (
    <section aria-labelledby="now" className="stack">
      <h2 id="now">{t("now")}</h2>
      <ul className="now-list">
        {conference.instruments.map((one) => (
          <LiveQuestion key={one.slug} instrument={one} />
        ))}
      </ul>
      <p className="muted now-none">{t("nothingNow")}</p>
      <ul className="row muted">
        {conference.bodies.map((body) => (
          <li key={body.slug} className="num">
            {words(body.name)}: {t("presentOf", { present: body.present, members: body.members })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Instrument({ instrument }: { instrument: InstrumentSummary }) {
  const { t } = useTranslation("conference");
  const words = useWords();
  const me = useMe();
  const base = `/app/${instrument.slug}`;
  const presides = me.person.role === "chair" || me.person.role === "committee-chair";
  return (
    <li className="instrument-item">
      <div className="row">
        <h3>
          <Link to={`${base}/draft/${instrument.languages[0] ?? "en"}`}>{words(instrument.title)}</Link>
        </h3>
        <StageBadge stage={instrument.stage} outcome={instrument.outcome} />
      </div>
      <p className="muted">
        {instrument.symbol} · {t(instrument.verb)} ·{" "}
        {t("openAmendments", { count: instrument.openAmendments })}
      </p>
      <p className="row">
        {presides && (
          <ButtonLink tone="primary" to={`${base}/desk`}>
            {t("openDesk")}
          </ButtonLink>
        )}
        <ButtonLink to={`${base}/draft/${instrument.languages[0] ?? "en"}`}>{t("openDraft")}</ButtonLink>
        <ButtonLink to={`${base}/amendments`}>{t("openAmendmentsLink")}</ButtonLink>
        {instrument.published && (
          <a className="button" data-tone="quiet" href={instrument.publicPage}>
            {t("publicPage")}
          </a>
        )}
      </p>
    </li>
  );
}

function Programme({ conference }: { conference: ConferenceView }) {
  const { t } = useTranslation("conference");
  const words = useWords();
  const clock = useClock();
  const titles = new Map(conference.instruments.map((one) => [one.slug, one]));
  const days = [...new Set(conference.programme.map((item) => item.day))];
  return (
    <section aria-labelledby="programme" className="stack">
      <h2 id="programme">{t("programme")}</h2>
      {days.map((day) => (
        <div key={day} className="programme-day">
          <h3>{clock.day(day)}</h3>
          <ol>
            {conference.programme
              .filter((item) => item.day === day)
              .map((item) => (
                <li key={item.id} className="programme-item" data-kind={item.kind}>
                  <span className="num">
                    {item.from}–{item.to}
                  </span>
                  <span>
                    {words(item.title)}
                    {item.instruments.map((slug) => {
                      const one = titles.get(slug);
                      return one ? (
                        <Link
                          key={slug}
                          className="programme-link small"
                          to={`/app/${slug}/amendments`}
                          title={words(one.title)}
                        >
                          <span className="visually-hidden">{words(one.title)}, </span>
                          {one.symbol.split("/").at(-1)}
                        </Link>
                      ) : null;
                    })}
                  </span>
                  <span className="muted">{words(item.place)}</span>
                </li>
              ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

export function Conference() {
  const { t } = useTranslation("conference");
  const words = useWords();
  const clock = useClock();
  const conference = useApi("conference", {});
  return (
    <div className="page">
      <PageTitle parts={[]} />
      <Await of={conference}>
        {(data) => (
          <>
            <header className="stack">
              <h1>{words(data.title)}</h1>
              <p className="muted">
                {t("dates", {
                  from: clock.day(data.startsOn),
                  to: clock.day(data.endsOn),
                  place: words(data.place),
                })}{" "}
                · <Link to="/app/rules">{t("rules")}</Link>
              </p>
            </header>
            <div className="conference-columns">
              <div className="stack conference-main">
                <Now conference={data} />
                <section aria-labelledby="instruments" className="stack">
                  <h2 id="instruments">{t("instruments")}</h2>
                  <ul>
                    {data.instruments.map((one) => (
                      <Instrument key={one.slug} instrument={one} />
                    ))}
                  </ul>
                  <div>
                    <NewInstrument conference={data} />
                  </div>
                </section>
              </div>
              <Programme conference={data} />
            </div>
          </>
        )}
      </Await>
    </div>
  );
}
