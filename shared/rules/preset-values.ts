import { PRESET_NAMES, type Preset, type PresetName } from "./presets";

export type PresetKey = Exclude<keyof Preset, "name">;
/** `seen`: read in a body's published rules or a handbook; `own`: general knowledge of the field; `ours`: our decision. */
export type Source = "seen" | "own" | "ours";

/** Of each value: the rules that it belongs to, and where each preset has it from. The table of RULES.md says the same. */
export const PRESET_VALUES: Record<PresetKey, { rules: string[]; sources: Record<PresetName, Source> }> = {
  debateQuorum: of(["Q1"], "seen own own own"),
  decisionQuorum: of(["Q2"], "seen own own own"),
  tie: of(["V5", "V6"], "seen seen own own"),
  secondersNeeded: of(["A14"], "own own own own"),
  proposalMajority: of([], "own own own own"),
  amendmentsFollowProposal: of(["V10"], "seen seen own own"),
  lateAmendments: of(["A13"], "seen own own own"),
  division: of(["D1"], "own seen own own"),
  reconsiderationMajority: of(["W6"], "seen seen own own"),
  reconsiderationSpeakers: of(["W6"], "seen seen own own"),
  adjournDebateSpeakers: of(["P3"], "own own own own"),
  closeDebateSpeakers: of(["P4"], "seen seen own own"),
  closeDebateMajority: of([], "own own own own"),
  methods: of(["R1"], "ours seen seen own"),
  rollCallRequests: of(["R2"], "seen seen own own"),
  speakingMs: of([], "ours own ours own"),
  repliesMs: of([], "ours own ours own"),
};
export const PRESET_KEYS = Object.keys(PRESET_VALUES) as PresetKey[];

/** `sources`: in the order of the presets. */
function of(rules: string[], sources: string): { rules: string[]; sources: Record<PresetName, Source> } {
  const each = sources.split(" ") as Source[];
  return {
    rules,
    sources: Object.fromEntries(PRESET_NAMES.map((name, i) => [name, each[i]])) as Record<PresetName, Source>,
  };
}
