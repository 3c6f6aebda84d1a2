import { decideVote } from "../../../shared/rules/votes";
import { selectOptionalAmendment } from "../../db/amendments";
import { lockInstrument, selectTexts } from "../../db/instruments";
import { lockVote, selectDueSilences, updateVote, type VoteRow } from "../../db/votes";
import { tagOf } from "../../queries/instrument-summary";
import { presetFor } from "../../queries/rules";
import { type Context, type Deps, DONE, fail } from "../context";
import { asFailure } from "../situation";
import { transact } from "../transact";
import { carryOut } from "./carry-out";
import { silenceOf } from "./facts";

/**
 * Decides every question whose silence has lasted to its deadline (Rules C5, C6). Called again and again, on each server:
 * what is due stands in the database, and the question's lock lets one of them decide it.
 */
export async function endDueSilences(deps: Deps): Promise<void> {
  for (const vote of await selectDueSilences(deps.pool, deps.now())) await endSilence(deps, vote);
}

async function endSilence(deps: Deps, due: VoteRow): Promise<void> {
  const { conferenceId } = due;
  const context: Context = { deps, conferenceId, person: null, actor: null, repeat: null };
  const rooms = (await selectTexts(deps.pool, due.instrumentId)).map(({ room }) => room);
  await deps.rooms.withLockedRooms(rooms, (locked) =>
    transact(context, async (unit) => {
      const instrument = await lockInstrument(unit.tx, due.instrumentId);
      const vote = await lockVote(unit.tx, due.id);
      // Another server was first, or the chair took it back.
      if (vote.state !== "question_put") return fail("wrong_state");
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
