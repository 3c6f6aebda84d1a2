import { decideAmendment } from "../../../shared/rules/amendments";
import { decideReconsiderable, decideStage } from "../../../shared/rules/stages";
import { decideReconsiderableAmendment } from "../../../shared/rules/voting/reconsideration";
import { anchorBlock, applyPatch, formOf, makePatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import { planUndo } from "../../../shared/text/together/undo";
import {
  type AmendmentRow,
  lockAmendment,
  selectAmendments,
  selectOptionalAmendment,
  selectUndo,
  updateAmendmentPatch,
  updateAmendmentState,
} from "../../db/amendments";
import { type InstrumentRow, selectTexts, type TextRow, updateStage } from "../../db/instruments";
import type { MotionRow } from "../../db/motions";
import { thawRoom } from "../../db/rooms";
import type { Db } from "../../db/rows";
import { isProcedural, selectOptionalDecision, selectOptionalQuestion, selectVote } from "../../db/votes";
import { proposedText, startingText } from "../../queries/amendment-texts";
import { tagOf } from "../../queries/instrument-summary";
import { readVersionText } from "../../queries/text-content";
import { writeAmended } from "../amendments/apply-amendment";
import { type Fit, named } from "../amendments/fit";
import { markMisfits } from "../amendments/mark-misfits";
import { takeOutTranslations } from "../amendments/put-in-translation";
import { type Context, DONE, type Failure, fail, type LockedRoom, type Result } from "../context";
import { recordAllDrafting } from "../drafting";
import { asFailure, questionPending } from "../situation";
import { stageFacts } from "../texts/facts";
import type { Unit } from "../transact";
import type { Still } from "../with-texts";
import type { Matter } from "./matter";

/** The vote whose decision is to be taken up again, and the tag of its amendment; null: the text as a whole. */
type Meant = { vote: string; tag: string | null };

/** Whether what a motion names was decided, by this body, and can be undone as things are (Rule W6). */
export async function decisionMeant(
  context: Context,
  unit: Unit,
  { instrument, body }: Matter,
  amendmentId: string | null,
): Promise<Result<Meant>> {
  const question = await selectOptionalQuestion(unit.tx, instrument.id);
  if (question && !isProcedural(question)) return questionPending("W6", question);
  const decision = await selectOptionalDecision(unit.tx, instrument.id, amendmentId);
  if (amendmentId === null) {
    const possible = decideReconsiderable(instrument.outcome);
    if (!possible.ok) return asFailure(possible);
    if (!decision) return fail("wrong_state", "W6", { reason: "no_vote" });
    return { ok: true, answer: { vote: decision.id, tag: null } };
  }
  const amendment = await selectOptionalAmendment(unit.tx, amendmentId);
  if (amendment?.instrumentId !== instrument.id || amendment.state === "draft")
    return fail("not_found", null, { amendment: amendmentId });
  // Of a text that is decided the whole comes first: its amendments are part of it.
  if (instrument.stage === "decided") return fail("wrong_stage", "W6", { stage: instrument.stage });
  const parent = amendment.parentId ? await selectOptionalAmendment(unit.tx, amendment.parentId) : null;
  const possible = decideReconsiderableAmendment({
    state: amendment.state,
    elsewhere: decision !== null && decision.bodyId !== body.id,
    parent: parent?.state ?? null,
  });
  if (!possible.ok) return asFailure(possible);
  if (!decision) return fail("wrong_state", "W6", { reason: "no_vote" });
  if (amendment.state === "adopted") {
    const text = (await selectTexts(unit.tx, instrument.id)).find(
      ({ language }) => language === amendment.language,
    );
    if (!text) throw new Error(`${instrument.slug} has no text in ${amendment.language}`);
    const without = await planWithout(unit.tx, amendment, await context.deps.rooms.read(text.room));
    if (!without.ok) return changedSince(without);
  }
  return { ok: true, answer: { vote: decision.id, tag: tagOf(amendment.number) } };
}

/** With the texts held still: whether what the motion is about could be undone now. */
export async function tryTakingUpAgain(
  { unit, instrument, texts, rooms }: Still,
  motion: MotionRow,
): Promise<Result<null>> {
  await recordAllDrafting(unit, rooms, texts, instrument);
  const vote = await selectVote(unit.tx, motion.reconsiders ?? "");
  const amendment = vote.amendmentId ? await lockAmendment(unit.tx, vote.amendmentId) : null;
  if (amendment?.state !== "adopted") return { ok: true, answer: null };
  const { room } = await heldText(unit, instrument, amendment, rooms);
  const without = await planWithout(unit.tx, amendment, room.text);
  return without.ok ? { ok: true, answer: null } : changedSince(without);
}

/** The body has decided to take up again what it had decided: as if it had not, and on the record as both (Rule W6). */
export async function takeUpAgain(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  motion: MotionRow,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  const vote = await selectVote(unit.tx, motion.reconsiders ?? "");
  const because = { motion: motion.id, vote: vote.id };
  if (vote.amendmentId === null) return reopenText(context, unit, instrument, because, locked);
  const amendment = await lockAmendment(unit.tx, vote.amendmentId);
  return amendment.parentId === null
    ? reopenAmendment(context, unit, instrument, amendment, because, locked)
    : reopenSubAmendment(unit, instrument, { ...amendment, parentId: amendment.parentId }, because);
}

type Because = { motion: string; vote: string };

async function reopenText(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  because: Because,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  const facts = await stageFacts(context, unit.tx, instrument, []);
  const moved = decideStage(instrument, "reconsider", { ...facts, reconsidered: true });
  if (!moved.ok) return asFailure(moved);
  await updateStage(unit.tx, instrument.id, moved.to, moved.outcome);
  for (const room of locked) {
    await thawRoom(unit.tx, room.roomId);
    unit.afterCommit(() => room.thawOnRelease());
  }
  unit.record(
    "text.reconsidered",
    instrument.slug,
    { from: instrument.stage, to: moved.to, outcome: instrument.outcome, ...because },
    instrument.slug,
  );
  return DONE;
}

async function reopenAmendment(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow,
  because: Because,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  const tag = tagOf(amendment.number);
  const { text, room } = await heldText(unit, instrument, amendment, locked);
  const stood = amendment.state === "adopted";
  const without: Fit = stood
    ? await planWithout(unit.tx, amendment, room.text)
    : { ok: true, result: room.text };
  const reopened = decideAmendment(amendment.state, "reconsider", { undone: without.ok });
  if (!without.ok) return changedSince(without);
  if (!reopened.ok) return asFailure(reopened);
  const version = stood
    ? await writeAmended(context, unit, { instrument, amendment, text, room }, without.result, "reconsidered")
    : null;
  await updateAmendmentState(unit.tx, amendment.id, reopened.to);
  unit.record(
    "amendment.reconsidered",
    amendment.id,
    {
      tag,
      was: amendment.state,
      ...because,
      ...(version ? { version: version.id, number: version.number, sha256: version.sha256 } : {}),
    },
    instrument.slug,
  );
  if (stood) {
    const vote = await selectVote(unit.tx, because.vote);
    await takeOutTranslations(context, unit, { instrument, amendment, vote }, locked);
    await reopenImplied(unit, instrument, amendment);
    const changed = { before: room.text, now: without.result };
    await markMisfits(unit, instrument, amendment, changed, { adopted: false });
  }
  return DONE;
}

/** What was not put because the adoption necessarily rejected it may be put again: the adoption is no more (Rules A5, W6). */
async function reopenImplied(unit: Unit, instrument: InstrumentRow, amendment: AmendmentRow): Promise<void> {
  for (const other of await selectAmendments(unit.tx, instrument.id)) {
    if (other.impliedBy !== amendment.id || other.state !== "not_put") continue;
    const reopened = decideAmendment(other.state, "reconsider", { undone: true });
    if (!reopened.ok) throw new Error(`${tagOf(other.number)} cannot be reopened: ${reopened.code}`);
    await updateAmendmentState(unit.tx, other.id, reopened.to);
    unit.record(
      "amendment.reopened",
      other.id,
      { tag: tagOf(other.number), because: tagOf(amendment.number) },
      instrument.slug,
    );
  }
}

/** An amendment to an amendment leaves its parent again, which then proposes what it did without it. */
async function reopenSubAmendment(
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow & { parentId: string },
  because: Because,
): Promise<Result<{ ok: true }>> {
  const tag = tagOf(amendment.number);
  const parent = await lockAmendment(unit.tx, amendment.parentId);
  const stood = amendment.state === "adopted";
  const now = await proposedText(unit.tx, parent);
  const without: Fit = stood ? await planWithout(unit.tx, amendment, now) : { ok: true, result: now };
  const reopened = decideAmendment(amendment.state, "reconsider", { undone: without.ok });
  if (!without.ok) return changedSince(without);
  if (!reopened.ok) return asFailure(reopened);
  await updateAmendmentState(unit.tx, amendment.id, reopened.to);
  unit.record(
    "amendment.reconsidered",
    amendment.id,
    { tag, was: amendment.state, amends: tagOf(parent.number), ...because },
    instrument.slug,
  );
  if (!stood) return DONE;
  const base = await startingText(unit.tx, parent);
  const patch = makePatch(base, without.result);
  if (!patch) return fail("undoes_amendment", "A9", { tag: tagOf(parent.number) });
  const form = formOf(patch, parent.language);
  await updateAmendmentPatch(unit.tx, parent.id, { patch, form, anchorBlock: anchorBlock(patch, base) });
  unit.record(
    "amendment.amended",
    parent.id,
    { tag: tagOf(parent.number), without: tag, form, patch },
    instrument.slug,
  );
  await markMisfits(unit, instrument, amendment, { before: now, now: without.result }, { adopted: false });
  return DONE;
}

/** A dry run of taking an adopted amendment out of what it was put into. */
async function planWithout(db: Db, amendment: AmendmentRow, current: TextDoc): Promise<Fit> {
  const { appliedVersionId, language, patch, parentId } = amendment;
  if (!patch) throw new Error(`${tagOf(amendment.number)} has no patch`);
  const into = parentId === null ? current : await proposedText(db, await lockAmendment(db, parentId));
  const undo = await selectUndo(db, amendment.id);
  if (appliedVersionId && undo) {
    const after = await readVersionText(db, appliedVersionId);
    const [first, ...others] = undo.changes;
    const before = first ? applyPatch(after, { changes: [first, ...others] }) : after;
    return named(planUndo(before, after, into, language), after, into, language);
  }
  const before = await startingText(db, amendment);
  const after = applyPatch(before, patch);
  return named(planUndo(before, after, into, language), after, into, language);
}

/** The refusal that names the paragraphs whose words were changed again since. */
function changedSince({ conflicts }: Extract<Fit, { ok: false }>): Failure {
  return fail("changed_since", "W6", { paragraphs: [...new Set(conflicts.map(({ path }) => path))] });
}

async function heldText(
  unit: Unit,
  instrument: InstrumentRow,
  { language }: AmendmentRow,
  locked: LockedRoom[],
): Promise<{ text: TextRow; room: LockedRoom }> {
  const text = (await selectTexts(unit.tx, instrument.id)).find((one) => one.language === language);
  const room = locked.find(({ name }) => name === text?.room);
  if (!text || !room) throw new Error(`the text of ${instrument.slug} in ${language} is not held still`);
  return { text, room };
}
