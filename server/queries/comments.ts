import type { z } from "zod";
import {
  type CommentView,
  EDIT_MINUTES,
  type MentionView,
  type PersonView,
  type ThreadView,
  type threadsShape,
} from "../../shared/api/comments";
import { bodySeized } from "../../shared/rules/stages";
import { type CommentRow, selectComments, selectMentions, selectThreads } from "../db/comments";
import { selectOptionalInstrument, selectOptionalText } from "../db/instruments";
import { type PersonRecord, selectPeople } from "../db/people";
import { isMember, permissions, type Viewer } from "./viewer";

/** The people of the conference by name, for mentions. */
export async function readPeople({ pool, conferenceId }: Viewer): Promise<PersonView[]> {
  const people = await selectPeople(pool, conferenceId);
  return people.map(presentPerson).sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function presentPerson({ id, name, role, delegation }: PersonRecord): PersonView {
  return { id, name, role, delegation: delegation && { code: delegation.code, name: delegation.name } };
}

/** The threads of a text, for who may read it; null: it does not exist, or not for this reader. */
export async function readComments(
  viewer: Viewer,
  slug: string,
  language: string,
): Promise<z.infer<typeof threadsShape> | null> {
  const { pool, conferenceId, actor } = viewer;
  const instrument = await selectOptionalInstrument(pool, conferenceId, slug);
  const text = instrument && (await selectOptionalText(pool, instrument.id, language));
  if (!instrument || !text) return null;
  const bodyMember = await isMember(pool, conferenceId, actor, bodySeized(instrument.stage));
  const rights = permissions(actor, instrument, ["read_text", "comment"], {
    language: text.language,
    bodyMember,
  });
  if (!rights.read_text?.ok) return null;
  const permission = rights.comment ?? { ok: false, code: "not_allowed", rule: null };
  const people = new Map((await selectPeople(pool, conferenceId)).map((one) => [one.id, one]));
  const comments = await selectComments(pool, text.id);
  const threads = (await selectThreads(pool, text.id)).map(
    ({ id, anchor, quote, resolvedAt, resolvedBy }): ThreadView => ({
      id,
      anchor,
      quote,
      resolved: resolvedAt === null ? null : { at: resolvedAt, by: resolvedBy ?? "" },
      comments: comments
        .filter(({ threadId }) => threadId === id)
        .map((one) => presentComment(viewer, one, people, permission.ok && resolvedAt === null)),
    }),
  );
  return { permission, threads };
}

function presentComment(
  { person }: Viewer,
  row: CommentRow,
  people: ReadonlyMap<string, PersonRecord>,
  mayWrite: boolean,
): CommentView {
  const isOwn = row.authorId === person.id;
  const until = new Date(Date.parse(row.writtenAt) + EDIT_MINUTES * 60_000).toISOString();
  return {
    id: row.id,
    author: presentPerson(known(people, row.authorId)),
    words: row.words,
    mentions: row.mentions.map((id) => ({ id, name: known(people, id).name })),
    writtenAt: row.writtenAt,
    editedAt: row.editedAt,
    isOwn,
    editableUntil: isOwn && mayWrite && row.words !== null ? until : null,
  };
}

function known(people: ReadonlyMap<string, PersonRecord>, id: string): PersonRecord {
  const person = people.get(id);
  if (!person) throw new Error(`there is no person ${id}`);
  return person;
}

/** What names the reader and waits for them, newest first. */
export async function readMentions({ pool, conferenceId, person }: Viewer): Promise<MentionView[]> {
  const people = new Map((await selectPeople(pool, conferenceId)).map((one) => [one.id, one]));
  return (await selectMentions(pool, person.id)).map(({ authorId, ...mention }) => ({
    ...mention,
    by: presentPerson(known(people, authorId)),
  }));
}
