import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { canonicalJson } from "../../../shared/records/canonical-json";
import { decideAmendment } from "../../../shared/rules/amendments";
import { anchorBlock, applyPatch, formOf, makePatch } from "../../../shared/text/make-patch";
import type { BlockId, TextDoc } from "../../../shared/text/model";
import {
  type AmendmentRow,
  deleteDraftAmendment,
  isAmended,
  lockAmendment,
  reviseAmendmentRow,
} from "../../db/amendments";
import { type InstrumentRow, selectOptionalText } from "../../db/instruments";
import { selectOptionalVersion } from "../../db/versions";
import { proposedText, startingText, textToPutInto } from "../../queries/amendment-texts";
import { numberText, tagOf } from "../../queries/instrument-summary";
import { readVersionText } from "../../queries/text-content";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, enterAmendment } from "../situation";
import { transact, type Unit } from "../transact";
import { agreedParagraphs, checkAmendment } from "./check-amendment";
import { doesNotFit, fitPatch } from "./fit";
import { markMisfits } from "./mark-misfits";
import { checkBelow } from "./submission";

/** Its proposer says it in other words, until it is put (Rule W4). It keeps its number and its place; what amends it may have to be redrafted. */
export function reviseAmendment(
  context: Context,
  body: CommandBody<"revise-amendment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "revise_amendment");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    if (amendment.state === "draft") return fail("wrong_state", null, { state: amendment.state });
    // A co-sponsor stands by it or leaves it; the words are its proposer's.
    if (amendment.delegation.id !== context.actor?.delegation?.id) return fail("not_allowed", "W5");
    const from = await newBase(unit, instrument, amendment, body.baseVersion ?? null);
    if (!from.ok) return from;
    const { base, baseVersionId, number } = from.answer;
    const agreed = await agreedParagraphs(context, unit.tx, instrument, amendment.language);
    const refused = checkAmendment(base, body.patch, amendment.language, agreed);
    if (refused) return refused;
    const proposed = applyPatch(base, body.patch);
    const patch = makePatch(base, proposed);
    if (!patch) return fail("amendment_changes_nothing");
    const below = await checkBelow(unit, amendment, proposed);
    if (below) return below;
    return rewrite(context, unit, instrument, amendment, {
      base,
      baseVersionId,
      number,
      patch,
      rationale: body.rationale ?? amendment.rationale,
    });
  });
}

/** A draft that redrafts an amendment becomes that one's new words; the draft itself is no more. */
export async function reviseByDraft(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  draft: AmendmentRow,
  { proposed, rationale, agreed }: { proposed: TextDoc; rationale: string; agreed: ReadonlySet<BlockId> },
): Promise<Result<CommandAnswer<"submit-amendment">>> {
  if (draft.reintroduces === null) return fail("wrong_state", "W4", { state: draft.state });
  const earlier = await lockAmendment(unit.tx, draft.reintroduces);
  if (earlier.delegation.id !== context.actor?.delegation?.id) return fail("not_allowed", "W5");
  // What it amends reads otherwise now: on that it is another amendment.
  if (earlier.parentId !== null) return fail("wrong_state", "A9", { state: earlier.state });
  const base = await startingText(unit.tx, draft);
  const patch = makePatch(base, proposed);
  if (!patch) return fail("amendment_changes_nothing");
  const refused = checkAmendment(base, patch, draft.language, agreed);
  if (refused) return refused;
  const { baseVersionId, baseNumber: number } = draft;
  const done = await rewrite(context, unit, instrument, earlier, {
    base,
    baseVersionId,
    number,
    patch,
    rationale,
  });
  if (!done.ok) return done;
  await deleteDraftAmendment(unit.tx, draft.id);
  unit.record("amendment.discarded", draft.id, { instrument: instrument.slug }, instrument.slug);
  if (!earlier.number) throw new Error(`amendment ${earlier.id} has no number`);
  const answer = { amendment: earlier.id, number: numberText(earlier.number), tag: tagOf(earlier.number) };
  return { ok: true, answer };
}

type NewBase = { base: TextDoc; baseVersionId: string; number: number };

/** What it was made against, or a later version of its text. */
async function newBase(
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow,
  version: string | null,
): Promise<Result<NewBase>> {
  if (version === null || version === amendment.baseVersionId) {
    const base = await startingText(unit.tx, amendment);
    return {
      ok: true,
      answer: { base, baseVersionId: amendment.baseVersionId, number: amendment.baseNumber },
    };
  }
  // What amends an amendment stands on that one's text, which has no later version.
  if (amendment.parentId !== null) return fail("invalid_request", "A9", { version });
  const found = await selectOptionalVersion(unit.tx, version);
  if (found?.instrumentId !== instrument.id || found.language !== amendment.language)
    return fail("not_found", "A16", { version });
  const base = await readVersionText(unit.tx, version);
  return { ok: true, answer: { base, baseVersionId: version, number: found.number } };
}

async function rewrite(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow,
  {
    base,
    baseVersionId,
    number,
    patch,
    rationale,
  }: NewBase & {
    patch: NonNullable<AmendmentRow["patch"]>;
    rationale: string;
  },
): Promise<Result<{ ok: true }>> {
  const text = await selectOptionalText(unit.tx, instrument.id, amendment.language);
  if (!text) throw new Error(`${instrument.slug} has no text in ${amendment.language}`);
  const live = await context.deps.rooms.read(text.room);
  const into = await textToPutInto(unit.tx, amendment, live);
  const fitted = fitPatch(base, patch, into, amendment.language);
  const revised = decideAmendment(amendment.state, "revise", {
    fits: fitted.ok,
    amended: await isAmended(unit.tx, amendment),
  });
  if (!revised.ok && revised.code !== "amendment_does_not_fit") return asFailure(revised);
  if (!fitted.ok) return doesNotFit(fitted.conflicts);
  if (!revised.ok) return asFailure(revised);
  const isSame =
    revised.to === amendment.state &&
    baseVersionId === amendment.baseVersionId &&
    rationale === amendment.rationale &&
    canonicalJson(patch) === canonicalJson(amendment.patch);
  if (isSame) return fail("revision_changes_nothing", null, { tag: tagOf(amendment.number) });
  const before = await proposedText(unit.tx, amendment);
  const form = formOf(patch, amendment.language);
  await reviseAmendmentRow(unit.tx, amendment.id, {
    state: revised.to,
    baseVersionId,
    patch,
    form,
    anchorBlock: anchorBlock(patch, base),
    rationale,
  });
  const tag = tagOf(amendment.number);
  unit.record(
    "amendment.revised",
    amendment.id,
    { tag, base: { version: baseVersionId, number }, form, patch, rationale, state: revised.to },
    instrument.slug,
  );
  await markMisfits(
    unit,
    instrument,
    amendment,
    { before, now: applyPatch(base, patch) },
    { into: amendment.id, adopted: false },
  );
  return DONE;
}
