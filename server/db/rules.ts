import { z } from "zod";
import { type Db, one, optional, timeColumn } from "./rows";

const rulesRow = z.object({
  preset: z.unknown(),
  revision: z.number(),
  changedBy: z.string().nullable(),
  changedAt: timeColumn,
});
/** `preset`: as it was stored; whoever reads it holds it against the rules' own shape. */
export type RulesRow = z.infer<typeof rulesRow>;

/** null: the conference has no copy of its own. */
export function selectOptionalRules(db: Db, conferenceId: string): Promise<RulesRow | null> {
  return optional(
    db,
    rulesRow,
    `select r.preset, r.revision, p.name as "changedBy", r.changed_at as "changedAt"
     from conference_rules r left join people p on p.id = r.changed_by where r.conference_id = $1`,
    [conferenceId],
  );
}

/** The conference's own copy, if it has one, and the preset that it names. */
export function selectRulesInForce(db: Db, conferenceId: string): Promise<{ own: unknown; name: string }> {
  return one(
    db,
    z.object({ own: z.unknown(), name: z.string() }),
    `select r.preset as own, c.preset as name from conferences c
     left join conference_rules r on r.conference_id = c.id where c.id = $1`,
    [conferenceId],
  );
}

/** The next revision of the copy, the first if there is none. */
export async function writeRules(
  db: Db,
  row: { conferenceId: string; preset: object; personId: string; at: Date },
): Promise<number> {
  const { revision } = await one(
    db,
    z.object({ revision: z.number() }),
    `insert into conference_rules (conference_id, preset, revision, changed_by, changed_at) values ($1, $2, 1, $3, $4)
     on conflict (conference_id) do update set preset = excluded.preset, revision = conference_rules.revision + 1,
       changed_by = excluded.changed_by, changed_at = excluded.changed_at
     returning revision`,
    [row.conferenceId, JSON.stringify(row.preset), row.personId, row.at],
  );
  return revision;
}

/** Holds still all that is done under the rules of a conference: its instruments, and then its bodies. */
export async function lockProceedings(db: Db, conferenceId: string): Promise<void> {
  await db.query("select id from instruments where conference_id = $1 order by id for update", [
    conferenceId,
  ]);
  await db.query("select id from bodies where conference_id = $1 order by id for update", [conferenceId]);
}
