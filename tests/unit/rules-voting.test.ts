import { decideAmendment, decideInTime } from "../../shared/rules/amendments";
import { METHODS, PRESET_NAMES, PRESETS } from "../../shared/rules/presets";
import { rollCallOrder } from "../../shared/rules/roll-call";
import { decideReconsiderable } from "../../shared/rules/stages";
import { decideVote, VOTE_STATES } from "../../shared/rules/votes";
import { afterParts, decideDivision } from "../../shared/rules/voting/division";
import {
  agreedCount,
  checkHands,
  decideMethod,
  decideRollCall,
  defaultMethod,
  nextCalled,
  prevailing,
} from "../../shared/rules/voting/methods";
import {
  type Candidate,
  checkOrder,
  isNext,
  moot,
  suggestOrder,
  textToPut,
} from "../../shared/rules/voting/order";
import {
  afterSponsorLeft,
  decideReconsiderableAmendment,
  decideRevision,
  reconsiderationCarried,
} from "../../shared/rules/voting/reconsideration";
import { decidePaper, papersMatch, withPaper } from "../../shared/rules/voting/secret";
import { decideExplanation, decideIntention, decideReservation } from "../../shared/rules/voting/statements";
import {
  appliedAfter,
  decideSubAmendment,
  degreeOf,
  nextBelow,
} from "../../shared/rules/voting/sub-amendments";

const preset = PRESETS["un-conference"];
const assembly = PRESETS["un-ga"];
const MEMBERS = 96;

function tally(written: string) {
  const [yes = 0, no = 0, abstain = 0] = written.split("-").map(Number);
  return { yes, no, abstain };
}

describe("the order of voting", () => {
  const one = (id: string, distance: number, more: Partial<Candidate> = {}): Candidate => ({
    id,
    number: Number(id.replace(/\D/g, "")),
    distance,
    parent: null,
    ...more,
  });
  const ids = (candidates: Candidate[]) => suggestOrder(candidates).map(({ id }) => id);

  test("[A3] deleting a paragraph before a new sentence before shall to should", () => {
    const shall = one("a1", 1);
    const sentence = one("a2", 12);
    const deletion = one("a3", 60);
    expect(ids([shall, sentence, deletion])).toEqual(["a3", "a2", "a1"]);
    expect(suggestOrder([shall])).toEqual([{ id: "a1", because: "A3" }]);
  });

  test("[A3] of two as far removed the earlier submission comes first, however they are listed", () => {
    expect(ids([one("a7", 5), one("a2", 5), one("a5", 5)])).toEqual(["a2", "a5", "a7"]);
  });

  test("[A9] an amendment to an amendment right before it, wherever its own distance would put it", () => {
    const parent = one("a2", 10);
    const sub = one("a4", 1, { parent: "a2" });
    const other = one("a1", 5);
    expect(suggestOrder([sub, other, parent])).toEqual([
      { id: "a4", because: "A9" },
      { id: "a2", because: "A3" },
      { id: "a1", because: "A3" },
    ]);
    expect(nextBelow("a2", ["a4", "a5"])).toBe("a4");
    expect(nextBelow("a2", [])).toBe("a2");
  });

  test("[A12] competing proposals in order of submission: P1, then P2", () => {
    const p2 = one("p2", 90, { competing: true });
    const p1 = one("p1", 10, { competing: true });
    expect(suggestOrder([p2, p1])).toEqual([
      { id: "p1", because: "A12" },
      { id: "p2", because: "A12" },
    ]);
  });

  test("[A3] what another presupposes comes before it; a circle loses nobody", () => {
    const needs = one("a1", 50, { after: ["a2"] });
    expect(suggestOrder([needs, one("a2", 1)])).toEqual([
      { id: "a2", because: "dependency" },
      { id: "a1", because: "A3" },
    ]);
    const circle = [one("a1", 3, { after: ["a2"] }), one("a2", 2, { after: ["a1"] })];
    expect(ids(circle).sort()).toEqual(["a1", "a2"]);
  });

  test("[A4] nothing is put until the ranks are confirmed, and then in their order", () => {
    const refused = { ok: false, code: "order_not_confirmed", rule: "A4" };
    expect(isNext("a1", ["a1", "a2"], null)).toEqual(refused);
    expect(isNext("a1", ["a1", "a2"], ["a2", "a1"])).toEqual({
      ...refused,
      code: "not_its_turn",
      detail: { next: "a2" },
    });
    expect(isNext("a2", ["a1", "a2"], ["a2", "a1"])).toEqual({ ok: true });
    // a2 is disposed of: the next one has its turn, and the last needs no order.
    expect(isNext("a1", ["a1", "a3"], ["a2", "a1", "a3"])).toEqual({ ok: true });
    expect(isNext("a1", ["a1"], null)).toEqual({ ok: true });
  });

  test("[A4] one that came after the confirmation asks for a new one", () => {
    expect(isNext("a1", ["a1", "a2", "a3"], ["a1", "a2"])).toMatchObject({ code: "order_not_confirmed" });
  });

  test("[A4] the chair may confirm any order of exactly the open ones", () => {
    const open = [one("a1", 1), one("a2", 2)];
    expect(checkOrder(["a1", "a2"], open)).toEqual({ ok: true });
    expect(checkOrder(["a2", "a1"], open)).toEqual({ ok: true });
    expect(checkOrder(["a1"], open)).toMatchObject({ rule: "A4", detail: { missing: ["a2"] } });
    expect(checkOrder(["a1", "a2", "a9"], open)).toMatchObject({ detail: { unknown: ["a9"] } });
    expect(checkOrder(["a1", "a1", "a2"], open)).toMatchObject({ detail: { twice: ["a1"] } });
  });

  test("[A9] not even the chair puts an amendment before the one that amends it", () => {
    const open = [one("a1", 1), one("a2", 2, { parent: "a1" })];
    expect(checkOrder(["a1", "a2"], open)).toMatchObject({ rule: "A9", detail: { late: "a2" } });
    expect(checkOrder(["a2", "a1"], open)).toEqual({ ok: true });
  });

  const implications = [
    { adopted: "a1", excludes: "a2" },
    { adopted: "a1", excludes: "a3" },
  ];

  test("[A5] A1 adopted: A2 and A3 are not put", () => {
    expect(moot({ id: "a1", adopted: true }, ["a2", "a3", "a4"], implications)).toEqual(["a2", "a3"]);
  });

  test("[A6] A1 rejected: A3 is voted", () => {
    expect(moot({ id: "a1", adopted: false }, ["a2", "a3"], implications)).toEqual([]);
  });

  test("[A7] two insertions at two places: both are put", () => {
    expect(moot({ id: "a4", adopted: true }, ["a5"], implications)).toEqual([]);
  });

  test("[A8] amendment 50-30, whole 30-50: the text as amended is put, and rejected", () => {
    expect(textToPut([{ state: "adopted" }, { state: "rejected" }])).toBe("as_amended");
    expect(textToPut([{ state: "rejected" }])).toBe("original");
    expect(textToPut([])).toBe("original");
  });
});

describe("amendments to amendments", () => {
  const parents = new Map([
    ["a2", null],
    ["a2.1", "a2"],
    ["a2.1.1", "a2.1"],
  ]);

  test("[A10] two degrees only: A2.1.1 is inadmissible", () => {
    expect(degreeOf("a2", parents)).toBe(1);
    expect(degreeOf("a2.1", parents)).toBe(2);
    expect(decideSubAmendment(degreeOf("a2", parents))).toEqual({ ok: true, degree: 2 });
    expect(decideSubAmendment(degreeOf("a2.1", parents))).toEqual({
      ok: false,
      code: "too_many_degrees",
      rule: "A10",
      detail: { degree: 3 },
    });
    expect(() => degreeOf("x", new Map([["x", "x"]]))).toThrow("amends itself");
  });

  test("[A11] sub-amendment carried, parent lost: nothing is applied", () => {
    const subs = [
      { id: "a2.1", carried: true },
      { id: "a2.2", carried: false },
    ];
    expect(appliedAfter({ id: "a2", carried: false }, subs)).toEqual([]);
    expect(appliedAfter({ id: "a2", carried: true }, subs)).toEqual(["a2.1", "a2"]);
  });
});

describe("in writing and in time", () => {
  const deadlineMs = 1_000;

  test("[A13] before the deadline freely, then only with the chair's waiver", () => {
    const at = (atMs: number, waived = false) => decideInTime({ atMs, deadlineMs, waived }, preset);
    expect(at(999)).toEqual({ ok: true, late: false });
    expect(at(1_000)).toEqual({ ok: false, code: "deadline_passed", rule: "A13" });
    expect(at(1_000, true)).toEqual({ ok: true, late: true });
    expect(decideInTime({ atMs: 9_999, deadlineMs: null, waived: false }, preset)).toEqual({
      ok: true,
      late: false,
    });
  });

  test("[A13] a conference that knows no waiver takes nothing late", () => {
    const strict = { ...preset, lateAmendments: "refused" as const };
    expect(decideInTime({ atMs: 1_000, deadlineMs, waived: true }, strict)).toMatchObject({ rule: "A13" });
  });
});

describe("division", () => {
  const facts = { preset: assembly, objections: 0, tally: null, members: MEMBERS, parts: [] };
  const part = (id: string, carried: boolean) => ({ id, operative: id.startsWith("op"), carried });

  test("[D1] granted when nobody objects; on objection the request itself is voted: 30-20 divides", () => {
    expect(decideDivision("requested", "grant", facts)).toEqual({ ok: true, to: "divided" });
    expect(decideDivision("requested", "grant", { ...facts, objections: 1 })).toMatchObject({
      code: "objection_raised",
      rule: "D1",
    });
    expect(decideDivision("requested", "object", facts)).toEqual({ ok: true, to: "objected" });
    const voted = (written: string) =>
      decideDivision("objected", "decide_request", { ...facts, objections: 1, tally: tally(written) });
    expect(voted("30-20-0")).toEqual({ ok: true, to: "divided" });
    expect(voted("20-30-0")).toEqual({ ok: true, to: "refused" });
    expect(voted("20-20-0")).toEqual({ ok: true, to: "refused" });
  });

  test("[D1] where division is a right, an objection to it is none", () => {
    const right = { ...facts, preset: PRESETS["unesco-committee"] };
    expect(decideDivision("requested", "object", right)).toMatchObject({ ok: false, rule: "D1" });
    expect(decideDivision("requested", "grant", { ...right, objections: 1 })).toEqual({
      ok: true,
      to: "divided",
    });
  });

  test("[D2] OP1 30-20, OP2 20-30: the whole is the preamble and OP1", () => {
    expect(afterParts([part("pp1", true), part("op1", true), part("op2", false)])).toEqual({
      put: true,
      survivors: ["pp1", "op1"],
      rule: "D2",
    });
  });

  test("[D2] nothing follows while a part is not voted", () => {
    const parts = [{ ...part("op1", true) }, { id: "op2", operative: true, carried: null }];
    expect(decideDivision("divided", "finish_parts", { ...facts, parts })).toMatchObject({
      code: "vote_not_closed",
      detail: { open: 1 },
    });
  });

  test("[D3] all operative parts rejected: rejected as a whole, without a final vote", () => {
    const parts = [part("pp1", true), part("op1", false), part("op2", false)];
    expect(afterParts(parts)).toEqual({ put: false, rule: "D3" });
    expect(decideDivision("divided", "finish_parts", { ...facts, parts })).toEqual({
      ok: true,
      to: "rejected_as_whole",
    });
  });

  test("[D4] lost preambular parts reject nothing: the final vote is held", () => {
    const parts = [part("pp1", false), part("pp2", false), part("op1", true)];
    expect(afterParts(parts)).toEqual({ put: true, survivors: ["op1"], rule: "D4" });
    expect(decideDivision("divided", "finish_parts", { ...facts, parts })).toMatchObject({
      to: "whole_to_put",
    });
  });

  test("[D5] no operative part among those put: the final vote is held, though all of none were rejected", () => {
    expect(afterParts([part("pp1", false)])).toEqual({ put: true, survivors: [], rule: "D5" });
  });
});

describe("taking back and taking up again", () => {
  test("[W4] a sponsor revises until the voting, and says which amendments need a rebase", () => {
    const amendments = [
      { id: "a1", paragraphs: ["op4"] },
      { id: "a2", paragraphs: ["op5"] },
    ];
    expect(decideRevision({ votingStarted: false, own: true }, ["op4"], amendments)).toEqual({
      ok: true,
      needRebase: ["a1"],
    });
    expect(decideRevision({ votingStarted: true, own: true }, ["op4"], amendments)).toMatchObject({
      ok: false,
      rule: "W4",
    });
    expect(decideRevision({ votingStarted: false, own: false }, ["op4"], amendments)).toMatchObject({
      code: "not_allowed",
    });
  });

  test("[W5] three sponsors, one leaves: two are left and it stands", () => {
    expect(afterSponsorLeft(["KEN", "FRA"])).toBe("stands");
    expect(afterSponsorLeft([])).toBe("withdrawn");
  });

  test("[W6] two thirds reopen: 40-20-10 does, 39-20-10 does not", () => {
    expect(reconsiderationCarried(tally("40-20-10"), MEMBERS, preset)).toBe(true);
    expect(reconsiderationCarried(tally("39-20-10"), MEMBERS, preset)).toBe(false);
    expect(reconsiderationCarried(tally("0-0-70"), MEMBERS, preset)).toBe(false);
    expect(reconsiderationCarried(tally("31-30-0"), MEMBERS, PRESETS.roberts)).toBe(true);
    expect(reconsiderationCarried(tally("30-30-0"), MEMBERS, PRESETS.roberts)).toBe(false);
  });

  test.each(["adopted", "approved", "rejected"] as const)(
    "[W6] what was %s can be reconsidered",
    (outcome) => {
      expect(decideReconsiderable(outcome)).toEqual({ ok: true });
    },
  );
  test.each(["withdrawn", "deferred", null] as const)("[W6] what was not decided (%s) cannot", (outcome) => {
    expect(decideReconsiderable(outcome)).toMatchObject({ ok: false, rule: "W6" });
  });
});

test.each([
  [{ state: "adopted", elsewhere: false, parent: null }, null],
  [{ state: "rejected", elsewhere: false, parent: null }, null],
  [{ state: "adopted", elsewhere: false, parent: "open" }, null],
  [{ state: "open", elsewhere: false, parent: null }, { state: "open" }],
  [{ state: "incorporated", elsewhere: false, parent: null }, { state: "incorporated" }],
  [{ state: "adopted", elsewhere: true, parent: null }, { reason: "decided_elsewhere" }],
  [{ state: "adopted", elsewhere: false, parent: "adopted" }, { state: "adopted" }],
] as const)("[W6] an amendment that is %j is reconsidered unless %j", (facts, detail) => {
  expect(decideReconsiderableAmendment(facts)).toEqual(
    detail === null ? { ok: true } : { ok: false, code: "wrong_state", rule: "W6", detail },
  );
});

describe("how votes are given", () => {
  test("[R1] a show of hands unless the preset says otherwise", () => {
    for (const name of ["un-ga", "unesco-committee", "roberts"] as const)
      expect(defaultMethod(PRESETS[name])).toBe("show_of_hands");
    expect(defaultMethod(preset)).toBe("recorded");
    for (const name of PRESET_NAMES)
      for (const method of METHODS)
        expect(decideMethod(method, PRESETS[name]).ok).toBe(PRESETS[name].methods.includes(method));
  });

  test("[R1] two tellers who agree make a count, two who differ none, one alone none", () => {
    const first = { teller: "p1", tally: tally("40-19-10") };
    expect(agreedCount([first, { ...first, teller: "p2" }])).toEqual({ ok: true, tally: first.tally });
    expect(agreedCount([first, { teller: "p2", tally: tally("40-18-11") }])).toEqual({
      ok: false,
      code: "counts_differ",
      rule: "R1",
    });
    expect(agreedCount([first])).toMatchObject({ code: "vote_not_closed" });
    expect(agreedCount([first, first])).toMatchObject({ code: "vote_not_closed" });
  });

  test("[R1] more hands than people are no count", () => {
    expect(checkHands(tally("40-19-10"), 69)).toEqual({ ok: true });
    expect(checkHands(tally("40-19-10"), 68)).toMatchObject({
      code: "count_exceeds_present",
      detail: { hands: 69, present: 68 },
    });
  });

  const shown = { objections: 1, present: 71, members: MEMBERS, preset, method: "show_of_hands" as const };

  test("[R1] in doubt a show of hands is repeated before it is announced; the last count prevails", () => {
    expect(decideVote("locked", "recount", shown)).toEqual({ ok: true, to: "open" });
    expect(decideVote("locked", "recount", { ...shown, method: "recorded" })).toMatchObject({ rule: "R1" });
    expect(decideVote("proclaimed", "recount", shown)).toMatchObject({ code: "wrong_state" });
    expect(decideVote("locked", "recount", { ...shown, present: 48 })).toMatchObject({ code: "no_quorum" });
    expect(prevailing([tally("31-30-0"), tally("30-31-0")])).toEqual(tally("30-31-0"));
    expect(prevailing([])).toBeNull();
  });

  test("[R2] a roll-call on request of one, or of two by preset, before the vote or right after a show of hands", () => {
    const asked = (
      state: string,
      requests: number,
      given = preset,
      method: "show_of_hands" | "recorded" | null = null,
    ) => decideRollCall({ state, method, requests }, given);
    expect(asked("question_put", 1)).toEqual({ ok: true });
    expect(asked("explanations_before", 1)).toEqual({ ok: true });
    expect(asked("question_put", 0)).toMatchObject({ code: "not_enough_requests", rule: "R2" });
    expect(asked("question_put", 1, PRESETS["unesco-committee"])).toMatchObject({ detail: { needed: 2 } });
    expect(asked("locked", 1, preset, "show_of_hands")).toEqual({ ok: true });
    expect(asked("locked", 1, preset, "recorded")).toMatchObject({ code: "wrong_state", rule: "R2" });
    expect(asked("open", 1)).toMatchObject({ code: "wrong_state" });
    expect(decideVote("locked", "call_roll", { ...shown, rollCallRequests: 1 })).toEqual({
      ok: true,
      to: "open",
    });
    expect(decideVote("locked", "call_roll", shown)).toMatchObject({ code: "not_enough_requests" });
  });

  test("[R3] the caller is given one name after the other, from the drawn one on", () => {
    const order = rollCallOrder(["Kenya", "Brazil", "Mexico", "Australia", "France", "China"], "France");
    const answered = new Set<string>();
    const called: string[] = [];
    for (let next = nextCalled(order, answered); next !== null; next = nextCalled(order, answered)) {
      called.push(next);
      answered.add(next);
    }
    expect(called).toEqual(["France", "Kenya", "Mexico", "Australia", "Brazil", "China"]);
  });
});

describe("the secret ballot", () => {
  test("[R9] one paper a delegation, and none is taken out again", () => {
    expect(decidePaper("open", false)).toEqual({ ok: true });
    expect(decidePaper("open", true)).toEqual({ ok: false, code: "already_voted", rule: "R9" });
    expect(decidePaper("locked", false)).toMatchObject({ code: "vote_not_open" });
  });

  test("[R9] the box keeps sums alone, and they are as many as took part", () => {
    const box = (["yes", "no", "yes", "abstain"] as const).reduce(withPaper, tally("0-0-0"));
    expect(box).toEqual(tally("2-1-1"));
    expect(papersMatch(box, 4)).toBe(true);
    expect(papersMatch(box, 5)).toBe(false);
  });

  test("[R9] only where the preset allows it", () => {
    expect(decideMethod("secret_ballot", assembly)).toMatchObject({ code: "method_not_allowed", rule: "R9" });
    expect(decideMethod("secret_ballot", preset)).toEqual({ ok: true });
  });
});

describe("what is said about a vote", () => {
  test("[R8] after the lock only the intention is noted; the tally is what it was", () => {
    expect(decideIntention({ state: "proclaimed", secret: false })).toEqual({ ok: true });
    expect(decideIntention({ state: "locked", secret: false })).toEqual({ ok: true });
    expect(decideIntention({ state: "open", secret: false })).toMatchObject({ code: "vote_not_closed" });
    expect(decideIntention({ state: "so_decided", secret: false })).toMatchObject({ code: "wrong_state" });
    expect(decideIntention({ state: "proclaimed", secret: true })).toMatchObject({ rule: "R9" });
  });

  test("[R10] explanations before or after, never during; a sponsor on its own text only when it was amended", () => {
    const at = (state: (typeof VOTE_STATES)[number], sponsor = false, amended = false) =>
      decideExplanation({ state, sponsor, amended });
    expect(at("question_put")).toEqual({ ok: true, when: "before" });
    expect(at("proclaimed")).toEqual({ ok: true, when: "after" });
    expect(at("so_decided")).toEqual({ ok: true, when: "after" });
    expect(at("fell")).toEqual({ ok: true, when: "after" });
    for (const state of ["open", "locked", "second_vote_pending"] as const)
      expect(at(state)).toMatchObject({ code: "voting_in_progress", rule: "R10" });
    expect(at("proclaimed", true)).toEqual({ ok: false, code: "own_text", rule: "R10" });
    expect(at("proclaimed", true, true)).toEqual({ ok: true, when: "after" });
  });

  test("[C4] a reservation is taken in every state but an aborted one, and moves none", () => {
    for (const state of VOTE_STATES) expect(decideReservation(state).ok).toBe(state !== "aborted_no_quorum");
    // Still adopted: consensus asks for objections, not for reservations.
    expect(
      decideVote("question_put", "declare_consensus", {
        objections: 0,
        present: 71,
        members: MEMBERS,
        preset,
      }),
    ).toEqual({
      ok: true,
      to: "so_decided",
    });
  });
});

test("[A8] an amendment carried and the whole lost leaves nothing adopted", () => {
  expect(decideAmendment("voting", "carry", { fits: true })).toEqual({ ok: true, to: "adopted" });
  expect(textToPut([{ state: "adopted" }])).toBe("as_amended");
});
