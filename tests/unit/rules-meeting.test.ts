import { decideAmendment } from "../../shared/rules/amendments";
import { decideCredential, hasVote } from "../../shared/rules/meeting/credentials";
import {
  decideMotion,
  decideMove,
  firstMotion,
  MOTIONS,
  motionMajority,
  overtaken,
  speakersOn,
} from "../../shared/rules/meeting/motions";
import {
  appealOverrules,
  decideAppealOnAmendment,
  decidePoint,
  decideRaise,
  isPending,
} from "../../shared/rules/meeting/points-of-order";
import { decideSilence } from "../../shared/rules/meeting/silence";
import {
  allowedMs,
  callingOrder,
  current,
  decideRequest,
  type Lists,
  nextSpeaker,
  remainingMs,
  type Speech,
} from "../../shared/rules/meeting/speakers";
import { PRESETS } from "../../shared/rules/presets";

const preset = PRESETS["un-conference"];
const MEMBERS = 96;

describe("motions", () => {
  const none = { for: 0, against: 0 };
  const moved = (kind: (typeof MOTIONS)[number]) => ({ kind, state: "moved" as const });

  test("[P1] suspend, adjourn the meeting, adjourn the debate, close the debate: the first is put first", () => {
    const pending = [moved("close_debate"), moved("suspend_meeting")];
    const facts = { preset, pending, spoken: none };
    expect(firstMotion(pending)?.kind).toBe("suspend_meeting");
    expect(decideMotion(moved("close_debate"), "put", facts)).toEqual({
      ok: false,
      code: "motion_precedes",
      rule: "P1",
      detail: { next: "suspend_meeting" },
    });
    expect(decideMotion(moved("suspend_meeting"), "put", facts)).toEqual({ ok: true, to: "put" });
    expect(MOTIONS).toEqual([
      "suspend_meeting",
      "adjourn_meeting",
      "adjourn_debate",
      "close_debate",
      "reconsider",
    ]);
    expect(firstMotion([])).toBeNull();
  });

  test("[P1] what a carried motion makes pointless is overtaken", () => {
    const pending = [moved("close_debate"), moved("suspend_meeting")];
    expect(overtaken("adjourn_debate", pending)).toEqual([moved("close_debate")]);
    expect(overtaken("suspend_meeting", pending)).toEqual(pending);
    // To close the debate says nothing about what was decided before it.
    const again = [moved("close_debate"), moved("reconsider")];
    expect(overtaken("close_debate", again)).toEqual([moved("close_debate")]);
    expect(overtaken("adjourn_debate", again)).toEqual(again);
  });

  test("[W6] on a reconsideration two speak against, and it needs what the preset says", () => {
    expect(speakersOn("reconsider", preset)).toEqual({ for: 0, against: 2 });
    expect(motionMajority("reconsider", preset)).toBe("two_thirds");
    expect(speakersOn("reconsider", PRESETS.roberts)).toEqual({ for: 2, against: 2 });
    expect(motionMajority("reconsider", PRESETS.roberts)).toBe("simple");
    const facts = { preset, pending: [], spoken: { for: 0, against: 2 }, side: "against" as const };
    expect(decideMotion(moved("reconsider"), "speak", facts)).toMatchObject({
      code: "no_speaker_left",
      rule: "W6",
    });
  });

  test.each(["suspend_meeting", "adjourn_meeting"] as const)(
    "[P2] %s is put at once: nobody speaks on it",
    (kind) => {
      expect(speakersOn(kind, preset)).toEqual(none);
      for (const side of ["for", "against"] as const)
        expect(decideMotion(moved(kind), "speak", { preset, pending: [], spoken: none, side })).toMatchObject(
          {
            code: "no_speaker_left",
            rule: "P2",
          },
        );
    },
  );

  test("[P3] adjourning the debate: one and one, or two and two, by preset", () => {
    for (const [given, allowed] of [
      [PRESETS["unesco-committee"], 1],
      [PRESETS["un-ga"], 2],
    ] as const) {
      for (const side of ["for", "against"] as const) {
        for (let spoken = 0; spoken <= 3; spoken++) {
          const facts = { preset: given, pending: [], spoken: { ...none, [side]: spoken }, side };
          const answer = decideMotion(moved("adjourn_debate"), "speak", facts);
          expect(answer.ok).toBe(spoken < allowed);
          if (!answer.ok) expect(answer).toMatchObject({ rule: "P3", detail: { side, allowed } });
        }
      }
    }
  });

  test("[P4] closure: two speakers, both against; the third is refused, as is one in favour", () => {
    const speak = (against: number, side: "for" | "against") =>
      decideMotion(moved("close_debate"), "speak", {
        preset,
        pending: [],
        spoken: { for: 0, against },
        side,
      });
    expect(speak(0, "against").ok).toBe(true);
    expect(speak(1, "against").ok).toBe(true);
    expect(speak(2, "against")).toMatchObject({ code: "no_speaker_left", rule: "P4" });
    expect(speak(0, "for")).toMatchObject({ code: "no_speaker_left", rule: "P4" });
    // Both are heard before it is put.
    const put = (waiting: number) =>
      decideMotion(moved("close_debate"), "put", { preset, pending: [], spoken: none, waiting });
    expect(put(1)).toMatchObject({ code: "speakers_waiting", rule: "P4" });
    expect(put(0)).toEqual({ ok: true, to: "put" });
    expect(motionMajority("close_debate", PRESETS.roberts)).toBe("two_thirds");
    expect(motionMajority("close_debate", preset)).toBe("simple");
  });

  test("[P5] once a vote is open no motion is moved", () => {
    expect(decideMove({ votingOpen: true })).toMatchObject({ code: "voting_in_progress" });
    expect(decideMove({ votingOpen: false })).toEqual({ ok: true });
  });
});

describe("points of order", () => {
  const at = (written: string) => {
    const [yes = 0, no = 0, abstain = 0] = written.split("-").map(Number);
    return { yes, no, abstain };
  };

  test("[P5] an appeal with 20-20 lets the ruling stand, 21-20 overrules it, nobody's vote does not", () => {
    expect(appealOverrules(at("20-20-5"), MEMBERS, preset)).toBe(false);
    expect(appealOverrules(at("21-20-5"), MEMBERS, preset)).toBe(true);
    expect(appealOverrules(at("0-0-40"), MEMBERS, preset)).toBe(false);
    // Also where a tie is otherwise voted again.
    expect(appealOverrules(at("20-20-5"), MEMBERS, PRESETS["un-ga"])).toBe(false);
    const decided = (written: string) =>
      decidePoint("appealed", "decide_appeal", { tally: at(written), members: MEMBERS, preset });
    expect(decided("20-20-0")).toEqual({ ok: true, to: "stands" });
    expect(decided("21-20-0")).toEqual({ ok: true, to: "overruled" });
  });

  test("[P5] the ruling on an amendment is appealed against once, while the text takes amendments; overruled, it is open", () => {
    const facts = {
      state: "inadmissible",
      parent: null,
      stage: "in_reading",
      appealed: false,
      votingOpen: false,
      pending: 0,
    } as const;
    const asked = (more: Partial<Parameters<typeof decideAppealOnAmendment>[0]>) =>
      decideAppealOnAmendment({ ...facts, ...more });
    expect(asked({})).toEqual({ ok: true });
    expect(asked({ parent: "open" })).toEqual({ ok: true });
    expect(asked({ state: "submitted" })).toMatchObject({ code: "wrong_state" });
    expect(asked({ appealed: true })).toMatchObject({ code: "wrong_state", rule: "P5" });
    expect(asked({ stage: "final_question" })).toMatchObject({ code: "wrong_stage", rule: "P5" });
    expect(asked({ parent: "rejected" })).toMatchObject({ code: "wrong_state", rule: "A11" });
    expect(asked({ votingOpen: true })).toMatchObject({ code: "voting_in_progress", rule: "P5" });
    expect(asked({ pending: 1 })).toMatchObject({ code: "point_of_order_pending", rule: "P5" });
    expect(decideAmendment("inadmissible", "overrule", {})).toEqual({ ok: true, to: "admissible" });
  });

  test("[P5] ruled at once: while one is pending no other is raised; no ruling, no appeal", () => {
    expect(decideRaise({ votingOpen: false, onConduct: false, pending: 1 })).toMatchObject({
      code: "point_of_order_pending",
    });
    const facts = { tally: null, members: MEMBERS, preset };
    expect(decidePoint("raised", "rule", facts)).toEqual({ ok: true, to: "ruled" });
    expect(decidePoint("raised", "appeal", facts)).toMatchObject({ code: "wrong_state" });
    expect(decidePoint("appealed", "decide_appeal", facts)).toMatchObject({ code: "vote_not_closed" });
    // An appeal that no quorum can decide overrules nothing.
    expect(decidePoint("appealed", "abort_appeal", facts)).toEqual({ ok: true, to: "stands" });
    expect(isPending("raised")).toBe(true);
    expect(isPending("appealed")).toBe(true);
    expect(isPending("ruled")).toBe(false);
  });

  test("[P5] an open vote is interrupted only about its conduct", () => {
    expect(decideRaise({ votingOpen: true, onConduct: false, pending: 0 })).toMatchObject({
      code: "voting_in_progress",
      rule: "P5",
    });
    expect(decideRaise({ votingOpen: true, onConduct: true, pending: 0 })).toEqual({ ok: true });
    expect(decideRaise({ votingOpen: false, onConduct: false, pending: 0 })).toEqual({ ok: true });
  });
});

describe("the silence procedure", () => {
  const deadlineMs = Date.parse("2013-10-22T09:00:00.000Z");
  const at = (time: string) => ({ atMs: Date.parse(`2013-10-22T${time}Z`), deadlineMs });

  test("[C5] one objection in time breaks it; else it is adopted", () => {
    expect(decideSilence("running", "object", at("08:00:00.000"))).toEqual({ ok: true, to: "broken" });
    expect(decideSilence("broken", "deadline", at("09:00:00.000"))).toMatchObject({ code: "wrong_state" });
    expect(decideSilence("running", "deadline", at("09:00:00.000"))).toEqual({ ok: true, to: "adopted" });
  });

  test("[C6] 08:59:59.999 breaks, 09:00:00.000 does not; before, nothing is adopted", () => {
    expect(decideSilence("running", "object", at("08:59:59.999"))).toEqual({ ok: true, to: "broken" });
    expect(decideSilence("running", "object", at("09:00:00.000"))).toEqual({
      ok: false,
      code: "deadline_passed",
      rule: "C6",
    });
    expect(decideSilence("running", "deadline", at("08:59:59.999"))).toMatchObject({ rule: "C6" });
  });

  test("[C6] at every moment exactly one of objection and adoption is possible", () => {
    for (let off = -3; off <= 3; off++) {
      const facts = { atMs: deadlineMs + off, deadlineMs };
      const possible = (["object", "deadline"] as const).filter(
        (event) => decideSilence("running", event, facts).ok,
      );
      expect(possible).toEqual([off < 0 ? "object" : "deadline"]);
    }
  });
});

describe("speakers", () => {
  const speech = (id: string, more: Partial<Speech> = {}): Speech => ({
    id,
    list: "general",
    speaker: id,
    askedAtMs: Number(id.replace(/\D/g, "")),
    priority: false,
    startedAtMs: null,
    spokeMs: null,
    ...more,
  });
  const lists = (...speeches: Speech[]): Lists => ({ closed: false, speeches });
  const wish = { list: "general" as const, speaker: "KEN", observer: false, consent: false };

  test("first come, first heard; the rapporteur and the secretariat before", () => {
    const all = lists(speech("s2"), speech("s1"), speech("s3", { priority: true }));
    expect(nextSpeaker(all, "general")?.id).toBe("s3");
    expect(nextSpeaker(lists(speech("s2"), speech("s1")), "general")?.id).toBe("s1");
    expect(nextSpeaker(lists(), "general")).toBeNull();
  });

  test("for and against take turns, and a side that has nobody gives way", () => {
    const heard = { startedAtMs: 1, spokeMs: 1 };
    const pro = (id: string, more = {}) => speech(id, { list: "for", ...more });
    const con = (id: string, more = {}) => speech(id, { list: "against", ...more });
    expect(nextSpeaker(lists(con("s1"), pro("s2")), "against")?.id).toBe("s2");
    expect(nextSpeaker(lists(pro("s1", heard), pro("s2"), con("s3")), "for")?.id).toBe("s3");
    expect(nextSpeaker(lists(pro("s1", heard), pro("s2")), "for")?.id).toBe("s2");
  });

  test("the order in which they will be called is the one in which they are called", () => {
    const all = lists(
      speech("s1", { list: "for" }),
      speech("s2", { list: "for" }),
      speech("s3", { list: "against" }),
      speech("s4", { list: "for" }),
    );
    expect(callingOrder(all, "for").map(({ id }) => id)).toEqual(["s1", "s3", "s2", "s4"]);
    expect(callingOrder(lists(speech("s2"), speech("s1")), "general").map(({ id }) => id)).toEqual([
      "s1",
      "s2",
    ]);
    expect(callingOrder(lists(), "reply")).toEqual([]);
  });

  test("nobody waits twice, a closed list takes nobody, an observer waits for the chair's consent", () => {
    expect(decideRequest(lists(), wish, preset)).toEqual({ ok: true });
    expect(decideRequest(lists(speech("s1", { speaker: "KEN" })), wish, preset)).toMatchObject({
      code: "wrong_state",
    });
    expect(decideRequest({ closed: true, speeches: [] }, wish, preset)).toMatchObject({
      code: "wrong_state",
    });
    expect(decideRequest(lists(), { ...wish, observer: true }, preset)).toMatchObject({
      code: "not_allowed",
    });
    expect(decideRequest(lists(), { ...wish, observer: true, consent: true }, preset)).toEqual({ ok: true });
  });

  test("replies come after the general list, twice at most, also when the list is closed, the second shorter", () => {
    const reply = { ...wish, list: "reply" as const };
    const first = speech("s1", { list: "reply", speaker: "KEN", startedAtMs: 10, spokeMs: 5 });
    const second = speech("s2", { list: "reply", speaker: "KEN" });
    expect(decideRequest({ closed: true, speeches: [first] }, reply, preset)).toEqual({ ok: true });
    const both = lists(first, { ...second, startedAtMs: 20, spokeMs: 5 });
    expect(decideRequest(both, reply, preset)).toMatchObject({ code: "no_speaker_left" });
    expect(decideRequest(lists(), reply, PRESETS.roberts)).toMatchObject({ code: "no_speaker_left" });
    for (const list of ["general", "for", "against"] as const)
      expect(nextSpeaker(lists(speech("s9", { list }), second), "reply")).toBeNull();
    expect(nextSpeaker(lists(second), "reply")?.id).toBe("s2");
    expect(allowedMs(lists(first, second), first, preset)).toBe(180_000);
    expect(allowedMs(lists(first, second), second, preset)).toBe(120_000);
  });

  test("the time left runs from the moment the floor was given, past nought, and stops with the speech", () => {
    const speaking = speech("s1", { startedAtMs: 1_000 });
    const all = lists(speaking);
    expect(remainingMs(all, speech("s1"), 99_999, preset)).toBe(180_000);
    expect(remainingMs(all, speaking, 1_000, preset)).toBe(180_000);
    expect(remainingMs(all, speaking, 61_000, preset)).toBe(120_000);
    expect(remainingMs(all, speaking, 191_000, preset)).toBe(-10_000);
    expect(remainingMs(all, { ...speaking, spokeMs: 30_000 }, 999_999, preset)).toBe(150_000);
    expect(current(all)).toEqual(speaking);
    // Interrupted at 21 s for 10 s, and again at 41 s: the clock stands at 30 s.
    const held = { ...speaking, held: { ms: 10_000, sinceMs: 41_000 } };
    expect(remainingMs(all, held, 99_000, preset)).toBe(150_000);
    expect(remainingMs(all, { ...held, held: { ms: 68_000, sinceMs: null } }, 99_000, preset)).toBe(150_000);
    expect(current(lists(speech("s1")))).toBeNull();
  });
});

test("credentials: challenged ones keep the vote until decided, rejected and missing ones have none", () => {
  const voting = { voting: true };
  expect(decideCredential("missing", "submit")).toEqual({ ok: true, to: "submitted" });
  expect(decideCredential("submitted", "accept")).toEqual({ ok: true, to: "accepted" });
  expect(decideCredential("missing", "accept")).toMatchObject({ code: "wrong_state" });
  expect(
    (["missing", "submitted", "accepted", "challenged", "rejected"] as const).map((state) =>
      hasVote(voting, state),
    ),
  ).toEqual([false, false, true, true, false]);
  expect(hasVote({ voting: false }, "accepted")).toBe(false);
});
