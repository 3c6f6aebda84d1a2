import { useEffect, useRef } from "react";
import { Link } from "react-router";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi } from "../../app/api";
import { permission } from "../../app/permissions";
import { useTranslation } from "../../i18n/use-translation";
import { RuleMark } from "../../ui/notice";
import { Redline, RedlineSnippet } from "../../ui/redline";
import { DoNotPut, Lapse, PutToTheVote, Ruling } from "../amendment/chair-actions";
import { AskForDivision } from "../ballot/division";
import { PutInWriting } from "../meeting/silence";
import { ConflictBadges, Proponent } from "../tracker/amendment-rows";
import { GrantDivision, PutPart } from "./division-acts";
import { MeetingActs } from "./meeting-acts";
import { useSentence } from "./next-sentence";
import type { NextStep } from "./next-step";
import { Abort, CallRoll, CloseVote, Proclaim, Recount, SoDecided } from "./question-acts";
import {
  Agree,
  AgreeParagraphs,
  FinalQuestion,
  Forward,
  ForwardAsItStands,
  OpenReading,
  ResumeDebate,
  TakeUp,
} from "./stage-acts";
import { StartVote } from "./start-vote";
import { ConfirmOrder, type ShownOrder } from "./voting-order";

type NextProps = { step: NextStep; instrument: InstrumentView; shown: ShownOrder };

/** The buttons of the step, the first one primary. */
function Acts({ step, instrument, shown }: NextProps) {
  const { t } = useTranslation("desk");
  switch (step.kind) {
    case "open_meeting":
    case "rule_on_point":
    case "ruled":
    case "too_few":
    case "let_end":
    case "hear":
    case "put_motion":
      return <MeetingActs step={step} />;
    case "silence":
      return <Abort vote={step.vote} />;
    case "resume":
      return <ResumeDebate instrument={instrument} primary />;
    case "open_reading":
      return <OpenReading instrument={instrument} primary />;
    case "rule":
      return (
        <>
          <Ruling amendment={step.amendment} tone="primary" />
          <Lapse amendment={step.amendment} />
        </>
      );
    case "put":
      return (
        <>
          <PutToTheVote amendment={step.amendment} tone="primary" />
          <PutInWriting
            instrument={instrument.slug}
            amendment={step.amendment.id}
            permission={permission(step.amendment.permissions, "put_amendment")}
          />
        </>
      );
    case "moot":
      return <DoNotPut amendment={step.amendment} />;
    case "redraft":
      return (
        <>
          <DoNotPut amendment={step.amendment} />
          <Lapse amendment={step.amendment} />
        </>
      );
    case "brackets":
      return <ForwardAsItStands instrument={instrument} />;
    case "paragraphs":
      return <AgreeParagraphs instrument={instrument} primary />;
    case "agree":
      return <Agree instrument={instrument} primary />;
    case "order":
      return <ConfirmOrder instrument={instrument} shown={shown} primary />;
    case "sign_off":
    case "wait":
      return null;
    case "forward":
      return <Forward instrument={instrument} primary />;
    case "take_up":
      return <TakeUp instrument={instrument} primary />;
    case "final":
      return (
        <>
          <FinalQuestion instrument={instrument} primary />
          <PutInWriting
            instrument={instrument.slug}
            amendment={null}
            permission={permission(instrument.permissions, "put_final_question")}
          />
        </>
      );
    case "consensus":
      return (
        <>
          <SoDecided vote={step.vote} primary />
          <StartVote key="start" vote={step.vote} />
          <AskForDivision vote={step.vote} />
          <Abort vote={step.vote} />
        </>
      );
    case "start":
      return (
        <>
          <StartVote key="start" vote={step.vote} primary />
          <AskForDivision vote={step.vote} />
          {!step.again && <Abort vote={step.vote} />}
        </>
      );
    case "grant_division":
      return <GrantDivision vote={step.vote} primary />;
    case "put_division":
      return <PutPart vote={step.vote} part={null} primary />;
    case "put_part":
      return <PutPart vote={step.vote} part={step.part} primary />;
    case "counting":
      return <Recount vote={step.vote} />;
    case "calling":
      return <CloseVote vote={step.vote} />;
    case "lock":
      return (
        <>
          <CloseVote vote={step.vote} primary />
          <Recount vote={step.vote} />
        </>
      );
    case "proclaim":
      return (
        <>
          <Proclaim vote={step.vote} primary />
          <Recount vote={step.vote} />
          <CallRoll vote={step.vote} />
        </>
      );
    case "no_quorum":
      return <Abort vote={step.vote} />;
    case "decided":
      return (
        <a className="button" href={instrument.publicPage}>
          {t("publicPage")}
        </a>
      );
  }
}

/**
 * The button just pressed, wherever it stood, is gone with the step it took. The eye and the keyboard go on at the
 * next one; nobody is moved who did not press it.
 */
function useFocusKept(step: string) {
  const section = useRef<HTMLElement>(null);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const remember = (event: FocusEvent) => {
      last.current = event.target instanceof Element ? event.target : null;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of the step that takes the button away
  useEffect(() => {
    const gone = last.current !== null && !last.current.isConnected;
    if (gone && document.activeElement === document.body) section.current?.focus();
  }, [step]);
  return section;
}

function isBeforeVote(step: NextStep): step is Extract<NextStep, { kind: "consensus" | "start" }> {
  return step.kind === "consensus" || (step.kind === "start" && !step.again);
}

/** All that it changes; in a line until that is read. */
function Words({ amendment: { id, change, language } }: { amendment: AmendmentSummary }) {
  const { data } = useApi("amendment", { amendment: id });
  if (!data) return <RedlineSnippet change={change} language={language} />;
  return (
    <Redline
      blocks={data.redline}
      language={language}
      size="small"
      numbers={data.redline.length > 1}
      onlyChanges
    />
  );
}

/** The one next step, in a sentence, with the rule behind it and the button to take it. */
export function Next({ step, instrument, shown }: NextProps) {
  const { t } = useTranslation("desk");
  const sentence = useSentence();
  const said = sentence(step);
  const section = useFocusKept(said);
  const amendment = "amendment" in step ? step.amendment : null;
  return (
    <section className="card desk-next" aria-labelledby="next" aria-live="polite" tabIndex={-1} ref={section}>
      <h2 id="next">{t("next")}</h2>
      <p className="desk-sentence">
        {said} <RuleMark rule={step.rule} />
      </p>
      {amendment && (
        <div className="desk-subject">
          <p className="row">
            <Link className="num desk-tag" to={`/app/${instrument.slug}/amendments/${amendment.id}`}>
              {amendment.tag}
            </Link>
            <span className="num">{amendment.anchor?.path}</span>
            <Proponent amendment={amendment} />
            <ConflictBadges amendment={amendment} />
          </p>
          <Words amendment={amendment} />
        </div>
      )}
      <div className="row">
        {/*
          Other buttons for another step: a key pressed twice must not take two. An objection takes no form out of the hand in
          which a way of voting is being chosen.
        */}
        <Acts
          key={isBeforeVote(step) ? step.vote.id : said}
          step={step}
          instrument={instrument}
          shown={shown}
        />
      </div>
    </section>
  );
}
