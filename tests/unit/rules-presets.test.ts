import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PRESET_KEYS, PRESET_VALUES } from "../../shared/rules/preset-values";
import {
  changedValues,
  decideRulesChange,
  PRESET_NAMES,
  PRESETS,
  presetProblems,
  presetShape,
} from "../../shared/rules/presets";

const preset = PRESETS["un-conference"];

test.each(PRESET_NAMES)("%s passes its own validation, and survives being stored", (name) => {
  expect(presetProblems(PRESETS[name])).toEqual([]);
  expect(presetShape.parse(JSON.parse(JSON.stringify(PRESETS[name])))).toEqual(PRESETS[name]);
});

test.each(Object.keys(preset) as Array<keyof typeof preset>)(
  "a copy without %s is refused and the place named",
  (key) => {
    const copy: Partial<typeof preset> = { ...preset };
    delete copy[key];
    expect(presetProblems(copy).map(({ path }) => path.split(".")[0])).toEqual([key]);
  },
);

test("every problem is named, not the first one", () => {
  const wrong = {
    ...preset,
    secondersNeeded: -1,
    methods: [],
    decisionQuorum: { numerator: 1, denominator: 1, strict: true },
    castingVote: true,
  };
  expect(
    presetProblems(wrong)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(["", "decisionQuorum", "methods", "secondersNeeded"]);
});

test.each([
  ["more than all", { decisionQuorum: { numerator: 3, denominator: 2, strict: false } }],
  ["a method twice", { methods: ["recorded", "recorded"] }],
  ["a method that is none", { methods: ["acclamation"] }],
  ["no roll-call request", { rollCallRequests: 0 }],
  ["half a seconder", { secondersNeeded: 0.5 }],
])("%s cannot be asked for", (_, change) => {
  expect(presetProblems({ ...preset, ...change })).not.toEqual([]);
});

test("rules change before the opening, and never after", () => {
  expect(decideRulesChange({ opened: false })).toEqual({ ok: true });
  expect(decideRulesChange({ opened: true })).toEqual({ ok: false, code: "rules_frozen", rule: null });
});

test("what differs between two is named, whatever the order in which it was stored", () => {
  const { numerator, denominator, strict } = preset.decisionQuorum;
  const stored = { ...preset, decisionQuorum: { strict, numerator, denominator } };
  expect(changedValues(preset, stored)).toEqual([]);
  expect(changedValues(preset, { ...preset, name: "roberts" })).toEqual([]);
  expect(changedValues(preset, { ...preset, tie: "second_vote", repliesMs: [] })).toEqual([
    "tie",
    "repliesMs",
  ]);
});

test("every value has the sources that the book gives it", () => {
  const book = readFileSync(join(process.cwd(), "shared", "rules", "RULES.md"), "utf8");
  const rows = [...book.matchAll(/^\| ([^|]+?) +\|(.+\[(?:seen|own|ours)\].*)\|$/gm)].map((match) => ({
    title: match[1] ?? "",
    sources: [...(match[2] ?? "").matchAll(/\[(seen|own|ours)\]/g)].map(([, source]) => source),
  }));
  const titles: Record<string, string> = {
    debateQuorum: "To debate, plenary (Q1)",
    decisionQuorum: "To decide (Q2)",
    tie: "A tie (V5, V6)",
    secondersNeeded: "Seconders (A14)",
    proposalMajority: "A proposal needs",
    amendmentsFollowProposal: "Amendments need what their proposal needs (V10)",
    lateAmendments: "Late amendments (A13)",
    division: "Division (D1)",
    reconsiderationMajority: "Reconsideration (W6)",
    reconsiderationSpeakers: "Speakers on it (W6)",
    adjournDebateSpeakers: "Speakers on adjourning the debate (P3)",
    closeDebateSpeakers: "Speakers on closing it (P4)",
    closeDebateMajority: "Closing it needs",
    methods: "Voting, unless another way is asked for (R1)",
    rollCallRequests: "Requests for a roll-call (R2)",
    speakingMs: "Speaking time, replies (minutes)",
    repliesMs: "Speaking time, replies (minutes)",
  };
  expect(PRESET_KEYS.sort()).toEqual(
    Object.keys(preset)
      .filter((key) => key !== "name")
      .sort(),
  );
  for (const key of PRESET_KEYS)
    expect({ key, sources: rows.find(({ title }) => title === titles[key])?.sources }).toEqual({
      key,
      sources: PRESET_NAMES.map((name) => PRESET_VALUES[key].sources[name]),
    });
});
