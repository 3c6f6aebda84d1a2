import { useTranslation } from "react-i18next";
import type { VoteView } from "../../../shared/api/views";
import { useWords } from "../../app/words";
import { useNames } from "../../ui/names";
import { TallyBar } from "../../ui/tally-bar";
import { Ballots, useOutcome, useSubject } from "../ballot/vote-summary";
import { castBy } from "./question-acts";

/** The question in progress: its objections, the tally as it fills, quorum and threshold. */
export function QuestionPanel({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("desk");
  const words = useWords();
  const names = useNames();
  const subject = useSubject();
  const outcome = useOutcome();
  const asking = vote.state === "question_put" || vote.state === "explanations_before";
  return (
    <section className="stack" aria-labelledby="question">
      <h2 id="question">
        {t("question")}: {subject(vote)} · {outcome(vote).text}
      </h2>
      {asking && (
        <div className="stack" role="status">
          <p>
            {vote.objections.length === 0 && t("consensusAsk")}{" "}
            {t("objections", { count: vote.objections.length })}{" "}
            {vote.objections.map(({ name }) => words(name)).join(", ")}
          </p>
        </div>
      )}
      {vote.tally && (
        <>
          <TallyBar tally={vote.tally} needed={vote.needed} present={vote.present} />
          <p className="muted">
            {t("cast", { cast: castBy(vote), present: vote.present })} · {names.majority(vote.majority)}
          </p>
        </>
      )}
      {vote.state === "locked" && vote.result && (
        <p className="desk-sentence">
          {t("result")}: <strong>{names.result(vote.result)}</strong>{" "}
          {vote.reason && names.reason(vote.reason)}
        </p>
      )}
      <Ballots vote={vote} />
    </section>
  );
}
