import type { Act } from "../../../shared/rules/rights-table";
import { selectOptionalPresence } from "../../db/conferences";
import { selectInstrument } from "../../db/instruments";
import { selectOptionalVote } from "../../db/votes";
import { type Context, fail, type LockedRoom, type Result } from "../context";
import { enterVote, type Question } from "../situation";
import type { Unit } from "../transact";
import { withTexts } from "../with-texts";

/** Runs a command on a question whose outcome may be written into the texts: they are held still meanwhile. */
export async function withQuestion<T>(
  context: Context,
  voteId: string,
  act: Act,
  work: (question: Question, unit: Unit, rooms: LockedRoom[]) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { pool } = context.deps;
  const found = await selectOptionalVote(pool, voteId);
  if (!found || found.conferenceId !== context.conferenceId) return fail("not_found", null, { vote: voteId });
  const { slug } = await selectInstrument(pool, found.instrumentId);
  const delegation = context.actor?.delegation?.id;
  const bodyMember =
    delegation !== undefined && (await selectOptionalPresence(pool, found.bodyId, delegation)) !== null;
  return withTexts(
    context,
    { instrument: slug, act, matter: found, situation: { bodyMember } },
    async ({ unit, rooms }) => {
      const question = await enterVote(context, unit.tx, voteId, act);
      return question.ok ? work(question, unit, rooms) : question;
    },
  );
}
