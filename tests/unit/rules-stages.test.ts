import { PRESETS } from "../../shared/rules/presets";
import {
  bodySeized,
  decideStage,
  outcomeOfVerb,
  STAGES,
  type Stage,
  type StageEvent,
  type StageFacts,
} from "../../shared/rules/stages";

const clear: StageFacts = {
  openAmendments: 0,
  brackets: 0,
  unagreed: 0,
  unsignedLanguages: [],
  present: 71,
  members: 96,
  preset: PRESETS["un-conference"],
  verb: "adopt",
};

function decide(stage: Stage, event: StageEvent, facts: Partial<StageFacts> = {}) {
  return decideStage({ stage, outcome: null }, event, { ...clear, ...facts });
}

test("an instrument goes from zero draft to its decision", () => {
  const way: Array<[StageEvent, Stage]> = [
    ["open_reading", "in_reading"],
    ["agree_text", "committee_clean"],
    ["reopen_text", "in_reading"],
    ["agree_text", "committee_clean"],
    ["forward", "tabled"],
    ["take_up", "under_consideration"],
    ["put_final_question", "final_question"],
    ["question_aborted", "under_consideration"],
    ["put_final_question", "final_question"],
    ["carry", "decided"],
  ];
  let stage: Stage = "zero_draft";
  for (const [event, to] of way) {
    expect(decide(stage, event)).toMatchObject({ ok: true, to });
    stage = to;
  }
});

test("the verb makes the outcome: adopted or approved; a lost vote rejects", () => {
  expect(decide("final_question", "carry")).toEqual({ ok: true, to: "decided", outcome: "adopted" });
  expect(decide("final_question", "carry", { verb: "approve" })).toEqual({
    ok: true,
    to: "decided",
    outcome: "approved",
  });
  expect(decide("final_question", "fail")).toEqual({ ok: true, to: "decided", outcome: "rejected" });
  expect([outcomeOfVerb("adopt"), outcomeOfVerb("approve")]).toEqual(["adopted", "approved"]);
});

test("the plenary is seized from tabling on", () => {
  expect(STAGES.filter((stage) => bodySeized(stage) === "drafting-committee")).toEqual([
    "zero_draft",
    "in_reading",
    "committee_clean",
  ]);
});

test("[A2] no final question while an amendment is open", () => {
  expect(decide("under_consideration", "put_final_question", { openAmendments: 1 })).toEqual({
    ok: false,
    code: "amendments_open",
    rule: "A2",
    detail: { open: 1 },
  });
});

test("[A2] no agreed text while an amendment is open", () => {
  expect(decide("in_reading", "agree_text", { openAmendments: 3 })).toEqual({
    ok: false,
    code: "amendments_open",
    rule: "A2",
    detail: { open: 3 },
  });
});

test("a text with brackets is not clean, yet may be forwarded as it stands", () => {
  expect(decide("in_reading", "agree_text", { brackets: 2 })).toEqual({
    ok: false,
    code: "brackets_left",
    rule: null,
    detail: { brackets: 2 },
  });
  expect(decide("in_reading", "forward", { brackets: 2 })).toMatchObject({ code: "wrong_stage" });
  const open = { brackets: 2, openAmendments: 4, unsignedLanguages: ["zh" as const] };
  expect(decide("in_reading", "forward_as_it_stands", open)).toEqual({
    ok: true,
    to: "tabled",
    outcome: null,
  });
});

test("a clean text is forwarded once every language is signed off", () => {
  expect(decide("committee_clean", "forward", { unsignedLanguages: ["zh", "es"] })).toEqual({
    ok: false,
    code: "languages_not_signed_off",
    rule: null,
    detail: { languages: ["zh", "es"] },
  });
  expect(decide("committee_clean", "forward_as_it_stands", { unsignedLanguages: ["zh"] }).ok).toBe(true);
});

test("[Q1] the plenary takes a text up with 32 of 96 present, not with 31", () => {
  expect(decide("tabled", "take_up", { present: 32 }).ok).toBe(true);
  expect(decide("tabled", "take_up", { present: 31 })).toEqual({
    ok: false,
    code: "no_quorum",
    rule: "Q1",
    detail: { present: 31, needed: 32 },
  });
});

test.each(["carry", "fail"] as const)(
  "[Q2] a final question is decided (%s) with 49 of 96 present, not with 48",
  (event) => {
    expect(decide("final_question", event, { present: 49 }).ok).toBe(true);
    expect(decide("final_question", event, { present: 48 })).toEqual({
      ok: false,
      code: "no_quorum",
      rule: "Q2",
      detail: { present: 48, needed: 49 },
    });
  },
);

test("[W1] a proposal is withdrawn before its vote starts, unless it was amended", () => {
  expect(decide("tabled", "withdraw")).toEqual({ ok: true, to: "decided", outcome: "withdrawn" });
  expect(decide("under_consideration", "withdraw").ok).toBe(true);
  expect(decide("under_consideration", "withdraw", { amended: true })).toMatchObject({
    code: "withdrawn_too_late",
    rule: "W1",
  });
  expect(decide("final_question", "withdraw")).toMatchObject({ code: "withdrawn_too_late", rule: "W1" });
  expect(decide("decided", "withdraw")).toMatchObject({ code: "wrong_stage" });
});

test("a refused event names the stage it came at", () => {
  expect(decide("zero_draft", "carry")).toEqual({
    ok: false,
    code: "wrong_stage",
    rule: null,
    detail: { stage: "zero_draft" },
  });
});
