import type { CommandBody } from "../../../shared/api/commands";
import { decideAmendment } from "../../../shared/rules/amendments";
import { isBeforeVoting } from "../../../shared/rules/votes";
import { type AmendmentRow, isAmended, updateAmendmentState } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { selectOptionalQuestionOn, updateVote } from "../../db/votes";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, DONE, type Failure, fail, type Result } from "../context";
import { rightsChanged } from "../rights-changed";
import { asFailure, enterAmendment } from "../situation";
import { transact, type Unit } from "../transact";
import { lapseBelow } from "./lapse-below";

/** Its proposer takes it back before voting starts (Rule W1); a question that was put about it falls with it. */
export function withdrawAmendment(
  context: Context,
  body: CommandBody<"withdraw-amendment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "withdraw_amendment");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    if (amendment.state === "draft") return fail("wrong_state", null, { state: amendment.state });
    if (amendment.delegation.id !== context.actor?.delegation?.id) return fail("not_allowed", "W5");
    const question =
      amendment.state === "voting" ? await selectOptionalQuestionOn(unit.tx, amendment.id) : null;
    const votingBegun = question === null || !isBeforeVoting(question.state);
    const refused = await takeBack(unit, instrument, amendment, {}, votingBegun);
    if (refused) return refused;
    if (question) {
      await updateVote(unit.tx, question.id, { state: "aborted_no_quorum" });
      const data = { amendmentId: amendment.id, tag: tagOf(amendment.number) };
      unit.record("question.withdrawn", question.id, data, instrument.slug);
      await rightsChanged(context, unit, instrument.id);
    }
    return DONE;
  });
}

/** null: it is withdrawn, and with it what would have amended it. One that was amended is no longer its proposer's to take back (Rule W1). */
export async function takeBack(
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow,
  because: { replacedBy?: string },
  votingBegun = true,
): Promise<Failure | null> {
  const amended = await isAmended(unit.tx, amendment);
  const decision = decideAmendment(amendment.state, "withdraw", { amended, votingBegun });
  if (!decision.ok) return asFailure(decision);
  await updateAmendmentState(unit.tx, amendment.id, decision.to);
  unit.record(
    "amendment.withdrawn",
    amendment.id,
    { tag: tagOf(amendment.number), ...because },
    instrument.slug,
  );
  await lapseBelow(unit, instrument, amendment);
  return null;
}
