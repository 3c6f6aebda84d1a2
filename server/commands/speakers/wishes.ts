import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideRequest } from "../../../shared/rules/meeting/speakers";
import { admitSpeech, insertSpeech, leaveSpeech, selectSpeeches } from "../../db/speakers";
import { listsOf } from "../../queries/meeting";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure } from "../situation";
import { transact } from "../transact";
import { enterList, enterSpeech, named } from "./floor";

/** Somebody asks for the floor, from their own screen. An observer then waits for the chair's consent. */
export function askFloor(
  context: Context,
  body: CommandBody<"ask-floor">,
): Promise<Result<CommandAnswer<"ask-floor">>> {
  return transact(context, async (unit) => {
    const entered = await enterList(context, unit.tx, body.list, "ask_floor");
    if (!entered.ok) return entered;
    const { list, preset } = entered;
    const { person, actor } = context;
    if (!person || !actor) throw new Error("the rights table let nobody ask for the floor");
    const sides = list.sides ? ["for", "against", "reply"] : ["general", "reply"];
    if (!sides.includes(body.side)) return fail("wrong_state", null, { side: body.side });
    const rows = await selectSpeeches(unit.tx, list.id);
    const speaker = actor.delegation?.code ?? person.id;
    const isObserver = actor.role === "observer";
    const waitsForConsent = rows.some(
      (one) => !one.admitted && (one.delegation?.code ?? one.person.id) === speaker,
    );
    if (waitsForConsent) return fail("wrong_state", null, { reason: "on_the_list" });
    const decision = decideRequest(
      listsOf(list, rows),
      // That it may be asked for; the consent itself is another act.
      { list: body.side, speaker, observer: isObserver, consent: true },
      preset,
    );
    if (!decision.ok) return asFailure(decision);
    const id = context.deps.newId();
    await insertSpeech(unit.tx, {
      id,
      bodyId: list.bodyId,
      listId: list.id,
      list: body.side,
      delegationId: actor.delegation?.id ?? null,
      personId: person.id,
      priority: actor.role === "rapporteur" || actor.role === "secretariat",
      admitted: !isObserver,
      askedAt: unit.at,
    });
    const delegation = actor.delegation?.code ?? null;
    unit.record(
      "speaker.asked",
      id,
      { body: list.body, delegation, person: person.name, side: body.side, admitted: !isObserver },
      null,
    );
    return { ok: true, answer: { speech: id } };
  });
}

/** The chair consents that an observer speaks: from then on the wish waits like any other. */
export function admitSpeaker(
  context: Context,
  body: CommandBody<"admit-speaker">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterSpeech(context, unit.tx, body.speech, { own: null });
    if (!entered.ok) return entered;
    const { speech } = entered;
    if (speech.admitted) return fail("wrong_state", null, { reason: "on_the_list" });
    await admitSpeech(unit.tx, speech.id);
    unit.record("speaker.admitted", speech.id, { body: speech.body, ...named(speech) }, null);
    return DONE;
  });
}

/** Who has not begun yet takes the wish back, or the chair strikes it. */
export function leaveFloor(
  context: Context,
  body: CommandBody<"leave-floor">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterSpeech(context, unit.tx, body.speech, { own: "ask_floor" });
    if (!entered.ok) return entered;
    const { speech, isOwn } = entered;
    if (speech.startedAt !== null) return fail("wrong_state", null, { reason: "has_begun" });
    await leaveSpeech(unit.tx, speech.id, unit.at);
    unit.record(
      isOwn ? "speaker.left" : "speaker.struck",
      speech.id,
      { body: speech.body, ...named(speech) },
      null,
    );
    return DONE;
  });
}
