import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { languageShape } from "../../shared/text/model";
import { change, type Db, many, one, optional, timeColumn } from "./rows";
import { IS_PENDING } from "./votes";

const instrumentRow = z.object({
  id: z.uuid(),
  conferenceId: z.uuid(),
  slug: z.string(),
  title: wordsShape,
  verb: z.enum(["adopt", "approve"]),
  symbol: z.string(),
  revision: z.number(),
  sourceLanguage: languageShape,
  stage: z.enum([
    "zero_draft",
    "in_reading",
    "committee_clean",
    "tabled",
    "under_consideration",
    "final_question",
    "decided",
  ]),
  outcome: z.enum(["adopted", "approved", "rejected", "withdrawn", "deferred"]).nullable(),
  amendmentsDeadline: timeColumn.nullable(),
});
export type InstrumentRow = z.infer<typeof instrumentRow>;

const INSTRUMENT_COLUMNS = `i.id, i.conference_id as "conferenceId", i.slug, i.title, i.verb, i.symbol, i.revision,
  i.source_language as "sourceLanguage", i.stage, i.outcome, i.amendments_deadline as "amendmentsDeadline"`;
const INSTRUMENT = `select ${INSTRUMENT_COLUMNS} from instruments i`;

export function selectInstruments(db: Db, conferenceId: string): Promise<InstrumentRow[]> {
  return many(db, instrumentRow, `${INSTRUMENT} where i.conference_id = $1 order by i.position`, [
    conferenceId,
  ]);
}

export function selectInstrument(db: Db, id: string): Promise<InstrumentRow> {
  return one(db, instrumentRow, `${INSTRUMENT} where i.id = $1`, [id]);
}

export function selectOptionalInstrument(
  db: Db,
  conferenceId: string,
  slug: string,
): Promise<InstrumentRow | null> {
  return optional(db, instrumentRow, `${INSTRUMENT} where i.conference_id = $1 and i.slug = $2`, [
    conferenceId,
    slug,
  ]);
}

/** Every command about an instrument takes this lock first: they happen one after another. */
export function lockInstrument(db: Db, id: string): Promise<InstrumentRow> {
  return one(db, instrumentRow, `${INSTRUMENT} where i.id = $1 for update`, [id]);
}

/** The same for a question that is put on one. */
export function lockInstrumentOfVote(db: Db, voteId: string): Promise<InstrumentRow | null> {
  return optional(
    db,
    instrumentRow,
    `${INSTRUMENT} where i.id = (select v.instrument_id from votes v where v.id = $1) for update`,
    [voteId],
  );
}

export function insertInstrument(
  db: Db,
  row: Omit<InstrumentRow, "amendmentsDeadline"> & { position: number },
): Promise<void> {
  return change(
    db,
    1,
    `insert into instruments (id, conference_id, slug, title, verb, symbol, revision, source_language, stage, outcome, position)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.id,
      row.conferenceId,
      row.slug,
      row.title,
      row.verb,
      row.symbol,
      row.revision,
      row.sourceLanguage,
      row.stage,
      row.outcome,
      row.position,
    ],
  );
}

export function updateStage(db: Db, id: string, stage: string, outcome: string | null): Promise<void> {
  return change(db, 1, "update instruments set stage = $2, outcome = $3 where id = $1", [id, stage, outcome]);
}

export function updateAmendmentsDeadline(db: Db, id: string, deadline: Date | null): Promise<void> {
  return change(db, 1, "update instruments set amendments_deadline = $2 where id = $1", [id, deadline]);
}

/** null: the chair has confirmed no order of voting (Rule A4). */
export async function selectVotingOrder(db: Db, id: string): Promise<string[] | null> {
  const { order } = await one(
    db,
    z.object({ order: z.array(z.uuid()).nullable() }),
    `select voting_order as "order" from instruments where id = $1`,
    [id],
  );
  return order;
}

export function updateVotingOrder(db: Db, id: string, order: readonly string[]): Promise<void> {
  return change(db, 1, "update instruments set voting_order = $2 where id = $1", [id, order]);
}

/** Whether an amendment has changed one of its texts since it was tabled, by the body or by its sponsors. */
export async function selectAmendedSinceTabled(db: Db, id: string): Promise<boolean> {
  const { amended } = await one(
    db,
    z.object({ amended: z.boolean() }),
    `select exists (select 1 from versions v join texts t on t.id = v.text_id
       join amendments a on a.applied_version_id = v.id and a.state = 'adopted'
       where t.instrument_id = $1 and v.number >
         (select max(w.number) from versions w where w.text_id = t.id and w.reason = 'tabled')) as amended`,
    [id],
  );
  return amended;
}

export function updateRevision(db: Db, id: string, revision: number): Promise<void> {
  return change(db, 1, "update instruments set revision = $2 where id = $1", [id, revision]);
}

const textRow = z.object({
  id: z.uuid(),
  instrumentId: z.uuid(),
  language: languageShape,
  roomId: z.uuid(),
  room: z.string(),
  frozen: z.boolean(),
  publishedVersionId: z.uuid().nullable(),
});
/** An instrument in one language, with its room. */
export type TextRow = z.infer<typeof textRow>;

const TEXT = `select t.id, t.instrument_id as "instrumentId", t.language, t.room_id as "roomId", r.name as room, r.frozen,
  t.published_version_id as "publishedVersionId" from texts t join rooms r on r.id = t.room_id`;

export function selectTexts(db: Db, instrumentId: string): Promise<TextRow[]> {
  return many(
    db,
    textRow,
    `${TEXT} join instruments i on i.id = t.instrument_id join conferences c on c.id = i.conference_id
     where t.instrument_id = $1 order by array_position(c.languages, t.language)`,
    [instrumentId],
  );
}

export function selectOptionalText(db: Db, instrumentId: string, language: string): Promise<TextRow | null> {
  return optional(db, textRow, `${TEXT} where t.instrument_id = $1 and t.language = $2`, [
    instrumentId,
    language,
  ]);
}

export function selectOptionalTextOfRoom(db: Db, room: string): Promise<TextRow | null> {
  return optional(db, textRow, `${TEXT} where r.name = $1`, [room]);
}

/** The rooms of its texts, and of the amendments to it that are being drafted. Never empty. */
export async function selectRoomNames(db: Db, instrumentId: string): Promise<string[]> {
  const rows = await many(
    db,
    z.object({ name: z.string() }),
    `select r.name from rooms r join texts t on t.room_id = r.id where t.instrument_id = $1
     union all
     select r.name from rooms r join amendments a on a.room_id = r.id where a.instrument_id = $1 and a.state = 'draft'`,
    [instrumentId],
  );
  return rows.map(({ name }) => name);
}

const textRoomRow = instrumentRow.extend({
  language: languageShape,
  frozen: z.boolean(),
  questionPending: z.boolean(),
});

/**
 * The instrument whose text this room is, in which language, and whether a question about it is before the body: all that
 * decides who may write there. One question, for it is asked each time that people come in.
 */
export function selectOptionalInstrumentOfRoom(db: Db, room: string) {
  return optional(
    db,
    textRoomRow,
    `select ${INSTRUMENT_COLUMNS}, t.language, r.frozen,
       exists (select 1 from votes v where v.instrument_id = i.id and ${IS_PENDING}) as "questionPending"
     from rooms r join texts t on t.room_id = r.id join instruments i on i.id = t.instrument_id where r.name = $1`,
    [room],
  );
}

export function insertText(
  db: Db,
  row: { id: string; instrumentId: string; language: string; roomId: string },
): Promise<void> {
  return change(db, 1, "insert into texts (id, instrument_id, language, room_id) values ($1, $2, $3, $4)", [
    row.id,
    row.instrumentId,
    row.language,
    row.roomId,
  ]);
}

export function updatePublishedVersion(db: Db, textId: string, versionId: string): Promise<void> {
  return change(db, 1, "update texts set published_version_id = $2 where id = $1", [textId, versionId]);
}

const concordanceRow = z.object({ textId: z.uuid(), sha256: z.string(), sourceSha256: z.string() });
/** The hashes, of this text and of the source text, that the translator put their name to. */
export type ConcordanceRow = z.infer<typeof concordanceRow>;

export function selectConcordances(db: Db, instrumentId: string): Promise<ConcordanceRow[]> {
  return many(
    db,
    concordanceRow,
    `select c.text_id as "textId", c.sha256, c.source_sha256 as "sourceSha256"
     from concordances c join texts t on t.id = c.text_id where t.instrument_id = $1`,
    [instrumentId],
  );
}

/** A translator's word, as it holds for two texts that lost the same paragraphs. */
export function carryConcordance(db: Db, row: ConcordanceRow): Promise<void> {
  return change(db, 1, "update concordances set sha256 = $2, source_sha256 = $3 where text_id = $1", [
    row.textId,
    row.sha256,
    row.sourceSha256,
  ]);
}

export async function upsertConcordance(
  db: Db,
  row: ConcordanceRow & { signedBy: string; signedAt: Date },
): Promise<void> {
  await change(
    db,
    1,
    `insert into concordances (text_id, sha256, source_sha256, signed_by, signed_at) values ($1, $2, $3, $4, $5)
     on conflict (text_id) do update set sha256 = excluded.sha256, source_sha256 = excluded.source_sha256,
       signed_by = excluded.signed_by, signed_at = excluded.signed_at`,
    [row.textId, row.sha256, row.sourceSha256, row.signedBy, row.signedAt],
  );
}
