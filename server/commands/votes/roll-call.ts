import type { CommandBody } from "../../../shared/api/commands";
import { bodySeized } from "../../../shared/rules/stages";
import { decideVote, isBeforeVoting } from "../../../shared/rules/votes";
import { deleteBallot, lockBallots, putBallots } from "../../db/ballots";
import { selectOptionalPresence, updatePresence } from "../../db/conferences";
import { selectOptionalLastEntry } from "../../db/ledger";
import { insertRollCallRequest } from "../../db/methods";
import { selectMembers } from "../../db/people";
import { updateVote } from "../../db/votes";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, enterVote, type Question } from "../situation";
import { transact, type Unit } from "../transact";
import { voteFacts } from "./facts";
import { UNCOUNTED } from "./hands";
import { drawName } from "./start-vote";

/** A delegation asks that each be called by name (Rule R2): before the voting, or right after a show of hands. */
export function requestRollCall(
  context: Context,
  body: CommandBody<"request-roll-call">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "request_roll_call");
    if (!entered.ok) return entered;
    const { instrument, vote, preset } = entered;
    const delegation = context.actor?.delegation;
    if (!delegation || !context.person)
      throw new Error("the rights table let somebody without a delegation ask for a roll-call");
    const after = vote.state === "locked" && vote.method === "show_of_hands";
    if (!isBeforeVoting(vote.state) && !after) return fail("wrong_state", "R2", { state: vote.state });
    if (!preset.methods.includes("roll_call")) return fail("method_not_allowed", "R2");
    const first = await insertRollCallRequest(unit.tx, {
      voteId: vote.id,
      delegationId: delegation.id,
      personId: context.person.id,
      requestedAt: unit.at,
    });
    if (first)
      unit.record(
        "roll_call.requested",
        vote.id,
        { tag: entered.tag, delegation: delegation.code },
        instrument.slug,
      );
    return DONE;
  });
}

/** After a show of hands the roll is called, as was asked (Rule R2); the hands stay on the record and count no more (Rule R1). */
export function callRoll(context: Context, body: CommandBody<"call-roll">): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "call_roll");
    if (!entered.ok) return entered;
    const { instrument, vote } = entered;
    const decision = decideVote(vote.state, "call_roll", await voteFacts(unit.tx, entered, unit.at));
    if (!decision.ok) return asFailure(decision);
    const { columns, recorded } = await drawName(context, unit, entered);
    await updateVote(unit.tx, vote.id, {
      state: decision.to,
      method: "roll_call",
      ...UNCOUNTED,
      ...columns,
    });
    unit.record(
      "roll_call.begun",
      vote.id,
      { tag: entered.tag, round: vote.round, ...recorded },
      instrument.slug,
    );
    return DONE;
  });
}

/** The caller writes down what a delegation answered; silence is no abstention (Rule R6). Corrected until the lock (Rule R8). */
export function answerRoll(
  context: Context,
  body: CommandBody<"answer-roll">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "answer_roll");
    if (!entered.ok) return entered;
    const { instrument, vote } = entered;
    if (!context.person) throw new Error("the rights table let nobody call the roll");
    if (vote.state !== "open") return fail("vote_not_open", "R8", { state: vote.state });
    if (vote.method !== "roll_call") return fail("method_not_allowed", "R2", { method: vote.method });
    const member = (await selectMembers(unit.tx, vote.bodyId)).find(({ code }) => code === body.delegation);
    if (!member) return fail("not_a_member", "R3", { delegation: body.delegation });

    const [given] = await lockBallots(unit.tx, vote.id, vote.round, [member.id]);
    const revision = (given?.revision ?? 0) + 1;
    const delegationId = member.id;
    if (body.choice === null) {
      if (given) await deleteBallot(unit.tx, { voteId: vote.id, round: vote.round, delegationId });
    } else {
      const ballot = { delegationId, personId: context.person.id, choice: body.choice, castAt: unit.at };
      const put = await putBallots(unit.tx, vote.id, vote.round, [{ ...ballot, revision }]);
      if (!put.has(delegationId)) throw new Error("a second caller passed the vote's lock");
    }
    await notePresence(context, unit, entered, member, body.choice !== null);
    const others = vote.passed.filter((id) => id !== member.id);
    await updateVote(unit.tx, vote.id, { passed: body.choice === null ? [...others, member.id] : others });
    unit.record(
      body.choice === null ? "roll_call.passed" : "ballot.cast",
      vote.id,
      body.choice === null
        ? { delegation: member.code, round: vote.round }
        : { delegation: member.code, choice: body.choice, revision, round: vote.round, called: true },
      instrument.slug,
    );
    return DONE;
  });
}

/**
 * Who answers when called is in the room, and is noted so (Rules Q3, R3); an answer that was misheard takes back what was noted on its
 * word alone. What the secretariat noted itself stays.
 */
async function notePresence(
  context: Context,
  unit: Unit,
  { instrument, vote }: Question,
  { id, code }: { id: string; code: string },
  answered: boolean,
): Promise<void> {
  if ((await selectOptionalPresence(unit.tx, vote.bodyId, id)) === answered) return;
  if (!answered) {
    const noted = await selectOptionalLastEntry(unit.tx, context.conferenceId, "presence.recorded", code);
    if (noted?.vote !== vote.id) return;
  }
  await updatePresence(unit.tx, vote.bodyId, [id], answered);
  const data = { body: bodySeized(instrument.stage), present: answered, because: "roll_call", vote: vote.id };
  unit.record("presence.recorded", code, data, null);
}
