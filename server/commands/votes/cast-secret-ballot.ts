import type { CommandBody } from "../../../shared/api/commands";
import { bodySeized } from "../../../shared/rules/stages";
import { decidePaper, withPaper } from "../../../shared/rules/voting/secret";
import { selectPresenceOf, updatePresence } from "../../db/conferences";
import { insertParticipants, lockBox, selectParticipants, updateBox } from "../../db/methods";
import type { VoteRow } from "../../db/votes";
import { type Context, DONE, type Failure, fail, type Result } from "../context";
import { type Asked, gathered } from "../gathered";
import { allow, asFailure, lockQuestion } from "../situation";
import { type SharedUnit, transactTogether } from "../transact";
import { aboutBox, readBox, written } from "./box";

type Paper = Asked<CommandBody<"cast-secret-ballot">>;

/**
 * One paper a delegation into the box (Rule R9). What is written down is that the delegation took part; which way goes
 * into the sealed sums alone, in the same transaction: it is counted exactly when the participation stands.
 */
export const castSecretBallot = gathered<CommandBody<"cast-secret-ballot">, { ok: true }>(
  ({ vote }) => vote,
  castPapers,
);

/** Those of one vote, no two of one delegation. */
function castPapers(asked: [Paper, ...Paper[]]): Promise<Result<{ ok: true }>[]> {
  const [{ context, body }, ...others] = asked;
  return transactTogether([context, ...others.map((other) => other.context)], async (unit) => {
    const locked = await lockQuestion(unit.tx, context.conferenceId, body.vote);
    if (!locked.ok) return asked.map(() => locked);
    const { instrument, vote, meeting } = locked;
    const delegations = asked.flatMap((one) => one.context.actor?.delegation?.id ?? []);
    const presence = await selectPresenceOf(unit.tx, vote.bodyId, delegations);
    const participants = await selectParticipants(unit.tx, vote.id, vote.round);
    const tookPart = new Set(participants.map(({ id }) => id));
    const denied = asked.map(({ context: by }): Failure | null => {
      const delegation = by.actor?.delegation?.id;
      const bodyMember = delegation !== undefined && presence.has(delegation);
      const teller = by.person !== null && vote.tellers.includes(by.person.id);
      return (
        allow(by, "cast_ballot", instrument, { bodyMember, teller, ...meeting }) ??
        refusal(vote, delegation !== undefined && tookPart.has(delegation))
      );
    });
    const papers = asked.flatMap(({ context: by, body: { choice } }, i) => {
      if (denied[i]) return [];
      const delegation = by.actor?.delegation;
      if (!delegation) throw new Error("the rights table let somebody without a delegation vote");
      return [{ by, delegation, choice }];
    });
    if (papers.length > 0) await putInto(unit, context, vote, papers);
    const arrived: string[] = [];
    for (const { by, delegation } of papers) {
      const record = unit.recordFor(by);
      if (presence.get(delegation.id) === false) {
        arrived.push(delegation.id);
        const data = { body: bodySeized(instrument.stage), present: true, because: "ballot" };
        record("presence.recorded", delegation.code, data, null);
      }
      record("ballot.taken", vote.id, { delegation: delegation.code, round: vote.round }, instrument.slug);
    }
    if (arrived.length > 0) await updatePresence(unit.tx, vote.bodyId, arrived, true);
    return denied.map((failure) => failure ?? DONE);
  });
}

function refusal(vote: VoteRow, tookPart: boolean): Failure | null {
  if (vote.method !== null && vote.method !== "secret_ballot")
    return fail("method_not_allowed", "R9", { method: vote.method });
  const decision = decidePaper(vote.state, tookPart);
  return decision.ok ? null : asFailure(decision);
}

type Voter = { delegation: { id: string }; choice: CommandBody<"cast-secret-ballot">["choice"] };

async function putInto(unit: SharedUnit, { deps }: Context, vote: VoteRow, papers: Voter[]): Promise<void> {
  const about = aboutBox(vote.id, vote.round);
  const before = readBox(deps.seals.open(await lockBox(unit.tx, vote.id, vote.round), about));
  const after = papers.reduce((box, { choice }) => withPaper(box, choice), before);
  await updateBox(unit.tx, vote.id, vote.round, deps.seals.seal(JSON.stringify(written(after)), about));
  const ids = papers.map(({ delegation }) => delegation.id);
  await insertParticipants(unit.tx, vote.id, vote.round, ids);
}
