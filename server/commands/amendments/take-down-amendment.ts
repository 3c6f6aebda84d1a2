import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { decideAmendment, decideOral } from "../../../shared/rules/amendments";
import { hasVote } from "../../../shared/rules/meeting/credentials";
import { insertDraftAmendment, insertSponsor, lockAmendment } from "../../db/amendments";
import { selectDelegations } from "../../db/people";
import { presetFor } from "../../queries/rules";
import { type Context, fail, type Result } from "../context";
import { asFailure } from "../situation";
import { transact } from "../transact";
import { checkProposal } from "./proposal";
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
    const checked = await checkProposal(context, unit, body, "take_down_amendment");
    if (!checked.ok) return checked;
    const { instrument, version, parent, proposed, agreed } = checked.answer;
    const oral = decideOral(await presetFor(unit.tx, context.conferenceId));
    if (!oral.ok) return asFailure(oral);
    const all = await selectDelegations(unit.tx, context.conferenceId);
    const entitled = (code: string) => all.find((one) => one.code === code && hasVote(one, one.credentials));
    const proposer = entitled(body.delegation);
    if (!proposer) return fail("not_allowed", "W2", { delegation: body.delegation });
    const seconders = [...new Set(body.sponsors)].filter((code) => code !== proposer.code);
    const unknown = seconders.filter((code) => !entitled(code));
    if (unknown.length > 0) return fail("not_allowed", "W2", { delegation: unknown[0] });
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
      proposed,
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
