import { decideAmendment } from "../../../shared/rules/amendments";
import { anchorBlock, formOf, makePatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import type { AmendmentRow } from "../../db/amendments";
import { insertSponsor, submitAmendmentRow } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { type DelegationRecord, selectDelegations } from "../../db/people";
import { tagOf } from "../../queries/instrument-summary";
import { readVersionText } from "../../queries/text-content";
import { presetFor } from "../../queries/viewer";
import { type Context, type Failure, fail, type Result } from "../context";
import { asFailure } from "../situation";
import type { Unit } from "../transact";

/** Delegations by code; only others than the proposer, and only with a vote (Rule W2). */
export async function namedSponsors(
  context: Context,
  unit: Unit,
  codes: string[],
  proposerId: string,
): Promise<{ ok: true; sponsors: DelegationRecord[] } | Failure> {
  const delegations = await selectDelegations(unit.tx, context.conferenceId);
  const sponsors: DelegationRecord[] = [];
  for (const code of new Set(codes)) {
    const delegation = delegations.find((one) => one.code === code);
    if (!delegation) return fail("not_found", null, { delegation: code });
    if (!delegation.voting) return fail("not_allowed", "W2", { delegation: code });
    if (delegation.id !== proposerId) sponsors.push(delegation);
  }
  return { ok: true, sponsors };
}

export type Submitted = { amendment: string; number: number; tag: string };

/** Freezes what was drafted to a patch against the base version, numbers the amendment and puts it on the record. */
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
  const all = new Set([...amendment.sponsors.map(({ id }) => id), ...named.sponsors.map(({ id }) => id)]);
  const decision = decideAmendment(amendment.state, "submit", {
    sponsors: all.size,
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
  for (const sponsor of named.sponsors) await insertSponsor(unit.tx, amendment.id, sponsor.id, unit.at);
  const tag = tagOf(number);
  unit.record(
    "amendment.submitted",
    amendment.id,
    {
      tag,
      instrument: instrument.slug,
      language: amendment.language,
      delegation: amendment.delegation.code,
      sponsors: [...new Set([...amendment.sponsors, ...named.sponsors].map(({ code }) => code))].sort(),
      source: amendment.source,
      base: { version: amendment.baseVersionId, number: amendment.baseNumber },
      form,
      patch,
      rationale: words.rationale,
    },
    instrument.slug,
  );
  return { ok: true, answer: { amendment: amendment.id, number, tag } };
}
