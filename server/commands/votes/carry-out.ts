import { decideAmendment } from "../../../shared/rules/amendments";
import { assertNever } from "../../../shared/rules/refusal";
import { decideStage } from "../../../shared/rules/stages";
import { finallyNumbered } from "../../../shared/text/numbering";
import { lockAmendment, updateAmendmentState } from "../../db/amendments";
import { type InstrumentRow, selectTexts, updatePublishedVersion, updateStage } from "../../db/instruments";
import { answeredLater } from "../../db/pool";
import { freezeRoom } from "../../db/rooms";
import { insertAdoptedText, insertAdoption } from "../../db/versions";
import type { VoteRow } from "../../db/votes";
import { withoutLost } from "../../queries/divisible";
import { tagOf } from "../../queries/instrument-summary";
import { applyAmendment } from "../amendments/apply-amendment";
import { carryIntoParent } from "../amendments/carry-into";
import { doesNotFit, fit } from "../amendments/fit";
import { findMisfits, markMisfits } from "../amendments/mark-misfits";
import { putInTranslations } from "../amendments/put-in-translation";
import { type Context, DONE, fail, type LockedRoom, type Result } from "../context";
import { insertSnapshot, recordAllDrafting, writeRoom } from "../drafting";
import { disposeOfAppeal, disposeOfMotion } from "../meeting/dispose";
import { rightsChanged } from "../rights-changed";
import { asFailure } from "../situation";
import { liveTexts, stageFacts, unsignedLanguages } from "../texts/facts";
import type { Unit } from "../transact";
import { type Decision, decideDivided } from "./divided";

/** Does what was decided, in the transaction that records the decision. */
export async function carryOut(
  context: Context,
  unit: Unit,
  question: { instrument: InstrumentRow; vote: VoteRow },
  decision: Decision,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  const done = await dispose(context, unit, question, decision, locked);
  if (done.ok) await rightsChanged(context, unit, question.instrument.id);
  return done;
}

async function dispose(
  context: Context,
  unit: Unit,
  question: { instrument: InstrumentRow; vote: VoteRow },
  decision: Decision,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  const { subject } = question.vote;
  switch (subject) {
    case "amendment":
      return disposeOfAmendment(context, unit, question, decision, locked);
    case "final":
      return disposeOfText(context, unit, question, decision, locked);
    case "division":
    case "part": {
      const decided = await decideDivided(context, unit, question, decision, locked);
      if (!decided.ok) return decided;
      const { fell } = decided.answer;
      if (!fell) return DONE;
      // Rejected without a vote of its own (Rule D3).
      const whole = { instrument: question.instrument, vote: fell };
      return dispose(context, unit, whole, { carried: false, tally: null }, locked);
    }
    case "motion":
      return disposeOfMotion(context, unit, question, decision, locked);
    case "appeal":
      return disposeOfAppeal(context, unit, question, decision.tally);
    default:
      return assertNever(subject);
  }
}

async function disposeOfAmendment(
  context: Context,
  unit: Unit,
  { instrument, vote }: { instrument: InstrumentRow; vote: VoteRow },
  decision: Decision,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  if (!vote.amendmentId) throw new Error(`vote ${vote.id} names no amendment`);
  const [amendment, texts] = await Promise.all([
    lockAmendment(unit.tx, vote.amendmentId),
    selectTexts(unit.tx, instrument.id),
  ]);
  const tag = tagOf(amendment.number);
  if (!decision.carried) {
    const failed = decideAmendment(amendment.state, "fail", {});
    if (!failed.ok) return asFailure(failed);
    await updateAmendmentState(unit.tx, amendment.id, failed.to);
    unit.record(
      "amendment.rejected",
      amendment.id,
      { tag, vote: vote.id, tally: decision.tally },
      instrument.slug,
    );
    return DONE;
  }
  const { parentId } = amendment;
  if (parentId !== null)
    return carryIntoParent(
      unit,
      instrument,
      { ...amendment, parentId },
      {
        event: "carry",
        act: "amendment.adopted",
        data: { vote: vote.id, tally: decision.tally },
      },
    );
  const text = texts.find(({ language }) => language === amendment.language);
  const room = locked.find(({ name }) => name === text?.room);
  if (!text || !room) throw new Error(`the text of ${tag} was not locked`);

  // As the body decided on it: without the parts that it rejected before (Rule D2).
  const patch =
    amendment.patch && (await withoutLost(unit.tx, vote, amendment.patch, room.text, text.language));
  const fitted = await fit(unit.tx, { ...amendment, patch }, room.text);
  const carried = decideAmendment(amendment.state, "carry", { fits: fitted.ok });
  if (!fitted.ok) return doesNotFit(fitted.conflicts);
  if (!carried.ok) return asFailure(carried);

  const applying = applyAmendment(context, unit, { instrument, amendment, text, room }, fitted.result, {
    state: carried.to,
    reason: "amendment_applied",
  });
  // While that is written.
  const change = { before: room.text, now: fitted.result };
  const misfits = findMisfits(unit.tx, amendment, change);
  await answeredLater(unit.tx, misfits);
  const applied = await applying;
  unit.record(
    "amendment.adopted",
    amendment.id,
    { tag, vote: vote.id, tally: decision.tally, ...applied },
    instrument.slug,
  );
  await putInTranslations(context, unit, { instrument, amendment, vote }, locked);
  await markMisfits(unit, instrument, amendment, change, { misfits: await misfits });
  return DONE;
}

/**
 * The whole text is adopted, approved or rejected: fixed in every language, hashed, and frozen for good. What is adopted has
 * no provisional numbers left: renumbering belongs to the decision and changes no words (procedure, "renumbering only on
 * finalisation"). A text that fails keeps them, since it may come back.
 */
async function disposeOfText(
  context: Context,
  unit: Unit,
  { instrument, vote }: { instrument: InstrumentRow; vote: VoteRow },
  decision: Decision,
  locked: LockedRoom[],
): Promise<Result<{ ok: true }>> {
  const texts = await selectTexts(unit.tx, instrument.id);
  const live = liveTexts(texts, locked);
  await recordAllDrafting(unit, locked, texts, instrument);
  const facts = await stageFacts(context, unit.tx, instrument, live);
  const moved = decideStage(instrument, decision.carried ? "carry" : "fail", {
    ...facts,
    // The quorum that counts is the one there was when the vote was locked, or is now if nothing was counted.
    ...(decision.tally || vote.state === "fell" ? { present: vote.present, members: vote.members } : {}),
    ...(decision.inWriting ? { present: facts.members } : {}),
  });
  if (!moved.ok) return asFailure(moved);
  const unsigned = new Set(await unsignedLanguages(unit.tx, instrument, live));
  await updateStage(unit.tx, instrument.id, moved.to, moved.outcome);

  const fixed = [];
  for (const { row, text } of live) {
    const room = locked.find(({ name }) => name === row.room);
    if (!room) throw new Error(`room ${row.room} was not locked`);
    if (decision.carried) {
      const adopted = finallyNumbered(text);
      if (text.blocks.some(({ provisional }) => provisional)) await writeRoom(unit, room, adopted);
      const version = await insertSnapshot(context, unit, instrument, row, adopted, {
        reason: "adopted",
        label: moved.outcome ?? "adopted",
      });
      await updatePublishedVersion(unit.tx, row.id, version.id);
      fixed.push({
        language: row.language,
        version: version.id,
        number: version.number,
        sha256: version.sha256,
        concordant: !unsigned.has(row.language),
      });
    }
    await freezeRoom(unit.tx, row.roomId);
    unit.afterCommit(() => room.freezeOnRelease());
  }
  if (!decision.carried) {
    unit.record("text.rejected", instrument.slug, { vote: vote.id, tally: decision.tally }, instrument.slug);
    return DONE;
  }
  if (moved.outcome !== "adopted" && moved.outcome !== "approved")
    return fail("wrong_state", null, { outcome: moved.outcome });
  await insertAdoption(unit.tx, {
    instrumentId: instrument.id,
    voteId: vote.id,
    outcome: moved.outcome,
    decidedAt: unit.at,
    byConsensus: decision.tally === null,
  });
  for (const text of fixed) {
    await insertAdoptedText(unit.tx, {
      voteId: vote.id,
      language: text.language,
      versionId: text.version,
      sha256: text.sha256,
      concordant: text.concordant,
    });
  }
  unit.record(
    `text.${moved.outcome}`,
    instrument.slug,
    {
      vote: vote.id,
      tally: decision.tally,
      consensus: decision.tally === null,
      decidedAt: unit.at.toISOString(),
      texts: fixed,
    },
    instrument.slug,
  );
  return DONE;
}
