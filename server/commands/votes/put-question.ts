import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideAmendment, holdsUpText } from "../../../shared/rules/amendments";
import { amendmentMajority } from "../../../shared/rules/counting";
import type { Preset } from "../../../shared/rules/presets";
import { bodySeized, decideStage } from "../../../shared/rules/stages";
import {
  lockAmendment,
  selectAmendmentStates,
  selectOptionalAmendment,
  updateAmendmentState,
} from "../../db/amendments";
import { selectBody } from "../../db/conferences";
import { updateStage } from "../../db/instruments";
import { insertVote, selectOptionalQuestion } from "../../db/votes";
import { tagOf } from "../../queries/instrument-summary";
import { presetFor } from "../../queries/rules";
import { hasItsTurn } from "../../queries/voting-order";
import { displacedBy, doesNotFit, fit } from "../amendments/fit";
import { type Context, fail, type Result } from "../context";
import { recordAllDrafting } from "../drafting";
import { rightsChanged } from "../rights-changed";
import { asFailure, questionPending } from "../situation";
import { liveTexts, stageFacts } from "../texts/facts";
import { roomOf, type Still, withTexts } from "../with-texts";

type Subject = { subject: "amendment" | "final"; amendmentId: string | null; tag: string | null };

/**
 * Puts an amendment, or the text as a whole, to the body: first to see whether anyone objects (Rule C3). The texts
 * are held still while it is checked that the amendment fits, and closed to drafting until the question is decided.
 */
export function putQuestion(
  context: Context,
  body: CommandBody<"put-question">,
): Promise<Result<CommandAnswer<"put-question">>> {
  const act = body.amendment === null ? "put_final_question" : "put_amendment";
  return withTexts(context, { instrument: body.instrument, act }, async (still) => {
    const { unit, instrument, texts, rooms } = still;
    const silenceUntil = body.silenceUntil === undefined ? null : new Date(body.silenceUntil);
    if (silenceUntil !== null && silenceUntil <= unit.at)
      return fail("deadline_passed", "C6", { deadline: silenceUntil.toISOString() });
    const pending = await selectOptionalQuestion(unit.tx, instrument.id);
    if (pending) return questionPending("A2", pending);
    await recordAllDrafting(unit, rooms, texts, instrument);
    const subject =
      body.amendment === null ? await takeText(context, still) : await takeAmendment(still, body.amendment);
    if (!subject.ok) return subject;

    const preset = await presetFor(unit.tx, context.conferenceId);
    const seized = await selectBody(unit.tx, context.conferenceId, bodySeized(instrument.stage));
    const id = context.deps.newId();
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
      silenceUntil,
    });
    unit.record(
      "question.put",
      id,
      {
        instrument: instrument.slug,
        ...subject.answer,
        body: seized.slug,
        majority,
        ...(silenceUntil ? { silenceUntil: silenceUntil.toISOString() } : {}),
      },
      instrument.slug,
    );
    await rightsChanged(context, unit, instrument.id);
    return { ok: true, answer: { vote: id } };
  });
}

function majorityFor({ subject }: Subject, preset: Preset): string {
  return subject === "final" ? preset.proposalMajority : amendmentMajority(preset.proposalMajority, preset);
}

async function takeAmendment(still: Still, id: string): Promise<Result<Subject>> {
  const { unit, instrument, texts } = still;
  const found = await selectOptionalAmendment(unit.tx, id);
  if (!found || found.instrumentId !== instrument.id || found.state === "draft")
    return fail("not_found", null, { amendment: id });
  const amendment = await lockAmendment(unit.tx, id);
  const tag = tagOf(amendment.number);
  const text = texts.find(({ language }) => language === amendment.language);
  if (!text) throw new Error(`${tag} is in a language that ${instrument.slug} has not`);
  const fitted = await fit(unit.tx, amendment, roomOf(still, text).text);
  // One that was marked as no longer fitting, and fits again since the text changed once more, is open as before.
  const again =
    amendment.state === "needs_rebase"
      ? decideAmendment(amendment.state, "rebase", { fits: fitted.ok })
      : null;
  const state = again?.ok ? again.to : amendment.state;
  const all = await selectAmendmentStates(unit.tx, instrument.id);
  const parent = all.find((one) => one.id === amendment.parentId);
  // What amends an amendment that is itself not to be put now would be decided for nothing.
  if (parent && parent.state !== "open")
    return fail("wrong_state", "A9", { state: parent.state, tag: tagOf(parent.number) });
  const openSubAmendments = all.filter((one) => one.parentId === id && holdsUpText(one.state)).length;
  const turn = await hasItsTurn(unit.tx, instrument.id, id);
  const decision = decideAmendment(state, "put", {
    fits: fitted.ok,
    orderConfirmed: turn.ok,
    openSubAmendments,
  });
  if (!decision.ok && decision.code === "wrong_state" && amendment.state !== "needs_rebase")
    return asFailure(decision);
  if (!fitted.ok) return doesNotFit(fitted.conflicts, await displacedBy(unit.tx, amendment));
  if (!turn.ok && !decision.ok && decision.code === "order_not_confirmed") return asFailure(turn);
  if (!decision.ok) return asFailure(decision);
  await updateAmendmentState(unit.tx, amendment.id, decision.to);
  return { ok: true, answer: { subject: "amendment", amendmentId: amendment.id, tag } };
}

async function takeText(
  context: Context,
  { unit, instrument, texts, rooms }: Still,
): Promise<Result<Subject>> {
  const facts = await stageFacts(context, unit.tx, instrument, liveTexts(texts, rooms));
  const decision = decideStage(instrument, "put_final_question", facts);
  if (!decision.ok) return asFailure(decision);
  await updateStage(unit.tx, instrument.id, decision.to, decision.outcome);
  return { ok: true, answer: { subject: "final", amendmentId: null, tag: null } };
}
