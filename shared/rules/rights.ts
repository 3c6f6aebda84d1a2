import type { Language } from "../text/model";
import type { MotionKind } from "./meeting/motions";
import type { Actor, BodySlug } from "./people";
import { assertNever, type Refusal, refuse } from "./refusal";
import { ACTS, type Act, type Circumstance, type Grant, RIGHTS, type Standing } from "./rights-table";
import { bodySeized, type Outcome, type Stage } from "./stages";

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
  /** Somebody speaks: it is not asked whether on a motion or on the matter itself. */
  floorTaken?: boolean;
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

/** What is read, and what belongs to the conference, hangs on no stage of any text. */
export const READING: Situation = { stage: "decided", outcome: null, sourceLanguage: "en" };

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
  if (ENTITLED_ACTS.has(act)) return refuse("not_allowed", "W2");
  if (RIGHTS[act][actor.role] === undefined) return refuse("not_allowed");
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
  if (now.length === 0) return refuse("wrong_stage", null, stageSaid(situation));

  return lacking(now, act, situation) ?? heldUp(act, situation) ?? { ok: true };
}

/** Of a decided text how it ended says more: one whose debate was adjourned is not decided at all. */
function stageSaid({ stage, outcome }: Situation): Record<string, string> {
  return outcome === null ? { stage } : { stage, outcome };
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
  "call_speaker",
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
  "call_speaker",
  "take_up",
  "put_amendment",
  "put_final_question",
  "declare_consensus",
  "start_vote",
]);

/** Whether something else comes first in the meeting. Only a point of order interrupts who speaks (Rule P5): a motion waits. */
function heldUp(act: Act, situation: Situation): Refusal | null {
  const { sitting = "sitting", pointPending, motionPending, floorTaken } = situation;
  if (sitting !== "sitting" && IN_SESSION.has(act)) return refuse("meeting_suspended", null, { sitting });
  if (pointPending && AFTER_POINTS.has(act)) return refuse("point_of_order_pending", "P5");
  if (motionPending && AFTER_MOTIONS.has(act))
    return refuse("motion_precedes", "P1", { next: motionPending });
  return floorTaken && act === "put_motion" ? refuse("speaker_has_floor", "P5") : null;
}
