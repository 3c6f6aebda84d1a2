import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideVote } from "../../../shared/rules/votes";
import { agreedCount, checkHands } from "../../../shared/rules/voting/methods";
import { type HandCountRow, insertHandCount, selectHandCounts } from "../../db/methods";
import { selectPeople } from "../../db/people";
import { updateVote, type VoteRow } from "../../db/votes";
import { readInMeeting } from "../../queries/proceedings";
import { actorOf, type Context, DONE, type Failure, fail, type Result } from "../context";
import { allow, asFailure, enterVote, type Question } from "../situation";
import { transact, type Unit } from "../transact";
import { voteFacts } from "./facts";

export function handCount({ teller, yes, no, abstain }: HandCountRow) {
  return { teller, tally: { yes, no, abstain } };
}

/** The counts of the attempt that runs now. */
export async function currentCounts(unit: Unit, vote: VoteRow): Promise<HandCountRow[]> {
  const counts = await selectHandCounts(unit.tx, vote.id, vote.round);
  return counts.filter(({ attempt }) => attempt === vote.attempt);
}

/** Two of this conference, whom the rights table lets count. */
export async function checkTellers(
  context: Context,
  unit: Unit,
  { instrument, vote }: Question,
  tellers: readonly string[],
): Promise<Failure | null> {
  if (new Set(tellers).size !== 2) return fail("tellers_missing", "R1", { tellers: tellers.length });
  const people = await selectPeople(unit.tx, context.conferenceId);
  // Of a decided text hands are shown as well: on taking it up again (Rule W6).
  const meeting = await readInMeeting(unit.tx, vote.bodyId, vote);
  for (const id of tellers) {
    const person = people.find((one) => one.id === id);
    if (!person) return fail("not_found", null, { teller: id });
    const denied = allow({ ...context, actor: actorOf(person) }, "count_hands", instrument, {
      ...meeting,
      teller: true,
    });
    if (denied) return fail("tellers_missing", "R1", { teller: person.name });
  }
  return null;
}

/** A teller writes down what they counted, without seeing what the other did; counts that differ are taken again (Rule R1). */
export function countHands(
  context: Context,
  body: CommandBody<"count-hands">,
): Promise<Result<CommandAnswer<"count-hands">>> {
  return transact<CommandAnswer<"count-hands">>(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "count_hands");
    if (!entered.ok) return entered;
    const { instrument, vote, tag } = entered;
    if (!context.person) throw new Error("the rights table let nobody count");
    if (vote.state !== "open") return fail("vote_not_open", "R1", { state: vote.state });
    if (vote.method !== "show_of_hands") return fail("method_not_allowed", "R1", { method: vote.method });
    const tally = { yes: body.yes, no: body.no, abstain: body.abstain };
    const possible = checkHands(tally, entered.body.present);
    if (!possible.ok) return asFailure(possible);
    const counted = await currentCounts(unit, vote);
    if (counted.some(({ teller }) => teller === context.person?.id)) return fail("already_voted", "R1");

    const { round, attempt } = vote;
    const tellerId = context.person.id;
    await insertHandCount(unit.tx, {
      voteId: vote.id,
      round,
      attempt,
      tellerId,
      ...tally,
      countedAt: unit.at,
    });
    unit.record("hands.counted", vote.id, { tag, round, attempt, tally }, instrument.slug);
    if (counted.length === 0) return { ok: true, answer: { ok: true, agreed: null } };
    const answer = agreedCount([...counted.map(handCount), { teller: tellerId, tally }]);
    if (!answer.ok) await again(unit, entered, "The tellers' counts differ");
    return { ok: true, answer: { ok: true, agreed: answer.ok } };
  });
}

/**
 * A teller says that they counted or wrote down wrongly, before the result is announced (Rule R1). What they gave first stays on the
 * record; a vote that was locked on it is open again until the two counts are equal anew.
 */
export function correctCount(
  context: Context,
  body: CommandBody<"correct-count">,
): Promise<Result<CommandAnswer<"correct-count">>> {
  return transact<CommandAnswer<"correct-count">>(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "count_hands");
    if (!entered.ok) return entered;
    const { instrument, vote, tag } = entered;
    if (!context.person) throw new Error("the rights table let nobody count");
    const decision = decideVote(vote.state, "correct", await voteFacts(unit.tx, entered, unit.at));
    if (!decision.ok) return asFailure(decision);
    const tally = { yes: body.yes, no: body.no, abstain: body.abstain };
    const possible = checkHands(tally, entered.body.present);
    if (!possible.ok) return asFailure(possible);
    const counted = await currentCounts(unit, vote);
    const mine = counted.find(({ teller }) => teller === context.person?.id);
    if (!mine) return fail("wrong_state", "R1", { reason: "not_counted" });
    const { round, attempt } = vote;
    const { tally: was } = handCount(mine);
    if (was.yes === tally.yes && was.no === tally.no && was.abstain === tally.abstain)
      return fail("wrong_state", "R1", { reason: "same_count" });
    await insertHandCount(unit.tx, {
      voteId: vote.id,
      round,
      attempt,
      tellerId: context.person.id,
      ...tally,
      countedAt: unit.at,
      revision: mine.revision + 1,
      reason: body.reason,
    });
    await updateVote(unit.tx, vote.id, { state: decision.to, ...UNCOUNTED });
    unit.record(
      "hands.corrected",
      vote.id,
      { tag, round, attempt, was, tally, revision: mine.revision + 1, reason: body.reason },
      instrument.slug,
    );
    if (counted.length < 2) return { ok: true, answer: { ok: true, agreed: null } };
    const others = counted.filter((one) => one !== mine).map(handCount);
    const answer = agreedCount([...others, { teller: context.person.id, tally }]);
    return { ok: true, answer: { ok: true, agreed: answer.ok } };
  });
}

async function again(
  unit: Unit,
  { instrument, vote, tag }: Question,
  reason: string,
  tellers?: readonly string[],
): Promise<void> {
  await updateVote(unit.tx, vote.id, { attempt: vote.attempt + 1 });
  unit.record(
    "hands.recounted",
    vote.id,
    { tag, round: vote.round, attempt: vote.attempt + 1, reason, ...(tellers ? { tellers } : {}) },
    instrument.slug,
  );
}

/**
 * In doubt the chair has the hands counted again, before the result is announced; the last count prevails (Rule R1).
 * While they are counted as well, by other tellers when one cannot go on.
 */
export function recountHands(
  context: Context,
  body: CommandBody<"recount-hands">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "recount_hands");
    if (!entered.ok) return entered;
    const decision = decideVote(entered.vote.state, "recount", await voteFacts(unit.tx, entered, unit.at));
    if (!decision.ok) return asFailure(decision);
    const wrong = body.tellers && (await checkTellers(context, unit, entered, body.tellers));
    if (wrong) return wrong;
    await updateVote(unit.tx, entered.vote.id, {
      state: decision.to,
      ...UNCOUNTED,
      ...(body.tellers ? { tellers: body.tellers } : {}),
    });
    await again(unit, entered, body.reason, body.tellers);
    return DONE;
  });
}

export const UNCOUNTED = {
  yes: null,
  no: null,
  abstain: null,
  result: null,
  reason: null,
  needed: null,
  lockedAt: null,
} as const;
