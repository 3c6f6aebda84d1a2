import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { allowedMs, nextSpeaker } from "../../../shared/rules/meeting/speakers";
import {
  holdSpeech,
  resumeSpeech,
  selectOptionalFloor,
  selectSpeeches,
  startSpeech,
} from "../../db/speakers";
import { listsOf, presetOf } from "../../queries/meeting";
import { type Context, DONE, fail, type Result } from "../context";
import { withoutDebateQuorum } from "../meeting/quorum";
import { transact } from "../transact";
import { enterList, enterSpeech, finish, named } from "./floor";

/** The chair gives the floor to whoever is next, while enough members are there to debate (Rule Q1); the speech there is ends with it. */
export function callSpeaker(
  context: Context,
  body: CommandBody<"call-speaker">,
): Promise<Result<CommandAnswer<"call-speaker">>> {
  return transact(context, async (unit) => {
    const entered = await enterList(context, unit.tx, body.list, "call_speaker");
    if (!entered.ok) return entered;
    const { list, preset } = entered;
    const tooFew = withoutDebateQuorum(entered.body, preset);
    if (tooFew) return tooFew;
    const rows = await selectSpeeches(unit.tx, list.id);
    const lists = listsOf(list, rows);
    const next = nextSpeaker(lists, body.reply ? "reply" : list.sides ? "for" : "general");
    const row = rows.find(({ id }) => id === next?.id);
    if (!next || !row) return fail("no_speaker_left", null, { list: list.id });
    const floor = await selectOptionalFloor(unit.tx, list.bodyId);
    if (floor) await finish(unit, floor);
    await startSpeech(unit.tx, next.id, unit.at);
    const allowed = allowedMs(lists, next, presetOf(list, preset));
    unit.record("speaker.called", next.id, { body: list.body, ...named(row), allowedMs: allowed }, null);
    return { ok: true, answer: { speech: next.id } };
  });
}

/** The speaker is interrupted, as for a point of order, and the clock stands still; or goes on. */
export function holdFloor(context: Context, body: CommandBody<"hold-speech">): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterSpeech(context, unit.tx, body.speech, { own: null });
    if (!entered.ok) return entered;
    const { speech } = entered;
    if (speech.startedAt === null || speech.spokeMs !== null)
      return fail("wrong_state", null, { reason: "not_speaking" });
    if (body.held === (speech.heldAt !== null)) return DONE;
    if (speech.heldAt === null) await holdSpeech(unit.tx, speech.id, unit.at);
    else {
      const stoodMs = Math.max(0, unit.at.getTime() - Date.parse(speech.heldAt));
      await resumeSpeech(unit.tx, speech.id, speech.heldMs + stoodMs);
    }
    unit.record(
      body.held ? "speaker.held" : "speaker.resumed",
      speech.id,
      { body: speech.body, ...named(speech) },
      null,
    );
    return DONE;
  });
}

/** The speaker has finished, or the chair ends it. */
export function endFloor(context: Context, body: CommandBody<"end-speech">): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterSpeech(context, unit.tx, body.speech, { own: "ask_floor" });
    if (!entered.ok) return entered;
    const { speech } = entered;
    if (speech.startedAt === null || speech.spokeMs !== null)
      return fail("wrong_state", null, { reason: "not_speaking" });
    await finish(unit, speech);
    return DONE;
  });
}
