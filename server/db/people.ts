import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { languageShape } from "../../shared/text/model";
import { change, type Db, many, one, optional, timeColumn, write } from "./rows";

const delegationRow = z.object({
  id: z.uuid(),
  code: z.string(),
  name: wordsShape,
  kind: z.string(),
  region: z.string(),
  voting: z.boolean(),
  credentials: z.enum(["missing", "submitted", "accepted", "challenged", "rejected"]),
});
export type DelegationRecord = z.infer<typeof delegationRow>;

const DELEGATION = "id, code, name, kind, region, voting, credentials";

export function selectDelegations(db: Db, conferenceId: string): Promise<DelegationRecord[]> {
  return many(
    db,
    delegationRow,
    `select ${DELEGATION} from delegations where conference_id = $1 order by name->>'en'`,
    [conferenceId],
  );
}

export function insertDelegation(
  db: Db,
  conferenceId: string,
  row: Omit<DelegationRecord, "credentials">,
): Promise<void> {
  return change(
    db,
    1,
    "insert into delegations (id, conference_id, code, name, kind, region, voting) values ($1, $2, $3, $4, $5, $6, $7)",
    [row.id, conferenceId, row.code, row.name, row.kind, row.region, row.voting],
  );
}

export function lockOptionalDelegation(
  db: Db,
  conferenceId: string,
  code: string,
): Promise<DelegationRecord | null> {
  return optional(
    db,
    delegationRow,
    `select ${DELEGATION} from delegations where conference_id = $1 and code = $2 for update`,
    [conferenceId, code],
  );
}

export function updateCredentials(db: Db, id: string, credentials: string): Promise<void> {
  return change(db, 1, "update delegations set credentials = $2 where id = $1", [id, credentials]);
}

/** Members of a body that have their seat, and those named `besides`, in English alphabetical order. */
export function selectMembers(
  db: Db,
  bodyId: string,
  besides: readonly string[] = [],
): Promise<DelegationRecord[]> {
  return many(
    db,
    delegationRow,
    `select ${DELEGATION} from delegations where id in (select delegation_id from body_members
       where body_id = $1 and (seated or delegation_id = any($2)))
     order by name->>'en'`,
    [bodyId, besides],
  );
}

/** Per delegation and body it is a member of: present or not. */
export function selectPresences(db: Db, conferenceId: string) {
  return many(
    db,
    z.object({ delegationId: z.uuid(), body: z.string(), present: z.boolean() }),
    `select m.delegation_id as "delegationId", b.slug as body, m.present
     from body_members m join bodies b on b.id = m.body_id where b.conference_id = $1`,
    [conferenceId],
  );
}

const personRow = z.object({
  id: z.uuid(),
  conferenceId: z.uuid(),
  key: z.string(),
  name: z.string(),
  role: z.enum([
    "chair",
    "committee-chair",
    "rapporteur",
    "committee-member",
    "delegate",
    "observer",
    "translator",
    "secretariat",
  ]),
  languages: z.array(languageShape),
  delegation: delegationRow.nullable(),
});
export type PersonRecord = z.infer<typeof personRow>;

const PERSON_COLUMNS = `p.id, p.conference_id as "conferenceId", p.key, p.name, p.role, p.languages,
    case when d.id is null then null else json_build_object('id', d.id, 'code', d.code, 'name', d.name, 'kind', d.kind,
      'region', d.region, 'voting', d.voting, 'credentials', d.credentials) end as delegation`;
const PEOPLE = "from people p left join delegations d on d.id = p.delegation_id";
const PERSON = `select ${PERSON_COLUMNS} ${PEOPLE}`;

export function selectPerson(db: Db, id: string): Promise<PersonRecord> {
  return one(db, personRow, `${PERSON} where p.id = $1`, [id]);
}

export function selectPeople(db: Db, conferenceId: string): Promise<PersonRecord[]> {
  return many(db, personRow, `${PERSON} where p.conference_id = $1 order by p.key`, [conferenceId]);
}

export function insertPerson(
  db: Db,
  row: {
    id: string;
    conferenceId: string;
    key: string;
    name: string;
    role: string;
    delegationId: string | null;
    languages: string[];
  },
): Promise<void> {
  return change(
    db,
    1,
    "insert into people (id, conference_id, key, name, role, delegation_id, languages) values ($1, $2, $3, $4, $5, $6, $7)",
    [row.id, row.conferenceId, row.key, row.name, row.role, row.delegationId, row.languages],
  );
}

/** Where the person is told by e-mail; null: nowhere. */
export async function selectEmail(db: Db, id: string): Promise<string | null> {
  const row = z.object({ email: z.string().nullable() });
  return (await one(db, row, "select email from people where id = $1", [id])).email;
}

export function updateEmail(db: Db, id: string, email: string | null): Promise<void> {
  return change(db, 1, "update people set email = $2 where id = $1", [id, email]);
}

const sessionRow = personRow.extend({ tokenHash: z.string(), expiresAt: timeColumn });
export type SessionRecord = { person: PersonRecord; expiresAt: string };

/** The people whose sessions these are, and when they end, by hash; without what is unknown or has expired at `now`. */
export async function selectSessions(
  db: Db,
  tokenHashes: string[],
  now: Date,
): Promise<Map<string, SessionRecord>> {
  const rows = await many(
    db,
    sessionRow,
    `select ${PERSON_COLUMNS}, s.token_hash as "tokenHash", s.expires_at as "expiresAt"
     ${PEOPLE} join sessions s on s.person_id = p.id where s.token_hash = any($1) and s.expires_at > $2`,
    [tokenHashes, now],
  );
  return new Map(rows.map(({ tokenHash, expiresAt, ...person }) => [tokenHash, { person, expiresAt }]));
}

export function insertSession(
  db: Db,
  row: { tokenHash: string; personId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  return change(
    db,
    1,
    "insert into sessions (token_hash, person_id, created_at, expires_at) values ($1, $2, $3, $4)",
    [row.tokenHash, row.personId, row.createdAt, row.expiresAt],
  );
}

export async function deleteSession(db: Db, tokenHash: string): Promise<void> {
  await write(db, "delete from sessions where token_hash = $1", [tokenHash]);
}

export async function deleteSessionsEndedBefore(db: Db, moment: Date): Promise<void> {
  await write(db, "delete from sessions where expires_at <= $1", [moment]);
}

/** Links that expired, or worked once and were used, before then. */
export async function deleteLinksSpentBefore(db: Db, moment: Date): Promise<void> {
  await write(db, "delete from sign_in_links where expires_at <= $1 or (used_at <= $1 and not reusable)", [
    moment,
  ]);
}

const linkRow = z.object({
  personId: z.uuid(),
  expiresAt: timeColumn,
  reusable: z.boolean(),
  usedAt: timeColumn.nullable(),
});

export function lockOptionalLink(db: Db, tokenHash: string) {
  return optional(
    db,
    linkRow,
    `select person_id as "personId", expires_at as "expiresAt", reusable, used_at as "usedAt"
     from sign_in_links where token_hash = $1 for update`,
    [tokenHash],
  );
}

export function markLinkUsed(db: Db, tokenHash: string, now: Date): Promise<void> {
  return change(db, 1, "update sign_in_links set used_at = $2 where token_hash = $1", [tokenHash, now]);
}

export async function insertLink(
  db: Db,
  row: { tokenHash: string; personId: string; expiresAt: Date; reusable: boolean },
): Promise<void> {
  await write(
    db,
    `insert into sign_in_links (token_hash, person_id, expires_at, reusable) values ($1, $2, $3, $4)
     on conflict (token_hash) do update set expires_at = excluded.expires_at where sign_in_links.person_id = excluded.person_id`,
    [row.tokenHash, row.personId, row.expiresAt, row.reusable],
  );
}
