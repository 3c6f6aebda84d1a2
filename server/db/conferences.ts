import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { languageShape } from "../../shared/text/model";
import { change, type Db, many, one, optional, touch, write } from "./rows";

const conferenceRow = z.object({
  id: z.uuid(),
  slug: z.string(),
  title: wordsShape,
  place: wordsShape,
  startsOn: z.string(),
  endsOn: z.string(),
  timeZone: z.string(),
  languages: z.array(languageShape),
  preset: z.string(),
  symbolPrefix: z.string(),
  programme: z.array(z.unknown()),
});
export type ConferenceRow = z.infer<typeof conferenceRow>;

const COLUMNS = `id, slug, title, place, starts_on::text as "startsOn", ends_on::text as "endsOn", time_zone as "timeZone",
  languages, preset, symbol_prefix as "symbolPrefix", programme`;

export function selectConferences(db: Db): Promise<ConferenceRow[]> {
  return many(db, conferenceRow, `select ${COLUMNS} from conferences order by starts_on desc, slug`, []);
}

export function selectConference(db: Db, id: string): Promise<ConferenceRow> {
  return one(db, conferenceRow, `select ${COLUMNS} from conferences where id = $1`, [id]);
}

export function selectOptionalConference(db: Db, slug: string): Promise<ConferenceRow | null> {
  return optional(db, conferenceRow, `select ${COLUMNS} from conferences where slug = $1`, [slug]);
}

export function insertConference(db: Db, row: ConferenceRow): Promise<void> {
  return change(
    db,
    1,
    `insert into conferences (id, slug, title, place, starts_on, ends_on, time_zone, languages, preset, symbol_prefix, programme)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.id,
      row.slug,
      row.title,
      row.place,
      row.startsOn,
      row.endsOn,
      row.timeZone,
      row.languages,
      row.preset,
      row.symbolPrefix,
      JSON.stringify(row.programme),
    ],
  );
}

const bodyRow = z.object({
  id: z.uuid(),
  slug: z.enum(["plenary", "drafting-committee"]),
  name: wordsShape,
  sitting: z.enum(["sitting", "suspended", "adjourned"]),
  members: z.number(),
  present: z.number(),
});
/** `members`: voting delegations of the body; `present`: those of them in the room now (Rules Q3, Q5). */
export type BodyRow = z.infer<typeof bodyRow>;

const BODY = `select b.id, b.slug, b.name, b.sitting, (count(m.*) filter (where m.seated))::int as members,
    (count(m.*) filter (where m.seated and m.present))::int as present
  from bodies b left join body_members m on m.body_id = b.id`;

export function selectBodies(db: Db, conferenceId: string): Promise<BodyRow[]> {
  return many(db, bodyRow, `${BODY} where b.conference_id = $1 group by b.id order by b.slug desc`, [
    conferenceId,
  ]);
}

export function selectBody(db: Db, conferenceId: string, slug: string): Promise<BodyRow> {
  return one(db, bodyRow, `${BODY} where b.conference_id = $1 and b.slug = $2 group by b.id`, [
    conferenceId,
    slug,
  ]);
}

export function selectBodyById(db: Db, id: string): Promise<BodyRow> {
  return one(db, bodyRow, `${BODY} where b.id = $1 group by b.id`, [id]);
}

/** What happens in the meeting of a body happens one after another. */
export async function lockBody(db: Db, id: string): Promise<void> {
  await one(db, z.object({ id: z.uuid() }), "select id from bodies where id = $1 for update", [id]);
}

export function insertBody(
  db: Db,
  row: { id: string; conferenceId: string; slug: string; name: unknown },
): Promise<void> {
  return change(db, 1, "insert into bodies (id, conference_id, slug, name) values ($1, $2, $3, $4)", [
    row.id,
    row.conferenceId,
    row.slug,
    row.name,
  ]);
}

export function insertBodyMember(
  db: Db,
  bodyId: string,
  delegationId: string,
  present: boolean,
): Promise<void> {
  return change(db, 1, "insert into body_members (body_id, delegation_id, present) values ($1, $2, $3)", [
    bodyId,
    delegationId,
    present,
  ]);
}

/** null: the delegation is not a member of the body, or has no seat in it. */
export async function selectOptionalPresence(
  db: Db,
  bodyId: string,
  delegationId: string,
): Promise<boolean | null> {
  const row = await optional(
    db,
    z.object({ present: z.boolean() }),
    "select present from body_members where body_id = $1 and delegation_id = $2 and seated",
    [bodyId, delegationId],
  );
  return row?.present ?? null;
}

/** The delegations that have a seat in a body. */
export async function selectMemberIds(db: Db, bodyId: string): Promise<ReadonlySet<string>> {
  const rows = await many(
    db,
    z.object({ id: z.uuid() }),
    "select delegation_id as id from body_members where body_id = $1 and seated",
    [bodyId],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Its seats in all bodies it is a member of. */
export async function updateSeats(db: Db, delegationId: string, seated: boolean): Promise<void> {
  await write(db, "update body_members set seated = $2 where delegation_id = $1", [delegationId, seated]);
}

/** Whether each of these is noted as present; one that has no seat in the body is left out. */
export async function selectPresenceOf(
  db: Db,
  bodyId: string,
  delegationIds: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  const rows = await many(
    db,
    z.object({ id: z.uuid(), present: z.boolean() }),
    `select delegation_id as id, present from body_members
     where body_id = $1 and delegation_id = any($2) and seated`,
    [bodyId, delegationIds],
  );
  return new Map(rows.map(({ id, present }) => [id, present]));
}

export function updatePresence(
  db: Db,
  bodyId: string,
  delegationIds: readonly string[],
  present: boolean,
): Promise<void> {
  return change(
    db,
    delegationIds.length,
    `update body_members m set present = $3 from (
       select delegation_id from body_members where body_id = $1 and delegation_id = any($2)
       order by delegation_id for no key update
     ) as these where m.body_id = $1 and m.delegation_id = these.delegation_id`,
    [bodyId, delegationIds, present],
  );
}

/** Two servers may start on one empty database: the second waits for the first one's seed. */
export async function lockSeeding(db: Db): Promise<void> {
  await touch(db, "select pg_advisory_xact_lock(5201315)", []);
}
