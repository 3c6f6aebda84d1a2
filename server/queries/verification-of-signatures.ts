import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { checkpointPreimage, SIGNATURE, successionPreimage } from "../../shared/records/signatures";
import { selectCheckpoints } from "../db/checkpoints";
import type { Db } from "../db/rows";

type Problem = Verification["problems"][number];

const namedData = z.object({ previous: z.string().nullable(), endorsed: z.string().nullable() });

/** Ed25519; false also for what is no key, or not spelt as signatures are. */
export function verifySignature(key: string, utf8: string, signature: string): boolean {
  if (!SIGNATURE.test(signature)) return false;
  let publicKey: KeyObject;
  try {
    publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: key }, format: "jwk" });
  } catch {
    return false;
  }
  return verify(null, Buffer.from(utf8, "utf8"), publicKey, Buffer.from(signature, "base64url"));
}

/** Acts after which the record is signed at once. */
export const SIGNED_ACTS: ReadonlySet<string> = new Set([
  "key.named",
  "question.so_decided",
  "vote.proclaimed",
  "text.adopted",
  "text.approved",
  "text.rejected",
  "text.reconsidered",
]);

/**
 * Holds the chain against the words that were signed for it: each checkpoint by a key that the record names, over the head
 * the chain has there; each decision since the first key with one; each change of keys with the word of the key before.
 */
export async function verifySignatures(
  db: Db,
  conferenceId: string,
  entries: ReadonlyArray<LedgerEntry & { hash: string }>,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const named = entries.filter(({ act }) => act === "key.named");
  const keys = new Set(named.map(({ subject }) => subject));
  for (const [i, { seq, conference, subject, data }] of named.entries()) {
    const before = named[i - 1]?.subject ?? null;
    const { previous, endorsed } = namedData.parse(data);
    if (previous !== before)
      problems.push({
        seq,
        problem: "key",
        detail: `follows ${previous}, the record names ${before} before it`,
      });
    else if (
      endorsed &&
      previous &&
      !verifySignature(previous, successionPreimage(conference, previous, subject), endorsed)
    )
      problems.push({ seq, problem: "key", detail: `key ${subject} is not endorsed by the one before` });
  }
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
  let signedUpTo = 0;
  for (const row of await selectCheckpoints(db, conferenceId)) {
    const entry = bySeq.get(row.seq);
    const wrong = (detail: string) => problems.push({ seq: row.seq, problem: "checkpoint", detail });
    const text = checkpointPreimage({ ...row, conference: entry?.conference ?? "" });
    if (!keys.has(row.key)) wrong(`is signed with ${row.key}, which the record does not name`);
    else if (!verifySignature(row.key, text, row.signature))
      wrong("the signature is not of this key and head");
    else if (entry?.hash !== row.head)
      wrong(`signed was the head ${row.head}, the entry's hash is ${entry?.hash}`);
    signedUpTo = row.seq;
  }
  const first = named[0]?.seq ?? Number.POSITIVE_INFINITY;
  const unsigned = entries.find(({ seq, act }) => seq >= first && seq > signedUpTo && SIGNED_ACTS.has(act));
  if (unsigned)
    problems.push({
      seq: unsigned.seq,
      problem: "checkpoint",
      detail: "nothing was signed since this decision",
    });
  return problems;
}
