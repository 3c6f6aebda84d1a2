import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { type Anchor, anchorShape } from "../../shared/text/anchor-shape";
import { languageShape } from "../../shared/text/model";
import { amendmentNumberColumn, change, type Db, many, one, optional, timeColumn, write } from "./rows";

const threadRow = z.object({
  id: z.uuid(),
  textId: z.uuid(),
  instrumentId: z.uuid(),
  conferenceId: z.uuid(),
  language: languageShape,
  /** About this amendment, or beside its draft; null: beside the text. */
  amendmentId: z.uuid().nullable(),
  /** For everyone who reads the submitted amendment; false: what stands beside its draft is its sponsors'. */
  discusses: z.boolean(),
  /** null: about an amendment as a whole. */
  anchor: anchorShape.nullable(),
  quote: z.string(),
  resolvedAt: timeColumn.nullable(),
  resolvedBy: z.string().nullable(),
});
export type ThreadRow = z.infer<typeof threadRow>;

/** Beside words that are typed: it stands at one of their places. */
const placedThreadRow = threadRow.extend({ anchor: anchorShape });
export type PlacedThreadRow = z.infer<typeof placedThreadRow>;

const THREAD = `select h.id, h.text_id as "textId", t.instrument_id as "instrumentId", i.conference_id as "conferenceId",
    t.language, h.amendment_id as "amendmentId", h.discusses, h.anchor, h.quote, h.resolved_at as "resolvedAt", p.name as "resolvedBy"
  from threads h join texts t on t.id = h.text_id join instruments i on i.id = t.instrument_id
  left join people p on p.id = h.resolved_by`;

export function selectOptionalThread(db: Db, id: string): Promise<ThreadRow | null> {
  return optional(db, threadRow, `${THREAD} where h.id = $1`, [id]);
}

export function lockThread(db: Db, id: string): Promise<ThreadRow> {
  return one(db, threadRow, `${THREAD} where h.id = $1 for update of h`, [id]);
}

/** Beside the texts of an instrument, in all its languages. */
export function selectThreads(db: Db, instrumentId: string): Promise<PlacedThreadRow[]> {
  const where = "where t.instrument_id = $1 and h.amendment_id is null";
  return many(db, placedThreadRow, `${THREAD} ${where} order by h.begun_at, h.id`, [instrumentId]);
}

export function selectThreadsOfText(db: Db, textId: string): Promise<PlacedThreadRow[]> {
  return many(db, placedThreadRow, `${THREAD} where h.text_id = $1 and h.amendment_id is null`, [textId]);
}

export function selectThreadsOfDraft(db: Db, amendmentId: string): Promise<PlacedThreadRow[]> {
  const where = "where h.amendment_id = $1 and not h.discusses";
  return many(db, placedThreadRow, `${THREAD} ${where} order by h.begun_at, h.id`, [amendmentId]);
}

/** About an amendment, for everyone. */
export function selectDiscussion(db: Db, amendmentId: string): Promise<ThreadRow[]> {
  const where = "where h.amendment_id = $1 and h.discusses";
  return many(db, threadRow, `${THREAD} ${where} order by h.begun_at, h.id`, [amendmentId]);
}

export function insertThread(
  db: Db,
  row: {
    id: string;
    textId: string;
    amendmentId: string | null;
    discusses?: boolean;
    anchor: Anchor | null;
    begunAt: Date;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into threads (id, text_id, amendment_id, discusses, anchor, quote, begun_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      row.id,
      row.textId,
      row.amendmentId,
      row.discusses ?? false,
      row.anchor,
      row.anchor?.quote ?? "",
      row.begunAt,
    ],
  );
}

/** `resolvedBy` null: open again. */
export function updateThreadResolved(db: Db, id: string, resolvedBy: string | null, at: Date): Promise<void> {
  return change(db, 1, "update threads set resolved_by = $2, resolved_at = $3 where id = $1", [
    id,
    resolvedBy,
    resolvedBy === null ? null : at,
  ]);
}

/** Unless somebody renewed it first. */
export async function updateThreadAnchor(db: Db, id: string, from: Anchor, to: Anchor): Promise<void> {
  await write(db, "update threads set anchor = $3 where id = $1 and anchor = $2", [id, from, to]);
}

const commentRow = z.object({
  id: z.uuid(),
  threadId: z.uuid(),
  number: z.number(),
  authorId: z.uuid(),
  words: z.string().nullable(),
  salt: z.uuid().nullable(),
  writtenAt: timeColumn,
  editedAt: timeColumn.nullable(),
  mentions: z.array(z.uuid()),
});
export type CommentRow = z.infer<typeof commentRow>;

const COMMENT = `select c.id, c.thread_id as "threadId", c.number, c.author_id as "authorId", c.words, c.salt,
    c.written_at as "writtenAt", c.edited_at as "editedAt",
    array(select m.person_id from mentions m where m.comment_id = c.id order by m.person_id) as mentions
  from comments c`;

export function selectOptionalComment(db: Db, id: string): Promise<CommentRow | null> {
  return optional(db, commentRow, `${COMMENT} where c.id = $1`, [id]);
}

export function selectComments(db: Db, threads: readonly string[]): Promise<CommentRow[]> {
  return many(db, commentRow, `${COMMENT} where c.thread_id = any($1) order by c.thread_id, c.number`, [
    threads,
  ]);
}

/** Gives the comment the next number of its thread, whose lock the caller holds. */
export async function insertComment(
  db: Db,
  row: {
    id: string;
    threadId: string;
    authorId: string;
    words: string;
    salt: string;
    mentions: string[];
    writtenAt: Date;
  },
): Promise<void> {
  await change(
    db,
    1,
    `insert into comments (id, thread_id, number, author_id, words, salt, written_at)
     values ($1, $2, (select count(*) + 1 from comments where thread_id = $2), $3, $4, $5, $6)`,
    [row.id, row.threadId, row.authorId, row.words, row.salt, row.writtenAt],
  );
  await insertMentions(db, row.id, row.mentions);
}

export async function updateCommentWords(
  db: Db,
  row: { id: string; words: string; salt: string; mentions: string[]; editedAt: Date },
): Promise<void> {
  await change(db, 1, "update comments set words = $2, salt = $3, edited_at = $4 where id = $1", [
    row.id,
    row.words,
    row.salt,
    row.editedAt,
  ]);
  await deleteMentions(db, row.id);
  await insertMentions(db, row.id, row.mentions);
}

export async function updateCommentWithdrawn(db: Db, id: string, at: Date): Promise<void> {
  await change(db, 1, "update comments set words = null, salt = null, withdrawn_at = $2 where id = $1", [
    id,
    at,
  ]);
  await deleteMentions(db, id);
}

async function insertMentions(db: Db, commentId: string, people: string[]): Promise<void> {
  await write(db, "insert into mentions (comment_id, person_id) select $1, unnest($2::uuid[])", [
    commentId,
    people,
  ]);
}

async function deleteMentions(db: Db, commentId: string): Promise<void> {
  await write(db, "delete from mentions where comment_id = $1", [commentId]);
}

const mentionRow = z.object({
  comment: z.uuid(),
  thread: z.uuid(),
  instrument: z.string(),
  title: wordsShape,
  language: languageShape,
  amendment: z.object({ id: z.uuid(), number: amendmentNumberColumn, state: z.string() }).nullable(),
  authorId: z.uuid(),
  words: z.string(),
  quote: z.string(),
  writtenAt: timeColumn,
});

/** What names a person and waits for them: in open threads, and not followed by a comment of their own. Newest first. */
export function selectMentions(db: Db, personId: string) {
  return many(
    db,
    mentionRow,
    `select c.id as comment, h.id as thread, i.slug as instrument, i.title, t.language, 
       case when a.id is not null then json_build_object('id', a.id, 'number', a.number, 'state', a.state) end as amendment,
       c.author_id as "authorId",
       c.words, h.quote, c.written_at as "writtenAt"
     from mentions m join comments c on c.id = m.comment_id join threads h on h.id = c.thread_id
     join texts t on t.id = h.text_id join instruments i on i.id = t.instrument_id
     left join amendments a on a.id = h.amendment_id
     where m.person_id = $1 and h.resolved_at is null and (h.amendment_id is null or h.discusses or a.state = 'draft')
       and not exists (
       select 1 from comments later
       where later.thread_id = c.thread_id and later.author_id = $1 and later.number > c.number and later.words is not null)
     order by c.written_at desc`,
    [personId],
  );
}

/** Every comment of a conference, with its seal's ingredients, for the verifier. */
export function selectSealedComments(db: Db, conferenceId: string) {
  return many(
    db,
    z.object({ id: z.uuid(), words: z.string().nullable(), salt: z.uuid().nullable() }),
    `select c.id, c.words, c.salt from comments c join threads h on h.id = c.thread_id join texts t on t.id = h.text_id
     join instruments i on i.id = t.instrument_id where i.conference_id = $1`,
    [conferenceId],
  );
}
