import type { InstrumentView } from "../../../shared/api/views/instruments";
import { useClock } from "../../app/time";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";
import { LanguageStatus } from "../languages/language-status";
import { DeadlineNote, SetDeadline } from "../meeting/deadline";
import { TextSponsors } from "../meeting/sponsors-of-text";
import {
  Agree,
  FinalQuestion,
  Forward,
  ForwardAsItStands,
  mayAct,
  OpenReading,
  Reopen,
  TakeUp,
} from "./stage-acts";

const PATH: readonly string[] = [
  "zero_draft",
  "in_reading",
  "committee_clean",
  "tabled",
  "under_consideration",
  "final_question",
  "decided",
];

/**
 * Where the text is and what lies ahead of it, and the steps that can be taken on it now. Not what lies behind: a text
 * forwarded as it stands was never agreed in committee.
 */
export function StagePanel({ instrument }: { instrument: InstrumentView }) {
  const { t } = useTranslation("desk");
  const { t: m } = useTranslation("meeting");
  const clock = useClock();
  const names = useNames();
  const reached = PATH.indexOf(instrument.stage);
  const mayForward = mayAct(instrument, "forward_as_it_stands").ok && !mayAct(instrument, "forward_text").ok;
  return (
    <section className="stack" aria-labelledby="stage">
      <h2 id="stage">{t("stage")}</h2>
      <ol className="stage-path">
        {PATH.slice(reached).map((stage, index) => (
          <li key={stage} aria-current={index === 0 ? "step" : undefined}>
            {names.standing(stage, stage === "decided" ? instrument.outcome : null)}
          </li>
        ))}
      </ol>
      <div className="stack stage-acts">
        {instrument.stage === "zero_draft" && <OpenReading instrument={instrument} />}
        {instrument.stage === "in_reading" && <Agree instrument={instrument} />}
        {instrument.stage === "committee_clean" && (
          <>
            <Forward instrument={instrument} />
            <Reopen instrument={instrument} />
          </>
        )}
        {mayForward && <ForwardAsItStands instrument={instrument} />}
        {instrument.stage === "tabled" && <TakeUp instrument={instrument} />}
        {instrument.stage === "under_consideration" && <FinalQuestion instrument={instrument} />}
      </div>
      {instrument.formerAdoptions.map((one) => (
        <p key={one.vote} className="small">
          {m("former", {
            outcome: m(`formerOutcome.${one.outcome}`),
            date: clock.dayAndHour(one.decidedAt),
            again: clock.dayAndHour(one.reconsideredAt),
          })}
        </p>
      ))}
      <TextSponsors instrument={instrument} />
      <DeadlineNote instrument={instrument} />
      <SetDeadline instrument={instrument} />
      <LanguageStatus instrument={instrument} />
    </section>
  );
}
