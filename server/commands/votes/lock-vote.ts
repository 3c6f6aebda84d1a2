import type { CommandBody } from "../../../shared/api/commands";
import { count, type Majority, type Tally } from "../../../shared/rules/counting";
import { decideVote } from "../../../shared/rules/votes";
import { agreedCount } from "../../../shared/rules/voting/methods";
import { papersMatch } from "../../../shared/rules/voting/secret";
import { selectTally } from "../../db/ballots";
import { deleteBox, lockBox, selectParticipants } from "../../db/methods";
import { selectOptionalMotion } from "../../db/motions";
import type { Db } from "../../db/rows";
import { updateVote, type VoteRow } from "../../db/votes";
import { type Context, DONE, type Result } from "../context";
import { asFailure, enterVote } from "../situation";
import { transact, type Unit } from "../transact";
import { aboutBox, readBox } from "./box";
import { voteFacts } from "./facts";
import { currentCounts, handCount } from "./hands";

/** Ends the vote: no ballot counts after this, and the tally stands (Rule R8). Counted by Rules V1–V11, Q2–Q4. */
export function lockVoteCommand(
  context: Context,
  body: CommandBody<"lock-vote">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterVote(context, unit.tx, body.vote, "lock_vote");
    if (!entered.ok) return entered;
    const { instrument, vote, body: seized, preset } = entered;
    const decision = decideVote(vote.state, "lock", await voteFacts(unit.tx, entered, unit.at));
    if (!decision.ok) return asFailure(decision);
    const counted = await tallyOf(context, unit, vote);
    if (!counted.ok) return counted;
    const tally = counted.answer;
    const meaning = count(tally, {
      majority: vote.majority as Majority,
      members: seized.members,
      preset,
      secondVote: vote.round === 2 || (await isVotedOnce(unit.tx, vote)),
    });
    await updateVote(unit.tx, vote.id, {
      state: decision.to,
      ...tally,
      result: meaning.result,
      reason: meaning.reason,
      needed: meaning.needed,
      present: seized.present,
      members: seized.members,
      lockedAt: unit.at,
    });
    unit.record(
      "vote.locked",
      vote.id,
      {
        tag: entered.tag,
        round: vote.round,
        method: vote.method,
        tally,
        ...meaning,
        present: seized.present,
        members: seized.members,
      },
      instrument.slug,
    );
    return DONE;
  });
}

/** On a tie the ruling stands (Rule P5), nothing is divided (Rule D1) and what was decided stays so (Rule W6). */
async function isVotedOnce(db: Db, { subject, motionId }: VoteRow): Promise<boolean> {
  if (subject === "appeal" || subject === "division") return true;
  const motion = motionId === null ? null : await selectOptionalMotion(db, motionId);
  return motion?.kind === "reconsider";
}

/** What was voted, by the way it was voted. */
async function tallyOf(context: Context, unit: Unit, vote: VoteRow): Promise<Result<Tally>> {
  switch (vote.method) {
    case "show_of_hands": {
      const agreed = agreedCount((await currentCounts(unit, vote)).map(handCount));
      return agreed.ok ? { ok: true, answer: agreed.tally } : asFailure(agreed);
    }
    case "secret_ballot": {
      const sealed = await lockBox(unit.tx, vote.id, vote.round);
      const tally = readBox(context.deps.seals.open(sealed, aboutBox(vote.id, vote.round)));
      const participants = (await selectParticipants(unit.tx, vote.id, vote.round)).length;
      if (!papersMatch(tally, participants))
        throw new Error(`the box of vote ${vote.id} does not hold the ${participants} papers put into it`);
      await deleteBox(unit.tx, vote.id, vote.round);
      return { ok: true, answer: tally };
    }
    default:
      return { ok: true, answer: await selectTally(unit.tx, vote.id, vote.round) };
  }
}
