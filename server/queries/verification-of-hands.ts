import { z } from "zod";
import { tallyShape } from "../../shared/api/views/common";
import type { Verification } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { selectInstruments } from "../db/instruments";
import { selectAllHandCounts } from "../db/methods";
import type { Db } from "../db/rows";

type Problem = Verification["problems"][number];

const countData = z.object({
  round: z.number(),
  attempt: z.number(),
  tally: tallyShape,
  revision: z.number().default(1),
});

type Count = z.infer<typeof countData>;
const keyOf = (vote: string, teller: string, { round, attempt, revision }: Omit<Count, "tally">) =>
  `${vote} ${teller} ${round} ${attempt} ${revision}`;
const spelt = ({ yes, no, abstain }: Count["tally"]) => `${yes}–${no}–${abstain}`;

/** Holds what tellers counted, and how they put it right, against what they said at the time. */
export async function verifyHands(db: Db, conferenceId: string, entries: LedgerEntry[]): Promise<Problem[]> {
  const told = new Map<string, { seq: number; tally: string }>();
  for (const { act, subject, actor, seq, data } of entries) {
    if (act !== "hands.counted" && act !== "hands.corrected") continue;
    const count = countData.safeParse(data);
    if (count.success && actor)
      told.set(keyOf(subject, actor.personId, count.data), { seq, tally: spelt(count.data.tally) });
  }
  const problems: Problem[] = [];
  for (const { id, slug } of await selectInstruments(db, conferenceId))
    for (const row of await selectAllHandCounts(db, id)) {
      const key = keyOf(row.voteId, row.teller, row);
      const said = told.get(key);
      told.delete(key);
      if (said?.tally === spelt(row)) continue;
      problems.push({
        seq: said?.seq ?? null,
        problem: "count",
        detail: `${slug}: the count of ${row.name} in vote ${row.voteId} is ${spelt(row)}, the record says ${said?.tally ?? "nothing"}`,
      });
    }
  for (const [key, { seq }] of told)
    problems.push({
      seq,
      problem: "count",
      detail: `the count ${key} (vote, teller, round, attempt, revision) is gone`,
    });
  return problems;
}
