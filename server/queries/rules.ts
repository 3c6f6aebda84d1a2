import type { RulesView } from "../../shared/api/rules";
import { OPENING_ACTS, PRESETS, type Preset, type PresetName, presetShape } from "../../shared/rules/presets";
import { may, READING } from "../../shared/rules/rights";
import { type BodyRow, type ConferenceRow, selectBodies, selectOptionalConference } from "../db/conferences";
import { hasActs } from "../db/ledger";
import type { Db } from "../db/rows";
import { selectOptionalRules, selectRulesInForce } from "../db/rules";
import type { Viewer } from "./viewer";

/** The rules in force: the conference's own copy, or the preset that it names. */
export async function presetFor(db: Db, conferenceId: string): Promise<Preset> {
  const { own, name } = await selectRulesInForce(db, conferenceId);
  if (own !== null) return presetShape.parse(own);
  const found = PRESETS[name as PresetName];
  if (!found) throw new Error(`unknown preset ${name}`);
  return found;
}

/** Whether something was debated, ruled on or put: from then on the rules stand. */
export function hasOpened(db: Db, conferenceId: string): Promise<boolean> {
  return hasActs(db, conferenceId, OPENING_ACTS);
}

export type PublicRules = {
  conference: ConferenceRow;
  bodies: BodyRow[];
  preset: Preset;
  opened: boolean;
};

/** The rules of a conference, for anybody; null: there is none of that name. */
export async function readPublicRules(db: Db, slug: string): Promise<PublicRules | null> {
  const conference = await selectOptionalConference(db, slug);
  if (!conference) return null;
  return {
    conference,
    bodies: await selectBodies(db, conference.id),
    preset: await presetFor(db, conference.id),
    opened: await hasOpened(db, conference.id),
  };
}

export async function readRules({ pool, conferenceId, actor }: Viewer): Promise<RulesView> {
  const own = await selectOptionalRules(pool, conferenceId);
  const preset = await presetFor(pool, conferenceId);
  return {
    preset: { ...preset, methods: [...preset.methods], repliesMs: [...preset.repliesMs] },
    revision: own?.revision ?? 0,
    changedBy: own?.changedBy ?? null,
    changedAt: own?.changedAt ?? null,
    opened: await hasOpened(pool, conferenceId),
    permissions: { change_rules: may(actor, "change_rules", READING) },
  };
}
