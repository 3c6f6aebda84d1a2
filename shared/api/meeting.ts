import { z } from "zod";
import { LISTS } from "../rules/meeting/speakers";
import { BODY_SLUGS } from "../rules/people";
import { delegationShape, permissionsShape, wordsShape } from "./views";

const id = z.uuid();
const at = z.iso.datetime();
const done = z.object({ ok: z.literal(true) });
const body = z.enum(BODY_SLUGS);
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
