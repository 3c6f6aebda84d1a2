import { undecided } from "../../../shared/api/amendment-filters";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useApi } from "../../app/api";
import { useInstrumentSlug } from "../../app/instrument-frame";
import { useMe } from "../../app/session";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { Await } from "../../ui/await";
import { useNames } from "../../ui/names";
import { Notice, RuleMark } from "../../ui/notice";
import { QuorumMeter } from "../../ui/tally-bar";
import { useSubject } from "../ballot/subject";
import type { ReadMeeting } from "../floor/server-clock";
import { Speakers } from "../floor/speakers";
import { WithMeeting } from "../floor/with-meeting";
import { Proceedings } from "../meeting/proceedings";
import { DeskAmendments } from "./desk-amendments";
import { Next } from "./next";
import { nextStep } from "./next-step";
import { QuestionPanel } from "./question-panel";
import { StagePanel } from "./stage-panel";
import { useShownOrder, VotingOrder } from "./voting-order";
import "./desk.css";

function Now({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("desk");
  const words = useWords();
  const names = useNames();
  const subject = useSubject(true);
  const { body, question } = instrument;
  return (
    <section aria-labelledby="now" className="desk-now">
      <h2 id="now">{t("now")}</h2>
      <p>
        {t("nowStage", {
          body: words(body.name),
          stage: names.standing(instrument.stage, instrument.outcome),
        })}
        {question && <> · {t("nowQuestion", { subject: subject(question) })}</>}
      </p>
      <QuorumMeter present={body.present} members={body.members} needed={body.decisionQuorum} />
      <p className="small muted" role="status">
        {t(body.present >= body.debateQuorum ? "enoughToDebate" : "tooFewToDebate", {
          needed: body.debateQuorum,
        })}{" "}
        <RuleMark rule="Q1" />
      </p>
    </section>
  );
}

const AMENDABLE = ["in_reading", "tabled", "under_consideration"];

function presides(role: string, body: string): boolean {
  return role === "chair" || (role === "committee-chair" && body === "drafting-committee");
}

type DeskProps = { instrument: InstrumentView; amendments: AmendmentSummary[]; read: ReadMeeting };

function DeskOf({ instrument, amendments, read }: DeskProps) {
  const { t } = useTranslation("desk");
  const words = useWords();
  const { person } = useMe();
  const step = nextStep(instrument, amendments, read.meeting);
  const shown = useShownOrder(instrument);
  const pending = amendments.filter(undecided);
  return (
    <div className="page desk">
      <Now instrument={instrument} />
      {!presides(person.role, instrument.body.slug) && (
        <Notice>
          <p>{t("notYours", { body: words(instrument.body.name) })}</p>
        </Notice>
      )}
      <Next step={step} instrument={instrument} shown={shown} />
      {instrument.question && <QuestionPanel vote={instrument.question} />}
      <VotingOrder
        instrument={instrument}
        amendments={pending}
        shown={shown}
        isNext={step.kind === "order"}
      />
      <div className="desk-columns">
        {(pending.length > 0 || AMENDABLE.includes(instrument.stage)) && (
          <DeskAmendments instrument={instrument} pending={pending} />
        )}
        <div className="stack desk-side">
          <Proceedings meeting={read.meeting} instrument={instrument} />
          <Speakers read={read} />
          <StagePanel instrument={instrument} />
        </div>
      </div>
    </div>
  );
}

/** From here the chair leads: what is before the body, the one next step, and everything else that could be done. */
export function Desk() {
  const slug = useInstrumentSlug();
  const instrument = useApi("instrument", { instrument: slug });
  const amendments = useApi("amendments", { instrument: slug });
  return (
    <Await of={instrument}>
      {(data) => (
        <Await of={amendments}>
          {(list) => (
            <WithMeeting instrument={data}>
              {(read) => <DeskOf instrument={data} amendments={list} read={read} />}
            </WithMeeting>
          )}
        </Await>
      )}
    </Await>
  );
}
