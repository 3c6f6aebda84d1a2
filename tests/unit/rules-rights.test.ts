import { type Actor, ROLES, type Role } from "../../shared/rules/people";
import { may, type Situation } from "../../shared/rules/rights";
import { ACTS, type Act } from "../../shared/rules/rights-table";
import { STAGES, type Stage } from "../../shared/rules/stages";

/**
 * Who may do what, when: every cell, written out. A group has one sign a stage, in the order
 * zero_draft, in_reading, committee_clean, tabled, under_consideration, final_question, decided:
 *   +  may    s  not at this stage (`wrong_stage`)    -  never (`not_allowed`)
 * The persons of the table lack nothing else: their delegation votes and is a member of the body, the amendment
 * is theirs, they know the language concerned, which is the source language.
 */
const TABLE = `
                     public  chair   commchr rapport member  delegat observr transl  secret
read_text            ------- +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++
write_text           ------- ------- ------- ++sssss ++sssss ------- ------- ++sssss -------
save_version         ------- ------- ++++++s ++++++s ++++++s ------- ------- ------- ++++++s
publish_version      ------- ------- ++++++s ------- ------- ------- ------- ------- ++++++s
open_reading         ------- ------- +ssssss ------- ------- ------- ------- ------- -------
mark_paragraph       ------- ------- s+sssss s+sssss s+sssss ------- ------- ------- -------
agree_paragraph      ------- ------- s+sssss ------- ------- ------- ------- ------- -------
agree_text           ------- ------- s+sssss ------- ------- ------- ------- ------- -------
reopen_text          ------- ------- ss+ssss ------- ------- ------- ------- ------- -------
sign_off_language    ------- ------- s++s+ss ------- ------- ------- ------- s++s+ss -------
forward_text         ------- ------- s++ssss ------- ------- ------- ------- ------- -------
take_up              ------- sss+sss ------- ------- ------- ------- ------- ------- -------
propose_amendment    ------- ------- ------- s+s++ss s+s++ss s+s++ss ------- ------- -------
import_amendments    ------- ------- ------- s+s++ss ------- ------- ------- ------- s+s++ss
edit_amendment       ------- ------- ------- s+s++ss s+s++ss s+s++ss ------- ------- -------
submit_amendment     ------- ------- ------- s+s++ss s+s++ss s+s++ss ------- ------- -------
sponsor_amendment    ------- ------- ------- s+s++ss s+s++ss s+s++ss ------- ------- -------
invite_sponsors      ------- ------- ------- s+s++ss s+s++ss s+s++ss ------- ------- -------
withdraw_amendment   ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- -------
rule_on_amendment    ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
set_not_put          ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
lapse_amendment      ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
rebase_amendment     ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- -------
revise_amendment     ------- ------- ------- s+s++ss s+s++ss s+s++ss ------- ------- -------
accept_amendment     ------- ------- s+s++ss s+s++ss s+s++ss s+s++ss ------- ------- -------
take_down_amendment  ------- s+s++ss s+sssss s+s++ss ------- ------- ------- ------- s+s++ss
name_sponsors        ------- ------- ------- ------- ------- ------- ------- ------- ++++++s
withdraw_text        ------- ------- sss+++s sss+++s sss+++s sss+++s ------- ------- -------
confirm_order        ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
put_amendment        ------- s+ss+ss s+sssss ------- ------- ------- ------- ------- -------
put_final_question   ------- ssss+ss ------- ------- ------- ------- ------- ------- -------
raise_objection      ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- -------
declare_consensus    ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
start_vote           ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
request_division     ------- ++++++s +++ssss ++++++s ++++++s ++++++s ------- ------- -------
rule_on_division     ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
cast_ballot          ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- -------
make_reservation     ------- ------- ------- +++++++ +++++++ +++++++ ------- ------- -------
explain_vote         ------- ------- ------- +++++++ +++++++ +++++++ ------- ------- -------
note_intention       ------- ------- ------- +++++++ +++++++ +++++++ ------- ------- -------
request_roll_call    ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- -------
count_hands          ------- ------- ------- ++++++s ++++++s ++++++s ------- ++++++s ++++++s
recount_hands        ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
call_roll            ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
answer_roll          ------- ------- ------- ------- ------- ------- ------- ------- ++++++s
lock_vote            ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
proclaim_vote        ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
abort_vote           ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
record_presence      ------- ------- ------- ------- ------- ------- ------- ------- +++++++
ask_floor            ------- ------- ------- ++++++s ++++++s ++++++s ++++++s ------- ++++++s
lead_debate          ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
call_speaker         ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
open_meeting         ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
suspend_meeting      ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
move_motion          ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- -------
move_reconsideration ------- ------- ------- s+ss+s+ s+ss+s+ s+ss+s+ ------- ------- -------
put_motion           ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
raise_point          ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- -------
rule_on_point        ------- ++++++s +++ssss ------- ------- ------- ------- ------- -------
appeal_ruling        ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- -------
resume_debate        ------- ssssss+ ------- ------- ------- ------- ------- ------- -------
set_deadline         ------- +++++ss +++ssss ------- ------- ------- ------- ------- -------
judge_credentials    ------- ------- ------- ------- ------- ------- ------- ------- +++++++
challenge_credentials ------- +++++++ ------- +++++++ +++++++ +++++++ ------- ------- -------
read_record          ------- +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++
read_amendments      ------- +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++
read_reports         ------- +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++
read_comments        ------- +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++ +++++++
comment              ------- ++++++s ++++++s ++++++s ++++++s ++++++s ------- ++++++s ++++++s
discuss_amendment    ------- ++++++s ++++++s ++++++s ++++++s ++++++s ------- ++++++s ++++++s
attach_file          ------- ------- ------- ++++++s ++++++s ++++++s ------- ------- ++++++s
translate_amendment  ------- ------- ------- ------- ------- ------- ------- ++++++s ++++++s
create_instrument    ------- ------- ------- ------- ------- ------- ------- ------- +ssssss
import_text          ------- ------- ------- ------- ------- ------- ------- ------- +ssssss
edit_report          ------- ------- ------- +++++++ ------- ------- ------- +++++++ +++++++
issue_report         ------- ------- ------- +++++++ ------- ------- ------- ------- +++++++
change_rules         ------- ------- ------- ------- ------- ------- ------- ------- +++++++
`;

const COLUMNS: ReadonlyArray<Role | null> = [null, ...ROLES];
const SIGNS = { "+": "ok", s: "wrong_stage", "-": "not_allowed" } as const;

function person(role: Role, more: Partial<Actor> = {}): Actor {
  return {
    personId: "p1",
    role,
    delegation: { id: "d1", code: "KEN", voting: true },
    languages: ["en", "fr"],
    ...more,
  };
}

function situation(stage: Stage, more: Partial<Situation> = {}): Situation {
  const outcome = stage === "decided" ? "adopted" : null;
  return {
    stage,
    outcome,
    sourceLanguage: "en",
    language: "en",
    ownAmendment: true,
    textSponsor: true,
    bodyMember: true,
    teller: true,
    ...more,
  };
}

function codeOf(answer: ReturnType<typeof may>): string {
  return answer.ok ? "ok" : answer.code;
}

const rows = TABLE.trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [act, ...groups] = line.trim().split(/\s+/);
    return { act: act as Act, groups };
  });

test("the table names every act once, with every role and stage", () => {
  expect(rows.map(({ act }) => act)).toEqual([...ACTS]);
  for (const { groups } of rows) {
    expect(groups).toHaveLength(COLUMNS.length);
    for (const group of groups) expect(group).toMatch(new RegExp(`^[+s-]{${STAGES.length}}$`));
  }
});

test.each(rows)("role × stage for $act is as the table says", ({ act, groups }) => {
  const found = COLUMNS.map((role) => {
    const actor = role && person(role);
    return STAGES.map((stage) => {
      const code = codeOf(may(actor, act, situation(stage)));
      return Object.entries(SIGNS).find(([, meaning]) => meaning === code)?.[0] ?? code;
    }).join("");
  });
  expect(found).toEqual(groups);
});

test("a refusal for the stage names the stage", () => {
  expect(may(person("delegate"), "propose_amendment", situation("final_question"))).toEqual({
    ok: false,
    code: "wrong_stage",
    rule: null,
    detail: { stage: "final_question" },
  });
  const deferred = { ...situation("decided"), outcome: "deferred" as const };
  expect(may(person("delegate"), "propose_amendment", deferred)).toMatchObject({
    detail: { stage: "decided", outcome: "deferred" },
  });
});

describe("languages", () => {
  const OWN_NOT_SOURCE = { language: "fr" } as const;
  const FOREIGN = { language: "zh" } as const;

  /** Signs as in the table above. */
  test.each([
    ["translator", "write_text", OWN_NOT_SOURCE, "+++s+ss"],
    ["translator", "write_text", FOREIGN, "-------"],
    ["committee-member", "write_text", FOREIGN, "++sssss"],
    ["rapporteur", "write_text", FOREIGN, "++sssss"],
    ["translator", "sign_off_language", OWN_NOT_SOURCE, "s++s+ss"],
    ["translator", "sign_off_language", FOREIGN, "-------"],
    ["committee-chair", "sign_off_language", OWN_NOT_SOURCE, "-------"],
  ] as const)("%s, %s, %o: %s", (role, act, about, expected) => {
    const found = STAGES.map((stage) => codeOf(may(person(role), act, situation(stage, about))));
    expect(found).toEqual([...expected].map((sign) => SIGNS[sign as keyof typeof SIGNS]));
  });

  test("a refusal for the language names it", () => {
    expect(may(person("translator"), "write_text", situation("in_reading", FOREIGN))).toEqual({
      ok: false,
      code: "not_allowed",
      rule: null,
      detail: { language: "zh" },
    });
  });

  test("no language named means the source language", () => {
    const frenchOnly = person("translator", { languages: ["fr"] });
    expect(codeOf(may(frenchOnly, "write_text", situation("in_reading", { language: undefined })))).toBe(
      "not_allowed",
    );
    expect(
      codeOf(may(person("translator"), "write_text", situation("in_reading", { language: undefined }))),
    ).toBe("ok");
  });
});

describe("whose amendment, whose vote", () => {
  const TAKES_PART = ["delegate", "committee-member", "rapporteur"] as const;
  const OWN = [
    "edit_amendment",
    "submit_amendment",
    "withdraw_amendment",
    "rebase_amendment",
    "invite_sponsors",
  ] as const;
  const ENTITLED = [...OWN, "propose_amendment", "sponsor_amendment"] as const;

  test.each(TAKES_PART)("a %s tends to amendments of the own delegation only", (role) => {
    for (const act of OWN) {
      for (const ownAmendment of [false, undefined]) {
        expect(may(person(role), act, situation("in_reading", { ownAmendment }))).toEqual({
          ok: false,
          code: "not_allowed",
          rule: null,
          detail: { reason: "not_own_amendment" },
        });
      }
    }
    expect(may(person(role), "sponsor_amendment", situation("in_reading", { ownAmendment: false }))).toEqual({
      ok: true,
    });
    expect(may(person(role), "propose_amendment", situation("in_reading", { ownAmendment: false }))).toEqual({
      ok: true,
    });
  });

  test.each(ENTITLED)(
    "[W2] an observer, or a delegation without a vote, may not %s, reintroduced or not",
    (act) => {
      const refused = { ok: false, code: "not_allowed", rule: "W2" };
      for (const stage of STAGES) {
        expect(may(person("observer"), act, situation(stage))).toEqual(refused);
        for (const role of TAKES_PART) {
          const withoutVote = person(role, { delegation: { id: "d9", code: "UCLG", voting: false } });
          expect(may(withoutVote, act, situation(stage))).toEqual(refused);
          expect(may(person(role, { delegation: null }), act, situation(stage))).toEqual(refused);
        }
      }
    },
  );

  test.each(TAKES_PART)("a %s votes and objects only in a body whose member the delegation is", (role) => {
    for (const act of ["cast_ballot", "raise_objection"] as const) {
      for (const bodyMember of [false, undefined]) {
        const refused = may(person(role), act, situation("in_reading", { bodyMember }));
        expect(refused).toEqual({ ok: false, code: "not_a_member", rule: null });
      }
    }
  });

  test("a delegate comments on a text before a body whose member the delegation is; the committee's own people on any", () => {
    for (const bodyMember of [false, undefined]) {
      expect(may(person("delegate"), "comment", situation("in_reading", { bodyMember }))).toEqual({
        ok: false,
        code: "not_a_member",
        rule: null,
      });
      for (const role of ["rapporteur", "committee-member", "translator", "secretariat"] as const)
        expect(codeOf(may(person(role), "comment", situation("in_reading", { bodyMember })))).toBe("ok");
    }
  });

  test("[R1] hands are counted by the two who were named, whoever they are", () => {
    for (const role of [...TAKES_PART, "secretariat"] as const)
      for (const teller of [false, undefined])
        expect(may(person(role), "count_hands", situation("in_reading", { teller }))).toEqual({
          ok: false,
          code: "not_allowed",
          rule: "R1",
          detail: { reason: "not_a_teller" },
        });
  });

  test("the wrong stage is said before what the person lacks", () => {
    const decided = situation("decided", { bodyMember: false, ownAmendment: false });
    expect(codeOf(may(person("delegate"), "cast_ballot", decided))).toBe("wrong_stage");
    expect(codeOf(may(person("delegate"), "withdraw_amendment", decided))).toBe("wrong_stage");
  });
});

describe("what comes first in the meeting", () => {
  const chair = person("chair");
  const SUBSTANCE = ["put_amendment", "declare_consensus", "start_vote"] as const;

  test("a body that does not meet decides nothing, and nobody is called; what was begun in writing goes on", () => {
    for (const sitting of ["suspended", "adjourned"] as const) {
      for (const act of [...SUBSTANCE, "call_speaker", "put_motion"] as const)
        expect(may(chair, act, situation("under_consideration", { sitting }))).toEqual({
          ok: false,
          code: "meeting_suspended",
          rule: null,
          detail: { sitting },
        });
      for (const act of ["open_meeting", "rule_on_amendment", "abort_vote"] as const)
        expect(codeOf(may(chair, act, situation("under_consideration", { sitting })))).toBe("ok");
    }
  });

  test("[P5] while a point of order is not ruled on, only that is done; ballots go on", () => {
    const pointPending = true;
    for (const act of [...SUBSTANCE, "lock_vote", "proclaim_vote", "call_speaker", "put_motion"] as const)
      expect(may(chair, act, situation("under_consideration", { pointPending }))).toMatchObject({
        code: "point_of_order_pending",
        rule: "P5",
      });
    expect(codeOf(may(chair, "rule_on_point", situation("under_consideration", { pointPending })))).toBe(
      "ok",
    );
    const delegate = person("delegate");
    expect(codeOf(may(delegate, "move_motion", situation("in_reading", { pointPending })))).toBe(
      "point_of_order_pending",
    );
    for (const act of ["cast_ballot", "appeal_ruling", "raise_objection"] as const)
      expect(codeOf(may(delegate, act, situation("in_reading", { pointPending })))).toBe("ok");
  });

  test("[P1] motions come before the matter itself, not before a vote that has begun", () => {
    const motionPending = "close_debate" as const;
    for (const act of [...SUBSTANCE, "call_speaker"] as const)
      expect(may(chair, act, situation("under_consideration", { motionPending }))).toEqual({
        ok: false,
        code: "motion_precedes",
        rule: "P1",
        detail: { next: "close_debate" },
      });
    for (const act of ["lock_vote", "proclaim_vote", "put_motion"] as const)
      expect(codeOf(may(chair, act, situation("under_consideration", { motionPending })))).toBe("ok");
  });

  test("[P5] who speaks is not interrupted by a motion: it is handed in, and not put before they have ended", () => {
    const taken = situation("under_consideration", { floorTaken: true });
    expect(may(chair, "put_motion", taken)).toEqual({ ok: false, code: "speaker_has_floor", rule: "P5" });
    for (const act of ["move_motion", "raise_point"] as const)
      expect(codeOf(may(person("delegate"), act, taken))).toBe("ok");
    for (const act of ["rule_on_point", "call_speaker", "start_vote"] as const)
      expect(codeOf(may(chair, act, taken))).toBe("ok");
  });

  test("who may not at all is told so, whatever comes first", () => {
    expect(
      codeOf(may(person("observer"), "start_vote", situation("in_reading", { pointPending: true }))),
    ).toBe("not_allowed");
  });
});

test("[W6] while a motion to reconsider is before the body, the meeting goes on about a decided text, and nothing else does", () => {
  const decided = situation("decided", { reconsidering: true });
  for (const act of ["cast_ballot", "raise_objection", "raise_point", "move_motion"] as const) {
    expect(codeOf(may(person("delegate"), act, situation("decided")))).toBe("wrong_stage");
    expect(may(person("delegate"), act, decided)).toEqual({ ok: true });
  }
  for (const act of [
    "call_speaker",
    "put_motion",
    "start_vote",
    "lock_vote",
    "proclaim_vote",
    "rule_on_point",
  ] as const)
    expect(may(person("chair"), act, decided)).toEqual({ ok: true });
  for (const act of ["propose_amendment", "withdraw_amendment"] as const)
    expect(codeOf(may(person("delegate"), act, decided))).toBe("wrong_stage");
  expect(codeOf(may(person("chair"), "put_final_question", decided))).toBe("wrong_stage");
  expect(codeOf(may(person("committee-chair"), "put_motion", decided))).toBe("wrong_stage");
});
