import { randomUUID } from "node:crypto";
import type { NextFunction, Request, Response } from "express";
import type { Logger } from "pino";
import type { ZodError } from "zod";
import { type ApiError, ERROR_STATUS, type ErrorCode } from "../../shared/api/errors";

/** One plain sentence a code, for logs and tools; screens have their own in the reader's language. */
const MESSAGES: Record<ErrorCode, string> = {
  invalid_request: "The request is not of the shape this address takes; `detail.problems` names each place.",
  bad_link: "This sign-in link is not known here. Ask the secretariat for yours.",
  link_expired: "This sign-in link has expired or was used. Ask the secretariat for a new one.",
  sign_in_required: "Sign in with the link you were given.",
  not_allowed: "Your role does not include this.",
  foreign_origin: "The request comes from a page that is not this server's.",
  not_a_member: "Only voting members of this body may do this.",
  not_found: "There is no such thing here, or it is not yours to see.",
  wrong_stage: "The text is not at a stage that allows this.",
  wrong_state: "Things have moved on: this cannot follow from where it stands now.",
  amendments_open: "Amendments are still open: they are disposed of before the text they concern.",
  amendment_does_not_fit:
    "The amendment no longer fits the text; `detail.paragraphs` names where. Nothing was changed.",
  amendment_changes_nothing: "The amendment changes nothing in the text. Edit a paragraph first.",
  revision_changes_nothing: "The amendment says this already. Change its words or its rationale first.",
  amendments_not_taken:
    "Some of these amendments cannot be taken; `detail.amendments` names each with its reason. Nothing was changed.",
  rationale_missing: "A submitted amendment needs its reasons.",
  brackets_left: "Square brackets are left in the text.",
  paragraphs_open: "Paragraphs of the text are not agreed yet.",
  languages_not_signed_off:
    "Some languages are not signed off for the present text; `detail.languages` names them.",
  paragraphs_missing: "Paragraphs of the source are missing in this language; `detail.blocks` names them.",
  no_quorum: "There is no quorum.",
  not_sponsored_enough: "The amendment needs more sponsors.",
  order_not_confirmed: "The order of voting is not confirmed.",
  sub_amendment_first: "An amendment to an amendment is put before the one that it amends.",
  not_its_turn: "Another amendment comes before it in the order of voting.",
  already_voted:
    "Your delegation's ballot is counted. To change it before the lock, say which revision you correct.",
  stale_revision: "The ballot was changed meanwhile. Look at it again.",
  vote_not_open: "The vote is not open.",
  objection_raised: "There is an objection: this cannot be decided without a vote.",
  question_pending: "A question is before the body. It is decided first.",
  not_own_comment: "Only its author may change or take back a comment.",
  comment_settled: "A comment can be edited for fifteen minutes. Reply to it instead.",
  thread_resolved: "This thread is resolved. Reopen it to go on.",
  withdrawn_too_late: "It is too late to withdraw this.",
  too_many_degrees: "An amendment to an amendment cannot be amended again.",
  paragraph_agreed: "Paragraphs that are agreed cannot be amended; `detail.paragraphs` names them.",
  outside_amendment:
    "An amendment to an amendment changes only what that one touches; `detail.paragraphs` names what it does not.",
  undoes_amendment: "This takes back all that the amendment proposes. Vote against it instead.",
  deadline_passed: "The deadline has passed.",
  motion_precedes: "Another motion comes first; `detail.next` names it.",
  changed_since:
    "Later changes touch the same words: what was decided cannot be taken out any more. Change it by an amendment.",
  no_speaker_left: "Nobody else may speak on this.",
  speakers_waiting: "Who asked to speak on this motion has not been heard.",
  speaker_has_floor:
    "Somebody speaks: only a point of order interrupts them. The motion comes when they have ended.",
  silence_running: "A silence procedure is running: only an objection in time keeps it from deciding.",
  words_needed: "Silence is broken in writing: say what you object to.",
  meeting_suspended: "The body does not meet now: its meeting is suspended or adjourned.",
  point_of_order_pending: "A point of order is decided first.",
  voting_in_progress: "Voting has begun: only a point of order on its conduct may interrupt it.",
  method_not_allowed: "The rules of this conference do not allow this way of voting here.",
  not_divisible: "These parts cannot be voted separately.",
  tellers_missing: "A show of hands needs two tellers who may count.",
  counts_differ: "The two tellers' counts differ: the count is taken again.",
  count_exceeds_present: "More hands were counted than members are present.",
  not_enough_requests: "Not enough delegations have asked for this.",
  vote_not_closed: "The vote is not closed: correct the ballot instead.",
  own_text: "The sponsors of a text explain no vote on it unless it was amended.",
  rules_frozen: "The conference has opened: its rules can no longer be changed.",
  rules_changed: "Somebody changed the rules meanwhile. Look at them again; yours were not saved.",
  report_begun: "A draft of this report is there already. Write it anew, or go on with it.",
  report_changed: "Somebody changed the report meanwhile. Look at it again; your words were not saved.",
  report_issued: "The report is issued and can no longer be changed.",
  key_reused: "This idempotency key was used for another request.",
  text_frozen: "The text is decided and can no longer be changed.",
  file_format_unknown: "Files in DOCX, Markdown, HTML and plain text can be read.",
  file_not_as_named: "The file is not what its name says, or is damaged.",
  file_encrypted: "The file is encrypted or in Word's old format. Save it as DOCX without a password.",
  file_has_macros: "The file has macros. Save it as DOCX without them.",
  file_unpacks_too_large: "The file unpacks to far more than a text. It is not read.",
  file_text_too_long: "The file has more words than an instrument can have.",
  file_takes_too_long: "Reading this file took too long.",
  file_empty: "There are no words in the file.",
  attachment_type_unknown:
    "PDF, Word (DOCX), pictures (PNG, JPEG, GIF, WebP) and plain text can be attached.",
  attachments_full: "An amendment has ten files at most: take one away first.",
  mail_not_sent: "This server sends no e-mail.",
  symbol_taken: "Another instrument has this symbol.",
  too_large: "The request is too large.",
  too_many: "Too many requests. Wait a moment.",
  internal: "Something went wrong here. Nothing was changed. Tell the secretariat the id.",
  try_again: "The server could not do this just now. Nothing was changed. Try again.",
};

export function sendError(
  response: Response,
  code: ErrorCode,
  more: { rule?: string | null; detail?: Record<string, unknown>; id?: string } = {},
): void {
  const body: ApiError = { code, message: MESSAGES[code], rule: more.rule ?? null };
  if (more.detail !== undefined) body.detail = more.detail;
  if (more.id !== undefined) body.id = more.id;
  response.status(ERROR_STATUS[code]).json(body);
}

export function sendInvalid(response: Response, error: ZodError): void {
  const isPatch = error.issues.some(({ path }) => path.includes("patch"));
  const isTooLong = error.issues.every(({ code }) => code === "too_big");
  sendError(response, isPatch && isTooLong ? "too_large" : "invalid_request", {
    rule: isPatch ? "A16" : null,
    detail: { problems: error.issues.map(({ path, message }) => ({ path: path.join("."), message })) },
  });
}

export function sendUnstorable(response: Response, places: string[]): void {
  sendError(response, "invalid_request", {
    detail: { problems: places.map((path) => ({ path, message: "a character that no text can hold" })) },
  });
}

/** A sign-in link signs in whoever reads it. */
function pathForLog(path: string): string {
  return path.replace(/^\/sign-in\/.*/i, "/sign-in/…");
}

/** The driver gives these no code: no free connection in time, one that broke under the request, or one on which nobody answers. */
const LOST_CONNECTION = /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout)/;

/** Postgres and network faults after which the whole request may be sent again. */
function isPassing(error: unknown): boolean {
  const { name, message } = error as { name?: unknown; message?: unknown };
  if (name === "TextMoved" || name === "RoomUnavailable") return true;
  if (typeof message === "string" && LOST_CONNECTION.test(message)) return true;
  const code = (error as { code?: unknown }).code;
  return (
    typeof code === "string" && /^(40001|40P01|57P0[123]|08...|53...|ECONN.*|EPIPE|ETIMEDOUT)$/.test(code)
  );
}

/** The one place where what was thrown becomes an answer. Texts and ballots never reach the log. */
export function errorHandler(log: Logger) {
  return (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const type = (error as { type?: unknown }).type;
    if (type === "entity.too.large")
      return sendError(response, "too_large", { rule: /-amendments?$/.test(request.path) ? "A16" : null });
    if (typeof type === "string" && (error as { status?: unknown }).status !== undefined)
      return sendError(response, "invalid_request", {
        detail: { problems: [{ path: "", message: "not JSON" }] },
      });
    if (error instanceof URIError) return sendError(response, "not_found");
    // NUL in an address: nothing that the database keeps could be called so.
    if ((error as { code?: unknown }).code === "22021") return sendError(response, "not_found");
    const id = randomUUID();
    log.error({ id, err: error, method: request.method, path: pathForLog(request.path) }, "request failed");
    sendError(response, isPassing(error) ? "try_again" : "internal", { id });
  };
}
