import { z } from "zod";
import { patchShape } from "../text/patch";

const id = z.uuid();
const slug = z.string().regex(/^[a-z0-9-]{2,64}$/);
const code = z.string().regex(/^[A-Z0-9-]{2,16}$/);
const done = z.object({ ok: z.literal(true) });
const rationale = z.string().trim().min(1).max(10_000);
const hands = z.int().min(0).max(100_000);

/** What sponsors do with their own texts and amendments, and how what was said or counted wrongly is put right: `COMMANDS` holds them with all others. */
export const REVISION_COMMANDS = {
  /** Who brings the text: the drafting committee, delegations, or both. It replaces what was said before. */
  "name-sponsors": {
    body: z.strictObject({
      instrument: slug,
      committee: z.boolean(),
      delegations: z.array(code).max(200),
    }),
    answer: done,
  },
  /** The sponsors of the text take an amendment in: an oral revision, without a vote (Rule W4). Of one to an amendment: that one's sponsors. */
  "accept-amendment": { body: z.strictObject({ amendment: id }), answer: done },
  /**
   * The proposer's own amendment in other words, until it is put (Rule W4). `patch`: against the version it was made against, or
   * against `baseVersion`; of one to an amendment: against what that one proposed then. `rationale` absent: as before.
   */
  "revise-amendment": {
    body: z.strictObject({
      amendment: id,
      baseVersion: id.optional(),
      patch: patchShape,
      rationale: rationale.optional(),
    }),
    answer: done,
  },
  /**
   * An amendment that a delegation proposes from the floor, taken down for it: before the body at once, with the chair's waiver (Rule
   * A13). `sponsors`: delegations that seconded it aloud. `amends`: as in `propose-amendment`.
   */
  "take-down-amendment": {
    body: z.strictObject({
      instrument: slug,
      delegation: code,
      baseVersion: id,
      amends: id.optional(),
      patch: patchShape,
      rationale: z.string().trim().max(10_000),
      sponsors: z.array(code).max(200),
    }),
    answer: z.object({ amendment: id, number: z.string(), tag: z.string() }),
  },
  /** Its sponsors take the text back before it is amended or voted (Rule W1). */
  "withdraw-text": { body: z.strictObject({ instrument: slug }), answer: done },
  /** A teller's own count put right before the result is announced; both stay on the record. */
  "correct-count": {
    body: z.strictObject({
      vote: id,
      yes: hands,
      no: hands,
      abstain: hands,
      reason: z.string().trim().min(1).max(2_000),
    }),
    answer: z.object({ ok: z.literal(true), agreed: z.boolean().nullable() }),
  },
} as const;
