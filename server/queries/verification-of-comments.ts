import { createHash } from "node:crypto";
import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { selectSealedComments } from "../db/comments";
import type { Db } from "../db/rows";

type Problem = Verification["problems"][number];

const sealedData = z.object({ seal: z.string() });
const SEALING = new Set(["comment.added", "comment.replied", "comment.edited"]);

/**
 * What the ledger keeps of a comment's words: it proves them as long as they are there, and says nothing once they were taken
 * back, since the salt goes with them. The record may be read by more people than the draft.
 */
export function sealOf(salt: string, words: string): string {
  return createHash("sha256").update(`${salt} ${words}`).digest("hex");
}

/** Holds comments against the seals on the record; one that was taken back has neither words nor seal. */
export async function verifyComments(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const seals = new Map<string, { seq: number; seal: string | null }>();
  for (const { act, subject, seq, data } of entries) {
    const sealed = SEALING.has(act) ? sealedData.safeParse(data) : null;
    if (sealed?.success) seals.set(subject, { seq, seal: sealed.data.seal });
    if (act === "comment.withdrawn") seals.set(subject, { seq, seal: null });
  }
  const problems: Problem[] = [];
  const rows = await selectSealedComments(db, conferenceId);
  for (const { id, words, salt } of rows) {
    const told = seals.get(id);
    const seal = words === null || salt === null ? null : sealOf(salt, words);
    if (!told) problems.push({ seq: null, problem: "comment", detail: `comment ${id} is not on the record` });
    else if (told.seal !== seal)
      problems.push({
        seq: told.seq,
        problem: "comment",
        detail: `comment ${id}: its words are not those it was recorded with`,
      });
  }
  const there = new Set(rows.map(({ id }) => id));
  for (const [id, { seq }] of seals)
    if (!there.has(id)) problems.push({ seq, problem: "comment", detail: `comment ${id} is gone` });
  return problems;
}
