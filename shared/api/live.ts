import { z } from "zod";

/**
 * One server-sent event of `GET /api/live`, named `act`; its id is the ledger's sequence number,
 * so a stream resumed with `Last-Event-ID` has no gap. `instrument` says whose screens are concerned (null: all).
 */
export const liveEventShape = z.object({
  seq: z.int(),
  act: z.string(),
  subject: z.string(),
  instrument: z.string().nullable(),
});
export type LiveEvent = z.infer<typeof liveEventShape>;
