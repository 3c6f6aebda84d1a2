import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { selectHashedAttachments } from "../db/attachments";
import type { Db } from "../db/rows";

type Problem = Verification["problems"][number];

const addedData = z.object({
  amendment: z.string(),
  sha256: z.string(),
  type: z.string(),
  name: z.string().optional(),
});
/** With an amendment go the names of the files that stood beside its draft. */
const submittedData = z.object({ attachments: z.record(z.string(), z.string()).optional() });

type Told = z.infer<typeof addedData> & { seq: number; isThere: boolean };

/** Holds the files of amendments, byte by byte, against the hashes on the record; one that was taken away has no bytes. */
export async function verifyAttachments(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const told = fold(entries);
  const problems: Problem[] = [];
  const wrong = (id: string, seq: number | null, said: string) =>
    problems.push({ seq, problem: "attachment", detail: `attachment ${id} ${said}` });
  const rows = await selectHashedAttachments(db, conferenceId);
  for (const row of rows) {
    const one = told.get(row.id);
    if (!one) {
      wrong(row.id, null, "is not on the record");
      continue;
    }
    if (row.sha256 !== (one.isThere ? one.sha256 : null))
      wrong(row.id, one.seq, "does not hold the bytes it was recorded with");
    const isCalledSo = row.isDraft || !one.isThere || row.name === one.name;
    if (row.amendmentId !== one.amendment || row.type !== one.type || !isCalledSo)
      wrong(row.id, one.seq, "is not called or not placed as it was recorded");
  }
  const there = new Set(rows.map(({ id }) => id));
  for (const [id, { seq }] of told) if (!there.has(id)) wrong(id, seq, "is gone");
  return problems;
}

function fold(entries: LedgerEntry[]): Map<string, Told> {
  const told = new Map<string, Told>();
  for (const { act, subject, seq, data } of entries) {
    const added = act === "attachment.added" ? addedData.safeParse(data) : null;
    if (added?.success) told.set(subject, { ...added.data, seq, isThere: true });
    const one = told.get(subject);
    if (act === "attachment.removed" && one) told.set(subject, { ...one, seq, isThere: false });
    // Thrown away with the draft that it stood beside.
    if (act === "amendment.discarded")
      for (const [id, { amendment }] of told) if (amendment === subject) told.delete(id);
    const submitted = act === "amendment.submitted" ? submittedData.safeParse(data) : null;
    for (const [id, name] of Object.entries(submitted?.data?.attachments ?? {})) {
      const named = told.get(id);
      if (named) told.set(id, { ...named, name });
    }
  }
  return told;
}
