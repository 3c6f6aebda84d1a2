import type { Language } from "../text/model";
import type { BodySlug } from "./people";
import type { Preset } from "./presets";
import { debateQuorum, decisionQuorum, hasDebateQuorum, hasDecisionQuorum } from "./quorum";
import { assertNever, type Refusal, refuse } from "./refusal";

export const STAGES = [
  "zero_draft",
  "in_reading",
  "committee_clean",
  "tabled",
  "under_consideration",
  "final_question",
  "decided",
] as const;
/** How far an instrument has come. Its outcome and its visibility are fields of their own. */
export type Stage = (typeof STAGES)[number];

export const OUTCOMES = ["adopted", "approved", "rejected", "withdrawn", "deferred"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const VISIBILITIES = ["conference", "public"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export const VERBS = ["adopt", "approve"] as const;
/** What a conference does to this instrument when the final question carries. */
export type Verb = (typeof VERBS)[number];

export function outcomeOfVerb(verb: Verb): "adopted" | "approved" {
  return verb === "adopt" ? "adopted" : "approved";
}

/** The body before which the instrument is; at `decided` the one that decided. */
export function bodySeized(stage: Stage): BodySlug {
  switch (stage) {
    case "zero_draft":
    case "in_reading":
    case "committee_clean":
      return "drafting-committee";
    case "tabled":
    case "under_consideration":
    case "final_question":
    case "decided":
      return "plenary";
    default:
      return assertNever(stage);
  }
}

export const STAGE_EVENTS = [
  "open_reading",
  "agree_text",
  "reopen_text",
  "forward",
  "forward_as_it_stands",
  "take_up",
  "put_final_question",
  "carry",
  "fail",
  "question_aborted",
  "withdraw",
  "adjourn_debate",
  "resume_debate",
  "reconsider",
] as const;
export type StageEvent = (typeof STAGE_EVENTS)[number];

export const STAGE_GUARDS = [
  "none",
  "clean_text",
  "languages_signed_off",
  "debate_quorum",
  "amendments_disposed",
  "decision_quorum",
  "not_amended",
  "deferred",
  "reconsidered",
] as const;
export type StageGuard = (typeof STAGE_GUARDS)[number];

export type StageTransition = {
  from: Stage;
  event: StageEvent;
  guard: StageGuard;
  to: Stage;
  /** The rule the guard enforces, or the one the event comes from. */
  rule: string | null;
};

function row(
  from: Stage,
  event: StageEvent,
  guard: StageGuard,
  to: Stage,
  rule: string | null = null,
): StageTransition {
  return { from, event, guard, to, rule };
}

/** Everything that can happen to an instrument. What is not here is refused with `wrong_stage`. */
export const STAGE_TRANSITIONS: readonly StageTransition[] = [
  row("zero_draft", "open_reading", "none", "in_reading"),
  row("in_reading", "agree_text", "clean_text", "committee_clean", "A2"),
  row("committee_clean", "reopen_text", "none", "in_reading"),
  row("committee_clean", "forward", "languages_signed_off", "tabled"),
  row("in_reading", "forward_as_it_stands", "none", "tabled"),
  row("committee_clean", "forward_as_it_stands", "none", "tabled"),
  row("tabled", "take_up", "debate_quorum", "under_consideration", "Q1"),
  row("under_consideration", "put_final_question", "amendments_disposed", "final_question", "A2"),
  row("final_question", "carry", "decision_quorum", "decided", "Q2"),
  row("final_question", "fail", "decision_quorum", "decided", "Q2"),
  row("final_question", "question_aborted", "none", "under_consideration", "Q4"),
  row("tabled", "withdraw", "not_amended", "decided", "W1"),
  row("under_consideration", "withdraw", "not_amended", "decided", "W1"),
  row("under_consideration", "adjourn_debate", "none", "decided", "P3"),
  row("decided", "resume_debate", "deferred", "under_consideration"),
  row("decided", "reconsider", "reconsidered", "under_consideration", "W6"),
];

export type StageFacts = {
  /** Amendments that are not disposed of (`isDisposed` in amendments.ts), drafts left out. */
  openAmendments: number;
  /** Square brackets left in the text, all languages together. */
  brackets: number;
  /** Paragraphs that are not agreed, not even ad referendum (`unagreed` in paragraphs.ts). */
  unagreed: number;
  unsignedLanguages: Language[];
  /** Voting members of the body seized that are present; for `carry` and `fail`: that were present when the decision was taken. */
  present: number;
  /** Voting members of the body seized. */
  members: number;
  preset: Preset;
  verb: Verb;
  /** Whether an amendment has changed the text since it was tabled (Rule W1). Absent: no. */
  amended?: boolean;
  /** Whether a motion to reconsider the decision has carried (Rule W6). Absent: no. */
  reconsidered?: boolean;
};

const DECIDED_BY_VOTE: readonly Outcome[] = ["adopted", "approved", "rejected"];

/** Whether a motion to take the decision up again is in order: only what was decided can be reconsidered (Rule W6). */
export function decideReconsiderable(outcome: Outcome | null): { ok: true } | Refusal {
  return outcome !== null && DECIDED_BY_VOTE.includes(outcome)
    ? { ok: true }
    : refuse("wrong_state", "W6", { state: outcome ?? "undecided" });
}

function checkGuard(transition: StageTransition, facts: StageFacts, outcome: Outcome | null): Refusal | null {
  const { guard, rule } = transition;
  switch (guard) {
    case "none":
      return null;
    case "clean_text":
      if (facts.openAmendments > 0) return refuse("amendments_open", rule, { open: facts.openAmendments });
      if (facts.brackets > 0) return refuse("brackets_left", null, { brackets: facts.brackets });
      return facts.unagreed > 0 ? refuse("paragraphs_open", null, { open: facts.unagreed }) : null;
    case "amendments_disposed":
      return facts.openAmendments > 0
        ? refuse("amendments_open", rule, { open: facts.openAmendments })
        : null;
    case "languages_signed_off":
      return facts.unsignedLanguages.length > 0
        ? refuse("languages_not_signed_off", rule, { languages: [...facts.unsignedLanguages] })
        : null;
    case "debate_quorum": {
      const body = bodySeized(transition.from);
      if (hasDebateQuorum(facts.present, facts.members, body, facts.preset)) return null;
      return refuse("no_quorum", rule, {
        present: facts.present,
        needed: debateQuorum(facts.members, body, facts.preset),
      });
    }
    case "decision_quorum":
      if (hasDecisionQuorum(facts.present, facts.members, facts.preset)) return null;
      return refuse("no_quorum", rule, {
        present: facts.present,
        needed: decisionQuorum(facts.members, facts.preset),
      });
    case "not_amended":
      return facts.amended ? refuse("withdrawn_too_late", rule, { reason: "amended" }) : null;
    case "deferred":
      return outcome === "deferred" ? null : refuse("wrong_state", null, { state: outcome ?? "undecided" });
    case "reconsidered": {
      const reconsiderable = decideReconsiderable(outcome);
      if (!reconsiderable.ok) return reconsiderable;
      return facts.reconsidered ? null : refuse("vote_not_closed", rule);
    }
    default:
      return assertNever(guard);
  }
}

function outcomeOf(event: StageEvent, verb: Verb): Outcome | null {
  if (event === "carry") return outcomeOfVerb(verb);
  if (event === "fail") return "rejected";
  if (event === "adjourn_debate") return "deferred";
  return event === "withdraw" ? "withdrawn" : null;
}

/** What `event` does to an instrument, or why it may not happen. Changes nothing. */
export function decideStage(
  state: { stage: Stage; outcome: Outcome | null },
  event: StageEvent,
  facts: StageFacts,
): { ok: true; to: Stage; outcome: Outcome | null } | Refusal {
  const transition = STAGE_TRANSITIONS.find((one) => one.from === state.stage && one.event === event);
  if (!transition) {
    if (event === "withdraw" && state.stage === "final_question") {
      return refuse("withdrawn_too_late", "W1", { stage: state.stage });
    }
    return refuse("wrong_stage", null, { stage: state.stage });
  }
  return (
    checkGuard(transition, facts, state.outcome) ?? {
      ok: true,
      to: transition.to,
      outcome: outcomeOf(event, facts.verb),
    }
  );
}
