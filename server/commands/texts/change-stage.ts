import type { RecordAct } from "../../../shared/records/acts";
import type { Situation } from "../../../shared/rules/rights";
import type { Act } from "../../../shared/rules/rights-table";
import { decideStage, type StageEvent } from "../../../shared/rules/stages";
import type { BlockId, BlockStatus, TextDoc } from "../../../shared/text/model";
import { type InstrumentRow, updateStage } from "../../db/instruments";
import { selectOptionalQuestion } from "../../db/votes";
import { textSha256 } from "../../queries/text-content";
import type { Context, LockedRoom, Result } from "../context";
import { recordAllDrafting, writeRoom } from "../drafting";
import { rightsChanged } from "../rights-changed";
import { asFailure, questionPending } from "../situation";
import type { Unit } from "../transact";
import { withTexts } from "../with-texts";
import { type LiveText, liveTexts, stageFacts } from "./facts";

export type StageStep<T> = {
  instrument: string;
  act: Act;
  event: StageEvent;
  /** What else the right hangs on. */
  situation?: Partial<Situation>;
  /** What goes on the record. */
  recorded: RecordAct;
  /** What the step makes of each text, if it changes any. */
  rewrite?(live: LiveText): { text: TextDoc; statuses: ReadonlyMap<BlockId, BlockStatus> };
  /** Written in the same transaction, after the stage has changed. */
  alsoWrite(unit: Unit, instrument: InstrumentRow, live: LiveText[], rooms: LockedRoom[]): Promise<T>;
};

/**
 * Moves an instrument from one stage to the next with all its texts held still. Rights to write depend on the
 * stage, so every open socket is asked again before the texts are released.
 */
export function changeStage<T>(context: Context, step: StageStep<T>): Promise<Result<T>> {
  return withTexts(context, step, async ({ unit, instrument, texts, rooms }) => {
    const before = liveTexts(texts, rooms);
    const decision = decideStage(
      instrument,
      step.event,
      await stageFacts(context, unit.tx, instrument, before),
    );
    if (!decision.ok) return asFailure(decision);
    // Else a question put to the committee would be counted with the plenary's quorum.
    const pending = await selectOptionalQuestion(unit.tx, instrument.id);
    if (pending) return questionPending("A2", pending);
    await recordAllDrafting(unit, rooms, texts, instrument);
    const live: LiveText[] = [];
    for (const one of before) live.push(await rewritten(unit, step, one, rooms));
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
    const moved = { ...instrument, stage: decision.to, outcome: decision.outcome };
    const answer = await step.alsoWrite(unit, moved, live, rooms);
    await rightsChanged(context, unit, instrument.id);
    return { ok: true, answer };
  });
}

async function rewritten<T>(
  unit: Unit,
  step: StageStep<T>,
  live: LiveText,
  rooms: LockedRoom[],
): Promise<LiveText> {
  const change = step.rewrite?.(live);
  if (!change) return live;
  const { text, statuses } = change;
  const sha256 = textSha256(text, live.row.language);
  if (statuses.size === 0 && sha256 === live.sha256) return live;
  const room = rooms.find(({ roomId }) => roomId === live.row.roomId);
  if (!room) throw new Error(`${live.row.room} is not held still`);
  await writeRoom(unit, room, text, statuses);
  return { ...live, text, sha256, statuses: new Map([...live.statuses, ...statuses]) };
}
