import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import { canonicalJson } from "../../shared/records/canonical-json";
import type { LedgerEntry } from "../../shared/records/ledger";
import { OPENING_ACTS } from "../../shared/rules/presets";
import { selectConference } from "../db/conferences";
import type { Db } from "../db/rows";
import { selectOptionalRules } from "../db/rules";

type Problem = Verification["problems"][number];

const changedData = z.object({ revision: z.int(), preset: z.record(z.string(), z.unknown()) });
const openedData = z.object({ preset: z.string() });

/** Holds the rules in force against the entries that laid them down, and those against the opening, after which there is none. */
export async function verifyRules(db: Db, conferenceId: string, entries: LedgerEntry[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  const wrong = (seq: number | null, detail: string) => problems.push({ seq, problem: "rules", detail });
  const laidDown = entries.filter(({ act }) => act === "rules.changed");
  const opening = entries.find(({ act }) => OPENING_ACTS.includes(act))?.seq ?? Number.POSITIVE_INFINITY;
  for (const { seq } of laidDown)
    if (seq > opening) wrong(seq, `the rules were changed after the conference opened with entry ${opening}`);
  const last = laidDown.at(-1);
  const told = changedData.safeParse(last?.data).data ?? null;
  const own = await selectOptionalRules(db, conferenceId);
  if ((own?.revision ?? 0) !== (told?.revision ?? 0))
    wrong(
      last?.seq ?? null,
      `revision ${own?.revision ?? 0} is in force, the record says ${told?.revision ?? 0}`,
    );
  else if (own && told && canonicalJson(own.preset) !== canonicalJson(told.preset))
    wrong(last?.seq ?? null, "the values in force are not those that were laid down");
  const begun = entries.find(({ act }) => act === "conference.opened");
  const named = openedData.safeParse(begun?.data).data?.preset;
  const { preset } = await selectConference(db, conferenceId);
  if (named !== undefined && named !== preset)
    wrong(begun?.seq ?? null, `the conference names the preset ${preset}, the record says ${named}`);
  return problems;
}
