import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import type { ImportedAmendment } from "../../../shared/api/import-amendments";
import { hasVote } from "../../../shared/rules/meeting/credentials";
import { applyPatch } from "../../../shared/text/make-patch";
import type { BlockId, TextDoc } from "../../../shared/text/model";
import { insertDraftAmendment, lockAmendment } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { type DelegationRecord, selectDelegations } from "../../db/people";
import { selectOptionalVersion, type VersionRow } from "../../db/versions";
import { tagOf } from "../../queries/instrument-summary";
import { readVersionText } from "../../queries/text-content";
import { type Context, type Failure, fail, type Result } from "../context";
import { enter } from "../situation";
import { transact, type Unit } from "../transact";
import { agreedParagraphs, checkAmendment } from "./check-amendment";
import { insertDraftRoom } from "./draft-room";
import { invite, namedSponsors } from "./invite-sponsors";
import { submitText } from "./submission";

type Body = CommandBody<"import-amendments">;
type Taken = CommandAnswer<"import-amendments">["amendments"][number];

/** What the amendments of one file share. */
type Import = {
  context: Context;
  unit: Unit;
  instrument: InstrumentRow;
  version: VersionRow;
  base: TextDoc;
  agreed: ReadonlySet<BlockId>;
  delegations: readonly DelegationRecord[];
  body: Body;
};

/**
 * The amendments that a file proposes, each under the rules that one proposed by hand is under: all of them, or each that cannot be is named with
 * its reason and nothing is changed. One's own are proposed; what others handed in is brought in for them.
 */
export function importAmendments(
  context: Context,
  body: Body,
): Promise<Result<CommandAnswer<"import-amendments">>> {
  return transact(context, async (unit) => {
    const version = await selectOptionalVersion(unit.tx, body.baseVersion);
    if (!version || version.conferenceId !== context.conferenceId)
      return fail("not_found", "A16", { version: body.baseVersion });
    const own = context.actor?.delegation?.code;
    const isOwn = body.amendments.every(({ delegation }) => delegation === own);
    const act = isOwn ? "propose_amendment" : "import_amendments";
    const entered = await enter(context, unit.tx, body.instrument, act, { language: version.language });
    if (!entered.ok) return entered;
    const { instrument } = entered;
    if (version.instrumentId !== instrument.id)
      return fail("not_found", "A16", { version: body.baseVersion });
    const all: Import = {
      context,
      unit,
      instrument,
      version,
      base: await readVersionText(unit.tx, version.id),
      agreed: await agreedParagraphs(context, unit.tx, instrument, version.language),
      delegations: await selectDelegations(unit.tx, context.conferenceId),
      body,
    };
    const taken: Taken[] = [];
    const refused: Array<Pick<Failure, "code" | "rule" | "detail"> & { at: number; place: string }> = [];
    for (const [at, one] of body.amendments.entries()) {
      const result = await take(all, one);
      if (result.ok) taken.push(result.answer);
      else
        refused.push({ at, place: one.place, code: result.code, rule: result.rule, detail: result.detail });
    }
    return refused.length > 0
      ? fail("amendments_not_taken", null, { amendments: refused })
      : { ok: true, answer: { amendments: taken } };
  });
}

/** The parts of a refusal stay what they are; what was written before it is rolled back with everything else. */
async function take(all: Import, one: ImportedAmendment): Promise<Result<Taken>> {
  const { context, unit, instrument, version, base, agreed, body } = all;
  const delegation = all.delegations.find(({ code }) => code === one.delegation);
  if (!delegation) return fail("not_found", null, { delegation: one.delegation });
  if (!hasVote(delegation, delegation.credentials))
    return fail("not_allowed", "W2", { delegation: one.delegation });
  if (body.as === "submitted" && one.rationale === "") return fail("rationale_missing");
  // A patch whose "before" is not what it was made against was not made from it.
  const refused = checkAmendment(base, one.patch, version.language, agreed);
  if (refused) return refused;
  const proposed = applyPatch(base, one.patch);
  const id = context.deps.newId();
  const file = { ...body.file, place: one.place };
  const drafted = body.as === "draft" ? await insertDraftRoom(context, unit, id, proposed) : null;
  await insertDraftAmendment(unit.tx, {
    id,
    instrumentId: instrument.id,
    language: version.language,
    delegationId: delegation.id,
    proposedBy: context.person?.id ?? null,
    source: one.source,
    baseVersionId: version.id,
    roomId: drafted?.roomId ?? null,
    rationale: one.rationale,
    file,
    createdAt: unit.at,
  });
  const amendment = await lockAmendment(unit.tx, id);
  if (!drafted) {
    const submitted = await submitText(context, unit, instrument, amendment, proposed, { ...one, agreed });
    return submitted.ok ? { ok: true, answer: { amendment: id, tag: submitted.answer.tag } } : submitted;
  }
  const named = await namedSponsors(context, unit, one.sponsors, delegation.id);
  if (!named.ok) return named;
  unit.record(
    "amendment.begun",
    id,
    {
      instrument: instrument.slug,
      language: version.language,
      delegation: delegation.code,
      base: version.number,
      redrafts: null,
      amends: null,
      combines: null,
      file,
    },
    instrument.slug,
  );
  await invite(unit, instrument, amendment, named.sponsors);
  return { ok: true, answer: { amendment: id, tag: tagOf(null) } };
}
