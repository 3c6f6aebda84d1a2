import { count } from "../../shared/rules/counting";
import { PRESETS } from "../../shared/rules/presets";
import { decideBallot, decideVote, VOTE_STATES, type VoteFacts } from "../../shared/rules/votes";

const preset = PRESETS["un-conference"];
const quorate: VoteFacts = { objections: 0, present: 71, members: 96, preset };
const objected: VoteFacts = { ...quorate, objections: 1 };
const inquorate: VoteFacts = { ...objected, present: 48 };

test("[C1] without objection it is so decided, and from there nothing is counted", () => {
  expect(decideVote("question_put", "declare_consensus", quorate)).toEqual({ ok: true, to: "so_decided" });
  for (const event of ["start_vote", "lock", "proclaim", "second_vote"] as const) {
    expect(decideVote("so_decided", event, { ...quorate, result: "carried" }).ok).toBe(false);
  }
});

test("[C2] 96-0-0 is a vote that carried, not a consensus", () => {
  const { result } = count({ yes: 96, no: 0, abstain: 0 }, { majority: "simple", members: 96, preset });
  expect(result).toBe("carried");
  expect(decideVote("locked", "proclaim", { ...quorate, result })).toEqual({ ok: true, to: "proclaimed" });
  expect(decideVote("locked", "declare_consensus", { ...quorate, result })).toMatchObject({
    code: "wrong_state",
  });
});

test("[C3] one objection ends the consensus, and a vote follows", () => {
  expect(decideVote("question_put", "object", quorate)).toEqual({ ok: true, to: "explanations_before" });
  const refused = { ok: false, code: "objection_raised", rule: "C3", detail: { objections: 1 } };
  expect(decideVote("explanations_before", "declare_consensus", objected)).toEqual(refused);
  // An objection that arrived before the chair's word was carried out.
  expect(decideVote("question_put", "declare_consensus", objected)).toEqual(refused);
  expect(decideVote("explanations_before", "start_vote", objected)).toEqual({ ok: true, to: "open" });
});

test("[C3] a second objection is noted as well", () => {
  expect(decideVote("explanations_before", "object", objected)).toEqual({
    ok: true,
    to: "explanations_before",
  });
});

test("[Q2] consensus, the start of a vote and of a second one need a quorum to decide", () => {
  const refused = { ok: false, code: "no_quorum", rule: "Q2", detail: { present: 48, needed: 49 } };
  expect(decideVote("question_put", "declare_consensus", { ...inquorate, objections: 0 })).toEqual(refused);
  expect(decideVote("question_put", "start_vote", inquorate)).toEqual(refused);
  expect(decideVote("explanations_before", "start_vote", inquorate)).toEqual(refused);
  expect(decideVote("second_vote_pending", "start_vote", inquorate)).toEqual(refused);
  expect(decideVote("explanations_before", "start_vote", { ...inquorate, present: 49 }).ok).toBe(true);
});

test("[Q4] a vote whose quorum was lost cannot be locked, only aborted", () => {
  expect(decideVote("open", "lock", inquorate)).toMatchObject({ code: "no_quorum", rule: "Q4" });
  expect(decideVote("open", "abort", inquorate)).toEqual({ ok: true, to: "aborted_no_quorum" });
  expect(decideVote("second_vote_pending", "abort", inquorate)).toEqual({
    ok: true,
    to: "aborted_no_quorum",
  });
});

test("[Q4] a running vote is not called off while there is a quorum", () => {
  for (const state of ["open", "second_vote_pending"] as const) {
    expect(decideVote(state, "abort", quorate)).toEqual({
      ok: false,
      code: "wrong_state",
      rule: "Q4",
      detail: { state, present: 71, needed: 49 },
    });
  }
  expect(decideVote("locked", "abort", inquorate)).toMatchObject({ code: "wrong_state" });
});

test("before it opens the chair may take the question back", () => {
  expect(decideVote("question_put", "abort", quorate)).toEqual({ ok: true, to: "aborted_no_quorum" });
  expect(decideVote("explanations_before", "abort", objected)).toEqual({ ok: true, to: "aborted_no_quorum" });
});

test("[V6] a tie that calls for a second vote is not proclaimed but voted again", () => {
  const tie = { yes: 30, no: 30, abstain: 0 };
  const unGa = PRESETS["un-ga"];
  const first = count(tie, { majority: "simple", members: 96, preset: unGa });
  const facts = { ...quorate, preset: unGa, result: first.result };
  expect(decideVote("locked", "proclaim", facts)).toMatchObject({ code: "wrong_state", rule: "V6" });
  expect(decideVote("locked", "second_vote", facts)).toEqual({ ok: true, to: "second_vote_pending" });
  expect(decideVote("second_vote_pending", "start_vote", facts)).toEqual({ ok: true, to: "open" });

  const second = count(tie, { majority: "simple", members: 96, preset: unGa, secondVote: true });
  expect(decideVote("locked", "second_vote", { ...facts, result: second.result })).toMatchObject({
    rule: "V6",
  });
  expect(decideVote("locked", "proclaim", { ...facts, result: second.result })).toEqual({
    ok: true,
    to: "proclaimed",
  });
});

test.each([null, undefined])("nothing uncounted is proclaimed (%s)", (result) => {
  expect(decideVote("locked", "proclaim", { ...quorate, result })).toMatchObject({
    ok: false,
    code: "wrong_state",
  });
});

describe("ballots", () => {
  test("[R8] one a delegation, corrected by naming the one it replaces", () => {
    expect(decideBallot("open", null, null)).toEqual({ ok: true, revision: 1 });
    expect(decideBallot("open", 1, null)).toEqual({
      ok: false,
      code: "already_voted",
      rule: "R8",
      detail: { revision: 1 },
    });
    expect(decideBallot("open", 1, 1)).toEqual({ ok: true, revision: 2 });
  });

  test("[R8] a correction of what no longer stands, or never did, is refused", () => {
    expect(decideBallot("open", 2, 1)).toMatchObject({
      code: "stale_revision",
      detail: { revision: 2, corrects: 1 },
    });
    expect(decideBallot("open", null, 1)).toMatchObject({
      code: "stale_revision",
      detail: { revision: 0, corrects: 1 },
    });
  });

  test.each(VOTE_STATES.filter((state) => state !== "open"))(
    "[R8] none counts while the vote is %s",
    (state) => {
      for (const [given, corrects] of [
        [null, null],
        [1, 1],
      ] as const) {
        expect(decideBallot(state, given, corrects)).toEqual({
          ok: false,
          code: "vote_not_open",
          rule: "R8",
          detail: { state },
        });
      }
    },
  );
});
