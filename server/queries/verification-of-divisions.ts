import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { selectAllDivisionParts } from "../db/divisions";
import type { Db } from "../db/rows";

type Problem = Verification["problems"][number];

const requestedData = z.object({
  division: z.string(),
  parts: z.array(z.object({ block: z.string(), operative: z.boolean() })),
});
const decidedData = z.object({ division: z.string(), block: z.string() });
const DECIDED: Record<string, boolean> = { "part.kept": true, "part.rejected": false };

const written = (vote: string, operative: boolean, carried: boolean | null) =>
  `${vote} ${operative ? "operative" : "preambular"} ${carried ?? "not voted"}`;

/** Holds the parts that were put separately, and what was decided on each, against the entries that tell of them. */
export async function verifyDivisions(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const told = new Map<string, { seq: number; vote: string; operative: boolean; carried: boolean | null }>();
  for (const { act, subject, seq, data } of entries) {
    const requested = act === "division.requested" ? requestedData.safeParse(data) : null;
    for (const { block, operative } of requested?.data?.parts ?? [])
      told.set(`${requested?.data?.division} ${block}`, { seq, vote: subject, operative, carried: null });
    const carried = DECIDED[act];
    const decided = carried === undefined ? null : decidedData.safeParse(data);
    const part = told.get(`${decided?.data?.division} ${decided?.data?.block}`);
    if (part && carried !== undefined) Object.assign(part, { seq, carried });
  }
  const rows = new Map(
    (await selectAllDivisionParts(db, conferenceId)).map(({ division, block, vote, operative, carried }) => [
      `${division} ${block}`,
      written(vote, operative, carried),
    ]),
  );
  return [...new Set([...rows.keys(), ...told.keys()])].flatMap((key) => {
    const part = told.get(key);
    const said = part && written(part.vote, part.operative, part.carried);
    if (rows.get(key) === said) return [];
    return [
      {
        seq: part?.seq ?? null,
        problem: "division",
        detail: `part ${key} (division, paragraph) is not what the record says`,
      },
    ];
  });
}
