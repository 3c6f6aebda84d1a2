import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideAmendment } from "../../../shared/rules/amendments";
import { amendmentMajority } from "../../../shared/rules/counting";
import type { Preset } from "../../../shared/rules/presets";
import { bodySeized, decideStage } from "../../../shared/rules/stages";
import { lockAmendment, selectOptionalAmendment, updateAmendmentState } from "../../db/amendments";
import { selectBody } from "../../db/conferences";
import { type InstrumentRow, selectOptionalInstrument, selectTexts, updateStage } from "../../db/instruments";
import { insertVote, selectOptionalQuestion } from "../../db/votes";
import { tagOf } from "../../queries/instrument-summary";
import { presetFor } from "../../queries/viewer";
import { doesNotFit, fit } from "../amendments/fit";
import { type Context, fail, type LockedRoom, type Result } from "../context";
import { recordAllDrafting } from "../drafting";
import { asFailure, enter } from "../situation";
import { reauthoriseAll } from "../texts/change-stage";
import { liveTexts, stageFacts } from "../texts/facts";
import { transact, type Unit } from "../transact";

type Subject = { subject: "amendment" | "final"; amendmentId: string | null; tag: string | null };

/**
 * Puts an amendment, or the text as a whole, to the body: first to see whether anyone objects (Rule C3). The texts
 * are held still while it is checked that the amendment fits, and closed to drafting until the question is decided.
 */
export async function putQuestion(
  context: Context,
  body: CommandBody<"put-question">,
): Promise<Result<CommandAnswer<"put-question">>> {
  const { pool, rooms, newId } = context.deps;
  const found = await selectOptionalInstrument(pool, context.conferenceId, body.instrument);
  if (!found) return fail("not_found", null, { instrument: body.instrument });
  const texts = await selectTexts(pool, found.id);
  return rooms.withLockedRooms(
    texts.map(({ room }) => room),
    (locked) =>
      transact(context, async (unit) => {
        const act = body.amendment === null ? "put_final_question" : "put_amendment";
        const entered = await enter(context, unit.tx, body.instrument, act);
        if (!entered.ok) return entered;
        const { instrument } = entered;
        const pending = await selectOptionalQuestion(unit.tx, instrument.id);
        if (pending) return fail("question_pending", "A2", { vote: pending.id });
        await recordAllDrafting(unit, locked, texts, instrument);
        const subject =
          body.amendment === null
            ? await takeText(context, unit, instrument, locked)
            : await takeAmendment(unit, instrument, body.amendment, locked);
        if (!subject.ok) return subject;

        const preset = await presetFor(unit.tx, context.conferenceId);
        const seized = await selectBody(unit.tx, context.conferenceId, bodySeized(instrument.stage));
        const id = newId();
        const majority = majorityFor(subject.answer, preset);
        await insertVote(unit.tx, {
          id,
          instrumentId: instrument.id,
          bodyId: seized.id,
          subject: subject.answer.subject,
          amendmentId: subject.answer.amendmentId,
          majority,
          members: seized.members,
          present: seized.present,
          putAt: unit.at,
        });
        unit.record(
          "question.put",
          id,
          { instrument: instrument.slug, ...subject.answer, body: seized.slug, majority },
          instrument.slug,
        );
        unit.afterCommit(() => reauthoriseAll(context, locked));
        return { ok: true, answer: { vote: id } };
      }),
  );
}

function majorityFor({ subject }: Subject, preset: Preset): string {
  return subject === "final" ? preset.proposalMajority : amendmentMajority(preset.proposalMajority, preset);
}

async function takeAmendment(
  unit: Unit,
  instrument: InstrumentRow,
  id: string,
  locked: LockedRoom[],
): Promise<Result<Subject>> {
  const found = await selectOptionalAmendment(unit.tx, id);
  if (!found || found.instrumentId !== instrument.id || found.state === "draft")
    return fail("not_found", null, { amendment: id });
  const amendment = await lockAmendment(unit.tx, id);
  const text = (await selectTexts(unit.tx, instrument.id)).find(
    ({ language }) => language === amendment.language,
  );
  const room = locked.find(({ name }) => name === text?.room);
  if (!room) throw new Error(`the text of ${tagOf(amendment.number)} was not locked`);
  const fitted = await fit(unit.tx, amendment, room.text);
  const decision = decideAmendment(amendment.state, "put", { fits: fitted.ok, orderConfirmed: true });
  if (!decision.ok && decision.code === "wrong_state" && amendment.state !== "needs_rebase")
    return asFailure(decision);
  if (!fitted.ok) return doesNotFit(fitted.conflicts);
  if (!decision.ok) return asFailure(decision);
  await updateAmendmentState(unit.tx, amendment.id, decision.to);
  return {
    ok: true,
    answer: { subject: "amendment", amendmentId: amendment.id, tag: tagOf(amendment.number) },
  };
}

async function takeText(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  locked: LockedRoom[],
): Promise<Result<Subject>> {
  const live = liveTexts(await selectTexts(unit.tx, instrument.id), locked);
  const facts = await stageFacts(context, unit.tx, instrument, live);
  const decision = decideStage(instrument, "put_final_question", facts);
  if (!decision.ok) return asFailure(decision);
  await updateStage(unit.tx, instrument.id, decision.to, decision.outcome);
  return { ok: true, answer: { subject: "final", amendmentId: null, tag: null } };
}
