import type { VoteView } from "../../../shared/api/views/votes";
import { useApi } from "../../app/api";
import { useWords } from "../../app/words";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";
import { Redline } from "../../ui/redline";
import { TallyBar } from "../../ui/tally-bar";
import { DivisionStatus } from "../ballot/division";
import { HandsProgress } from "../ballot/hands";
import { MajorityLine } from "../ballot/majority-line";
import { RollProgress } from "../ballot/roll-caller";
import { SecretProgress } from "../ballot/secret-paper";
import { Statements } from "../ballot/statements";
import { useSubject } from "../ballot/subject";
import { Hemicycle } from "../ballot/vote-picture";
import { Ballots, useOutcome } from "../ballot/vote-summary";
import { changesPut } from "../ballot/words-put";
import { castBy } from "./question-acts";

/** The question in progress: the words it is about, its objections, the tally as it fills, quorum and threshold. */
export function QuestionPanel({ vote }: { vote: VoteView }) {
  const { t } = useTranslation("desk");
  const { t: v } = useTranslation("voting");
  const words = useWords();
  const names = useNames();
  const subject = useSubject();
  const outcome = useOutcome();
  const about = vote.amendment?.id ?? "";
  const { data: amendment } = useApi("amendment", { amendment: about }, { enabled: about !== "" });
  // An appeal, or what goes to a vote by its nature, is never asked about.
  const asking =
    vote.state === "question_put" || (vote.state === "explanations_before" && vote.objections.length > 0);
  return (
    <section className="stack" aria-labelledby="question">
      <h2 id="question">
        {t("question")}: {subject(vote)} · {outcome(vote).text}
      </h2>
      {amendment && (
        <Redline
          blocks={changesPut(amendment.redline, vote)}
          language={amendment.language}
          size="small"
          numbers={amendment.redline.length > 1}
          onlyChanges
        />
      )}
      {vote.part && vote.part.words.length > 0 && (
        <blockquote className="part-words">
          {vote.part.words.map((words, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one reading, never reordered
            <p key={at}>{words}</p>
          ))}
        </blockquote>
      )}
      <DivisionStatus vote={vote} />
      {asking && (
        <div className="stack" role="status">
          <p>
            {vote.objections.length === 0 && vote.silenceUntil === null && t("consensusAsk")}{" "}
            {t("objections", { count: vote.objections.length })}{" "}
            {vote.objections.map(({ name }) => words(name)).join(", ")}
          </p>
          {vote.objections.map(
            (one) =>
              one.words && (
                <blockquote key={one.code}>
                  {words(one.name)}: {one.words}
                </blockquote>
              ),
          )}
        </div>
      )}
      {vote.rollCall.requests.length > 0 && vote.method !== "roll_call" && (
        <p role="status">
          {v("rollRequests")}: {vote.rollCall.requests.map(({ name }) => words(name)).join(", ")}
        </p>
      )}
      {vote.method === "show_of_hands" && <HandsProgress vote={vote} />}
      {vote.method === "secret_ballot" && <SecretProgress vote={vote} />}
      {vote.method === "roll_call" && vote.state === "open" && <RollProgress vote={vote} />}
      {vote.tally && (
        <div className="desk-tally">
          <div className="stack">
            <TallyBar tally={vote.tally} needed={vote.needed} present={vote.present} />
            <p className="muted">
              {t(castBy(vote) > vote.present ? "castByMore" : "cast", {
                cast: castBy(vote),
                present: vote.present,
              })}
            </p>
            <MajorityLine vote={vote} />
          </div>
          <Hemicycle vote={vote} />
        </div>
      )}
      {vote.state === "locked" && vote.result && (
        <p className="desk-sentence">
          {t("result")}: <strong>{names.result(vote.result)}</strong>{" "}
          {vote.reason && names.reason(vote.reason)}
        </p>
      )}
      <Ballots vote={vote} />
      <Statements vote={vote} />
    </section>
  );
}
