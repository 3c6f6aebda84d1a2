import { z } from "zod";
import { languageShape } from "../../shared/text/model";
import { amendmentNumberColumn, change, type Db, many, one, optional, timeColumn } from "./rows";

const versionRow = z.object({
  id: z.uuid(),
  textId: z.uuid(),
  instrumentId: z.uuid(),
  conferenceId: z.uuid(),
  language: languageShape,
  number: z.number(),
  label: z.string(),
  symbol: z.string(),
  sha256: z.string(),
  schemaVersion: z.number(),
  reason: z.enum([
    "opened",
    "saved",
    "amendment_applied",
    "divided",
    "tabled",
    "adopted",
    "corrigendum",
    "revised",
    "reconsidered",
  ]),
  amendmentId: z.uuid().nullable(),
  amendmentNumber: amendmentNumberColumn,
  createdBy: z.string().nullable(),
  createdAt: timeColumn,
  published: z.boolean(),
  /** It was adopted, and its adoption reconsidered (Rule W6). */
  reconsidered: z.boolean(),
});
export type VersionRow = z.infer<typeof versionRow>;

const VERSION = `select v.id, v.text_id as "textId", t.instrument_id as "instrumentId", i.conference_id as "conferenceId",
    t.language, v.number, v.label, v.symbol, v.sha256, v.schema_version as "schemaVersion", v.reason,
    v.amendment_id as "amendmentId", a.number as "amendmentNumber", p.name as "createdBy", v.created_at as "createdAt",
    t.published_version_id is not distinct from v.id as published,
    exists (select 1 from adopted_texts x join motions m on m.reconsiders = x.vote_id and m.state = 'carried'
      where x.version_id = v.id) as reconsidered
  from versions v join texts t on t.id = v.text_id join instruments i on i.id = t.instrument_id
  left join amendments a on a.id = v.amendment_id left join people p on p.id = v.created_by`;

export function selectOptionalVersion(db: Db, id: string): Promise<VersionRow | null> {
  return optional(db, versionRow, `${VERSION} where v.id = $1`, [id]);
}

export function selectVersion(db: Db, id: string): Promise<VersionRow> {
  return one(db, versionRow, `${VERSION} where v.id = $1`, [id]);
}

export function selectVersions(db: Db, instrumentId: string, language: string | null): Promise<VersionRow[]> {
  return many(
    db,
    versionRow,
    `${VERSION} where t.instrument_id = $1 and ($2::text is null or t.language = $2) order by v.created_at, v.number, t.language`,
    [instrumentId, language],
  );
}

export function selectOptionalLatestVersion(db: Db, textId: string): Promise<VersionRow | null> {
  return optional(db, versionRow, `${VERSION} where v.text_id = $1 order by v.number desc limit 1`, [textId]);
}

/** The gzipped canonical JSON that `sha256` was taken over. */
export async function selectVersionContent(db: Db, id: string): Promise<Buffer> {
  const row = await one(
    db,
    z.object({ content: z.instanceof(Buffer) }),
    "select content from versions where id = $1",
    [id],
  );
  return row.content;
}

export type NewVersion = {
  id: string;
  textId: string;
  label: string;
  symbol: string;
  content: Buffer;
  sha256: string;
  schemaVersion: number;
  reason: VersionRow["reason"];
  amendmentId: string | null;
  createdBy: string | null;
  createdAt: Date;
};

/** Gives the number the version got: one more than the last of its text. Callers hold the instrument's lock; the text's room is locked from here on. */
export async function insertVersion(db: Db, row: NewVersion): Promise<number> {
  const { number } = await one(
    db,
    z.object({ number: z.number() }),
    `insert into versions (id, text_id, number, label, symbol, content, sha256, schema_version, reason, amendment_id, room_seq,
       created_by, created_at)
     select $1, $2, (select coalesce(max(number), 0) + 1 from versions where text_id = $2), $3, $4, $5, $6, $7, $8, $9, r.last_seq, $10, $11
     from texts t join rooms r on r.id = t.room_id where t.id = $2 for update of r
     returning number`,
    [
      row.id,
      row.textId,
      row.label,
      row.symbol,
      row.content,
      row.sha256,
      row.schemaVersion,
      row.reason,
      row.amendmentId,
      row.createdBy,
      row.createdAt,
    ],
  );
  return number;
}

const adoptionRow = z.object({
  instrumentId: z.uuid(),
  voteId: z.uuid(),
  outcome: z.enum(["adopted", "approved"]),
  decidedAt: timeColumn,
  byConsensus: z.boolean(),
  /** When the body decided to take it up again, and the motion by which it did; null: it stands. */
  reconsidered: z
    .object({ at: z.string().transform((text) => new Date(text).toISOString()), motion: z.uuid() })
    .nullable(),
});
export type AdoptionRow = z.infer<typeof adoptionRow>;

/** Every adoption of a text, the first first; all but the last were reconsidered (Rule W6). */
export function selectAdoptions(db: Db, instrumentId: string): Promise<AdoptionRow[]> {
  return many(
    db,
    adoptionRow,
    `select a.instrument_id as "instrumentId", a.vote_id as "voteId", a.outcome, a.decided_at as "decidedAt",
       a.by_consensus as "byConsensus",
       case when m.id is not null then json_build_object('at', m.decided_at, 'motion', m.id) end as reconsidered
     from adoptions a left join motions m on m.reconsiders = a.vote_id and m.state = 'carried'
     where a.instrument_id = $1 order by a.decided_at`,
    [instrumentId],
  );
}

/** The adoption in force. */
export async function selectOptionalAdoption(db: Db, instrumentId: string): Promise<AdoptionRow | null> {
  const last = (await selectAdoptions(db, instrumentId)).at(-1);
  return last?.reconsidered === null ? last : null;
}

export function insertAdoption(
  db: Db,
  row: { instrumentId: string; voteId: string; outcome: string; decidedAt: Date; byConsensus: boolean },
): Promise<void> {
  return change(
    db,
    1,
    "insert into adoptions (instrument_id, vote_id, outcome, decided_at, by_consensus) values ($1, $2, $3, $4, $5)",
    [row.instrumentId, row.voteId, row.outcome, row.decidedAt, row.byConsensus],
  );
}

const adoptedTextRow = z.object({
  voteId: z.uuid(),
  language: languageShape,
  versionId: z.uuid(),
  sha256: z.string(),
  concordant: z.boolean(),
});
export type AdoptedTextRow = z.infer<typeof adoptedTextRow>;

/** What was adopted by a vote. */
export function selectAdoptedTexts(db: Db, voteId: string): Promise<AdoptedTextRow[]> {
  return many(
    db,
    adoptedTextRow,
    `select vote_id as "voteId", language, version_id as "versionId", sha256, concordant
     from adopted_texts where vote_id = $1 order by language`,
    [voteId],
  );
}

/** Every adopted text of an instrument, by the vote that it is said to have been adopted by. */
export function selectAllAdoptedTexts(db: Db, instrumentId: string): Promise<AdoptedTextRow[]> {
  return many(
    db,
    adoptedTextRow,
    `select a.vote_id as "voteId", a.language, a.version_id as "versionId", a.sha256, a.concordant
     from adopted_texts a join versions v on v.id = a.version_id join texts t on t.id = v.text_id
     where t.instrument_id = $1 order by a.language`,
    [instrumentId],
  );
}

export function insertAdoptedText(db: Db, row: AdoptedTextRow): Promise<void> {
  return change(
    db,
    1,
    "insert into adopted_texts (vote_id, language, version_id, sha256, concordant) values ($1, $2, $3, $4, $5)",
    [row.voteId, row.language, row.versionId, row.sha256, row.concordant],
  );
}
