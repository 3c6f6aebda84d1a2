import { decideAmendment, decideInTime, takesSubAmendments } from "../../../shared/rules/amendments";
import { anchorBlock, formOf, makePatch } from "../../../shared/text/make-patch";
import type { BlockId, TextDoc } from "../../../shared/text/model";
import { numberBlocks } from "../../../shared/text/numbering";
import { combine, subAmend } from "../../../shared/text/together/sub-amendments";
import { type AmendmentRow, lockAmendment, submitAmendmentRow } from "../../db/amendments";
import { selectAttachments } from "../../db/attachments";
import type { InstrumentRow } from "../../db/instruments";
import { startingText } from "../../queries/amendment-texts";
import { numberText, tagOf } from "../../queries/instrument-summary";
import { presetFor } from "../../queries/rules";
import { readVersionText } from "../../queries/text-content";
import { type Context, type Failure, fail, type Result } from "../context";
import { asFailure } from "../situation";
import type { Unit } from "../transact";
import { checkAmendment } from "./check-amendment";
import { invite, namedSponsors } from "./invite-sponsors";
import { takeBack } from "./withdraw-amendment";

export type Submitted = { amendment: string; number: string; tag: string };

/**
 * Freezes what was drafted to a patch against the base version, numbers the amendment and puts it on the record.
 * `words.sponsors`: delegations that are asked to join it then; those that have joined are what counts (Rule A14).
 */
export async function submitText(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow,
  proposed: TextDoc,
  words: { rationale: string; sponsors: string[]; agreed: ReadonlySet<BlockId> },
): Promise<Result<Submitted>> {
  const named = await namedSponsors(context, unit, words.sponsors, amendment.delegation.id);
  if (!named.ok) return named;
  const preset = await presetFor(unit.tx, context.conferenceId);
  const decision = decideAmendment(amendment.state, "submit", {
    sponsors: amendment.sponsors.length,
    preset,
  });
  if (!decision.ok) return asFailure(decision);
  const base = await startingText(unit.tx, amendment);
  const patch = makePatch(base, proposed);
  if (!patch) return fail("amendment_changes_nothing");
  const refused =
    checkAmendment(base, patch, amendment.language, words.agreed) ??
    (await checkBelow(unit, amendment, proposed));
  if (refused) return refused;
  const form = formOf(patch, amendment.language);
  const inTime = decideInTime(
    {
      atMs: unit.at.getTime(),
      deadlineMs: instrument.amendmentsDeadline === null ? null : Date.parse(instrument.amendmentsDeadline),
      // Where the rules know a waiver, a late one waits for it: the chair gives it with the ruling.
      waived: true,
    },
    preset,
  );
  if (!inTime.ok) return asFailure(inTime);
  const { late } = inTime;
  const parent = amendment.parentId === null ? null : await lockAmendment(unit.tx, amendment.parentId);
  const number = await submitAmendmentRow(unit.tx, {
    id: amendment.id,
    instrumentId: instrument.id,
    parent,
    patch,
    form,
    anchorBlock: anchorBlock(patch, base),
    rationale: words.rationale,
    submittedAt: unit.at,
    late,
  });
  const tag = tagOf(number);
  const attachments = await selectAttachments(unit.tx, amendment.id);
  unit.record(
    "amendment.submitted",
    amendment.id,
    {
      tag,
      instrument: instrument.slug,
      language: amendment.language,
      delegation: amendment.delegation.code,
      sponsors: amendment.sponsors.map(({ code }) => code).sort(),
      source: amendment.source,
      base: { version: amendment.baseVersionId, number: amendment.baseNumber },
      amends: amendment.parentId,
      combines: amendment.combines,
      form,
      patch,
      rationale: words.rationale,
      ...(amendment.file ? { file: amendment.file } : {}),
      ...(late ? { late } : {}),
      ...(attachments.length === 0
        ? {}
        : { attachments: Object.fromEntries(attachments.map(({ id, name }) => [id, name])) }),
    },
    instrument.slug,
  );
  await invite(unit, instrument, { ...amendment, number }, named.sponsors);
  await replaceEarlier(unit, instrument, amendment, tag);
  return { ok: true, answer: { amendment: amendment.id, number: numberText(number), tag } };
}

/** What an amendment to an amendment must be besides (Rule A9): within what its parent touches, and not the whole of it taken back. */
export async function checkBelow(
  unit: Unit,
  amendment: AmendmentRow,
  proposed: TextDoc,
): Promise<Failure | null> {
  const { parentId, parentPatch, language } = amendment;
  if (parentId === null || !parentPatch) return null;
  const { state, number } = await lockAmendment(unit.tx, parentId);
  if (!takesSubAmendments(state)) return fail("wrong_state", "A9", { state, tag: tagOf(number) });
  const version = await readVersionText(unit.tx, amendment.baseVersionId);
  const made = subAmend(version, parentPatch, proposed);
  if (!made.ok) {
    const numbers = numberBlocks(proposed.blocks, language);
    return fail("outside_amendment", "A9", {
      paragraphs: made.blocks.map((id) => numbers.get(id)?.path ?? id),
    });
  }
  const undoes = made.patch !== null && combine(version, parentPatch, made.patch) === null;
  return undoes ? fail("undoes_amendment", "A9", { tag: tagOf(number) }) : null;
}

/** The one that no longer fitted is withdrawn by the same delegation's new draft of it: one of them is enough to decide about. */
async function replaceEarlier(
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow,
  tag: string,
): Promise<void> {
  if (amendment.reintroduces === null) return;
  const earlier = await lockAmendment(unit.tx, amendment.reintroduces);
  if (earlier.state !== "needs_rebase" || earlier.delegation.id !== amendment.delegation.id) return;
  // One that was amended meanwhile is not its proposer's to take back: it stays, and the chair decides about it.
  await takeBack(unit, instrument, earlier, { replacedBy: tag });
}
