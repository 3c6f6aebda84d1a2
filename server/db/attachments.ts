import { z } from "zod";
import { change, type Db, many, optional, timeColumn } from "./rows";

const attachmentRow = z.object({
  id: z.uuid(),
  amendmentId: z.uuid(),
  name: z.string(),
  type: z.string(),
  size: z.number(),
  sha256: z.string(),
  addedBy: z.string().nullable(),
  addedAt: timeColumn,
});
export type AttachmentRow = z.infer<typeof attachmentRow>;

const ATTACHMENT = `select t.id, t.amendment_id as "amendmentId", t.name, t.type, t.size, t.sha256, p.name as "addedBy",
    t.added_at as "addedAt"
  from attachments t left join people p on p.id = t.added_by`;

/** Those that were not taken away, oldest first. */
export function selectAttachments(db: Db, amendmentId: string): Promise<AttachmentRow[]> {
  const where = "where t.amendment_id = $1 and t.removed_at is null";
  return many(db, attachmentRow, `${ATTACHMENT} ${where} order by t.added_at, t.id`, [amendmentId]);
}

export function selectOptionalAttachment(db: Db, id: string): Promise<AttachmentRow | null> {
  return optional(db, attachmentRow, `${ATTACHMENT} where t.id = $1 and t.removed_at is null`, [id]);
}

/** Of all amendments to a text: their names alone. */
export function selectAttachmentNames(db: Db, instrumentId: string) {
  return many(
    db,
    attachmentRow.pick({ amendmentId: true, name: true }),
    `select t.amendment_id as "amendmentId", t.name from attachments t join amendments a on a.id = t.amendment_id
     where a.instrument_id = $1 and t.removed_at is null order by t.added_at, t.id`,
    [instrumentId],
  );
}

/** The bytes; null: taken away. */
export async function selectOptionalContent(db: Db, id: string): Promise<Buffer | null> {
  const row = await optional(
    db,
    z.object({ content: z.instanceof(Buffer) }),
    "select content from attachments where id = $1 and removed_at is null",
    [id],
  );
  return row?.content ?? null;
}

export function insertAttachment(
  db: Db,
  row: {
    id: string;
    amendmentId: string;
    name: string;
    type: string;
    content: Buffer;
    sha256: string;
    addedBy: string | null;
    addedAt: Date;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into attachments (id, amendment_id, name, type, content, size, sha256, added_by, added_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.id,
      row.amendmentId,
      row.name,
      row.type,
      row.content,
      row.content.length,
      row.sha256,
      row.addedBy,
      row.addedAt,
    ],
  );
}

export function updateAttachmentRemoved(db: Db, id: string, at: Date): Promise<void> {
  return change(
    db,
    1,
    "update attachments set content = null, removed_at = $2 where id = $1 and removed_at is null",
    [id, at],
  );
}

/** Every file there ever was in a conference, with the hash of the bytes that are there, for the verifier. */
export function selectHashedAttachments(db: Db, conferenceId: string) {
  return many(
    db,
    attachmentRow.pick({ id: true, amendmentId: true, name: true, type: true }).extend({
      sha256: z.string().nullable(),
      isDraft: z.boolean(),
    }),
    `select t.id, t.amendment_id as "amendmentId", t.name, t.type, encode(sha256(t.content), 'hex') as sha256,
       a.state = 'draft' as "isDraft"
     from attachments t join amendments a on a.id = t.amendment_id join instruments i on i.id = a.instrument_id
     where i.conference_id = $1`,
    [conferenceId],
  );
}
