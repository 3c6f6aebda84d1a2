import { z } from "zod";

/**
 * Every code an answer may carry, with its HTTP status. Codes of `shared/rules/refusal.ts` appear here too:
 * `tests/unit/api-errors.test.ts` holds the two lists together.
 */
export const ERROR_STATUS = {
  invalid_request: 400,
  bad_link: 401,
  link_expired: 401,
  sign_in_required: 401,
  not_allowed: 403,
  foreign_origin: 403,
  not_a_member: 403,
  not_found: 404,
  wrong_stage: 409,
  wrong_state: 409,
  amendments_open: 409,
  amendment_does_not_fit: 409,
  amendment_changes_nothing: 409,
  brackets_left: 409,
  paragraphs_open: 409,
  languages_not_signed_off: 409,
  no_quorum: 409,
  not_sponsored_enough: 409,
  order_not_confirmed: 409,
  already_voted: 409,
  stale_revision: 409,
  vote_not_open: 409,
  objection_raised: 409,
  question_pending: 409,
  withdrawn_too_late: 409,
  too_many_degrees: 409,
  paragraph_agreed: 409,
  outside_amendment: 409,
  undoes_amendment: 409,
  deadline_passed: 409,
  motion_precedes: 409,
  no_speaker_left: 409,
  point_of_order_pending: 409,
  voting_in_progress: 409,
  method_not_allowed: 409,
  counts_differ: 409,
  tellers_missing: 409,
  count_exceeds_present: 409,
  not_enough_requests: 409,
  vote_not_closed: 409,
  own_text: 409,
  rules_frozen: 409,
  not_own_comment: 403,
  comment_settled: 409,
  thread_resolved: 409,
  key_reused: 409,
  text_frozen: 409,
  file_format_unknown: 415,
  file_not_as_named: 422,
  file_encrypted: 422,
  file_has_macros: 422,
  file_unpacks_too_large: 422,
  file_text_too_long: 422,
  file_empty: 422,
  symbol_taken: 409,
  too_large: 413,
  too_many: 429,
  internal: 500,
  try_again: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** `message` is English for logs and tools; screens translate `code` and fill in `detail`. `rule` is an id of RULES.md. */
export const errorShape = z.object({
  code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  rule: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).optional(),
  id: z.string().optional(),
});
export type ApiError = z.infer<typeof errorShape>;
