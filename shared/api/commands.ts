import { z } from "zod";
import { REPORT_KINDS } from "../records/reports/write";
import { METHODS, presetShape } from "../rules/presets";
import { anchorShape } from "../text/anchor-shape";
import { blockIdShape, languageShape, runShape } from "../text/model";
import { patchShape } from "../text/patch";
import { importedAmendmentShape, MAX_IMPORTED } from "./import-amendments";
import { fileShape, importBlockShape } from "./imports";
import { MEETING_COMMANDS } from "./meeting";
import { REVISION_COMMANDS } from "./revisions";

const slug = z.string().regex(/^[a-z0-9-]{2,64}$/);
const id = z.uuid();
const delegationCode = z.string().regex(/^[A-Z0-9-]{2,16}$/);
const done = z.object({ ok: z.literal(true) });
const rationale = z.string().trim().min(1).max(10_000);
const titleWords = z.string().trim().min(1).max(300);
/** English is always there; what is not given is left to the translators. */
const titleShape = z.strictObject({
  en: titleWords,
  zh: titleWords.optional(),
  fr: titleWords.optional(),
  es: titleWords.optional(),
});
const commentWords = z.string().trim().min(1).max(4_000);
const mentions = z.array(id).max(20);
const hands = z.int().min(0).max(100_000);
const reason = z.string().trim().min(1).max(2_000);
/** Delegations that are invited to sponsor: they answer for themselves (Rule W5). */
const sponsors = z.array(delegationCode).max(200);

/**
 * What a person can do, one entry a command: `POST /api/commands/<name>` with `body`, answered by `answer`.
 * An `Idempotency-Key` header makes any of them safe to send again.
 */
export const COMMANDS = {
  "save-version": {
    body: z.strictObject({
      instrument: slug,
      language: languageShape,
      label: z.string().trim().min(1).max(200),
    }),
    answer: z.object({ version: id, number: z.int() }),
  },
  "publish-version": { body: z.strictObject({ version: id }), answer: done },
  "open-reading": { body: z.strictObject({ instrument: slug }), answer: done },
  "set-paragraph-status": {
    /** `blocks` null: every paragraph to which it can happen; else all of those named, or none. */
    body: z.strictObject({
      instrument: slug,
      blocks: z.array(blockIdShape).min(1).max(20_000).nullable(),
      event: z.enum(["agree_ad_ref", "agree", "reopen"]),
    }),
    answer: done,
  },
  "agree-text": { body: z.strictObject({ instrument: slug }), answer: done },
  "reopen-text": { body: z.strictObject({ instrument: slug }), answer: done },
  /** One paragraph says what its source says, as both read now. */
  "mark-concordant": {
    body: z.strictObject({ instrument: slug, language: languageShape, block: blockIdShape }),
    answer: done,
  },
  "sign-off-language": { body: z.strictObject({ instrument: slug, language: languageShape }), answer: done },
  "forward-text": {
    /** `asItStands`: forwarded with what is still open, explicitly and on the record. */
    body: z.strictObject({ instrument: slug, asItStands: z.boolean() }),
    answer: z.object({ ok: z.literal(true), symbol: z.string() }),
  },
  "take-up": { body: z.strictObject({ instrument: slug }), answer: done },
  /**
   * A draft of one's own. `redrafts`: an earlier amendment, begun again on the present text; `amends`: the amendment that this one amends
   * (Rule A9); `combines`: two that it stands between, one of them one's own. One of the three at most.
   */
  "start-amendment": {
    body: z.strictObject({
      instrument: slug,
      language: languageShape,
      redrafts: id.optional(),
      amends: id.optional(),
      combines: z.tuple([id, id]).optional(),
    }),
    answer: z.object({ amendment: id, room: z.string() }),
  },
  /** `revises`: the draft, which redrafts an amendment of one's own, becomes that one's new words, under its number (Rule W4). */
  "submit-amendment": {
    body: z.strictObject({ amendment: id, rationale, sponsors, revises: z.boolean().optional() }),
    answer: z.object({ amendment: id, number: z.string(), tag: z.string() }),
  },
  "discard-amendment": { body: z.strictObject({ amendment: id }), answer: done },
  /**
   * The short way: a finished patch against a version, submitted at once. `amends`: an amendment made against that version; the patch is
   * against what it proposes (Rule A9).
   */
  "propose-amendment": {
    body: z.strictObject({
      instrument: slug,
      baseVersion: id,
      amends: id.optional(),
      patch: patchShape,
      rationale,
      sponsors,
    }),
    answer: z.object({ amendment: id, number: z.string(), tag: z.string() }),
  },
  /**
   * What a file proposes, as the preview gave it and a person put it right: all of it or nothing. `as`: submitted at once, or drafts that
   * wait for their delegations to look them over.
   */
  "import-amendments": {
    body: z.strictObject({
      instrument: slug,
      baseVersion: id,
      file: fileShape,
      as: z.enum(["draft", "submitted"]),
      amendments: z.array(importedAmendmentShape).min(1).max(MAX_IMPORTED),
    }),
    answer: z.object({ amendments: z.array(z.object({ amendment: id, tag: z.string() })) }),
  },
  "invite-sponsors": {
    body: z.strictObject({ amendment: id, delegations: z.array(delegationCode).min(1).max(200) }),
    answer: done,
  },
  "take-back-invitation": {
    body: z.strictObject({ amendment: id, delegation: delegationCode }),
    answer: done,
  },
  "decline-invitation": { body: z.strictObject({ amendment: id }), answer: done },
  /** Joins, invited or not; a draft only when invited. */
  "sponsor-amendment": { body: z.strictObject({ amendment: id }), answer: done },
  "leave-amendment": { body: z.strictObject({ amendment: id }), answer: done },
  "withdraw-amendment": { body: z.strictObject({ amendment: id }), answer: done },
  /** `waive`: although it came after the deadline (Rule A13). */
  "rule-on-amendment": {
    body: z.strictObject({
      amendment: id,
      admissible: z.boolean(),
      reason: z.string().trim().max(2_000),
      waive: z.boolean().optional(),
    }),
    answer: done,
  },
  "set-not-put": {
    body: z.strictObject({ amendment: id, reason: z.string().trim().min(1).max(2_000) }),
    answer: done,
  },
  /** The words it would change are gone, and its sponsors do not redraft it. */
  "lapse-amendment": {
    body: z.strictObject({ amendment: id, reason: z.string().trim().min(1).max(2_000) }),
    answer: done,
  },
  /** Every open amendment once, the first to be put first (Rule A4). */
  "confirm-order": {
    body: z.strictObject({ instrument: slug, order: z.array(id).min(1).max(5_000) }),
    answer: done,
  },
  /** `amendment` null: the final question on the whole text. */
  "put-question": {
    body: z.strictObject({
      instrument: slug,
      amendment: id.nullable(),
      /** In writing: decided at this moment, unless a delegation objects before (Rules C5, C6). */
      silenceUntil: z.iso.datetime().optional(),
    }),
    answer: z.object({ vote: id }),
  },
  /** `words`: what is objected, which a silence procedure asks for (Rule C5). */
  "raise-objection": {
    body: z.strictObject({ vote: id, words: z.string().trim().min(1).max(10_000).optional() }),
    answer: done,
  },
  "declare-consensus": { body: z.strictObject({ vote: id }), answer: done },
  /** `method` absent: the first of the conference's rules (Rule R1). `tellers`: two people's ids, for a show of hands. */
  "start-vote": {
    body: z.strictObject({
      vote: id,
      method: z.enum(METHODS).optional(),
      tellers: z.tuple([id, id]).optional(),
    }),
    answer: done,
  },
  /** A separate vote on these parts of the question, by the first paragraph of each (Rule D1). */
  "request-division": {
    body: z.strictObject({ vote: id, parts: z.array(blockIdShape).min(1).max(500) }),
    answer: done,
  },
  "object-to-division": { body: z.strictObject({ vote: id }), answer: done },
  /** The chair grants it, where nobody objects. */
  "grant-division": { body: z.strictObject({ vote: id }), answer: done },
  /** Puts what is next in the division of `vote`: the request itself where somebody objected, else the next part. */
  "put-part": { body: z.strictObject({ vote: id }), answer: z.object({ vote: id }) },
  /** A reservation or statement of position, beside the decision (Rule C4). */
  "make-reservation": {
    body: z.strictObject({ vote: id, words: z.string().trim().min(1).max(10_000) }),
    answer: done,
  },
  /** Why a delegation votes as it does, before the voting or after the result (Rule R10). */
  "explain-vote": {
    body: z.strictObject({ vote: id, words: z.string().trim().min(1).max(10_000) }),
    answer: done,
  },
  /** How a delegation had meant to vote, once the vote is locked; the tally stands (Rule R8). */
  "note-intention": {
    body: z.strictObject({ vote: id, choice: z.enum(["yes", "no", "abstain"]) }),
    answer: done,
  },
  "request-roll-call": { body: z.strictObject({ vote: id }), answer: done },
  /** One teller's count. `agreed` null: the other has not counted yet; false: the counts differ, and hands are counted again. */
  "count-hands": {
    body: z.strictObject({ vote: id, yes: hands, no: hands, abstain: hands }),
    answer: z.object({ ok: z.literal(true), agreed: z.boolean().nullable() }),
  },
  /** `tellers`: others than before. */
  "recount-hands": {
    body: z.strictObject({ vote: id, reason, tellers: z.tuple([id, id]).optional() }),
    answer: done,
  },
  /** A show of hands is taken again by roll-call, as delegations asked (Rule R2). */
  "call-roll": { body: z.strictObject({ vote: id }), answer: done },
  /** What a delegation answered when it was called; null: nothing. Given again, it replaces the answer until the lock. */
  "answer-roll": {
    body: z.strictObject({
      vote: id,
      delegation: delegationCode,
      choice: z.enum(["yes", "no", "abstain"]).nullable(),
    }),
    answer: done,
  },
  /** Into the box of a secret ballot: it cannot be changed (Rule R9). */
  "cast-secret-ballot": {
    body: z.strictObject({ vote: id, choice: z.enum(["yes", "no", "abstain"]) }),
    answer: done,
    /** Not even a hash of it is kept with the answer: of three choices the right one would soon be found. */
    unkept: ["choice"],
  },
  "cast-ballot": {
    /** `corrects`: the revision of the ballot this one replaces (Rule R8); without it a second ballot is refused. */
    body: z.strictObject({
      vote: id,
      choice: z.enum(["yes", "no", "abstain"]),
      corrects: z.int().positive().optional(),
    }),
    answer: z.object({ ok: z.literal(true), revision: z.int(), castAt: z.iso.datetime() }),
  },
  "lock-vote": { body: z.strictObject({ vote: id }), answer: done },
  "proclaim-vote": { body: z.strictObject({ vote: id }), answer: done },
  "abort-vote": {
    body: z.strictObject({ vote: id, reason: z.string().trim().min(1).max(2_000) }),
    answer: done,
  },
  "record-presence": {
    body: z.strictObject({
      body: z.enum(["plenary", "drafting-committee"]),
      delegation: delegationCode,
      present: z.boolean(),
    }),
    answer: done,
  },
  "create-instrument": {
    body: z.strictObject({
      title: titleShape,
      verb: z.enum(["adopt", "approve"]),
      symbol: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9./-]{1,63}$/),
      sourceLanguage: languageShape,
    }),
    answer: z.object({ instrument: slug }),
  },
  /** Puts the paragraphs of a file, as the preview gave them and a person put them right, in the place of a text. */
  "import-text": {
    body: z.strictObject({
      instrument: slug,
      language: languageShape,
      file: fileShape,
      blocks: z.array(importBlockShape).min(1).max(5_000),
    }),
    answer: z.object({ version: id, number: z.int() }),
  },
  /** The person's own: `seqs` null: all that there are. */
  "mark-notifications-read": {
    body: z.strictObject({ seqs: z.array(z.int().positive()).min(1).max(500).nullable() }),
    answer: done,
  },
  "follow-amendment": { body: z.strictObject({ amendment: id, follows: z.boolean() }), answer: done },
  /** `address` null: nothing is sent any more. */
  "set-email": { body: z.strictObject({ address: z.email().max(254).nullable() }), answer: done },
  /** Begins a thread beside a place of a text. `mentions`: people who are told. */
  "add-comment": {
    body: z.strictObject({
      instrument: slug,
      language: languageShape,
      /** Beside its draft, for its sponsors, instead of beside the text. */
      amendment: id.optional(),
      anchor: anchorShape,
      words: commentWords,
      mentions,
    }),
    answer: z.object({ thread: id, comment: id }),
  },
  /** Begins a thread about a submitted amendment. `on`: words of a paragraph that it changes; null: it as a whole. */
  "discuss-amendment": {
    body: z.strictObject({
      amendment: id,
      on: z.strictObject({ block: blockIdShape, quote: z.string().trim().min(1).max(400) }).nullable(),
      words: commentWords,
      mentions,
    }),
    answer: z.object({ thread: id, comment: id }),
  },
  /** Circulates it in another language: words for every paragraph whose words it puts in or changes, and none for others. */
  "translate-amendment": {
    body: z.strictObject({
      amendment: id,
      language: languageShape,
      blocks: z
        .array(z.strictObject({ block: blockIdShape, runs: z.array(runShape).max(10_000) }))
        .max(2_000),
      rationale,
    }),
    answer: done,
  },
  /** Puts what was circulated of an adopted amendment into the text of that language: all of it or nothing. */
  "apply-translation": {
    body: z.strictObject({ amendment: id, language: languageShape }),
    answer: z.object({ version: id, number: z.int() }),
  },
  /** Its bytes are gone for good. Files are put there by `POST /api/amendments/<id>/attachments`. */
  "remove-attachment": { body: z.strictObject({ attachment: id }), answer: done },
  "reply-to-comment": {
    body: z.strictObject({ thread: id, words: commentWords, mentions }),
    answer: z.object({ comment: id }),
  },
  /** One's own, for `EDIT_MINUTES` after it was written. */
  "edit-comment": { body: z.strictObject({ comment: id, words: commentWords, mentions }), answer: done },
  /** One's own: its words are gone, that there was a comment stays. */
  "withdraw-comment": { body: z.strictObject({ comment: id }), answer: done },
  "resolve-thread": { body: z.strictObject({ thread: id }), answer: done },
  "reopen-thread": { body: z.strictObject({ thread: id }), answer: done },
  ...MEETING_COMMANDS,
  ...REVISION_COMMANDS,
  /** Writes a draft from the record as it is now; with `anew` over the draft that is there. */
  "write-report": {
    body: z.strictObject({ kind: z.enum(REPORT_KINDS), anew: z.boolean() }),
    answer: z.object({ report: id }),
  },
  /** `revision`: of the words that were read before they were changed. */
  "edit-report": {
    body: z.strictObject({
      report: id,
      language: languageShape,
      words: z.string().trim().min(1).max(500_000),
      revision: z.int().positive(),
    }),
    answer: z.object({ revision: z.int() }),
  },
  /** `revisions`: by language, of the words that were read before they were issued. */
  "issue-report": {
    body: z.strictObject({ report: id, revisions: z.partialRecord(languageShape, z.int().positive()) }),
    answer: done,
  },
  /** Every value, also those that stay as they were. `revision`: of the copy that was read before; 0: there was none. */
  "change-rules": {
    body: z.strictObject({ preset: presetShape, revision: z.int().min(0) }),
    answer: z.object({ revision: z.int() }),
  },
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandBody<N extends CommandName> = z.infer<(typeof COMMANDS)[N]["body"]>;
export type CommandAnswer<N extends CommandName> = z.infer<(typeof COMMANDS)[N]["answer"]>;
