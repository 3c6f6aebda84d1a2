import {
  AMENDMENT_EVENTS,
  AMENDMENT_STATES,
  type AmendmentEvent,
  type AmendmentState,
  decideAmendment,
  holdsUpText,
  isDisposed,
} from "../../shared/rules/amendments";
import { PRESETS } from "../../shared/rules/presets";

const ready = { fits: true, orderConfirmed: true };

test("an amendment goes from draft to the text", () => {
  const sponsored = { sponsors: 0, preset: PRESETS["un-conference"] };
  expect(decideAmendment("draft", "submit", sponsored)).toEqual({ ok: true, to: "submitted" });
  expect(decideAmendment("submitted", "rule_admissible", {})).toEqual({ ok: true, to: "admissible" });
  expect(decideAmendment("admissible", "circulate", {})).toEqual({ ok: true, to: "open" });
  expect(decideAmendment("open", "put", ready)).toEqual({ ok: true, to: "voting" });
  expect(decideAmendment("voting", "carry", { fits: true })).toEqual({ ok: true, to: "adopted" });
  expect(decideAmendment("voting", "fail", {})).toEqual({ ok: true, to: "rejected" });
});

test("[A1] nothing is put before the chair has ruled, and the inadmissible never", () => {
  for (const state of ["submitted", "inadmissible"] as const) {
    expect(decideAmendment(state, "put", ready)).toEqual({
      ok: false,
      code: "wrong_state",
      rule: null,
      detail: { state },
    });
  }
  expect(decideAmendment("submitted", "rule_inadmissible", {})).toEqual({ ok: true, to: "inadmissible" });
});

test("[A2] disposed of are the adopted, rejected, withdrawn, not put, incorporated, inadmissible and lapsed", () => {
  expect(AMENDMENT_STATES.filter(isDisposed).sort()).toEqual(
    ["adopted", "inadmissible", "incorporated", "lapsed", "not_put", "rejected", "withdrawn"].sort(),
  );
});

test("[A2] the text waits for every circulated or submitted amendment, not for drafts", () => {
  expect(AMENDMENT_STATES.filter(holdsUpText)).toEqual([
    "submitted",
    "admissible",
    "open",
    "voting",
    "needs_rebase",
  ]);
});

test("[A4] no vote until the chair has confirmed the order", () => {
  expect(decideAmendment("open", "put", { fits: true, orderConfirmed: false })).toEqual({
    ok: false,
    code: "order_not_confirmed",
    rule: "A4",
  });
});

test("[A5] one whose rejection an adoption implies is not put: no vote, hence no tally", () => {
  for (const state of ["open", "needs_rebase"] as const) {
    expect(decideAmendment(state, "set_not_put", { adopted: 1 })).toEqual({ ok: true, to: "not_put" });
  }
  expect(decideAmendment("not_put", "put", ready)).toMatchObject({ ok: false, code: "wrong_state" });
});

test("[A6] a rejection implies nothing: while nothing was adopted, the others are voted", () => {
  expect(decideAmendment("open", "set_not_put", { adopted: 0 })).toEqual({
    ok: false,
    code: "wrong_state",
    rule: "A6",
    detail: { adopted: 0 },
  });
  expect(decideAmendment("open", "put", ready)).toEqual({ ok: true, to: "voting" });
});

test("[A9] an amendment to an amendment is voted first", () => {
  expect(decideAmendment("open", "put", { ...ready, openSubAmendments: 1 })).toEqual({
    ok: false,
    code: "amendments_open",
    rule: "A9",
    detail: { open: 1 },
  });
  expect(decideAmendment("open", "put", { ...ready, openSubAmendments: 0 }).ok).toBe(true);
});

test("[A13] what was not circulated is not put", () => {
  expect(decideAmendment("admissible", "put", ready)).toMatchObject({ ok: false, code: "wrong_state" });
});

test.each([
  ["un-conference", 0],
  ["un-ga", 0],
  ["unesco-committee", 0],
  ["roberts", 1],
] as const)("[A14] %s asks for %i seconders", (name, needed) => {
  const preset = PRESETS[name];
  expect(preset.secondersNeeded).toBe(needed);
  expect(decideAmendment("draft", "submit", { sponsors: needed, preset })).toEqual({
    ok: true,
    to: "submitted",
  });
  if (needed > 0) {
    expect(decideAmendment("draft", "submit", { sponsors: needed - 1, preset })).toEqual({
      ok: false,
      code: "not_sponsored_enough",
      rule: "A14",
      detail: { sponsors: needed - 1, needed },
    });
  }
});

test("[A14] a conference that asks for three is given three", () => {
  const preset = { ...PRESETS["un-conference"], secondersNeeded: 3 };
  expect(decideAmendment("draft", "submit", { sponsors: 2, preset })).toMatchObject({
    code: "not_sponsored_enough",
  });
  expect(decideAmendment("draft", "submit", { sponsors: 3, preset })).toEqual({ ok: true, to: "submitted" });
});

test.each([
  ["open", "put"],
  ["voting", "carry"],
  ["needs_rebase", "rebase"],
  ["open", "incorporate"],
] as const)("one that no longer fits is refused with the paragraphs named (%s, %s)", (state, event) => {
  const facts = { ...ready, fits: false, blocks: ["op4", "op4-a"] };
  expect(decideAmendment(state, event, facts)).toEqual({
    ok: false,
    code: "amendment_does_not_fit",
    rule: null,
    detail: { blocks: ["op4", "op4-a"] },
  });
  expect(decideAmendment(state, event, ready).ok).toBe(true);
});

test("[Q4] a vote aborted for want of a quorum leaves the amendment open", () => {
  expect(decideAmendment("voting", "abort", {})).toEqual({ ok: true, to: "open" });
});

test("[W1] withdrawn before its vote starts; not after, nor when it was amended itself", () => {
  for (const state of ["draft", "submitted", "admissible", "open", "needs_rebase"] as const) {
    expect(decideAmendment(state, "withdraw", { amended: false })).toEqual({ ok: true, to: "withdrawn" });
    expect(decideAmendment(state, "withdraw", { amended: true })).toMatchObject({
      code: "withdrawn_too_late",
      rule: "W1",
    });
  }
  const put = (facts: { amended: boolean; votingBegun?: boolean }) =>
    decideAmendment("voting", "withdraw", facts);
  const tooLate = { ok: false, code: "withdrawn_too_late", rule: "W1" };
  expect(put({ amended: false, votingBegun: false })).toEqual({ ok: true, to: "withdrawn" });
  expect(put({ amended: true, votingBegun: false })).toMatchObject(tooLate);
  expect(put({ amended: false, votingBegun: true })).toEqual({ ...tooLate, detail: { state: "voting" } });
  expect(put({ amended: false })).toMatchObject(tooLate);
});

test("[W4] what the body has amended is no longer its proposer's to say in other words", () => {
  for (const state of ["submitted", "admissible", "open", "needs_rebase"] as const) {
    expect(decideAmendment(state, "revise", { fits: true, amended: false }).ok).toBe(true);
    expect(decideAmendment(state, "revise", { fits: true, amended: true })).toEqual({
      ok: false,
      code: "withdrawn_too_late",
      rule: "W4",
      detail: { reason: "amended" },
    });
  }
});

test("[W4] a change of the text under an amendment asks for a rebase before it can be put", () => {
  expect(decideAmendment("open", "text_changed", {})).toEqual({ ok: true, to: "needs_rebase" });
  expect(decideAmendment("needs_rebase", "put", ready)).toMatchObject({ code: "wrong_state" });
  expect(decideAmendment("needs_rebase", "rebase", { fits: true })).toEqual({ ok: true, to: "open" });
});

test("what is disposed of stays so, whatever happens but a carried reconsideration or a ruling overruled", () => {
  const anything = {
    ...ready,
    sponsors: 9,
    preset: PRESETS["un-ga"],
    amended: false,
    adopted: 1,
    undone: true,
  };
  for (const state of AMENDMENT_STATES.filter(isDisposed) as AmendmentState[]) {
    for (const event of Object.keys(AMENDMENT_EVENTS) as AmendmentEvent[]) {
      const isReopened = event === "reconsider" && ["adopted", "rejected", "not_put"].includes(state);
      const isOverruled = event === "overrule" && state === "inadmissible";
      expect(decideAmendment(state, event, anything)).toMatchObject(
        isReopened || isOverruled
          ? { ok: true, to: isOverruled ? "admissible" : "open" }
          : { ok: false, code: "wrong_state" },
      );
    }
  }
});

test("[W6] a reconsidered adoption is undone whole, or refused naming the paragraphs that changed since", () => {
  expect(decideAmendment("adopted", "reconsider", { undone: true })).toEqual({ ok: true, to: "open" });
  expect(decideAmendment("adopted", "reconsider", { undone: false, blocks: ["op4"] })).toEqual({
    ok: false,
    code: "changed_since",
    rule: "W6",
    detail: { blocks: ["op4"] },
  });
});
