import { z } from "zod";
import { canonicalJson } from "./canonical-json";
import { PUBLIC_KEY, SIGNATURE } from "./signatures";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const words = z.record(z.string(), z.string());
const tally = z.strictObject({ yes: z.int(), no: z.int(), abstain: z.int() });

const entry = z.strictObject({
  conference: z.string(),
  seq: z.int().positive(),
  at: z.string(),
  actor: z
    .strictObject({
      personId: z.string(),
      name: z.string(),
      role: z.string(),
      delegation: z.string().nullable(),
    })
    .nullable(),
  act: z.string(),
  subject: z.string(),
  data: z.unknown(),
  prev: sha256,
  hash: sha256,
});

/** One file that proves an adoption without the server that made it. Written as `writtenCertificate` writes it, and no other way. */
export const certificateShape = z.strictObject({
  format: z.literal("concord.certificate.1"),
  conference: z.strictObject({
    slug: z.string(),
    title: words,
    place: words,
    startsOn: z.string(),
    endsOn: z.string(),
    timeZone: z.string(),
  }),
  instrument: z.strictObject({
    slug: z.string(),
    title: words,
    symbol: z.string(),
    outcome: z.enum(["adopted", "approved"]),
  }),
  /** `text`: the canonical JSON whose SHA-256 was adopted. */
  texts: z
    .array(
      z.strictObject({
        language: z.string(),
        version: z.string(),
        number: z.int(),
        sha256,
        concordant: z.boolean(),
        text: z.string(),
      }),
    )
    .min(1),
  decision: z.strictObject({
    vote: z.string(),
    decidedAt: z.string(),
    body: z.string(),
    majority: z.string(),
    /** null: by consensus, which has neither a way of voting nor a tally (Rule C1). */
    method: z.string().nullable(),
    tally: tally.nullable(),
    needed: z.int().nullable(),
    members: z.int(),
    present: z.int(),
    quorum: z.int(),
    /** Who voted which way; empty by consensus, by show of hands and by secret ballot. */
    votes: z.array(z.strictObject({ delegation: z.string(), choice: z.enum(["yes", "no", "abstain"]) })),
  }),
  /** What the codes of delegations above, below and in the history stand for. */
  delegations: z.array(z.strictObject({ code: z.string(), name: words })),
  reservations: z.array(z.strictObject({ delegation: z.string(), words: z.string(), seq: z.int() })),
  /** Why delegations voted as they did (Rule R10); absent: nobody said. */
  explanations: z
    .array(
      z.strictObject({
        delegation: z.string(),
        when: z.enum(["before", "after"]),
        words: z.string(),
        seq: z.int(),
      }),
    )
    .min(1)
    .optional(),
  /** Adoptions before this one, each reconsidered by the entry that is named (Rule W6); absent: there were none. */
  earlier: z
    .array(
      z.strictObject({
        vote: z.string(),
        outcome: z.enum(["adopted", "approved"]),
        decidedAt: z.string(),
        byConsensus: z.boolean(),
        reconsideredAt: z.string(),
        seq: z.int(),
      }),
    )
    .min(1)
    .optional(),
  /** What led there, by the number of its entry in the record. */
  history: z.strictObject({
    versions: z.array(
      z.strictObject({ seq: z.int(), language: z.string(), number: z.int(), reason: z.string(), sha256 }),
    ),
    amendments: z.array(
      z.strictObject({ seq: z.int(), tag: z.string(), delegation: z.string(), outcome: z.string() }),
    ),
  }),
  /** The record from the putting of the question to the decision, without a gap. */
  entries: z.array(entry).min(1),
  head: z.strictObject({ seq: z.int(), hash: sha256 }),
  key: z.string().regex(PUBLIC_KEY, "is not spelt as keys are"),
  /** SHA-256 of each part above, so that what was altered is named. */
  parts: z.record(z.string(), sha256),
  signature: z.string().regex(SIGNATURE, "is not spelt as signatures are"),
});
export type Certificate = z.infer<typeof certificateShape>;
type Unsigned = Omit<Certificate, "parts" | "signature">;

/** The parts that are hashed each on its own, by name. Every field of a certificate is in one, or signed itself. */
export function partsOf(certificate: Unsigned): Map<string, unknown> {
  const { conference, instrument, decision, delegations, reservations, explanations, earlier } = certificate;
  const { history, entries, texts } = certificate;
  return new Map<string, unknown>([
    ["conference", conference],
    ["instrument", instrument],
    ["decision", decision],
    ["delegations", delegations],
    ["reservations", reservations],
    ...(explanations ? [["explanations", explanations] as [string, unknown]] : []),
    ...(earlier ? [["earlier", earlier] as [string, unknown]] : []),
    ["history", history],
    ["entries", entries],
    ["languages", texts.map(({ language }) => language)],
    ...texts.map((text): [string, unknown] => [`text ${text.language}`, text]),
  ]);
}

/** What the signature is taken over. */
export function certificatePreimage({
  format,
  head,
  key,
  parts,
}: Pick<Certificate, "format" | "head" | "key" | "parts">): string {
  return canonicalJson({ format, head, key, parts });
}

/** The bytes of the file: canonical JSON and one line end. */
export function writtenCertificate(certificate: Certificate): string {
  return `${canonicalJson(certificate)}\n`;
}

/** Hashes and signs. */
export function signCertificate(
  unsigned: Unsigned,
  signer: { sha256Hex(utf8: string): string; sign(utf8: string): string },
): Certificate {
  const parts = Object.fromEntries(
    [...partsOf(unsigned)].map(([name, part]) => [name, signer.sha256Hex(canonicalJson(part))]),
  );
  return { ...unsigned, parts, signature: signer.sign(certificatePreimage({ ...unsigned, parts })) };
}
