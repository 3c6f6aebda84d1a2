import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import {
  endSpeakersList,
  insertSpeakersList,
  selectOptionalFloor,
  selectOptionalSpeakersList,
  updateSpeakersList,
} from "../../db/speakers";
import { type Context, DONE, fail, type Result } from "../context";
import { withoutDebateQuorum } from "../meeting/quorum";
import { enterBody } from "../situation";
import { transact } from "../transact";
import { enterList, finish } from "./floor";

/** The chair opens the speakers' list of a body, with enough of its members present to debate (Rule Q1). */
export function openSpeakers(
  context: Context,
  body: CommandBody<"open-speakers">,
): Promise<Result<CommandAnswer<"open-speakers">>> {
  return transact(context, async (unit) => {
    const entered = await enterBody(context, unit.tx, body.body, "lead_debate");
    if (!entered.ok) return entered;
    const { body: seized, preset } = entered;
    const tooFew = withoutDebateQuorum(seized, preset);
    if (tooFew) return tooFew;
    const open = await selectOptionalSpeakersList(unit.tx, seized.id);
    if (open) return fail("wrong_state", null, { list: open.id });
    const id = context.deps.newId();
    const { topic, sides } = body;
    const speakingMs = body.speakingMs ?? preset.speakingMs;
    await insertSpeakersList(unit.tx, { id, bodyId: seized.id, topic, sides, speakingMs, openedAt: unit.at });
    unit.record("speakers.opened", id, { body: seized.slug, topic, sides, speakingMs }, null);
    return { ok: true, answer: { list: id } };
  });
}

/** The chair closes the list or opens it again, and says how long each may speak from now on. */
export function changeSpeakers(
  context: Context,
  body: CommandBody<"change-speakers">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterList(context, unit.tx, body.list, "lead_debate");
    if (!entered.ok) return entered;
    const { list } = entered;
    const { closed, speakingMs } = body;
    if (closed === list.closed && speakingMs === list.speakingMs) return DONE;
    await updateSpeakersList(unit.tx, list.id, { closed, speakingMs });
    unit.record("speakers.changed", list.id, { body: list.body, closed, speakingMs }, null);
    return DONE;
  });
}

/** The debate on this is over: who still waits is not heard. */
export function endSpeakers(
  context: Context,
  body: CommandBody<"end-speakers">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterList(context, unit.tx, body.list, "lead_debate");
    if (!entered.ok) return entered;
    const { list } = entered;
    const floor = await selectOptionalFloor(unit.tx, list.bodyId);
    if (floor?.listId === list.id) await finish(unit, floor);
    await endSpeakersList(unit.tx, list.id, unit.at);
    unit.record("speakers.ended", list.id, { body: list.body }, null);
    return DONE;
  });
}
