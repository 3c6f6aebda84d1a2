import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideAmendment, decideOral } from "../../../shared/rules/amendments";
import { hasVote } from "../../../shared/rules/meeting/credentials";
import { applyPatch } from "../../../shared/text/make-patch";
import { insertDraftAmendment, insertSponsor, lockAmendment } from "../../db/amendments";
import { selectDelegations } from "../../db/people";
import { selectOptionalVersion } from "../../db/versions";
import { proposedText } from "../../queries/amendment-texts";
import { presetFor } from "../../queries/rules";
import { readVersionText } from "../../queries/text-content";
import { type Context, fail, type Result } from "../context";
import { asFailure, enter } from "../situation";
import { transact } from "../transact";
import { agreedParagraphs, checkAmendment } from "./check-amendment";
import { findParent } from "./origin";
import { circulate } from "./rule-on-amendment";
import { submitText } from "./submission";

/**
 * What a delegation proposes from the floor, taken down for it by the chair, the rapporteur or the secretariat: submitted, found in order
 * and before the body in one act, with the chair's waiver of what was to be circulated in writing before (Rule A13).
 */
export function takeDownAmendment(
  context: Context,
  body: CommandBody<"take-down-amendment">,
): Promise<Result<CommandAnswer<"take-down-amendment">>> {
  return transact(context, async (unit) => {
    const version = await selectOptionalVersion(unit.tx, body.baseVersion);
    if (!version || version.conferenceId !== context.conferenceId)
      return fail("not_found", "A16", { version: body.baseVersion });
    const entered = await enter(context, unit.tx, body.instrument, "take_down_amendment", {
      language: version.language,
    });
    if (!entered.ok) return entered;
    const { instrument } = entered;
    if (version.instrumentId !== instrument.id)
      return fail("not_found", "A16", { version: body.baseVersion });
    const oral = decideOral(await presetFor(unit.tx, context.conferenceId));
    if (!oral.ok) return asFailure(oral);
    const all = await selectDelegations(unit.tx, context.conferenceId);
    const entitled = (code: string) => all.find((one) => one.code === code && hasVote(one, one.credentials));
    const proposer = entitled(body.delegation);
    if (!proposer) return fail("not_allowed", "W2", { delegation: body.delegation });
    const seconders = [...new Set(body.sponsors)].filter((code) => code !== proposer.code);
    const unknown = seconders.filter((code) => !entitled(code));
    if (unknown.length > 0) return fail("not_allowed", "W2", { delegation: unknown[0] });

    const found = body.amends === undefined ? null : await findParent(unit.tx, version, body.amends);
    if (found && !found.ok) return found;
    const parent = found?.answer ?? null;
    if (parent && parent.baseVersionId !== version.id)
      return fail("not_found", "A16", { version: body.baseVersion });
    const base = await (parent ? proposedText(unit.tx, parent) : readVersionText(unit.tx, version.id));
    const agreed = await agreedParagraphs(context, unit.tx, instrument, version.language);
    const refused = checkAmendment(base, body.patch, version.language, agreed);
    if (refused) return refused;
    const id = context.deps.newId();
    await insertDraftAmendment(unit.tx, {
      id,
      instrumentId: instrument.id,
      language: version.language,
      delegationId: proposer.id,
      proposedBy: null,
      source: "oral",
      baseVersionId: version.id,
      roomId: null,
      parent,
      createdAt: unit.at,
    });
    for (const code of seconders) await insertSponsor(unit.tx, id, entitled(code)?.id ?? "", unit.at);
    const submitted = await submitText(
      context,
      unit,
      instrument,
      await lockAmendment(unit.tx, id),
      applyPatch(base, body.patch),
      { rationale: body.rationale, sponsors: [], agreed },
    );
    if (!submitted.ok) return submitted;
    const amendment = await lockAmendment(unit.tx, id);
    const ruling = decideAmendment(amendment.state, "rule_admissible", {});
    if (!ruling.ok) return asFailure(ruling);
    const { tag } = submitted.answer;
    unit.record(
      "amendment.ruled_admissible",
      id,
      { tag, reason: "", waived: true, oral: true },
      instrument.slug,
    );
    const circulated = await circulate(unit, instrument, amendment, ruling.to);
    return circulated.ok ? submitted : circulated;
  });
}
