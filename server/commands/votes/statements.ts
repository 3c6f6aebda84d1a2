import type { CommandBody } from "../../../shared/api/commands";
import { decideExplanation, decideIntention } from "../../../shared/rules/voting/statements";
import { insertStatement } from "../../db/statements";
import { readOwnText } from "../../queries/own-text";
import { type Context, DONE, type Result } from "../context";
import { asFailure, enterVote } from "../situation";
import { transact } from "../transact";

/** Why a delegation votes as it does: before the voting or after the result (Rule R10). It touches no tally. */
export function explainVote(
  context: Context,
  body: CommandBody<"explain-vote">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "explain_vote");
    if (!entered.ok) return entered;
    const { instrument, vote, tag } = entered;
    const speaker = speakerOf(context);
    const { sponsors, amended } = await readOwnText(unit.tx, vote);
    const decision = decideExplanation({
      state: vote.state,
      sponsor: sponsors.includes(speaker.code),
      amended,
    });
    if (!decision.ok) return asFailure(decision);
    const id = context.deps.newId();
    await insertStatement(unit.tx, {
      id,
      voteId: vote.id,
      delegationId: speaker.id,
      personId: speaker.personId,
      kind: `explanation_${decision.when}`,
      choice: null,
      words: body.words,
      madeAt: unit.at,
    });
    unit.record(
      "vote.explained",
      vote.id,
      { tag, statement: id, delegation: speaker.code, when: decision.when, words: body.words },
      instrument.slug,
    );
    return DONE;
  });
}

/** How a delegation had meant to vote, noted once the vote is locked; the tally stands (Rule R8). */
export function noteIntention(
  context: Context,
  body: CommandBody<"note-intention">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "note_intention");
    if (!entered.ok) return entered;
    const { instrument, vote, tag } = entered;
    const speaker = speakerOf(context);
    const decision = decideIntention({ state: vote.state, secret: vote.method === "secret_ballot" });
    if (!decision.ok) return asFailure(decision);
    const id = context.deps.newId();
    await insertStatement(unit.tx, {
      id,
      voteId: vote.id,
      delegationId: speaker.id,
      personId: speaker.personId,
      kind: "intention",
      choice: body.choice,
      words: null,
      madeAt: unit.at,
    });
    unit.record(
      "vote.intention_noted",
      vote.id,
      { tag, statement: id, delegation: speaker.code, choice: body.choice },
      instrument.slug,
    );
    return DONE;
  });
}

function speakerOf(context: Context): { id: string; code: string; personId: string } {
  const delegation = context.actor?.delegation;
  if (!delegation || !context.person)
    throw new Error("the rights table let somebody without a delegation speak on a vote");
  return { id: delegation.id, code: delegation.code, personId: context.person.id };
}
