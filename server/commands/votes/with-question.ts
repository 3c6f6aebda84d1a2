import type { Act } from "../../../shared/rules/rights-table";
import { selectOptionalPresence } from "../../db/conferences";
import { selectInstrument, selectTexts } from "../../db/instruments";
import { selectOptionalVote } from "../../db/votes";
import { readInMeeting } from "../../queries/proceedings";
import { type Context, fail, type LockedRoom, type Result } from "../context";
import { allow, enterVote, type Question } from "../situation";
import type { Unit } from "../transact";
import { holding } from "../with-texts";

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
  const delegation = context.actor?.delegation?.id;
  const [instrument, presence, meeting, texts] = await Promise.all([
    selectInstrument(pool, found.instrumentId),
    delegation === undefined ? null : selectOptionalPresence(pool, found.bodyId, delegation),
    readInMeeting(pool, found.bodyId, found),
    selectTexts(pool, found.instrumentId),
  ]);
  // Before anything is held: whoever may not must not make the writers wait.
  const denied = allow(context, act, instrument, { ...meeting, bodyMember: presence !== null });
  if (denied) return denied;
  return holding(
    context,
    texts,
    (tx) => enterVote(context, tx, voteId, act),
    (question, { unit, rooms }) => work(question, unit, rooms),
  );
}
