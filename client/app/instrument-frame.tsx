import { useEffect, useRef } from "react";
import { NavLink, Outlet, useLocation, useParams } from "react-router";
import type { Me } from "../../shared/api/views/conference";
import type { InstrumentView } from "../../shared/api/views/instruments";
import type { VoteView } from "../../shared/api/views/votes";
import { useTranslation } from "../i18n/use-translation";
import { Await } from "../ui/await";
import { StageBadge } from "../ui/badge";
import { ButtonLink } from "../ui/button";
import { PageTitle } from "../ui/page-title";
import { useSubject } from "../views/ballot/subject";
import { FloorStrip } from "../views/floor/floor-strip";
import { LanguageStrip } from "../views/languages/language-status";
import { useApi } from "./api";
import { allowed, notNow, permission } from "./permissions";
import { useMe } from "./session";
import { useWords } from "./words";

/** The slug in the address. Only below `/app/:instrument`. */
export function useInstrumentSlug(): string {
  const { instrument } = useParams();
  if (!instrument) throw new Error("no :instrument in this route");
  return instrument;
}

/** Chairs lead from it; the rapporteur and the secretariat take down what is proposed from the floor. */
function hasDesk({ person }: Me, { permissions }: InstrumentView): boolean {
  const takesDown = permission(permissions, "take_down_amendment");
  return person.role === "chair" || person.role === "committee-chair" || takesDown.ok || notNow(takesDown);
}

function Tabs({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("instrument");
  const me = useMe();
  const { pathname } = useLocation();
  const base = `/app/${instrument.slug}`;
  const mine = instrument.languages.find((language) => me.person.languages.includes(language));
  const language =
    me.person.role === "translator" ? (mine ?? instrument.sourceLanguage) : instrument.sourceLanguage;
  const drafting = pathname.startsWith(`${base}/draft/`);
  const row = useRef<HTMLElement>(null);
  // On a phone the row is longer than the screen; elsewhere to ask would cost a layout of what is not drawn yet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: which tab is active depends on the address
  useEffect(() => {
    if (matchMedia("(max-width: 800px)").matches)
      row.current?.querySelector(".active")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <nav ref={row} className="tabs" aria-label={t("tabs")}>
      <NavLink
        to={`${base}/draft/${language}`}
        aria-current={drafting ? "page" : undefined}
        className={drafting ? "active" : undefined}
      >
        {t("draft")}
      </NavLink>
      <NavLink to={`${base}/amendments`}>
        {t("amendments")}
        {instrument.openAmendments > 0 && <span className="tab-count">{instrument.openAmendments}</span>}
      </NavLink>
      <NavLink to={`${base}/versions`}>{t("versions")}</NavLink>
      {hasDesk(me, instrument) && <NavLink to={`${base}/desk`}>{t("desk")}</NavLink>}
      <NavLink to={`${base}/floor`}>{t("floor")}</NavLink>
      <NavLink to={`${base}/vote`}>{t("vote")}</NavLink>
    </nav>
  );
}

const SCREENS = ["draft", "amendments", "versions", "desk", "floor", "vote"] as const;

function useScreen(slug: string) {
  const { pathname } = useLocation();
  return SCREENS.find((name) => pathname.startsWith(`/app/${slug}/${name}`));
}

/** What a vote needs of the person beside voting: hands to be counted, or a roll to be called. */
function workOf({ method, permissions, hands }: VoteView): "count" | "call" | null {
  if (method === "show_of_hands" && allowed(permissions, "count_hands") && hands.tellers.length > 0)
    return "count";
  return method === "roll_call" && allowed(permissions, "answer_roll") ? "call" : null;
}

/** Calls those who may vote, or object, to the question before the body. */
function QuestionBanner({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("instrument");
  const { t: v } = useTranslation("voting");
  const { person } = useMe();
  const { pathname } = useLocation();
  const { question } = instrument;
  const subjectOf = useSubject(true);
  const address = `/app/${instrument.slug}/vote`;
  if (!question || pathname === address) return null;
  const subject = subjectOf(question);
  const work = question.state === "open" && workOf(question);
  if (work) {
    return (
      <div className="live-banner" role="status">
        <p>{v(work === "count" ? "bannerHands" : "bannerRoll", { subject })}</p>
        <ButtonLink tone="primary" to={address}>
          {v(work === "count" ? "goCount" : "goCall")}
        </ButtonLink>
      </div>
    );
  }
  const onDevices = question.method === "recorded" || question.method === "secret_ballot";
  if (question.state === "open" && onDevices && allowed(question.permissions, "cast_ballot")) {
    const voted =
      question.myBallot !== null ||
      question.participants.some(({ code }) => code === person.delegation?.code);
    return (
      <div className="live-banner" role="status">
        <p>{voted ? t("voteOpenCast", { subject }) : t("voteOpen", { subject })}</p>
        <ButtonLink tone={voted ? undefined : "primary"} to={address}>
          {voted ? t("seeVote") : t("castBallot")}
        </ButtonLink>
      </div>
    );
  }
  if (question.state === "question_put" && allowed(question.permissions, "raise_objection")) {
    return (
      <div className="live-banner" role="status">
        <p>{t("questionPut", { subject })}</p>
        <ButtonLink to={address}>{t("seeVote")}</ButtonLink>
      </div>
    );
  }
  return null;
}

/** The header of one instrument and its tabs, around each of its screens. */
export function InstrumentFrame() {
  const { t } = useTranslation("instrument");
  const words = useWords();
  const slug = useInstrumentSlug();
  const { language } = useParams();
  const screen = useScreen(slug);
  const instrument = useApi("instrument", { instrument: slug });
  return (
    <Await of={instrument}>
      {(data) => (
        <>
          <PageTitle parts={[...(screen ? [t(screen)] : []), words(data.title)]} />
          <header className="instrument-head">
            <div className="instrument-name">
              <h1>{words(data.title)}</h1>
              <span className="num muted">{data.symbol}</span>
              <StageBadge stage={data.stage} outcome={data.outcome} />
              {data.brackets > 0 && (
                <span className="muted small">{t("brackets", { count: data.brackets })}</span>
              )}
            </div>
            <Tabs instrument={data} />
          </header>
          <QuestionBanner instrument={data} />
          <FloorStrip instrument={data} />
          {language && <LanguageStrip instrument={data} language={language} />}
          <Outlet />
        </>
      )}
    </Await>
  );
}
