import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { change, type Db, many, one } from "./rows";

const delegationRef = z.object({ id: z.uuid(), code: z.string(), name: wordsShape });
/** Who brings a text: the drafting committee, delegations, or both. */
export type TextSponsorsRow = { committee: boolean; delegations: z.infer<typeof delegationRef>[] };

export async function selectTextSponsors(db: Db, instrumentId: string): Promise<TextSponsorsRow> {
  const { committee } = await one(
    db,
    z.object({ committee: z.boolean() }),
    "select committee_sponsors as committee from instruments where id = $1",
    [instrumentId],
  );
  const delegations = await many(
    db,
    delegationRef,
    `select d.id, d.code, d.name from instrument_sponsors s join delegations d on d.id = s.delegation_id
     where s.instrument_id = $1 order by d.name->>'en'`,
    [instrumentId],
  );
  return { committee, delegations };
}

/** `delegations`: ids. */
export async function replaceTextSponsors(
  db: Db,
  instrumentId: string,
  { committee, delegations }: { committee: boolean; delegations: readonly string[] },
): Promise<void> {
  await change(db, 1, "update instruments set committee_sponsors = $2 where id = $1", [
    instrumentId,
    committee,
  ]);
  await db.query("delete from instrument_sponsors where instrument_id = $1", [instrumentId]);
  await db.query(
    "insert into instrument_sponsors (instrument_id, delegation_id) select $1, unnest($2::uuid[])",
    [instrumentId, delegations],
  );
}
