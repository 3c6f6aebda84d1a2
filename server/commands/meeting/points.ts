import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import {
  decidePoint,
  decideRaise,
  type PointEvent,
  type PointState,
} from "../../../shared/rules/meeting/points-of-order";
import {
  insertPoint,
  type PointRow,
  selectOptionalLatestPoint,
  selectProceedings,
  updatePoint,
  updateRuling,
} from "../../db/motions";
import { holdSpeech, selectOptionalFloor } from "../../db/speakers";
import { insertVote, updateVote } from "../../db/votes";
import { type Context, DONE, fail, type Result } from "../context";
import { rightsChanged } from "../rights-changed";
import { asFailure } from "../situation";
import { named } from "../speakers/floor";
import { transact, type Unit } from "../transact";
import { enterDebate, enterPoint, type Matter, whoActs } from "./matter";

function decide(point: PointRow, event: PointEvent, { body, preset }: Matter) {
  return decidePoint(point.state, event, { tally: null, members: body.members, preset });
}

/**
 * A delegation raises a point of order: whoever speaks is interrupted and the clock stands still, an open vote only for
 * how it is conducted (Rule P5). A ruling before it, against which nobody has appealed, stands.
 */
export function raisePoint(
  context: Context,
  body: CommandBody<"raise-point">,
): Promise<Result<CommandAnswer<"raise-point">>> {
  return transact(context, async (unit) => {
    const entered = await enterDebate(context, unit.tx, body.instrument, "raise_point");
    if (!entered.ok) return entered;
    const { instrument, body: seized } = entered;
    const { delegation, personId } = whoActs(context);
    const { votingOpen, pointId } = await selectProceedings(unit.tx, seized.id);
    const { onConduct, words } = body;
    const decision = decideRaise({ votingOpen, onConduct, pending: pointId === null ? 0 : 1 });
    if (!decision.ok) return asFailure(decision);
    const settled = await letStandBefore(unit, entered);
    if (!settled.ok) return settled;
    const id = context.deps.newId();
    await insertPoint(unit.tx, {
      id,
      instrumentId: instrument.id,
      bodyId: seized.id,
      onConduct,
      words,
      delegationId: delegation.id,
      personId,
      raisedAt: unit.at,
    });
    unit.record(
      "point.raised",
      id,
      { instrument: instrument.slug, body: seized.slug, words, onConduct, delegation: delegation.code },
      null,
    );
    await holdFloor(unit, entered);
    return { ok: true, answer: { point: id } };
  });
}

/** The ruling before, against which nobody has appealed. */
export async function letStandBefore(unit: Unit, matter: Matter): Promise<Result<{ ok: true }>> {
  const before = await selectOptionalLatestPoint(unit.tx, matter.body.id);
  if (before?.state !== "ruled") return DONE;
  const stands = decide(before, "go_on", matter);
  if (!stands.ok) return asFailure(stands);
  await updatePoint(unit.tx, before.id, stands.to);
  unit.record("point.stands", before.id, { vote: null, tally: null }, null);
  return DONE;
}

export async function holdFloor(unit: Unit, { body }: Matter): Promise<void> {
  const floor = await selectOptionalFloor(unit.tx, body.id);
  if (!floor || floor.heldAt !== null) return;
  await holdSpeech(unit.tx, floor.id, unit.at);
  unit.record("speaker.held", floor.id, { body: body.slug, ...named(floor) }, null);
}

/** Taken back by the delegation that raised it, before the ruling. */
export function withdrawPoint(
  context: Context,
  body: CommandBody<"withdraw-point">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterPoint(context, unit.tx, body.point, "raise_point");
    if (!entered.ok) return entered;
    const { point } = entered;
    if (whoActs(context).delegation.id !== point.delegation.id)
      return fail("not_allowed", null, { reason: "not_own_point" });
    const decision = decide(point, "withdraw", entered);
    if (!decision.ok) return asFailure(decision);
    await updatePoint(unit.tx, point.id, decision.to);
    unit.record("point.withdrawn", point.id, {}, null);
    return DONE;
  });
}

/** The chair rules on a point of order, at once (Rule P5). */
export function ruleOnPoint(
  context: Context,
  body: CommandBody<"rule-on-point">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterPoint(context, unit.tx, body.point, "rule_on_point");
    if (!entered.ok) return entered;
    const { point } = entered;
    const decision = decide(point, "rule", entered);
    if (!decision.ok) return asFailure(decision);
    const { sustained, ruling } = body;
    await updateRuling(unit.tx, point.id, { state: decision.to, sustained, ruling });
    unit.record("point.ruled", point.id, { sustained, ruling }, null);
    return DONE;
  });
}

/** Nobody appeals: the ruling stands, and the meeting goes on. */
export function letRulingStand(
  context: Context,
  body: CommandBody<"let-ruling-stand">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterPoint(context, unit.tx, body.point, "rule_on_point");
    if (!entered.ok) return entered;
    const { point } = entered;
    const decision = decide(point, "go_on", entered);
    if (!decision.ok) return asFailure(decision);
    await updatePoint(unit.tx, point.id, decision.to);
    unit.record("point.stands", point.id, { vote: null, tally: null }, null);
    return DONE;
  });
}

/** A delegation appeals against the ruling, and that is put to the vote at once: yes overrules the chair (Rule P5). */
export function appealRuling(
  context: Context,
  body: CommandBody<"appeal-ruling">,
): Promise<Result<CommandAnswer<"appeal-ruling">>> {
  return transact(context, async (unit) => {
    const entered = await enterPoint(context, unit.tx, body.point, "appeal_ruling");
    if (!entered.ok) return entered;
    const { point } = entered;
    const decision = decide(point, "appeal", entered);
    if (!decision.ok) return asFailure(decision);
    const { delegation } = whoActs(context);
    const vote = await putAppeal(context, unit, entered, point.id, decision.to);
    unit.record("point.appealed", point.id, { vote, delegation: delegation.code }, null);
    return { ok: true, answer: { vote } };
  });
}

/** Puts an appeal to the vote and tells its id. */
export async function putAppeal(
  context: Context,
  unit: Unit,
  { instrument, body }: Matter,
  pointId: string,
  state: PointState,
): Promise<string> {
  await updatePoint(unit.tx, pointId, state);
  const id = context.deps.newId();
  await insertVote(unit.tx, {
    id,
    instrumentId: instrument.id,
    bodyId: body.id,
    subject: "appeal",
    pointId,
    majority: "simple",
    members: body.members,
    present: body.present,
    putAt: unit.at,
  });
  // It is voted, whoever objects or not: there is no consensus to be tried.
  await updateVote(unit.tx, id, { state: "explanations_before" });
  await rightsChanged(context, unit, instrument.id);
  return id;
}
