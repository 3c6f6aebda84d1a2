import { z } from "zod";
import type { LedgerEntry } from "../records/ledger";

const ballotShape = z.object({
  delegation: z.string(),
  choice: z.enum(["yes", "no", "abstain"]),
  revision: z.int(),
  round: z.int(),
});
export type LiveBallot = z.infer<typeof ballotShape>;

/**
 * One server-sent event of `GET /api/live`, named `act`; its id is the ledger's sequence number,
 * so a stream resumed with `Last-Event-ID` has no gap. `instrument` says whose screens are concerned (null: all).
 */
export const liveEventShape = z.object({
  seq: z.int(),
  act: z.string(),
  subject: z.string(),
  instrument: z.string().nullable(),
  /**
   * A ballot cast on a device, which anybody may see (never one of a secret ballot): a screen counts it by itself. Five hundred
   * screens that each read the question anew at each of five hundred ballots would bring any server to its knees.
   */
  ballot: ballotShape.optional(),
});
export type LiveEvent = z.infer<typeof liveEventShape>;

const castShape = ballotShape.extend({ called: z.undefined().optional() });
const aboutShape = z.object({ instrument: z.string() });

/** What screens are told of an entry of the record. Most entries say which instrument they are about; others make every screen look. */
export function liveEventOf({
  seq,
  act,
  subject,
  data,
}: Pick<LedgerEntry, "seq" | "act" | "subject" | "data">): LiveEvent {
  const about = aboutShape.safeParse(data);
  const event = { seq, act, subject, instrument: about.success ? about.data.instrument : null };
  // Of an answer to a roll-call the caller's screen has to learn who is next.
  const cast = act === "ballot.cast" ? castShape.safeParse(data) : null;
  if (!cast?.success) return event;
  const { delegation, choice, revision, round } = cast.data;
  return { ...event, ballot: { delegation, choice, revision, round } };
}
