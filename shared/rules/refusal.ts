export const REFUSAL_CODES = [
  "not_allowed",
  "wrong_stage",
  "wrong_state",
  "question_pending",
  "amendments_open",
  "brackets_left",
  "paragraphs_open",
  "languages_not_signed_off",
  "paragraphs_missing",
  "no_quorum",
  "order_not_confirmed",
  "sub_amendment_first",
  "not_its_turn",
  "not_sponsored_enough",
  "already_voted",
  "vote_not_open",
  "objection_raised",
  "not_a_member",
  "withdrawn_too_late",
  "stale_revision",
  "amendment_does_not_fit",
  "too_many_degrees",
  "paragraph_agreed",
  "outside_amendment",
  "undoes_amendment",
  "deadline_passed",
  "motion_precedes",
  "changed_since",
  "no_speaker_left",
  "speakers_waiting",
  "speaker_has_floor",
  "point_of_order_pending",
  "meeting_suspended",
  "silence_running",
  "words_needed",
  "voting_in_progress",
  "method_not_allowed",
  "counts_differ",
  "count_exceeds_present",
  "not_enough_requests",
  "vote_not_closed",
  "own_text",
  "rules_frozen",
  "not_divisible",
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** A foreseeable "no". `rule` is an id of RULES.md, or null when the reason is no rule of procedure. */
export type Refusal = {
  ok: false;
  code: RefusalCode;
  rule: string | null;
  detail?: Record<string, string | number | string[]>;
};

export function refuse(code: RefusalCode, rule: string | null = null, detail?: Refusal["detail"]): Refusal {
  return detail === undefined ? { ok: false, code, rule } : { ok: false, code, rule, detail };
}

/** Ends a switch over a union: the compiler complains when a member is not handled. */
export function assertNever(value: never): never {
  throw new Error(`unhandled value: ${String(value)}`);
}
