import { setsAbstentionsAside } from "../../client/views/ballot/rule-of-result";
import { nextStep } from "../../client/views/desk/next-step";
import { stageRefusal } from "../../client/views/desk/stage-refusal";
import type { VoteView } from "../../shared/api/views/votes";
import {
  amendmentSummary,
  instrumentView,
  meetingView,
  motionView,
  pointView,
  voteView,
} from "../support/views";

describe("the chair's one next step", () => {
  it("opens the reading of a zero draft", () => {
    expect(nextStep(instrumentView({ stage: "zero_draft" }), []).kind).toBe("open_reading");
  });

  it("[A1] asks for the ruling on the oldest amendment before any is put", () => {
    const open = amendmentSummary({ id: "1", state: "open" });
    const first = amendmentSummary({ id: "2", state: "submitted" });
    const second = amendmentSummary({ id: "3", state: "submitted" });
    const step = nextStep(instrumentView({ stage: "in_reading" }), [open, first, second]);
    expect(step).toMatchObject({ kind: "rule", amendment: { id: "2" }, count: 2, rule: "A1" });
  });

  it("[A4] asks for the order before one of several is put, and then puts the next of it", () => {
    const both = [amendmentSummary({ id: "1", state: "open" }), amendmentSummary({ id: "2", state: "open" })];
    const order = { confirmed: null, suggested: [], next: null };
    expect(nextStep(instrumentView({ votingOrder: order }), both)).toMatchObject({ kind: "order", count: 2 });
    const confirmed = { ...order, confirmed: ["2", "1"], next: "2" };
    expect(nextStep(instrumentView({ votingOrder: confirmed }), both)).toMatchObject({
      kind: "put",
      amendment: { id: "2" },
    });
  });

  it("[A2] puts no other amendment while the question on one has been put and is not on the screen yet", () => {
    const put = amendmentSummary({ id: "1", state: "voting" });
    const open = amendmentSummary({ id: "2", state: "open" });
    expect(nextStep(instrumentView({ stage: "in_reading" }), [put, open]).kind).toBe("wait");
  });

  it("[A5] proposes not to put what an adoption rejects, before anything else is put", () => {
    const open = amendmentSummary({ id: "1", state: "open" });
    const moot = amendmentSummary({ id: "2", state: "needs_rebase", impliedBy: { id: "3", tag: "A-3" } });
    const step = nextStep(instrumentView({ stage: "in_reading" }), [open, moot]);
    expect(step).toMatchObject({ kind: "moot", amendment: { id: "2" }, by: "A-3", rule: "A5" });
  });

  it("names the next of the order when it no longer fits: the chair redrafts, lapses or orders anew", () => {
    const stuck = amendmentSummary({
      id: "1",
      state: "open",
      conflicts: [{ kind: "same_words", block: "op1", path: "OP 1" }],
    });
    const ready = amendmentSummary({ id: "2", state: "open" });
    const votingOrder = { confirmed: ["1", "2"], suggested: [], next: "1" };
    const step = nextStep(instrumentView({ stage: "in_reading", votingOrder }), [stuck, ready]);
    expect(step).toMatchObject({ kind: "redraft", amendment: { id: "1" } });
  });

  it("names the amendment that has to be redrafted when nothing else can be put", () => {
    const stuck = amendmentSummary({ id: "1", state: "needs_rebase" });
    const step = nextStep(instrumentView({ stage: "under_consideration" }), [stuck]);
    expect(step).toMatchObject({ kind: "redraft", amendment: { id: "1" } });
  });

  it("counts neither drafts nor amendments that were disposed of", () => {
    const done = [
      "draft",
      "adopted",
      "rejected",
      "withdrawn",
      "not_put",
      "incorporated",
      "inadmissible",
      "lapsed",
    ].map((state, index) => amendmentSummary({ id: String(index), state }));
    expect(nextStep(instrumentView({ stage: "in_reading" }), done).kind).toBe("agree");
    expect(nextStep(instrumentView({ stage: "under_consideration" }), done).kind).toBe("final");
  });

  it("waits for brackets before the text is agreed, and for languages before it is forwarded", () => {
    expect(nextStep(instrumentView({ stage: "in_reading", brackets: 2 }), [])).toMatchObject({
      kind: "brackets",
      count: 2,
    });
    const clean = instrumentView({
      stage: "committee_clean",
      concordance: { fr: "stale", zh: "concordant" },
    });
    expect(nextStep(clean, [])).toMatchObject({ kind: "sign_off", languages: ["fr"] });
    const signed = instrumentView({
      stage: "committee_clean",
      concordance: { fr: "concordant", zh: "concordant" },
    });
    expect(nextStep(signed, []).kind).toBe("forward");
  });

  it("[C3] tries consensus first and goes to a vote on one objection", () => {
    const question = voteView({ state: "question_put" });
    const asked = instrumentView({ stage: "in_reading", question });
    expect(nextStep(asked, [amendmentSummary({ id: "1", state: "submitted" })]).kind).toBe("consensus");
    const objected = voteView({
      state: "explanations_before",
      objections: [{ code: "FRA", name: { en: "France" }, words: null }],
    });
    expect(nextStep(instrumentView({ stage: "in_reading", question: objected }), [])).toMatchObject({
      kind: "start",
      again: false,
    });
  });

  it("[Q4] offers nothing but to wait or to take the question back without a quorum", () => {
    for (const state of ["question_put", "explanations_before", "open", "second_vote_pending"]) {
      const question = voteView({ state, quorumMet: false });
      expect(nextStep(instrumentView({ stage: "in_reading", question }), []).kind).toBe("no_quorum");
    }
  });

  it("[V6] leads an open vote to its close, its result or the tie, and a second vote", () => {
    const of = (state: string, result: "carried" | "second_vote" | null = null) =>
      nextStep(instrumentView({ stage: "final_question", question: voteView({ state, result }) }), []);
    expect(of("open").kind).toBe("lock");
    expect(of("locked", "carried")).toMatchObject({ kind: "proclaim", rule: "V2" });
    expect(of("locked", "second_vote")).toMatchObject({ kind: "proclaim", rule: "V6" });
    const lost = (some: Partial<VoteView>) =>
      nextStep(instrumentView({ question: voteView({ state: "locked", result: "lost", ...some }) }), []);
    expect(lost({ reason: "tie" })).toMatchObject({ rule: "V5" });
    expect(lost({ reason: "tie", round: 2 })).toMatchObject({ rule: "V6" });
    expect(lost({ reason: "no_votes_cast" })).toMatchObject({ rule: "V8" });
    expect(lost({ majority: "two_thirds" })).toMatchObject({ rule: "V3" });
    expect(lost({ majority: "two_thirds_of_members" })).toMatchObject({ rule: "V11" });
    expect(of("second_vote_pending")).toMatchObject({ kind: "start", again: true, rule: "V6" });
  });

  it("ends with the decision", () => {
    expect(nextStep(instrumentView({ stage: "decided", outcome: "adopted" }), []).kind).toBe("decided");
  });
});

describe("why a step of the text is not possible now", () => {
  it("[A2] names the open amendments", () => {
    const instrument = instrumentView({ stage: "under_consideration", openAmendments: 2 });
    expect(stageRefusal(instrument, "put_final_question")).toMatchObject({
      code: "amendments_open",
      rule: "A2",
      detail: { open: 2 },
    });
  });

  it("[Q1] counts the quorum to debate with the conference's own figure", () => {
    const body = { members: 96, present: 31, debateQuorum: 32, decisionQuorum: 49 };
    expect(stageRefusal(instrumentView({ stage: "tabled", body }), "take_up")).toMatchObject({
      code: "no_quorum",
      rule: "Q1",
      detail: { present: 31, needed: 32 },
    });
    const enough = { ...body, present: 32 };
    expect(stageRefusal(instrumentView({ stage: "tabled", body: enough }), "take_up")).toBeNull();
  });

  it("lets a text be forwarded as it stands whatever is open, but not while a question is pending", () => {
    const open = instrumentView({ stage: "in_reading", openAmendments: 3, brackets: 1 });
    expect(stageRefusal(open, "forward_as_it_stands")).toBeNull();
    const pending = instrumentView({ stage: "in_reading", question: voteView({ state: "open" }) });
    expect(stageRefusal(pending, "forward_as_it_stands")?.code).toBe("question_pending");
  });

  it("[D1] settles whether parts are voted, then puts each of them", () => {
    const parts = [
      { block: "op1", path: "OP 1", operative: true, carried: true, blocks: ["op1"] },
      { block: "op2", path: "OP 2", operative: true, carried: null, blocks: ["op2"] },
    ];
    const stepAt = (state: string) => {
      const division = { state, requestedBy: null, objectedBy: null, objectable: true, parts };
      const question = voteView({ state: "set_aside", division });
      return nextStep(instrumentView({ stage: "in_reading", question }), []);
    };
    expect(stepAt("requested")).toMatchObject({ kind: "grant_division", rule: "D1" });
    expect(stepAt("objected")).toMatchObject({ kind: "put_division", rule: "D1" });
    expect(stepAt("divided")).toMatchObject({ kind: "put_part", part: "OP 2", count: 1, rule: "D2" });
  });

  it("[R1] waits for both tellers; [R3] and for the end of the roll, before the vote is closed", () => {
    const step = (some: Parameters<typeof voteView>[0]) =>
      nextStep(instrumentView({ question: voteView({ state: "open", ...some }) }), []).kind;
    const tally = { yes: 3, no: 1, abstain: 0 };
    const count = (teller: string) => ({ teller, name: teller, attempt: 1, tally });
    const hands = (counts: ReturnType<typeof count>[]) => ({ tellers: [], attempt: 1, counts });
    expect(step({ method: "show_of_hands", hands: hands([count("a")]) })).toBe("counting");
    expect(step({ method: "show_of_hands", hands: hands([count("a"), count("b")]) })).toBe("lock");
    // One of the two was corrected since.
    const corrected = { ...count("b"), tally: { ...tally, no: 0 } };
    expect(step({ method: "show_of_hands", hands: hands([count("a"), corrected]) })).toBe("counting");
    const rollCall = { requests: [], requestsNeeded: 1, order: ["KEN"], passed: [] };
    expect(step({ method: "roll_call", rollCall: { ...rollCall, next: "KEN" } })).toBe("calling");
    expect(step({ method: "roll_call", rollCall: { ...rollCall, next: null } })).toBe("lock");
  });
});

describe("what the meeting asks for before the matter itself", () => {
  const open = [amendmentSummary({ id: "1", state: "open" })];
  const step = (
    meeting: Parameters<typeof meetingView>[0],
    question: Parameters<typeof voteView>[0] | null = null,
  ) =>
    nextStep(
      instrumentView({ stage: "in_reading", question: question && voteView(question) }),
      open,
      meetingView(meeting),
    );

  it("nothing, when nothing was moved or raised", () => {
    expect(step({}).kind).toBe("put");
    for (const state of ["stands", "overruled"] as const)
      expect(step({ point: pointView({ state }) }).kind).toBe("put");
  });

  it("[Q1] opens a meeting that was suspended or adjourned", () => {
    for (const sitting of ["suspended", "adjourned"] as const)
      expect(step({ sitting })).toMatchObject({ kind: "open_meeting", rule: "Q1" });
  });

  it("[P5] rules on a point of order before all else, an open vote too; then asks who appeals", () => {
    const point = pointView();
    expect(step({ point, motions: [motionView()] })).toMatchObject({ kind: "rule_on_point", rule: "P5" });
    expect(step({ point }, { state: "open" }).kind).toBe("rule_on_point");
    expect(step({ point: { ...point, state: "ruled" } }, { state: "open" }).kind).toBe("ruled");
  });

  it("[P5] an appeal is voted first", () => {
    const appeal = { subject: "appeal", amendment: null, state: "explanations_before" } as const;
    expect(step({ point: pointView({ state: "appealed" }), motions: [motionView()] }, appeal).kind).toBe(
      "start",
    );
  });

  it("[P4] hears who speaks on a motion, then puts the first in precedence; one that is put is decided", () => {
    const speech = {
      id: "s",
      list: "against" as const,
      delegation: null,
      person: "P",
      priority: false,
      askedAt: "",
      startedAt: null,
      heldAt: null,
      heldMs: 0,
      spokeMs: null,
      allowedMs: 1,
      mine: false,
    };
    expect(step({ motions: [motionView({ waiting: [speech] })] })).toMatchObject({
      kind: "hear",
      rule: "P4",
    });
    // Only a point of order interrupts who speaks; who speaks on the motion ends when the next is called.
    const floor = { ...speech, startedAt: "2013-10-22T08:00:00.000Z" };
    expect(step({ floor, motions: [motionView()] })).toMatchObject({ kind: "let_end", rule: "P5" });
    expect(step({ floor, motions: [motionView({ waiting: [speech] })] }).kind).toBe("let_end");
    expect(step({ floor, motions: [motionView({ speaking: true })] }).kind).toBe("let_end");
    expect(step({ floor, motions: [motionView({ speaking: true, waiting: [speech] })] }).kind).toBe("hear");
    const motions = [motionView({ id: "m1", kind: "suspend_meeting" }), motionView({ id: "m2" })];
    expect(step({ motions })).toMatchObject({ kind: "put_motion", motion: { id: "m1" }, rule: "P1" });
    const debatable = [motionView({ kind: "adjourn_debate", places: { for: 2, against: 1 } })];
    expect(step({ motions: debatable })).toMatchObject({ kind: "put_motion", rule: "P3" });
    expect(step({ motions }, { state: "question_put" }).kind).toBe("put_motion");
    expect(step({ motions }, { state: "open" }).kind).toBe("lock");
    const put = [motionView({ state: "put" })];
    expect(step({ motions: put }, { subject: "motion", amendment: null, state: "question_put" }).kind).toBe(
      "consensus",
    );
  });

  it("[P3] a text whose debate was adjourned is taken up again", () => {
    const deferred = instrumentView({ stage: "decided", outcome: "deferred" });
    expect(nextStep(deferred, [], meetingView())).toMatchObject({ kind: "resume", rule: "P3" });
  });
});

describe("what is said under the picture of a result", () => {
  it("[V1] [V9] that abstentions do not count, where there are some", () => {
    const of = (majority: VoteView["majority"], yes: number, no: number, abstain: number) =>
      setsAbstentionsAside({ majority, tally: { yes, no, abstain } });
    expect(of("simple", 1, 0, 68)).toBe(true);
    expect(of("two_thirds", 40, 19, 10)).toBe(true);
    expect(of("simple", 31, 30, 0)).toBe(false);
    expect(setsAbstentionsAside({ majority: "simple", tally: null })).toBe(false);
  });

  it("[V11] but not where all members are what the votes are held against", () => {
    const tally = { yes: 40, no: 20, abstain: 10 };
    expect(setsAbstentionsAside({ majority: "two_thirds_of_members", tally })).toBe(false);
  });
});
