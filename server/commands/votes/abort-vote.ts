import type { CommandBody } from "../../../shared/api/commands";
import { decideAmendment } from "../../../shared/rules/amendments";
import { hasDecisionQuorum } from "../../../shared/rules/quorum";
import { decideStage } from "../../../shared/rules/stages";
import { decideVote } from "../../../shared/rules/votes";
import { lockAmendment, updateAmendmentState } from "../../db/amendments";
import { selectOptionalDivision, updateDivision } from "../../db/divisions";
import { updateStage } from "../../db/instruments";
import { deleteBox } from "../../db/methods";
import { isProcedural, selectOptionalQuestion, updateVote } from "../../db/votes";
import { type Context, DONE, fail, type Result } from "../context";
import { takeBack } from "../meeting/dispose";
import { rightsChanged } from "../rights-changed";
import { asFailure, enterVote, questionPending } from "../situation";
import { stageFacts } from "../texts/facts";
import { transact } from "../transact";
import { voteFacts } from "./facts";

/** The chair takes a question back before voting starts, or ends a vote that lost its quorum (Rule Q4): nothing is decided. */
export function abortVote(context: Context, body: CommandBody<"abort-vote">): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "abort_vote");
    if (!entered.ok) return entered;
    const { instrument, vote } = entered;
    if (vote.state === "set_aside") {
      const pending = await selectOptionalQuestion(unit.tx, instrument.id);
      if (pending && pending.id !== vote.id) return questionPending("D1", pending);
    }
    const facts = await voteFacts(unit.tx, entered, unit.at);
    const decision = decideVote(vote.state, "abort", facts);
    if (!decision.ok) return asFailure(decision);
    // Whoever appeals against the chair is not to be waved aside by the chair.
    if (vote.subject === "appeal" && hasDecisionQuorum(facts.present, facts.members, facts.preset))
      return fail("wrong_state", "P5", { state: vote.state });
    if (vote.state === "open" && vote.method === "secret_ballot")
      await deleteBox(unit.tx, vote.id, vote.round);
    await updateVote(unit.tx, vote.id, {
      state: decision.to,
      yes: null,
      no: null,
      abstain: null,
      result: null,
      needed: null,
      reason: null,
    });
    const division = await selectOptionalDivision(unit.tx, vote.id);
    if (division && vote.state === "set_aside") await updateDivision(unit.tx, division.id, "abandoned");
    // Of a part nothing else hangs on it: it can be put again.
    if (vote.divisionId) {
      unit.record(
        "part.taken_back",
        vote.id,
        { reason: body.reason, division: vote.divisionId },
        instrument.slug,
      );
      return DONE;
    }
    if (isProcedural(vote)) {
      const back = await takeBack(context, unit, entered);
      if (!back.ok) return back;
    } else if (vote.amendmentId) {
      const amendment = await lockAmendment(unit.tx, vote.amendmentId);
      const back = decideAmendment(amendment.state, "abort", {});
      if (!back.ok) return asFailure(back);
      await updateAmendmentState(unit.tx, amendment.id, back.to);
    } else {
      const back = decideStage(
        instrument,
        "question_aborted",
        await stageFacts(context, unit.tx, instrument, []),
      );
      if (!back.ok) return asFailure(back);
      await updateStage(unit.tx, instrument.id, back.to, back.outcome);
    }
    unit.record(
      "question.taken_back",
      vote.id,
      { amendmentId: vote.amendmentId, tag: entered.tag, reason: body.reason },
      instrument.slug,
    );
    await rightsChanged(context, unit, instrument.id);
    return DONE;
  });
}
