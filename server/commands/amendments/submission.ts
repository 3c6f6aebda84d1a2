import { decideAmendment } from "../../../shared/rules/amendments";
import { anchorBlock, formOf, makePatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import type { AmendmentRow } from "../../db/amendments";
import { submitAmendmentRow } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { tagOf } from "../../queries/instrument-summary";
import { readVersionText } from "../../queries/text-content";
import { presetFor } from "../../queries/viewer";
import { type Context, fail, type Result } from "../context";
import { asFailure } from "../situation";
import type { Unit } from "../transact";
import { invite, namedSponsors } from "./invite-sponsors";

export type Submitted = { amendment: string; number: number; tag: string };

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
  words: { rationale: string; sponsors: string[] },
): Promise<Result<Submitted>> {
  const named = await namedSponsors(context, unit, words.sponsors, amendment.delegation.id);
  if (!named.ok) return named;
  const decision = decideAmendment(amendment.state, "submit", {
    sponsors: amendment.sponsors.length,
    preset: await presetFor(unit.tx, context.conferenceId),
  });
  if (!decision.ok) return asFailure(decision);
  const base = await readVersionText(unit.tx, amendment.baseVersionId);
  const patch = makePatch(base, proposed);
  if (!patch) return fail("amendment_changes_nothing");
  const form = formOf(patch, amendment.language);
  const number = await submitAmendmentRow(unit.tx, {
    id: amendment.id,
    instrumentId: instrument.id,
    patch,
    form,
    anchorBlock: anchorBlock(patch, base),
    rationale: words.rationale,
    submittedAt: unit.at,
  });
  const tag = tagOf(number);
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
      form,
      patch,
      rationale: words.rationale,
    },
    instrument.slug,
  );
  await invite(unit, instrument, { ...amendment, number }, named.sponsors);
  return { ok: true, answer: { amendment: amendment.id, number, tag } };
}
