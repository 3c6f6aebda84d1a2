import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideMotion, decideMove, motionMajority } from "../../../shared/rules/meeting/motions";
import { decideStage } from "../../../shared/rules/stages";
import {
  insertMotion,
  selectOptionalMotion,
  selectPendingMotions,
  selectProceedings,
  updateMotion,
} from "../../db/motions";
import { selectOptionalFloor, selectSpeechesOnMotion } from "../../db/speakers";
import { insertVote, selectOptionalQuestion } from "../../db/votes";
import { type Context, DONE, fail, type Result } from "../context";
import { rightsChanged } from "../rights-changed";
import { asFailure, questionPending } from "../situation";
import { finish } from "../speakers/floor";
import { stageFacts } from "../texts/facts";
import { transact, type Unit } from "../transact";
import { withTexts } from "../with-texts";
import { enterDebate, enterMotion, whoActs } from "./matter";
import { decisionMeant, tryTakingUpAgain } from "./reconsider";

/** A delegation moves that the meeting be suspended or adjourned, the debate adjourned or closed (Rules P1–P4), or a decision reconsidered (Rule W6). */
export function moveMotion(
  context: Context,
  body: CommandBody<"move-motion">,
): Promise<Result<CommandAnswer<"move-motion">>> {
  return transact(context, async (unit) => {
    const act = body.kind === "reconsider" ? "move_reconsideration" : "move_motion";
    const entered = await enterDebate(context, unit.tx, body.instrument, act);
    if (!entered.ok) return entered;
    const { instrument, body: seized } = entered;
    const { delegation, personId } = whoActs(context);
    const { votingOpen, motions } = await selectProceedings(unit.tx, seized.id);
    const decision = decideMove({ votingOpen });
    if (!decision.ok) return asFailure(decision);
    if (motions.some(({ kind }) => kind === body.kind))
      return fail("wrong_state", "P1", { reason: "already_moved" });
    if (body.kind === "adjourn_debate") {
      const facts = await stageFacts(context, unit.tx, instrument, []);
      const possible = decideStage(instrument, "adjourn_debate", facts);
      if (!possible.ok) return asFailure(possible);
    }
    const meant =
      body.kind === "reconsider"
        ? await decisionMeant(context, unit, entered, body.amendment ?? null)
        : { ok: true as const, answer: null };
    if (!meant.ok) return meant;
    const id = context.deps.newId();
    await insertMotion(unit.tx, {
      id,
      reconsiders: meant.answer?.vote ?? null,
      instrumentId: instrument.id,
      bodyId: seized.id,
      kind: body.kind,
      words: body.words,
      delegationId: delegation.id,
      personId,
      movedAt: unit.at,
    });
    const { kind, words } = body;
    // It interrupts nobody, and waits until they have ended.
    const floor = await selectOptionalFloor(unit.tx, seized.id);
    const during = floor && (floor.delegation?.code ?? floor.person.name);
    unit.record(
      "motion.moved",
      id,
      {
        instrument: instrument.slug,
        body: seized.slug,
        kind,
        words,
        delegation: delegation.code,
        ...(during ? { during } : {}),
        ...(meant.answer ? { reconsiders: meant.answer.vote, amendment: meant.answer.tag } : {}),
      },
      null,
    );
    return { ok: true, answer: { motion: id } };
  });
}

/** Taken back by the delegation that moved it, before it is put. */
export function withdrawMotion(
  context: Context,
  body: CommandBody<"withdraw-motion">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterMotion(context, unit.tx, body.motion, "move_motion");
    if (!entered.ok) return entered;
    const { motion, preset } = entered;
    if (whoActs(context).delegation.id !== motion.delegation.id)
      return fail("not_allowed", null, { reason: "not_own_motion" });
    const decision = decideMotion(motion, "withdraw", {
      preset,
      pending: [],
      spoken: { for: 0, against: 0 },
    });
    if (!decision.ok) return asFailure(decision);
    await updateMotion(unit.tx, motion.id, decision.to, unit.at);
    const floor = await selectOptionalFloor(unit.tx, motion.bodyId);
    if (floor?.motionId === motion.id) await finish(unit, floor);
    unit.record("motion.withdrawn", motion.id, { kind: motion.kind }, null);
    return DONE;
  });
}

/** The chair puts a motion to the body, the first in precedence before others (Rule P1), once its speakers were heard. */
export async function putMotion(
  context: Context,
  body: CommandBody<"put-motion">,
): Promise<Result<CommandAnswer<"put-motion">>> {
  const found = await selectOptionalMotion(context.deps.pool, body.motion);
  if (found?.kind !== "reconsider" || found.conferenceId !== context.conferenceId)
    return transact(context, (unit) => put(context, unit, body.motion));
  // From here on the text rests: what is to be taken out of it can be taken out when that is decided.
  const about = { instrument: found.instrument, act: "put_motion", matter: { motionId: found.id } } as const;
  return withTexts(context, about, async (still) => {
    const possible = await tryTakingUpAgain(still, found);
    return possible.ok ? put(context, still.unit, body.motion) : possible;
  });
}

async function put(
  context: Context,
  unit: Unit,
  motionId: string,
): Promise<Result<CommandAnswer<"put-motion">>> {
  const entered = await enterMotion(context, unit.tx, motionId, "put_motion");
  if (!entered.ok) return entered;
  const { motion, preset, instrument, body: seized } = entered;
  const speeches = await selectSpeechesOnMotion(unit.tx, motion.id);
  const pending = (await selectPendingMotions(unit.tx, seized.id)).filter(({ state }) => state === "moved");
  const decision = decideMotion(motion, "put", {
    preset,
    pending,
    spoken: { for: 0, against: 0 },
    waiting: speeches.filter(({ startedAt }) => startedAt === null).length,
  });
  if (!decision.ok) return asFailure(decision);
  const question = await selectOptionalQuestion(unit.tx, instrument.id);
  // Another motion is being voted; or the debate would be adjourned under a question that is put.
  const isInTheWay =
    question !== null &&
    (question.subject === "motion" || motion.kind === "adjourn_debate" || motion.kind === "reconsider");
  if (isInTheWay) return questionPending("P1", question);
  await updateMotion(unit.tx, motion.id, decision.to, null);
  const id = context.deps.newId();
  const majority = motionMajority(motion.kind, preset);
  await insertVote(unit.tx, {
    id,
    instrumentId: instrument.id,
    bodyId: seized.id,
    subject: "motion",
    motionId: motion.id,
    majority,
    members: seized.members,
    present: seized.present,
    putAt: unit.at,
  });
  unit.record("motion.put", motion.id, { kind: motion.kind, vote: id, majority, body: seized.slug }, null);
  await rightsChanged(context, unit, instrument.id);
  return { ok: true, answer: { vote: id } };
}
