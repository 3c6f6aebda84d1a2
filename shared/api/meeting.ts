import { z } from "zod";
import { CREDENTIAL_EVENTS } from "../rules/meeting/credentials";
import { MOTIONS } from "../rules/meeting/motions";
import { LISTS } from "../rules/meeting/speakers";
import { BODY_SLUGS } from "../rules/people";
import { SITTINGS } from "../rules/rights";
import { delegationShape, permissionShape, permissionsShape, wordsShape } from "./views/common";

const id = z.uuid();
const at = z.iso.datetime();
const done = z.object({ ok: z.literal(true) });
const body = z.enum(BODY_SLUGS);
const slug = z.string().regex(/^[a-z0-9-]{2,64}$/);
const words = z.string().trim().max(2_000);
/** From ten seconds to two hours, as the conference's rules may have it. */
const speakingMs = z.int().min(10_000).max(7_200_000);

/** What is done in the meeting of a body: `COMMANDS` holds them with all others. */
export const MEETING_COMMANDS = {
  /** `sides`: speakers for and against take turns. `speakingMs` absent: as the conference's rules say. */
  "open-speakers": {
    body: z.strictObject({
      body,
      topic: z.string().trim().min(1).max(200),
      sides: z.boolean(),
      speakingMs: speakingMs.optional(),
    }),
    answer: z.object({ list: id }),
  },
  /** `closed`: nobody is put on it any more, but for replies. */
  "change-speakers": { body: z.strictObject({ list: id, closed: z.boolean(), speakingMs }), answer: done },
  "end-speakers": { body: z.strictObject({ list: id }), answer: done },
  "ask-floor": {
    body: z.strictObject({ list: id, side: z.enum(LISTS) }),
    answer: z.object({ speech: id }),
  },
  /** The chair consents that an observer speaks. */
  "admit-speaker": { body: z.strictObject({ speech: id }), answer: done },
  /** One's own wish, or the chair strikes it. */
  "leave-floor": { body: z.strictObject({ speech: id }), answer: done },
  /** Ends the speech there is, and gives the floor to whoever is next: of the replies, or of all others. */
  "call-speaker": {
    body: z.strictObject({ list: id, reply: z.boolean() }),
    answer: z.object({ speech: id }),
  },
  /** The clock stands still, or goes on. */
  "hold-speech": { body: z.strictObject({ speech: id, held: z.boolean() }), answer: done },
  "end-speech": { body: z.strictObject({ speech: id }), answer: done },
  "speak-on-motion": {
    body: z.strictObject({ motion: id, side: z.enum(["for", "against"]) }),
    answer: z.object({ speech: id }),
  },
  "call-on-motion": { body: z.strictObject({ motion: id }), answer: z.object({ speech: id }) },
  /**
   * `words`: for how long, or why; may be empty. `amendment`: of a motion to reconsider, the one whose decision is meant; absent: the
   * decision on the text (Rule W6).
   */
  "move-motion": {
    body: z.strictObject({ instrument: slug, kind: z.enum(MOTIONS), words, amendment: id.optional() }),
    answer: z.object({ motion: id }),
  },
  "withdraw-motion": { body: z.strictObject({ motion: id }), answer: done },
  "put-motion": { body: z.strictObject({ motion: id }), answer: z.object({ vote: id }) },
  /** `onConduct`: about how the vote is conducted that is open; no other point interrupts one. */
  "raise-point": {
    body: z.strictObject({ instrument: slug, words: words.min(1), onConduct: z.boolean() }),
    answer: z.object({ point: id }),
  },
  "withdraw-point": { body: z.strictObject({ point: id }), answer: done },
  /** `ruling`: what the chair says to it; may be empty. */
  "rule-on-point": {
    body: z.strictObject({ point: id, sustained: z.boolean(), ruling: words }),
    answer: done,
  },
  "let-ruling-stand": { body: z.strictObject({ point: id }), answer: done },
  "appeal-ruling": { body: z.strictObject({ point: id }), answer: z.object({ vote: id }) },
  /** Against the ruling that it is inadmissible: overruled, it is before the body. `words`: why it is in order. */
  "appeal-amendment-ruling": {
    body: z.strictObject({ amendment: id, words: words.min(1) }),
    answer: z.object({ vote: id }),
  },
  /** By its chair, when not enough members are left to debate: they could decide nothing (Rule Q1). `words`: until when; may be empty. */
  "suspend-meeting": { body: z.strictObject({ body, words }), answer: done },
  /** After it was suspended or adjourned. */
  "open-meeting": { body: z.strictObject({ body }), answer: done },
  /** Amendments to a text are in time before it (Rule A13); null: none is late. */
  "set-deadline": {
    body: z.strictObject({ instrument: slug, deadline: z.iso.datetime().nullable() }),
    answer: done,
  },
  /** `reason`: for the record; may be empty. */
  "record-credentials": {
    body: z.strictObject({
      delegation: z.string().regex(/^[A-Z0-9-]{2,16}$/),
      event: z.enum(CREDENTIAL_EVENTS),
      reason: words,
    }),
    answer: done,
  },
  /** A text whose debate was adjourned is taken up again. */
  "resume-debate": { body: z.strictObject({ instrument: slug }), answer: done },
} as const;

export const speechShape = z.object({
  id,
  list: z.enum(LISTS),
  delegation: delegationShape.nullable(),
  person: z.string(),
  /** Heard before others: the rapporteur, the secretariat. */
  priority: z.boolean(),
  askedAt: at,
  startedAt: at.nullable(),
  /** Since when the clock stands still, and for how long it did before. */
  heldAt: at.nullable(),
  heldMs: z.int(),
  spokeMs: z.int().nullable(),
  allowedMs: z.int(),
  /** By the reader's own delegation, or the reader. */
  mine: z.boolean(),
});
export type SpeechView = z.infer<typeof speechShape>;

export const motionShape = z.object({
  id,
  instrument: z.string(),
  kind: z.enum(MOTIONS),
  /** Of a reconsideration: the tag of the amendment; null: the decision on the text. */
  about: z.string().nullable(),
  words: z.string(),
  state: z.enum(["moved", "put"]),
  delegation: delegationShape,
  movedAt: at,
  mine: z.boolean(),
  /** In the order in which they will be called, and whoever spoke before them. */
  waiting: z.array(speechShape),
  heard: z.array(speechShape),
  /** How many may still ask to speak, on each side (Rules P2–P4, W6). */
  places: z.object({ for: z.int(), against: z.int() }),
  /** Whether the reader may speak for or against it, the chair put it: the rules' answers. */
  speak: z.object({ for: permissionShape, against: permissionShape }),
  put: permissionShape,
  /** Whether the chair may give the floor to the first who waits. */
  hear: permissionShape,
  /** Somebody speaks on it. */
  speaking: z.boolean(),
});
export type MotionView = z.infer<typeof motionShape>;

export const pointShape = z.object({
  id,
  instrument: z.string(),
  words: z.string(),
  /** The amendment that was ruled inadmissible, where the appeal is against that. */
  amendment: z.string().nullable(),
  onConduct: z.boolean(),
  state: z.enum(["raised", "ruled", "appealed", "stands", "overruled"]),
  delegation: delegationShape,
  raisedAt: at,
  /** null: not ruled on yet. */
  sustained: z.boolean().nullable(),
  ruling: z.string().nullable(),
  mine: z.boolean(),
});
export type PointView = z.infer<typeof pointShape>;

export const meetingShape = z.object({
  /** The server's time at this answer: what a clock on screen is set by. */
  at,
  body: z.object({
    slug: body,
    name: wordsShape,
    members: z.int(),
    present: z.int(),
    debateQuorum: z.int(),
    decisionQuorum: z.int(),
  }),
  sitting: z.enum(SITTINGS),
  /** The first in precedence first (Rule P1). */
  motions: z.array(motionShape),
  /** The latest that was raised: pending, or what became of it. */
  point: pointShape.nullable(),
  /** What a speaker has unless the chair says otherwise. */
  speakingMs: z.int(),
  list: z
    .object({ id, topic: z.string(), sides: z.boolean(), closed: z.boolean(), speakingMs: z.int() })
    .nullable(),
  floor: speechShape.nullable(),
  /** In the order in which they will be called. */
  waiting: z.array(speechShape),
  replies: z.array(speechShape),
  /** Observers that wait for the chair's consent. */
  asking: z.array(speechShape),
  /** The last first. */
  heard: z.array(speechShape),
  permissions: permissionsShape,
});
export type MeetingView = z.infer<typeof meetingShape>;
