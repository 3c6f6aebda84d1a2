import { createHash } from "node:crypto";
import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { selectReports, selectReportTexts } from "../db/reports";
import type { Db } from "../db/rows";

type Problem = Verification["problems"][number];

const issuedData = z.object({ texts: z.array(z.object({ language: z.string(), sha256: z.string() })) });

/** Holds issued reports against the hashes with which they were issued. */
export async function verifyReports(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const issued = new Map<string, { seq: number; told: Map<string, string> }>();
  for (const { act, subject, seq, data } of entries) {
    const read = act === "report.issued" ? issuedData.safeParse(data) : null;
    if (!read?.success) continue;
    issued.set(subject, { seq, told: new Map(read.data.texts.map((one) => [one.language, one.sha256])) });
  }
  const problems: Problem[] = [];
  const wrong = (seq: number | null, detail: string) => problems.push({ seq, problem: "report", detail });
  const there = new Set<string>();
  for (const { id, kind, number, issuedAt } of await selectReports(db, conferenceId)) {
    const entry = issued.get(id);
    const name = `${kind} ${number}`;
    there.add(id);
    if ((issuedAt !== null) !== (entry !== undefined))
      wrong(
        entry?.seq ?? null,
        `${name} is ${issuedAt === null ? "a draft" : "issued"}; the record says otherwise`,
      );
    if (!entry) continue;
    const found = new Map<string, string>(
      (await selectReportTexts(db, id)).map(({ language, words }) => [
        language,
        createHash("sha256").update(words).digest("hex"),
      ]),
    );
    for (const language of new Set([...found.keys(), ...entry.told.keys()]))
      if (found.get(language) !== entry.told.get(language))
        wrong(
          entry.seq,
          `${name}/${language} hashes to ${found.get(language) ?? "nothing"}, issued was ${entry.told.get(language) ?? "nothing"}`,
        );
  }
  for (const [id, { seq }] of issued) if (!there.has(id)) wrong(seq, `report ${id} is gone`);
  return problems;
}
