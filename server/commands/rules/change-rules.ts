import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { changedValues, decideRulesChange } from "../../../shared/rules/presets";
import { may, READING } from "../../../shared/rules/rights";
import { selectConference } from "../../db/conferences";
import { lockProceedings, selectOptionalRules, writeRules } from "../../db/rules";
import { hasOpened, presetFor } from "../../queries/rules";
import { type Context, fail, type Result } from "../context";
import { asFailure } from "../situation";
import { transact } from "../transact";

/**
 * Lays down the rules of procedure: every value, of which some may differ from the preset they were copied from. Nothing that is
 * done under them goes on beside it: what was put before it was put under the rules of before, and then they stand.
 */
export function changeRules(
  context: Context,
  body: CommandBody<"change-rules">,
): Promise<Result<CommandAnswer<"change-rules">>> {
  return transact(context, async (unit) => {
    const { tx } = unit;
    const { conferenceId, person } = context;
    const allowed = may(context.actor, "change_rules", READING);
    if (!allowed.ok) return asFailure(allowed);
    if (!person) throw new Error("the rights table let nobody change the rules");
    await lockProceedings(tx, conferenceId);
    const decision = decideRulesChange({ opened: await hasOpened(tx, conferenceId) });
    if (!decision.ok) return asFailure(decision);
    const own = await selectOptionalRules(tx, conferenceId);
    if ((own?.revision ?? 0) !== body.revision)
      return fail("rules_changed", null, { revision: own?.revision ?? 0, by: own?.changedBy ?? null });
    const before = await presetFor(tx, conferenceId);
    const { preset } = body;
    const revision = await writeRules(tx, { conferenceId, preset, personId: person.id, at: unit.at });
    const { slug } = await selectConference(tx, conferenceId);
    unit.record("rules.changed", slug, { revision, preset, changed: changedValues(before, preset) }, null);
    return { ok: true, answer: { revision } };
  });
}
