import type { CommandBody } from "../../../shared/api/commands";
import type { Method } from "../../../shared/rules/presets";
import { decideVote } from "../../../shared/rules/votes";
import { decideStart, defaultMethod } from "../../../shared/rules/voting/methods";
import { insertBox, selectRollCallRequests } from "../../db/methods";
import { selectMembers } from "../../db/people";
import { updateVote, type VoteChange } from "../../db/votes";
import { type Context, DONE, type Result } from "../context";
import { asFailure, enterVote, type Question } from "../situation";
import { transact, type Unit } from "../transact";
import { aboutBox, EMPTY_BOX } from "./box";
import { voteFacts } from "./facts";
import { checkTellers } from "./hands";

/** The chair announces the start of voting and how it is done, with the quorum to decide present (Rules Q2, Q4, R1, R2, R9). */
export function startVote(context: Context, body: CommandBody<"start-vote">): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "start_vote");
    if (!entered.ok) return entered;
    const { instrument, vote, body: seized, preset } = entered;
    const decision = decideVote(vote.state, "start_vote", await voteFacts(unit.tx, entered, unit.at));
    if (!decision.ok) return asFailure(decision);
    const method = body.method ?? vote.method ?? defaultMethod(preset);
    const requests = (await selectRollCallRequests(unit.tx, vote.id)).length;
    const allowed = decideStart(method, requests, preset);
    if (!allowed.ok) return asFailure(allowed);
    const round = vote.state === "second_vote_pending" ? 2 : vote.round;
    const prepared = await prepare(context, unit, entered, { method, round, tellers: body.tellers });
    if (!prepared.ok) return prepared;
    await updateVote(unit.tx, vote.id, {
      state: decision.to,
      round,
      method,
      attempt: 1,
      passed: [],
      yes: null,
      no: null,
      abstain: null,
      result: null,
      reason: null,
      needed: null,
      present: seized.present,
      members: seized.members,
      openedAt: unit.at,
      lockedAt: null,
      ...prepared.answer.columns,
    });
    unit.record(
      "vote.started",
      vote.id,
      {
        tag: entered.tag,
        round,
        method,
        present: seized.present,
        members: seized.members,
        ...prepared.answer.recorded,
      },
      instrument.slug,
    );
    return DONE;
  });
}

type Prepared = Result<{ columns: VoteChange; recorded: Record<string, unknown> }>;

/** What a method needs before the first vote is given: two tellers, a name drawn by lot, an empty box. */
async function prepare(
  context: Context,
  unit: Unit,
  question: Question,
  given: { method: Method; round: number; tellers: readonly string[] | undefined },
): Promise<Prepared> {
  const { vote } = question;
  if (given.method === "show_of_hands") {
    const tellers = given.tellers ?? vote.tellers;
    const wrong = await checkTellers(context, unit, question, tellers);
    return wrong ?? { ok: true, answer: { columns: { tellers: [...tellers] }, recorded: { tellers } } };
  }
  if (given.method === "roll_call") return { ok: true, answer: await drawName(context, unit, question) };
  if (given.method === "secret_ballot") {
    const box = context.deps.seals.seal(JSON.stringify(EMPTY_BOX), aboutBox(vote.id, given.round));
    await insertBox(unit.tx, vote.id, given.round, box);
  }
  return { ok: true, answer: { columns: {}, recorded: {} } };
}

/** The member with whose name the roll-call begins (Rule R3). */
export async function drawName(context: Context, unit: Unit, { vote }: Question) {
  const members = await selectMembers(unit.tx, vote.bodyId);
  const drawn = members[context.deps.draw(members.length)];
  if (!drawn) throw new Error(`the body of vote ${vote.id} has no members to draw from`);
  return { columns: { drawn: drawn.id }, recorded: { drawn: drawn.code } };
}
