import type { Tally } from "../../../shared/rules/counting";
import { decideMotion, overtaken } from "../../../shared/rules/meeting/motions";
import { decidePoint } from "../../../shared/rules/meeting/points-of-order";
import { decideStage } from "../../../shared/rules/stages";
import { type InstrumentRow, updateStage } from "../../db/instruments";
import {
  type MotionRow,
  selectOptionalMotion,
  selectOptionalPoint,
  selectPendingMotions,
  updateMotion,
  updatePoint,
  updateSitting,
} from "../../db/motions";
import { endSpeakersList, selectOptionalFloor, selectOptionalSpeakersList } from "../../db/speakers";
import type { VoteRow } from "../../db/votes";
import { presetFor } from "../../queries/rules";
import { type Context, DONE, type LockedRoom, type Result } from "../context";
import { asFailure } from "../situation";
import { finish } from "../speakers/floor";
import { stageFacts } from "../texts/facts";
import type { Unit } from "../transact";
import { bringBack } from "./appeal-amendment-ruling";
import { takeUpAgain } from "./reconsider";

type Question = { instrument: InstrumentRow; vote: VoteRow };
type Decision = { carried: boolean; tally: Tally | null };

const NONE = { for: 0, against: 0 };

/** Does what a body decided about a motion; what a carried one makes pointless is overtaken (Rule P1). */
export async function disposeOfMotion(
  context: Context,
  unit: Unit,
  { instrument, vote }: Question,
  { carried, tally }: Decision,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  const motion = await selectOptionalMotion(unit.tx, vote.motionId ?? "");
  if (!motion) throw new Error(`vote ${vote.id} names no motion`);
  const preset = await presetFor(unit.tx, context.conferenceId);
  const facts = { preset, pending: [], spoken: NONE };
  const decision = decideMotion(motion, carried ? "carry" : "fail", facts);
  if (!decision.ok) return asFailure(decision);
  await updateMotion(unit.tx, motion.id, decision.to, unit.at);
  unit.record(
    carried ? "motion.carried" : "motion.lost",
    motion.id,
    { kind: motion.kind, vote: vote.id, tally },
    null,
  );
  if (!carried) return DONE;
  const pending = (await selectPendingMotions(unit.tx, motion.bodyId)).filter(
    ({ state }) => state === "moved",
  );
  for (const other of overtaken(motion.kind, pending)) {
    const gone = decideMotion(other, "overtake", facts);
    if (!gone.ok) return asFailure(gone);
    await updateMotion(unit.tx, other.id, gone.to, unit.at);
    unit.record("motion.overtaken", other.id, { kind: other.kind, because: motion.id }, null);
  }
  return takeEffect(context, unit, instrument, motion, locked);
}

async function takeEffect(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  motion: MotionRow,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  const floor = await selectOptionalFloor(unit.tx, motion.bodyId);
  if (floor) await finish(unit, floor);
  if (motion.kind === "reconsider") return takeUpAgain(context, unit, instrument, motion, locked);
  if (motion.kind === "suspend_meeting" || motion.kind === "adjourn_meeting") {
    const sitting = motion.kind === "suspend_meeting" ? "suspended" : "adjourned";
    await updateSitting(unit.tx, motion.bodyId, sitting);
    unit.record(`meeting.${sitting}`, motion.id, { words: motion.words }, null);
    return DONE;
  }
  const list = await selectOptionalSpeakersList(unit.tx, motion.bodyId);
  if (list) {
    await endSpeakersList(unit.tx, list.id, unit.at);
    unit.record("speakers.ended", list.id, { body: list.body, because: motion.id }, null);
  }
  if (motion.kind === "close_debate") return DONE;
  const adjourned = decideStage(
    instrument,
    "adjourn_debate",
    await stageFacts(context, unit.tx, instrument, []),
  );
  if (!adjourned.ok) return asFailure(adjourned);
  await updateStage(unit.tx, instrument.id, adjourned.to, adjourned.outcome);
  unit.record(
    "text.debate_adjourned",
    instrument.slug,
    { from: instrument.stage, to: adjourned.to, motion: motion.id },
    instrument.slug,
  );
  return DONE;
}

/** The body has voted on an appeal: the ruling stands unless more than half overrule it (Rule P5). */
export async function disposeOfAppeal(
  context: Context,
  unit: Unit,
  { instrument, vote }: Question,
  tally: Tally | null,
): Promise<Result<{ ok: true }>> {
  const point = await selectOptionalPoint(unit.tx, vote.pointId ?? "");
  if (!point) throw new Error(`vote ${vote.id} names no point of order`);
  const preset = await presetFor(unit.tx, context.conferenceId);
  const decision = decidePoint(point.state, "decide_appeal", { tally, members: vote.members, preset });
  if (!decision.ok) return asFailure(decision);
  await updatePoint(unit.tx, point.id, decision.to);
  unit.record(`point.${decision.to}`, point.id, { vote: vote.id, tally }, null);
  return decision.to === "overruled" ? bringBack(unit, instrument, point) : DONE;
}

/** Without a quorum nothing was decided: a motion can be put again, a ruling stands (Rules P5, Q4). */
export async function takeBack(
  context: Context,
  unit: Unit,
  { vote }: Question,
): Promise<Result<{ ok: true }>> {
  const preset = await presetFor(unit.tx, context.conferenceId);
  if (vote.motionId) {
    const motion = await selectOptionalMotion(unit.tx, vote.motionId);
    if (!motion) throw new Error(`vote ${vote.id} names no motion`);
    const back = decideMotion(motion, "abort", { preset, pending: [], spoken: NONE });
    if (!back.ok) return asFailure(back);
    await updateMotion(unit.tx, motion.id, back.to, null);
    unit.record("motion.taken_back", motion.id, { kind: motion.kind, vote: vote.id }, null);
    return DONE;
  }
  const point = await selectOptionalPoint(unit.tx, vote.pointId ?? "");
  if (!point) throw new Error(`vote ${vote.id} is about neither motion nor ruling`);
  const stands = decidePoint(point.state, "abort_appeal", { tally: null, members: vote.members, preset });
  if (!stands.ok) return asFailure(stands);
  await updatePoint(unit.tx, point.id, stands.to);
  unit.record("point.stands", point.id, { vote: vote.id, tally: null }, null);
  return DONE;
}
