import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideHearing, decideMotion } from "../../../shared/rules/meeting/motions";
import { nextSpeaker } from "../../../shared/rules/meeting/speakers";
import { insertSpeech, selectOptionalFloor, selectSpeechesOnMotion, startSpeech } from "../../db/speakers";
import { listsOf } from "../../queries/meeting";
import { type Context, fail, type Result } from "../context";
import { enterMotion, whoActs } from "../meeting/matter";
import { withoutDebateQuorum } from "../meeting/quorum";
import { asFailure } from "../situation";
import { transact } from "../transact";
import { finish, named } from "./floor";

const OPEN = { closed: false };

/** A delegation asks to speak for or against a motion, as many as the rules let (Rules P2–P4). */
export function speakOnMotion(
  context: Context,
  body: CommandBody<"speak-on-motion">,
): Promise<Result<CommandAnswer<"speak-on-motion">>> {
  return transact(context, async (unit) => {
    const entered = await enterMotion(context, unit.tx, body.motion, "move_motion");
    if (!entered.ok) return entered;
    const { motion, preset, body: seized } = entered;
    const { delegation, personId } = whoActs(context);
    const speeches = await selectSpeechesOnMotion(unit.tx, motion.id);
    const on = (side: string) => speeches.filter(({ list }) => list === side).length;
    const decision = decideMotion(motion, "speak", {
      preset,
      pending: [],
      spoken: { for: on("for"), against: on("against") },
      side: body.side,
    });
    if (!decision.ok) return asFailure(decision);
    if (speeches.some((one) => one.delegation?.id === delegation.id))
      return fail("wrong_state", null, { reason: "on_the_list" });
    const id = context.deps.newId();
    await insertSpeech(unit.tx, {
      id,
      bodyId: seized.id,
      motionId: motion.id,
      list: body.side,
      delegationId: delegation.id,
      personId,
      priority: false,
      admitted: true,
      askedAt: unit.at,
    });
    const said = { body: seized.slug, delegation: delegation.code, person: context.person?.name ?? "" };
    unit.record("speaker.asked", id, { ...said, side: body.side, motion: motion.id, admitted: true }, null);
    return { ok: true, answer: { speech: id } };
  });
}

/** The chair gives the floor to the next speaker on a motion; the sides take turns, and the one before has ended with it. */
export function callOnMotion(
  context: Context,
  body: CommandBody<"call-on-motion">,
): Promise<Result<CommandAnswer<"call-on-motion">>> {
  return transact(context, async (unit) => {
    const entered = await enterMotion(context, unit.tx, body.motion, "call_speaker");
    if (!entered.ok) return entered;
    const { motion, preset, body: seized } = entered;
    if (motion.state !== "moved") return fail("wrong_state", null, { state: motion.state });
    const tooFew = withoutDebateQuorum(seized, preset);
    if (tooFew) return tooFew;
    const rows = await selectSpeechesOnMotion(unit.tx, motion.id);
    const next = nextSpeaker(listsOf(OPEN, rows), "for");
    const row = rows.find(({ id }) => id === next?.id);
    if (!row) return fail("no_speaker_left", null, { motion: motion.id });
    const floor = await selectOptionalFloor(unit.tx, seized.id);
    const mayBegin = decideHearing(motion.id, floor);
    if (!mayBegin.ok) return asFailure(mayBegin);
    if (floor) await finish(unit, floor);
    await startSpeech(unit.tx, row.id, unit.at);
    const allowedMs = preset.speakingMs;
    unit.record("speaker.called", row.id, { body: seized.slug, ...named(row), allowedMs }, null);
    return { ok: true, answer: { speech: row.id } };
  });
}
