import type { Language } from "../text/model";
import type { MotionKind } from "./meeting/motions";
import type { Actor, BodySlug, Role } from "./people";
import { assertNever, type Refusal, refuse } from "./refusal";
import { bodySeized, type Outcome, STAGES, type Stage } from "./stages";

export const ACTS = [
  "read_text",
  "write_text",
  "save_version",
  "publish_version",
  "open_reading",
  "mark_paragraph",
  "agree_paragraph",
  "agree_text",
  "reopen_text",
  "sign_off_language",
  "forward_text",
  "take_up",
  "propose_amendment",
  "import_amendments",
  "edit_amendment",
  "submit_amendment",
  "sponsor_amendment",
  "invite_sponsors",
  "withdraw_amendment",
  "rule_on_amendment",
  "set_not_put",
  "lapse_amendment",
  "rebase_amendment",
  "revise_amendment",
  "accept_amendment",
  "take_down_amendment",
  "name_sponsors",
  "withdraw_text",
  "confirm_order",
  "put_amendment",
  "put_final_question",
  "raise_objection",
  "declare_consensus",
  "start_vote",
  "request_division",
  "rule_on_division",
  "cast_ballot",
  "make_reservation",
  "explain_vote",
  "note_intention",
  "request_roll_call",
  "count_hands",
  "recount_hands",
  "call_roll",
  "answer_roll",
  "lock_vote",
  "proclaim_vote",
  "abort_vote",
  "record_presence",
  "ask_floor",
  "lead_debate",
  "call_speaker",
  "open_meeting",
  "suspend_meeting",
  "move_motion",
  "move_reconsideration",
  "put_motion",
  "raise_point",
  "rule_on_point",
  "appeal_ruling",
  "resume_debate",
  "set_deadline",
  "judge_credentials",
  "challenge_credentials",
  "read_record",
  "read_amendments",
  "read_reports",
  "read_comments",
  "comment",
  "discuss_amendment",
  "attach_file",
  "translate_amendment",
  "create_instrument",
  "import_text",
  "edit_report",
  "issue_report",
  "change_rules",
] as const;
export type Act = (typeof ACTS)[number];

export const SITTINGS = ["sitting", "suspended", "adjourned"] as const;
/** Whether a body meets. */
export type Sitting = (typeof SITTINGS)[number];

export type Situation = {
  stage: Stage;
  outcome: Outcome | null;
  sourceLanguage: Language;
  /** The language version the act is about; absent: the source language. */
  language?: Language;
  /** The actor's delegation proposes or co-sponsors the amendment. */
  ownAmendment?: boolean;
  /** The actor's delegation is a voting member of the body that votes, or before which the text is. */
  bodyMember?: boolean;
  /** The actor speaks for those who bring the text or, of an amendment to an amendment, for those who bring that one. */
  textSponsor?: boolean;
  /** The actor was named to count the hands. */
  teller?: boolean;
  /** Whether the body meets. Absent: it does. */
  sitting?: Sitting;
  /** A point of order is not ruled on, or an appeal not voted, and the act is not about that. */
  pointPending?: boolean;
  /** The motion that comes before the act. */
  motionPending?: MotionKind | null;
  /** A question on the instrument is before the body: its texts rest until it is decided. */
  questionPending?: boolean;
  /** A motion to reconsider what was decided about the instrument is before the body (Rule W6). */
  reconsidering?: boolean;
};

/** What is about a body and no instrument is judged as at a stage that is before that body. */
const STAGE_BEFORE: Record<BodySlug, Stage> = {
  "drafting-committee": "in_reading",
  plenary: "under_consideration",
};

export function situationIn(body: BodySlug, bodyMember: boolean): Situation {
  return { stage: STAGE_BEFORE[body], outcome: null, sourceLanguage: "en", bodyMember };
}

/** Conditions that stay as they are whatever the stage: who fails one can never do the act. */
type Standing = "voting_delegation" | "own_language" | "own_language_but_source" | "source_language";
/** Conditions of the matter at hand: asked only once role and stage are right. */
type Circumstance = "own_amendment" | "text_sponsor" | "body_member" | "teller";

/** What is read, and what belongs to the conference, hangs on no stage of any text. */
export const READING: Situation = { stage: "decided", outcome: null, sourceLanguage: "en" };

export type Grant = { stages: readonly Stage[]; standing?: Standing; circumstance?: Circumstance };

const UNDECIDED = STAGES.filter((stage) => stage !== "decided");
const COMMITTEE = UNDECIDED.filter((stage) => bodySeized(stage) === "drafting-committee");
/** The stages at which a text takes amendments. */
export const AMENDABLE: readonly Stage[] = ["in_reading", "tabled", "under_consideration"];

type Grants = Partial<Record<Role, readonly Grant[]>>;

function give(roles: readonly Role[], grant: Grant): Grants {
  return Object.fromEntries(roles.map((role) => [role, [grant]]));
}

const PROPOSERS: readonly Role[] = ["delegate", "committee-member", "rapporteur"];
const SIGN_OFF_STAGES: readonly Stage[] = ["in_reading", "committee_clean", "under_consideration"];

const reading = give([...PROPOSERS, "chair", "committee-chair", "observer", "translator", "secretariat"], {
  stages: STAGES,
});
/** The president of the conference may preside over any of its organs. */
const presiding: Grants = { chair: [{ stages: UNDECIDED }], "committee-chair": [{ stages: COMMITTEE }] };
const proposing = give(PROPOSERS, { stages: AMENDABLE, standing: "voting_delegation" });
const preparingOwn = give(PROPOSERS, {
  stages: AMENDABLE,
  standing: "voting_delegation",
  circumstance: "own_amendment",
});
const tendingOwn = give(PROPOSERS, {
  stages: UNDECIDED,
  standing: "voting_delegation",
  circumstance: "own_amendment",
});
/** Chairs do not vote (procedure, "Roles"): another of their delegation may. */
const voting = give(PROPOSERS, { stages: UNDECIDED, circumstance: "body_member" });
const speaking = give(PROPOSERS, { stages: STAGES, circumstance: "body_member" });

/** Who may do what, when. A role that is not named can never do the act. */
export const RIGHTS: Record<Act, Grants> = {
  read_text: reading,
  read_amendments: reading,
  read_record: reading,
  // Drafts too: they are written before everybody's eyes. Issued, they are public.
  read_reports: reading,
  read_comments: reading,
  write_text: {
    ...give(["committee-member", "rapporteur"], { stages: ["zero_draft", "in_reading"] }),
    translator: [
      { stages: ["zero_draft", "in_reading"], standing: "own_language" },
      { stages: ["committee_clean", "under_consideration"], standing: "own_language_but_source" },
    ],
  },
  save_version: give(["committee-member", "rapporteur", "committee-chair", "secretariat"], {
    stages: UNDECIDED,
  }),
  publish_version: give(["secretariat", "committee-chair"], { stages: UNDECIDED }),
  open_reading: give(["committee-chair"], { stages: ["zero_draft"] }),
  // Ad referendum, and reopened: by those who negotiate. Agreed outright: by the one who presides over them.
  mark_paragraph: give(["committee-member", "rapporteur", "committee-chair"], { stages: ["in_reading"] }),
  agree_paragraph: give(["committee-chair"], { stages: ["in_reading"] }),
  agree_text: give(["committee-chair"], { stages: ["in_reading"] }),
  reopen_text: give(["committee-chair"], { stages: ["committee_clean"] }),
  sign_off_language: {
    translator: [{ stages: SIGN_OFF_STAGES, standing: "own_language" }],
    "committee-chair": [{ stages: SIGN_OFF_STAGES, standing: "source_language" }],
  },
  forward_text: give(["committee-chair"], { stages: ["in_reading", "committee_clean"] }),
  take_up: give(["chair"], { stages: ["tabled"] }),
  propose_amendment: proposing,
  // What others handed in in writing: the officers who keep the papers bring it in, in the name of those whose it is.
  import_amendments: give(["rapporteur", "secretariat"], { stages: AMENDABLE }),
  edit_amendment: preparingOwn,
  submit_amendment: preparingOwn,
  sponsor_amendment: proposing,
  invite_sponsors: preparingOwn,
  withdraw_amendment: tendingOwn,
  rebase_amendment: tendingOwn,
  revise_amendment: preparingOwn,
  // Of a text that the committee brings, its chair or rapporteur speaks for it.
  accept_amendment: give([...PROPOSERS, "committee-chair"], {
    stages: AMENDABLE,
    circumstance: "text_sponsor",
  }),
  take_down_amendment: {
    ...give(["chair", "rapporteur", "secretariat"], { stages: AMENDABLE }),
    "committee-chair": [{ stages: ["in_reading"] }],
  },
  name_sponsors: give(["secretariat"], { stages: UNDECIDED }),
  withdraw_text: give([...PROPOSERS, "committee-chair"], {
    stages: ["tabled", "under_consideration", "final_question"],
    circumstance: "text_sponsor",
  }),
  rule_on_amendment: presiding,
  set_not_put: presiding,
  lapse_amendment: presiding,
  confirm_order: presiding,
  // A tabled text is taken up first: only then is there a meeting with the quorum to debate it (Rule Q1).
  put_amendment: {
    chair: [{ stages: ["in_reading", "under_consideration"] }],
    "committee-chair": [{ stages: ["in_reading"] }],
  },
  put_final_question: give(["chair"], { stages: ["under_consideration"] }),
  raise_objection: voting,
  declare_consensus: presiding,
  start_vote: presiding,
  request_division: { ...voting, ...presiding },
  rule_on_division: presiding,
  cast_ballot: voting,
  // Said about what was decided, too.
  make_reservation: speaking,
  explain_vote: speaking,
  note_intention: speaking,
  request_roll_call: voting,
  count_hands: give([...PROPOSERS, "secretariat", "translator"], {
    stages: UNDECIDED,
    circumstance: "teller",
  }),
  recount_hands: presiding,
  call_roll: presiding,
  answer_roll: give(["secretariat"], { stages: UNDECIDED }),
  lock_vote: presiding,
  proclaim_vote: presiding,
  abort_vote: presiding,
  record_presence: give(["secretariat"], { stages: STAGES }),
  // Observers ask, too, and wait for the chair's consent; the secretariat makes statements at any time.
  ask_floor: { ...voting, ...give(["observer", "secretariat"], { stages: UNDECIDED }) },
  lead_debate: presiding,
  call_speaker: presiding,
  open_meeting: presiding,
  suspend_meeting: presiding,
  move_motion: voting,
  move_reconsideration: give(PROPOSERS, {
    stages: ["in_reading", "under_consideration", "decided"],
    circumstance: "body_member",
  }),
  put_motion: presiding,
  raise_point: voting,
  rule_on_point: presiding,
  appeal_ruling: voting,
  // A debate that was adjourned.
  resume_debate: give(["chair"], { stages: ["decided"] }),
  set_deadline: presiding,
  judge_credentials: give(["secretariat"], { stages: STAGES }),
  challenge_credentials: give([...PROPOSERS, "chair"], { stages: STAGES, standing: "voting_delegation" }),
  create_instrument: give(["secretariat"], { stages: ["zero_draft"] }),
  import_text: give(["secretariat"], { stages: ["zero_draft"] }),
  // The rapporteur owns the report; the secretariat keeps the summary record and helps with both, translators with their language.
  edit_report: {
    ...give(["rapporteur", "secretariat"], { stages: STAGES }),
    translator: [{ stages: STAGES, standing: "own_language" }],
  },
  issue_report: give(["rapporteur", "secretariat"], { stages: STAGES }),
  // Before the conference opens; from then on nobody.
  change_rules: give(["secretariat"], { stages: STAGES }),
  comment: {
    ...give(["chair", "committee-chair", "rapporteur", "committee-member", "translator", "secretariat"], {
      stages: UNDECIDED,
    }),
    delegate: [{ stages: UNDECIDED, circumstance: "body_member" }],
  },
  // Whoever comments on the text speaks about its amendments, and their sponsors answer, members of the body or not.
  discuss_amendment: {
    ...give(["chair", "committee-chair", "rapporteur", "committee-member", "translator", "secretariat"], {
      stages: UNDECIDED,
    }),
    delegate: [
      { stages: UNDECIDED, circumstance: "body_member" },
      { stages: UNDECIDED, circumstance: "own_amendment" },
    ],
  },
  // The secretariat circulates what delegations hand it.
  translate_amendment: {
    translator: [{ stages: UNDECIDED, standing: "own_language" }],
    secretariat: [{ stages: UNDECIDED }],
  },
  attach_file: { ...tendingOwn, secretariat: [{ stages: UNDECIDED }] },
};

function hasStanding(actor: Actor, standing: Standing | undefined, situation: Situation): boolean {
  const language = situation.language ?? situation.sourceLanguage;
  switch (standing) {
    case undefined:
      return true;
    case "voting_delegation":
      return actor.delegation?.voting === true;
    case "own_language":
      return actor.languages.includes(language);
    case "own_language_but_source":
      return actor.languages.includes(language) && language !== situation.sourceLanguage;
    case "source_language":
      return language === situation.sourceLanguage;
    default:
      return assertNever(standing);
  }
}

/** The acts that only a delegation with a vote may do: they share one rule about who is entitled (Rule W2). */
const ENTITLED_ACTS: ReadonlySet<Act> = new Set(
  ACTS.filter((act) =>
    Object.values(RIGHTS[act])
      .flat()
      .some(({ standing }) => standing === "voting_delegation"),
  ),
);

function neverFor(act: Act, actor: Actor | null, situation: Situation): Refusal {
  if (actor === null) return refuse("not_allowed");
  const roleCould = RIGHTS[act][actor.role] !== undefined;
  if (ENTITLED_ACTS.has(act)) {
    return refuse("not_allowed", roleCould || actor.role === "observer" ? "W2" : null);
  }
  if (!roleCould) return refuse("not_allowed");
  return refuse("not_allowed", null, { language: situation.language ?? situation.sourceLanguage });
}

/**
 * The one answer to "may this person do this now". `actor` null is the public, which may do nothing here:
 * its pages show published versions only. `not_allowed` when the person never could, `wrong_stage` when at another stage.
 */
export function may(actor: Actor | null, act: Act, situation: Situation): { ok: true } | Refusal {
  const granted = actor ? (RIGHTS[act][actor.role] ?? []) : [];
  const standing = granted.filter((grant) => actor && hasStanding(actor, grant.standing, situation));
  if (standing.length === 0) return neverFor(act, actor, situation);

  const stage = stageOfMatter(act, situation);
  const now = standing.filter((grant) => grant.stages.includes(stage));
  if (now.length === 0) return refuse("wrong_stage", null, { stage: situation.stage });

  return lacking(now, act, situation) ?? heldUp(act, situation) ?? { ok: true };
}

/** How a decided text is taken up again: a motion, and what a vote on it and order in the room need. */
const ON_A_MOTION: ReadonlySet<Act> = new Set<Act>([
  "raise_objection",
  "declare_consensus",
  "start_vote",
  "cast_ballot",
  "request_roll_call",
  "count_hands",
  "recount_hands",
  "call_roll",
  "answer_roll",
  "lock_vote",
  "proclaim_vote",
  "abort_vote",
  "move_motion",
  "put_motion",
  "raise_point",
  "rule_on_point",
  "appeal_ruling",
]);

/** A motion to reconsider is before the body although its text is decided (Rule W6). */
function stageOfMatter(act: Act, { stage, reconsidering }: Situation): Stage {
  return reconsidering && stage === "decided" && ON_A_MOTION.has(act)
    ? STAGE_BEFORE[bodySeized(stage)]
    : stage;
}

/** What the matter at hand lacks for the act, when role and stage are right. */
function lacking(now: readonly Grant[], act: Act, situation: Situation): Refusal | null {
  if (act === "write_text" && situation.questionPending) return refuse("question_pending");
  if (now.some(({ circumstance }) => isMet(circumstance, situation))) return null;
  const circumstance = now[0]?.circumstance;
  if (circumstance === "own_amendment") return refuse("not_allowed", null, { reason: "not_own_amendment" });
  if (circumstance === "text_sponsor") return refuse("not_allowed", "W4", { reason: "not_a_sponsor" });
  if (circumstance === "teller") return refuse("not_allowed", "R1", { reason: "not_a_teller" });
  return refuse("not_a_member");
}

function isMet(circumstance: Circumstance | undefined, situation: Situation): boolean {
  switch (circumstance) {
    case undefined:
      return true;
    case "own_amendment":
      return situation.ownAmendment === true;
    case "text_sponsor":
      return situation.textSponsor === true;
    case "teller":
      return situation.teller === true;
    case "body_member":
      return situation.bodyMember === true;
    default:
      return assertNever(circumstance);
  }
}

/** What is done in a meeting, and not while the body does not meet. */
const IN_SESSION: ReadonlySet<Act> = new Set<Act>([
  "take_up",
  "put_amendment",
  "put_final_question",
  "declare_consensus",
  "start_vote",
  "call_speaker",
  "move_motion",
  "move_reconsideration",
  "put_motion",
  "raise_point",
  "appeal_ruling",
  "resume_debate",
]);
/** What waits until a point of order is ruled on (Rule P5). */
const AFTER_POINTS: ReadonlySet<Act> = new Set<Act>([
  "take_up",
  "put_amendment",
  "put_final_question",
  "declare_consensus",
  "start_vote",
  "lock_vote",
  "recount_hands",
  "call_roll",
  "proclaim_vote",
  "call_speaker",
  "move_motion",
  "move_reconsideration",
  "put_motion",
]);
/** What waits until the motions before the body are decided (Rule P1). */
const AFTER_MOTIONS: ReadonlySet<Act> = new Set<Act>([
  "take_up",
  "put_amendment",
  "put_final_question",
  "declare_consensus",
  "start_vote",
]);

/** Whether something else comes first in the meeting. */
function heldUp(act: Act, { sitting = "sitting", pointPending, motionPending }: Situation): Refusal | null {
  if (sitting !== "sitting" && IN_SESSION.has(act)) return refuse("meeting_suspended", null, { sitting });
  if (pointPending && AFTER_POINTS.has(act)) return refuse("point_of_order_pending", "P5");
  if (motionPending && AFTER_MOTIONS.has(act))
    return refuse("motion_precedes", "P1", { next: motionPending });
  return null;
}
