import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { bodySeized } from "../../../shared/rules/stages";
import { decideBallot } from "../../../shared/rules/votes";
import { type BallotRow, lockBallots, type NewBallot, putBallots } from "../../db/ballots";
import { selectPresenceOf, updatePresence } from "../../db/conferences";
import { type InstrumentRow, selectInstrument } from "../../db/instruments";
import { isProcedural, shareOptionalVote, type VoteRow } from "../../db/votes";
import { type Context, type Failure, fail, type Result } from "../context";
import { type Asked, gathered } from "../gathered";
import { allow, asFailure } from "../situation";
import { transactTogether } from "../transact";

type Ballot = Asked<CommandBody<"cast-ballot">>;

/**
 * One ballot a delegation, changeable until the vote is locked (Rule R8). Ballots share the vote's row lock, so they
 * come in side by side and never beside the lock that ends the vote. The answer goes out after the commit.
 */
export const castBallot = gathered<CommandBody<"cast-ballot">, CommandAnswer<"cast-ballot">>(
  ({ vote }) => vote,
  castBallots,
);

/** Those of one vote, no two of one delegation. */
function castBallots(asked: [Ballot, ...Ballot[]]): Promise<Result<CommandAnswer<"cast-ballot">>[]> {
  const [{ context, body }, ...others] = asked;
  return transactTogether([context, ...others.map((other) => other.context)], async (unit) => {
    const vote = await shareOptionalVote(unit.tx, body.vote);
    if (!vote || vote.conferenceId !== context.conferenceId)
      return asked.map(() => fail("not_found", null, { vote: body.vote }));
    const instrument = await selectInstrument(unit.tx, vote.instrumentId);
    const delegations = asked.flatMap((one) => one.context.actor?.delegation?.id ?? []);
    const presence = await selectPresenceOf(unit.tx, vote.bodyId, delegations);
    const given = await lockBallots(unit.tx, vote.id, vote.round, delegations);
    const decided = asked.map((one) => decide(one, { vote, instrument, presence, given, at: unit.at }));
    const allowed = decided.flatMap((one) => ("ballot" in one ? [one.ballot] : []));
    const put =
      allowed.length > 0 ? await putBallots(unit.tx, vote.id, vote.round, allowed) : new Set<string>();

    const arrived: string[] = [];
    const results = asked.map(
      ({ context: by, body: { choice } }, i): Result<CommandAnswer<"cast-ballot">> => {
        const one = decided[i];
        if (!one) throw new Error("a ballot was not decided on");
        if (!("ballot" in one)) return one;
        const { delegationId, revision } = one.ballot;
        // Cast on another node at the same moment.
        if (!put.has(delegationId)) return fail("already_voted", "R8", { revision: 1 });
        const record = unit.recordFor(by);
        if (presence.get(delegationId) === false) {
          arrived.push(delegationId);
          const data = { body: bodySeized(instrument.stage), present: true, because: "ballot" };
          record("presence.recorded", one.code, data, null);
        }
        record(
          "ballot.cast",
          vote.id,
          { delegation: one.code, choice, revision, round: vote.round },
          instrument.slug,
        );
        return { ok: true, answer: { ok: true, revision, castAt: unit.at.toISOString() } };
      },
    );
    if (arrived.length > 0) await updatePresence(unit.tx, vote.bodyId, arrived, true);
    return results;
  });
}

function decide(
  { context, body }: Ballot,
  on: {
    vote: VoteRow;
    instrument: InstrumentRow;
    presence: ReadonlyMap<string, boolean>;
    given: readonly BallotRow[];
    at: Date;
  },
): { ballot: NewBallot; code: string } | Failure {
  const { vote, instrument, presence, given, at } = on;
  const { person, actor }: Context = context;
  const delegation = actor?.delegation;
  const denied = allow(context, "cast_ballot", instrument, {
    bodyMember: delegation ? presence.has(delegation.id) : false,
    // How the meeting goes on is voted about a decided text as well: while it is asked whether it stays so.
    reconsidering: isProcedural(vote),
  });
  if (denied) return denied;
  if (!delegation || !person) throw new Error("the rights table let somebody without a delegation vote");
  if (vote.state === "open" && vote.method !== "recorded")
    return fail("method_not_allowed", "R1", { method: vote.method });
  const before = given.find(({ delegationId }) => delegationId === delegation.id);
  const decision = decideBallot(vote.state, before?.revision ?? null, body.corrects ?? null);
  if (!decision.ok) return asFailure(decision);
  const { revision } = decision;
  return {
    ballot: { delegationId: delegation.id, personId: person.id, choice: body.choice, revision, castAt: at },
    code: delegation.code,
  };
}
