import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { change, type Db, many, optional, timeColumn } from "./rows";

const bodySlug = z.enum(["plenary", "drafting-committee"]);

const listRow = z.object({
  id: z.uuid(),
  bodyId: z.uuid(),
  body: bodySlug,
  conferenceId: z.uuid(),
  topic: z.string(),
  sides: z.boolean(),
  speakingMs: z.number(),
  closed: z.boolean(),
  openedAt: timeColumn,
});
/** A speakers' list that has not ended. */
export type SpeakersListRow = z.infer<typeof listRow>;

const LIST = `select l.id, l.body_id as "bodyId", b.slug as body, b.conference_id as "conferenceId", l.topic, l.sides,
    l.speaking_ms as "speakingMs", l.closed, l.opened_at as "openedAt"
  from speakers_lists l join bodies b on b.id = l.body_id`;

/** The one list of a body, if there is one now. */
export function selectOptionalSpeakersList(db: Db, bodyId: string): Promise<SpeakersListRow | null> {
  return optional(db, listRow, `${LIST} where l.body_id = $1 and l.ended_at is null`, [bodyId]);
}

export function selectOptionalSpeakersListById(db: Db, id: string): Promise<SpeakersListRow | null> {
  return optional(db, listRow, `${LIST} where l.id = $1 and l.ended_at is null`, [id]);
}

export function insertSpeakersList(
  db: Db,
  row: { id: string; bodyId: string; topic: string; sides: boolean; speakingMs: number; openedAt: Date },
): Promise<void> {
  return change(
    db,
    1,
    "insert into speakers_lists (id, body_id, topic, sides, speaking_ms, opened_at) values ($1, $2, $3, $4, $5, $6)",
    [row.id, row.bodyId, row.topic, row.sides, row.speakingMs, row.openedAt],
  );
}

export function updateSpeakersList(
  db: Db,
  id: string,
  { closed, speakingMs }: { closed: boolean; speakingMs: number },
): Promise<void> {
  return change(db, 1, "update speakers_lists set closed = $2, speaking_ms = $3 where id = $1", [
    id,
    closed,
    speakingMs,
  ]);
}

export function endSpeakersList(db: Db, id: string, endedAt: Date): Promise<void> {
  return change(db, 1, "update speakers_lists set ended_at = $2 where id = $1 and ended_at is null", [
    id,
    endedAt,
  ]);
}

const speechRow = z.object({
  id: z.uuid(),
  bodyId: z.uuid(),
  body: bodySlug,
  conferenceId: z.uuid(),
  /** Of the two exactly one: on which list, or on which motion. */
  listId: z.uuid().nullable(),
  motionId: z.uuid().nullable(),
  list: z.enum(["general", "for", "against", "reply"]),
  delegation: z.object({ id: z.uuid(), code: z.string(), name: wordsShape }).nullable(),
  person: z.object({ id: z.uuid(), name: z.string(), role: z.string() }),
  priority: z.boolean(),
  admitted: z.boolean(),
  askedAt: timeColumn,
  startedAt: timeColumn.nullable(),
  heldAt: timeColumn.nullable(),
  heldMs: z.number(),
  spokeMs: z.number().nullable(),
});
/** A wish to speak, or a speech. Who took the wish back has none any more. */
export type SpeechRow = z.infer<typeof speechRow>;

const SPEECH = `select s.id, s.body_id as "bodyId", b.slug as body, b.conference_id as "conferenceId",
    s.speakers_list_id as "listId", s.motion_id as "motionId", s.list,
    case when d.id is null then null else json_build_object('id', d.id, 'code', d.code, 'name', d.name) end as delegation,
    json_build_object('id', p.id, 'name', p.name, 'role', p.role) as person,
    s.priority, s.admitted, s.asked_at as "askedAt", s.started_at as "startedAt", s.held_at as "heldAt",
    s.held_ms as "heldMs", s.spoke_ms as "spokeMs"
  from speeches s join bodies b on b.id = s.body_id join people p on p.id = s.person_id
  left join delegations d on d.id = s.delegation_id`;

/** In the order in which they were asked for. */
export function selectSpeeches(db: Db, listId: string): Promise<SpeechRow[]> {
  return many(
    db,
    speechRow,
    `${SPEECH} where s.speakers_list_id = $1 and s.left_at is null order by s.asked_at, s.id`,
    [listId],
  );
}

export function selectSpeechesOnMotion(db: Db, motionId: string): Promise<SpeechRow[]> {
  return many(
    db,
    speechRow,
    `${SPEECH} where s.motion_id = $1 and s.left_at is null order by s.asked_at, s.id`,
    [motionId],
  );
}

export function selectOptionalSpeech(db: Db, id: string): Promise<SpeechRow | null> {
  return optional(db, speechRow, `${SPEECH} where s.id = $1 and s.left_at is null`, [id]);
}

/** Who has the floor in a body. */
export function selectOptionalFloor(db: Db, bodyId: string): Promise<SpeechRow | null> {
  return optional(
    db,
    speechRow,
    `${SPEECH} where s.body_id = $1 and s.started_at is not null and s.spoke_ms is null`,
    [bodyId],
  );
}

export function insertSpeech(
  db: Db,
  row: {
    id: string;
    bodyId: string;
    listId?: string;
    motionId?: string;
    list: string;
    delegationId: string | null;
    personId: string;
    priority: boolean;
    admitted: boolean;
    askedAt: Date;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into speeches (id, body_id, speakers_list_id, motion_id, list, delegation_id, person_id, priority, admitted, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      row.id,
      row.bodyId,
      row.listId ?? null,
      row.motionId ?? null,
      row.list,
      row.delegationId,
      row.personId,
      row.priority,
      row.admitted,
      row.askedAt,
    ],
  );
}

export function admitSpeech(db: Db, id: string): Promise<void> {
  return change(db, 1, "update speeches set admitted = true where id = $1", [id]);
}

export function leaveSpeech(db: Db, id: string, leftAt: Date): Promise<void> {
  return change(db, 1, "update speeches set left_at = $2 where id = $1", [id, leftAt]);
}

export function startSpeech(db: Db, id: string, startedAt: Date): Promise<void> {
  return change(db, 1, "update speeches set started_at = $2 where id = $1", [id, startedAt]);
}

export function holdSpeech(db: Db, id: string, heldAt: Date): Promise<void> {
  return change(db, 1, "update speeches set held_at = $2 where id = $1", [id, heldAt]);
}

/** `heldMs`: all the time that the clock has stood still. */
export function resumeSpeech(db: Db, id: string, heldMs: number): Promise<void> {
  return change(db, 1, "update speeches set held_at = null, held_ms = $2 where id = $1", [id, heldMs]);
}

export function endSpeech(db: Db, id: string, spokeMs: number): Promise<void> {
  return change(db, 1, "update speeches set held_at = null, spoke_ms = $2 where id = $1", [id, spokeMs]);
}

/** Every wish and speech of a conference, taken back or not, for the verifier. */
export function selectAllSpeeches(db: Db, conferenceId: string) {
  return many(
    db,
    speechRow.extend({ leftAt: timeColumn.nullable() }),
    `${SPEECH.replace("select", 'select s.left_at as "leftAt",')} where b.conference_id = $1 order by s.asked_at, s.id`,
    [conferenceId],
  );
}

/** Every speakers' list of a conference, ended or not, for the verifier. */
export function selectAllSpeakersLists(db: Db, conferenceId: string) {
  return many(
    db,
    listRow.extend({ ended: z.boolean() }),
    `${LIST.replace("select", "select l.ended_at is not null as ended,")} where b.conference_id = $1 order by l.opened_at`,
    [conferenceId],
  );
}
