import { count } from "../../shared/rules/counting";
import { PRESET_NAMES, PRESETS } from "../../shared/rules/presets";
import {
  debateQuorum,
  decisionQuorum,
  hasDebateQuorum,
  hasDecisionQuorum,
  presentMembers,
} from "../../shared/rules/quorum";
import { decideStage } from "../../shared/rules/stages";
import { decideVote } from "../../shared/rules/votes";

const preset = PRESETS["un-conference"];

test.each([
  [96, 32, 24],
  [97, 33, 25],
  [3, 1, 1],
  [1, 1, 1],
])("[Q1] of %i members %i open a plenary and %i a committee", (members, plenary, committee) => {
  expect(debateQuorum(members, "plenary", preset)).toBe(plenary);
  expect(debateQuorum(members, "drafting-committee", preset)).toBe(committee);
  expect(hasDebateQuorum(plenary, members, "plenary", preset)).toBe(true);
  expect(hasDebateQuorum(plenary - 1, members, "plenary", preset)).toBe(false);
});

test.each([
  [96, 49],
  [97, 49],
  [24, 13],
  [1, 1],
  [0, 1],
])("[Q2] of %i members %i decide", (members, needed) => {
  expect(decisionQuorum(members, preset)).toBe(needed);
  expect(hasDecisionQuorum(needed, members, preset)).toBe(true);
  expect(hasDecisionQuorum(needed - 1, members, preset)).toBe(false);
});

test("[Q3] presence makes the quorum, not votes: 49 present, 3-2-44 carries", () => {
  const facts = { objections: 1, present: 49, members: 96, preset };
  expect(decideVote("open", "lock", facts)).toEqual({ ok: true, to: "locked" });
  expect(count({ yes: 3, no: 2, abstain: 44 }, { majority: "simple", members: 96, preset }).result).toBe(
    "carried",
  );
});

test("[Q4] without a quorum no tally decides: 48 present, 48-0-0 is aborted and the text stays open", () => {
  const facts = { objections: 1, present: 48, members: 96, preset };
  const noQuorum = { ok: false, code: "no_quorum", rule: "Q4", detail: { present: 48, needed: 49 } };
  expect(decideVote("open", "lock", facts)).toEqual(noQuorum);
  expect(decideVote("open", "abort", facts)).toEqual({ ok: true, to: "aborted_no_quorum" });

  const stageFacts = {
    openAmendments: 0,
    brackets: 0,
    unagreed: 0,
    unsignedLanguages: [],
    present: 48,
    members: 96,
    preset,
    verb: "adopt" as const,
  };
  const question = { stage: "final_question" as const, outcome: null };
  expect(decideStage(question, "carry", stageFacts)).toMatchObject({ ok: false, code: "no_quorum" });
  expect(decideStage(question, "question_aborted", stageFacts)).toEqual({
    ok: true,
    to: "under_consideration",
    outcome: null,
  });
});

test("[Q5] observers never count: 48 delegations and 200 observers are 48", () => {
  const delegations = Array.from({ length: 48 }, (_, i) => ({ delegationId: `state-${i}`, voting: true }));
  const observers = Array.from({ length: 200 }, (_, i) => ({ delegationId: `observer-${i}`, voting: false }));
  const present = presentMembers([...delegations, ...observers, { delegationId: null, voting: true }]);
  expect(present).toBe(48);
  expect(hasDecisionQuorum(present, 96, preset)).toBe(false);
});

test("[Q5] a delegation counts once however many of its people came", () => {
  const twoPeople = [
    { delegationId: "kenya", voting: true },
    { delegationId: "kenya", voting: true },
    { delegationId: "france", voting: true },
  ];
  expect(presentMembers(twoPeople)).toBe(2);
});

test.each(PRESET_NAMES)(
  "%s: it takes no more members to debate than to decide, and never more than there are",
  (name) => {
    for (let members = 1; members <= 200; members++) {
      const decide = decisionQuorum(members, PRESETS[name]);
      for (const body of ["plenary", "drafting-committee"] as const) {
        const debate = debateQuorum(members, body, PRESETS[name]);
        expect(debate).toBeGreaterThanOrEqual(1);
        expect(debate).toBeLessThanOrEqual(decide);
      }
      expect(decide).toBeLessThanOrEqual(members);
    }
  },
);

test.each(PRESET_NAMES)("the preset %s is kept under its own name", (name) => {
  expect(PRESETS[name].name).toBe(name);
});
