import { decideVote } from "../../../shared/rules/votes";
import { selectOptionalAmendment } from "../../db/amendments";
import { lockInstrument, selectTexts } from "../../db/instruments";
import { lockVote, selectDueSilences, updateVote, type VoteRow } from "../../db/votes";
import { tagOf } from "../../queries/instrument-summary";
import { presetFor } from "../../queries/rules";
import { type Context, type Deps, DONE, type Result } from "../context";
import { asFailure } from "../situation";
import { transact } from "../transact";
import { carryOut } from "./carry-out";
import { silenceOf } from "./facts";

/** What could not be decided is tried again, and does not keep the texts locked meanwhile. */
const RETRY_MS = 5_000;

/**
 * Decides every question whose silence has lasted to its deadline (Rules C5, C6). To be called again and again, on each server:
 * what is due stands in the database, and the question's lock lets one of them decide it. One that cannot be decided is told of
 * (`why`: an error, or a failed result) and keeps none of the others waiting.
 */
export function silenceEnder(deps: Deps, failed: (vote: string, why: unknown) => void): () => Promise<void> {
  const retryAt = new Map<string, number>();
  return async () => {
    const now = deps.now();
    for (const vote of await selectDueSilences(deps.pool, now)) {
      if ((retryAt.get(vote.id) ?? 0) > now.getTime()) continue;
      retryAt.delete(vote.id);
      const why = await endSilence(deps, vote).then(
        (result) => (result.ok ? null : result),
        (error: unknown) => error ?? new Error("no reason"),
      );
      if (why === null) continue;
      retryAt.set(vote.id, now.getTime() + RETRY_MS);
      failed(vote.id, why);
    }
  };
}

async function endSilence(deps: Deps, due: VoteRow): Promise<Result<{ ok: true }>> {
  const { conferenceId } = due;
  const context: Context = { deps, conferenceId, person: null, actor: null, repeat: null };
  const rooms = (await selectTexts(deps.pool, due.instrumentId)).map(({ room }) => room);
  return deps.rooms.withLockedRooms(rooms, (locked) =>
    transact(context, async (unit) => {
      const instrument = await lockInstrument(unit.tx, due.instrumentId);
      const vote = await lockVote(unit.tx, due.id);
      // Another server was first, or the chair took it back.
      if (vote.state !== "question_put") return DONE;
      const { members } = vote;
      const decision = decideVote(vote.state, "keep_silence", {
        objections: 0,
        present: members,
        members,
        preset: await presetFor(unit.tx, conferenceId),
        silence: silenceOf(vote, unit.at),
      });
      if (!decision.ok) return asFailure(decision);
      await updateVote(unit.tx, vote.id, { state: decision.to, result: "carried", decidedAt: unit.at });
      const amendment = vote.amendmentId ? await selectOptionalAmendment(unit.tx, vote.amendmentId) : null;
      unit.record(
        "question.so_decided",
        vote.id,
        { tag: amendment && tagOf(amendment.number), members, silenceUntil: vote.silenceUntil },
        instrument.slug,
      );
      const done = await carryOut(
        context,
        unit,
        { instrument, vote },
        { carried: true, tally: null, inWriting: true },
        locked,
      );
      return done.ok ? DONE : done;
    }),
  );
}
