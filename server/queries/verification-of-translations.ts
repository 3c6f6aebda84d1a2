import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import { canonicalJson } from "../../shared/records/canonical-json";
import type { LedgerEntry } from "../../shared/records/ledger";
import type { Db } from "../db/rows";
import { selectAllTranslations } from "../db/translations";

type Problem = Verification["problems"][number];

const translatedData = z.object({
  language: z.string(),
  base: z.object({ version: z.string() }),
  patch: z.unknown(),
  rationale: z.string(),
  of: z.string(),
});

/** Holds amendments in other languages against the act that circulated each last. */
export async function verifyTranslations(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const told = new Map<string, { seq: number; said: z.infer<typeof translatedData> }>();
  for (const { act, subject, seq, data } of entries) {
    const said = act === "amendment.translated" ? translatedData.safeParse(data) : null;
    if (said?.success) told.set(`${subject} ${said.data.language}`, { seq, said: said.data });
  }
  const problems: Problem[] = [];
  const wrong = (key: string, seq: number | null, what: string) =>
    problems.push({ seq, problem: "translation", detail: `amendment ${key}: ${what}` });
  for (const row of await selectAllTranslations(db, conferenceId)) {
    const key = `${row.amendmentId} ${row.language}`;
    const one = told.get(key);
    told.delete(key);
    if (!one) {
      wrong(key, null, "its translation is not on the record");
      continue;
    }
    const { said } = one;
    const has = [row.baseVersionId, row.patch, row.rationale, row.ofSha256];
    if (canonicalJson(has) !== canonicalJson([said.base.version, said.patch, said.rationale, said.of]))
      wrong(key, one.seq, "its translation is not what the record says");
  }
  for (const [key, { seq }] of told) wrong(key, seq, "its translation is gone");
  return problems;
}
