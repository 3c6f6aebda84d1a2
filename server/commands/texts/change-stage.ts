import type { Act } from "../../../shared/rules/rights";
import { decideStage, type StageEvent } from "../../../shared/rules/stages";
import { type InstrumentRow, selectOptionalInstrument, selectTexts, updateStage } from "../../db/instruments";
import { type Context, fail, type LockedRoom, type Result } from "../context";
import { recordAllDrafting } from "../drafting";
import { asFailure, enter } from "../situation";
import { transact, type Unit } from "../transact";
import { type LiveText, liveTexts, stageFacts } from "./facts";

export type StageStep<T> = {
  instrument: string;
  act: Act;
  event: StageEvent;
  /** What goes on the record. */
  recorded: string;
  /** Written in the same transaction, after the stage has changed. */
  alsoWrite(unit: Unit, instrument: InstrumentRow, live: LiveText[], rooms: LockedRoom[]): Promise<T>;
};

/**
 * Moves an instrument from one stage to the next with all its texts held still. Rights to write depend on the
 * stage, so every open socket is asked again before the texts are released.
 */
export async function changeStage<T>(context: Context, step: StageStep<T>): Promise<Result<T>> {
  const { pool, rooms } = context.deps;
  const found = await selectOptionalInstrument(pool, context.conferenceId, step.instrument);
  if (!found) return fail("not_found", null, { instrument: step.instrument });
  const texts = await selectTexts(pool, found.id);
  return rooms.withLockedRooms(
    texts.map(({ room }) => room),
    (locked) =>
      transact(context, async (unit) => {
        const entered = await enter(context, unit.tx, step.instrument, step.act);
        if (!entered.ok) return entered;
        const { instrument } = entered;
        const live = liveTexts(texts, locked);
        const decision = decideStage(
          instrument,
          step.event,
          await stageFacts(context, unit.tx, instrument, live),
        );
        if (!decision.ok) return asFailure(decision);
        await recordAllDrafting(unit, locked, texts, instrument);
        await updateStage(unit.tx, instrument.id, decision.to, decision.outcome);
        unit.record(
          step.recorded,
          instrument.slug,
          {
            from: instrument.stage,
            to: decision.to,
            texts: live.map(({ row, sha256 }) => ({ language: row.language, sha256 })),
          },
          instrument.slug,
        );
        const answer = await step.alsoWrite(
          unit,
          { ...instrument, stage: decision.to, outcome: decision.outcome },
          live,
          locked,
        );
        unit.afterCommit(() => reauthoriseAll(context, locked));
        return { ok: true, answer };
      }),
  );
}

export async function reauthoriseAll(context: Context, locked: LockedRoom[]): Promise<void> {
  for (const room of locked) await context.deps.rooms.reauthorise(room.name);
}
