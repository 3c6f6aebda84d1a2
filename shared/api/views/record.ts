import { z } from "zod";
import { at, sha256 } from "./common";

export const ledgerRowShape = z.object({
  seq: z.int(),
  at,
  actor: z.object({ name: z.string(), role: z.string(), delegation: z.string().nullable() }).nullable(),
  act: z.string(),
  subject: z.string(),
  data: z.unknown(),
  prev: sha256,
  hash: sha256,
});
export type LedgerRow = z.infer<typeof ledgerRowShape>;

export const recordShape = z.object({ entries: z.array(ledgerRowShape), head: sha256, total: z.int() });
export type RecordView = z.infer<typeof recordShape>;

export const verificationShape = z.object({
  ok: z.boolean(),
  entries: z.int(),
  head: z.string(),
  /** In the words of the verifier; empty when all is well. */
  problems: z.array(z.object({ seq: z.int().nullable(), problem: z.string(), detail: z.string() })),
});
export type Verification = z.infer<typeof verificationShape>;
