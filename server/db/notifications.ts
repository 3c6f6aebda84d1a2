import { z } from "zod";
import { NOTICE_KINDS, type NoticeKind } from "../../shared/api/notifications";
import { wordsShape } from "../../shared/api/views/common";
import { languageShape } from "../../shared/text/model";
import { amendmentNumberColumn, bigintColumn, type Db, many, one, timeColumn, write } from "./rows";

/** Whom an entry of the record concerns, and what they are told. */
export type Notice = {
  seq: number;
  kind: NoticeKind;
  amendmentId: string | null;
  threadId: string | null;
  /** People of the delegations that sponsor the amendment, who follow it, and who spoke in the thread. */
  concerned: boolean;
  roles: readonly string[];
  /** Of people with these roles only those who know it; null: all. */
  language: string | null;
  /** Codes. */
  delegations: readonly string[];
  people: readonly string[];
};

/** What becomes of an amendment to an amendment becomes of that: told to those whom it concerns, too. */
const OF_THE_PARENT: readonly NoticeKind[] = [
  "submitted",
  "ruled_admissible",
  "called",
  "adopted",
  "rejected",
];

/** What decides whether anything comes of an adopted amendment to it (Rule A11): told to those whom that one concerns. */
const OF_WHAT_AMENDED_IT: readonly NoticeKind[] = [
  "adopted",
  "incorporated",
  "rejected",
  "not_put",
  "lapsed",
  "withdrawn",
];

/** What an act brought about elsewhere: who acted may not know of it. */
const CONSEQUENCES: readonly NoticeKind[] = ["needs_rebase"];

/**
 * Each person is told once of an entry, by the first notice that names them; `actorId` is not told of their own act. With
 * `mailed`, whoever has an address gets an e-mail too.
 */
export async function insertNotifications(
  db: Db,
  conferenceId: string,
  given: { actorId: string | null; at: Date; notices: readonly Notice[]; mailed: boolean },
): Promise<void> {
  await write(
    db,
    `with notices as (
       select row_number() over () as rank, n.*
       from jsonb_to_recordset($4::jsonb) as n(seq bigint, kind text, "amendmentId" uuid, "threadId" uuid, concerned boolean,
         roles text[], language text, delegations text[], people uuid[])
     ), about as (
       select n.rank, n.seq, n."amendmentId" as id from notices n where n.concerned
       union all
       select n.rank, n.seq, a.parent_id from notices n join amendments a on a.id = n."amendmentId"
         where n.concerned and a.parent_id is not null and n.kind = any($6)
       union all
       select n.rank, n.seq, a.id from notices n join amendments a on a.parent_id = n."amendmentId"
         where n.concerned and a.state in ('adopted', 'incorporated') and n.kind = any($8)
     ), named as (
       select n.rank, n.seq, p.id from notices n join people p on p.id = any(n.people)
       union all
       select n.rank, n.seq, p.id from notices n join people p on p.role = any(n.roles)
         and (n.language is null or n.language = any(p.languages))
       union all
       select n.rank, n.seq, p.id from notices n join delegations d on d.conference_id = $1 and d.code = any(n.delegations)
         join people p on p.delegation_id = d.id
       union all
       select o.rank, o.seq, p.id from about o join amendments a on a.id = o.id join people p on p.delegation_id = a.delegation_id
       union all
       select o.rank, o.seq, p.id from about o join amendment_sponsors s on s.amendment_id = o.id
         join people p on p.delegation_id = s.delegation_id
       union all
       select o.rank, o.seq, f.person_id from about o join amendment_followers f on f.amendment_id = o.id
       union all
       select n.rank, n.seq, c.author_id from notices n join comments c on c.thread_id = n."threadId" where n.concerned
     ), first as (
       select m.id, m.seq, min(m.rank) as rank from named m
         join notices n on n.rank = m.rank
         where m.id is distinct from $2 or n.kind = any($7) group by m.id, m.seq
     ), told as (
       insert into notifications (person_id, conference_id, seq, kind, amendment_id, thread_id, at)
       select p.id, $1, f.seq, n.kind, n."amendmentId", n."threadId", $3
       from first f join notices n on n.rank = f.rank join people p on p.id = f.id and p.conference_id = $1
       returning person_id, seq
     )
     insert into mails (person_id, seq, due_at)
     select t.person_id, t.seq, $3 from told t join people p on p.id = t.person_id where $5 and p.email is not null`,
    [
      conferenceId,
      given.actorId,
      given.at,
      JSON.stringify(given.notices),
      given.mailed,
      OF_THE_PARENT,
      CONSEQUENCES,
      OF_WHAT_AMENDED_IT,
    ],
  );
}

const notificationRow = z.object({
  seq: bigintColumn,
  kind: z.enum(NOTICE_KINDS),
  at: timeColumn,
  readAt: timeColumn.nullable(),
  by: z.string().nullable(),
  byDelegation: z.string().nullable(),
  instrument: z.string(),
  title: wordsShape,
  amendmentId: z.uuid().nullable(),
  number: amendmentNumberColumn,
  threadId: z.uuid().nullable(),
  language: languageShape.nullable(),
});
export type NotificationRow = z.infer<typeof notificationRow>;

/** With what each is about. What is about a draft that the person does not see any more is left out. */
const NOTIFICATION = `select n.person_id as "personId", n.seq, n.kind, n.at, n.read_at as "readAt",
    l.entry::json #>> '{actor,name}' as by, l.entry::json #>> '{actor,delegation}' as "byDelegation",
    i.slug as instrument, i.title, a.id as "amendmentId", a.number, h.id as "threadId", t.language
  from notifications n
  join ledger l on l.conference_id = n.conference_id and l.seq = n.seq
  join people p on p.id = n.person_id
  left join amendments a on a.id = n.amendment_id
  left join threads h on h.id = n.thread_id
  left join texts t on t.id = h.text_id
  join instruments i on i.id = coalesce(a.instrument_id, t.instrument_id)`;
const SEEN = `(a.id is null or a.state <> 'draft' or a.delegation_id = p.delegation_id
    or exists (select 1 from amendment_sponsors s where s.amendment_id = a.id and s.delegation_id = p.delegation_id)
    or exists (select 1 from amendment_invitations v
      where v.amendment_id = a.id and v.delegation_id = p.delegation_id and v.declined_at is null))`;

export function selectNotifications(db: Db, personId: string, limit: number): Promise<NotificationRow[]> {
  return many(
    db,
    notificationRow,
    `${NOTIFICATION} where n.person_id = $1 and ${SEEN} order by n.seq desc limit $2`,
    [personId, limit],
  );
}

export async function countUnread(db: Db, personId: string): Promise<number> {
  const { count } = await one(
    db,
    z.object({ count: z.number() }),
    `select count(*)::int as count from notifications n join people p on p.id = n.person_id
     left join amendments a on a.id = n.amendment_id where n.person_id = $1 and n.read_at is null and ${SEEN}`,
    [personId],
  );
  return count;
}

/** `seqs` null: all of them. */
export async function markRead(
  db: Db,
  personId: string,
  seqs: readonly number[] | null,
  at: Date,
): Promise<void> {
  await write(
    db,
    `update notifications set read_at = $2
     where person_id = $1 and read_at is null and ($3::bigint[] is null or seq = any($3))`,
    [personId, at, seqs],
  );
}

/** Whatever the person was told before about the same amendments and threads. */
export async function markReadAbout(
  db: Db,
  personId: string,
  about: readonly Pick<Notice, "amendmentId" | "threadId">[],
  at: Date,
): Promise<void> {
  await write(
    db,
    `update notifications set read_at = $2
     where person_id = $1 and read_at is null and (amendment_id = any($3) or thread_id = any($4))`,
    [
      personId,
      at,
      about.map(({ amendmentId }) => amendmentId).filter((id) => id !== null),
      about.map(({ threadId }) => threadId).filter((id) => id !== null),
    ],
  );
}

/** Of these, whom the person follows. */
export async function selectFollowed(
  db: Db,
  personId: string,
  amendmentIds: readonly string[],
): Promise<Set<string>> {
  const rows = await many(
    db,
    z.object({ id: z.uuid() }),
    "select amendment_id as id from amendment_followers where person_id = $1 and amendment_id = any($2)",
    [personId, amendmentIds],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function insertFollower(db: Db, amendmentId: string, personId: string): Promise<void> {
  await write(
    db,
    "insert into amendment_followers (amendment_id, person_id) values ($1, $2) on conflict do nothing",
    [amendmentId, personId],
  );
}

export async function deleteFollower(db: Db, amendmentId: string, personId: string): Promise<void> {
  await write(db, "delete from amendment_followers where amendment_id = $1 and person_id = $2", [
    amendmentId,
    personId,
  ]);
}

const claimedRow = notificationRow.extend({
  mail: bigintColumn,
  personId: z.uuid(),
  address: z.string().nullable(),
  name: z.string(),
  conference: wordsShape,
  attempts: z.number(),
});
export type ClaimedMail = z.infer<typeof claimedRow>;

/**
 * What is due, put off until `until` for everybody else: other servers pass it by, and send it then should this one stop
 * before it has. The oldest first.
 */
export function claimMails(db: Db, now: Date, until: Date, limit: number): Promise<ClaimedMail[]> {
  return many(
    db,
    claimedRow,
    `with due as (
       select id from mails where sent_at is null and failed_at is null and due_at <= $1
       order by due_at, id limit $3 for update skip locked
     ), claimed as (
       update mails m set attempts = m.attempts + 1, due_at = $2 from due where m.id = due.id
       returning m.id, m.person_id, m.seq, m.attempts
     )
     select c.id as mail, c.attempts, q.email as address, q.name, e.title as conference, x.* from claimed c
     join people q on q.id = c.person_id join conferences e on e.id = q.conference_id
     join (${NOTIFICATION}) x on x."personId" = c.person_id and x.seq = c.seq order by c.id`,
    [now, until, limit],
  );
}

export async function markMailsSent(db: Db, ids: readonly number[], at: Date): Promise<void> {
  await write(db, "update mails set sent_at = $2 where id = any($1)", [ids, at]);
}

/** They are not tried again. */
export async function markMailsFailed(db: Db, ids: readonly number[], at: Date): Promise<void> {
  await write(db, "update mails set failed_at = $2 where id = any($1)", [ids, at]);
}

/** Nobody claims them before `dueAt`. */
export async function putOffMails(db: Db, ids: readonly number[], dueAt: Date): Promise<void> {
  await write(db, "update mails set due_at = $2 where id = any($1)", [ids, dueAt]);
}
