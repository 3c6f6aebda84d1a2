import type { Role } from "./people";
import { bodySeized, STAGES, type Stage } from "./stages";

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

/** Conditions that stay as they are whatever the stage: who fails one can never do the act. */
export type Standing = "voting_delegation" | "own_language" | "own_language_but_source" | "source_language";
/** Conditions of the matter at hand: asked only once role and stage are right. */
export type Circumstance = "own_amendment" | "text_sponsor" | "body_member" | "teller";

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
  // While amendments are in order, or may come to be.
  set_deadline: {
    chair: [{ stages: UNDECIDED.filter((stage) => stage !== "final_question") }],
    "committee-chair": [{ stages: COMMITTEE }],
  },
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
