import {
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
