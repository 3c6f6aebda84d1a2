import type { z } from "zod";
import {
  type CommentView,
  type DiscussionView,
  EDIT_MINUTES,
  type MentionView,
  type PersonView,
  type ThreadView,
  type threadsShape,
} from "../../shared/api/comments";
import type { Permission } from "../../shared/api/views/common";
import { bodySeized } from "../../shared/rules/stages";
import { numberBlocks } from "../../shared/text/numbering";
import { type AmendmentRow, selectOptionalAmendment } from "../db/amendments";
import {
  type CommentRow,
  type PlacedThreadRow,
  selectComments,
  selectDiscussion,
  selectMentions,
  selectThreads,
  selectThreadsOfDraft,
  type ThreadRow,
} from "../db/comments";
import {
  type InstrumentRow,
  selectInstrument,
  selectOptionalInstrument,
  selectOptionalText,
  type TextRow,
} from "../db/instruments";
import { type PersonRecord, selectPeople } from "../db/people";
import { proposedText, startingText } from "./amendment-texts";
import { tagOf } from "./instrument-summary";
import { isMember, permissions, type Viewer } from "./viewer";
import { isOwnOf } from "./whose-amendment";

/** The people of the conference by name, for mentions. */
export async function readPeople({ pool, conferenceId }: Viewer): Promise<PersonView[]> {
  const people = await selectPeople(pool, conferenceId);
  return people.map(presentPerson).sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function presentPerson({ id, name, role, delegation }: PersonRecord): PersonView {
  return { id, name, role, delegation: delegation && { code: delegation.code, name: delegation.name } };
}

/** The threads beside a text, or beside a draft, for who may read it; null: it does not exist, or not for this reader. */
export async function readComments(
  viewer: Viewer,
  slug: string,
  { language, amendment }: { language: string; amendment: string | null },
): Promise<z.infer<typeof threadsShape> | null> {
  const { pool, conferenceId } = viewer;
  const instrument = await selectOptionalInstrument(pool, conferenceId, slug);
  const text = instrument && (await selectOptionalText(pool, instrument.id, language));
  if (!instrument || !text) return null;
  const found =
    amendment === null
      ? await besideText(viewer, instrument, text)
      : await besideDraft(viewer, instrument, amendment);
  if (!found) return null;
  const { permission, rows } = found;
  const said = await saidIn(viewer, rows, permission.ok);
  const threads = rows.map((row): ThreadView => {
    const { id, language, anchor, quote } = row;
    return { id, language, anchor, quote, ...said(row) };
  });
  return { permission, threads };
}

/** What is said about a submitted amendment; null: it does not exist, or is a draft. */
export async function readDiscussion(viewer: Viewer, id: string): Promise<DiscussionView | null> {
  const { pool, conferenceId, actor } = viewer;
  const amendment = await selectOptionalAmendment(pool, id);
  if (amendment?.conferenceId !== conferenceId || amendment.state === "draft") return null;
  const instrument = await selectInstrument(pool, amendment.instrumentId);
  const bodyMember = await isMember(pool, conferenceId, actor, bodySeized(instrument.stage));
  const { language } = amendment;
  const rights = permissions(actor, instrument, ["read_amendments", "discuss_amendment"], {
    language,
    bodyMember,
    ownAmendment: isOwnOf(actor.delegation?.id, amendment),
  });
  if (!rights.read_amendments?.ok) return null;
  const permission = rights.discuss_amendment ?? REFUSED;
  const rows = await selectDiscussion(pool, id);
  const said = await saidIn(viewer, rows, permission.ok);
  const paths = rows.some(({ anchor }) => anchor) ? await pathsIn(viewer, amendment) : new Map();
  const threads = rows.map((row) => {
    const { id, anchor, quote } = row;
    const about = anchor && { block: anchor.block, path: paths.get(anchor.block) ?? anchor.block, quote };
    return { id, about, ...said(row) };
  });
  return { permission, threads };
}

/** How paragraphs are called where an amendment was made, or as it would have them. */
async function pathsIn({ pool }: Viewer, amendment: AmendmentRow): Promise<Map<string, string>> {
  const texts = [await startingText(pool, amendment), await proposedText(pool, amendment)];
  const numbers = texts.flatMap(({ blocks }) => [...numberBlocks(blocks, amendment.language)]);
  return new Map(numbers.map(([id, { path }]) => [id, path]));
}

/** Who said what in each of these threads, and whether it is settled. */
async function saidIn(
  viewer: Viewer,
  rows: readonly Pick<ThreadRow, "id">[],
  mayWrite: boolean,
): Promise<(row: ThreadRow) => Pick<ThreadView, "resolved" | "comments">> {
  const { pool, conferenceId } = viewer;
  const people = new Map((await selectPeople(pool, conferenceId)).map((one) => [one.id, one]));
  const comments = await selectComments(
    pool,
    rows.map(({ id }) => id),
  );
  return ({ id, resolvedAt, resolvedBy }) => ({
    resolved: resolvedAt === null ? null : { at: resolvedAt, by: resolvedBy ?? "" },
    comments: comments
      .filter(({ threadId }) => threadId === id)
      .map((one) => presentComment(viewer, one, people, mayWrite && resolvedAt === null)),
  });
}

type Found = { permission: Permission; rows: PlacedThreadRow[] };
const REFUSED: Permission = { ok: false, code: "not_allowed", rule: null };

async function besideText(
  { pool, conferenceId, actor }: Viewer,
  instrument: InstrumentRow,
  { language }: TextRow,
): Promise<Found | null> {
  const bodyMember = await isMember(pool, conferenceId, actor, bodySeized(instrument.stage));
  const rights = permissions(actor, instrument, ["read_text", "comment"], { language, bodyMember });
  if (!rights.read_text?.ok) return null;
  return { permission: rights.comment ?? REFUSED, rows: await selectThreads(pool, instrument.id) };
}

/** A draft is seen by its sponsors alone: what they say about it too. */
async function besideDraft(viewer: Viewer, instrument: InstrumentRow, id: string): Promise<Found | null> {
  const { pool, actor } = viewer;
  const amendment = await selectOptionalAmendment(pool, id);
  if (amendment?.instrumentId !== instrument.id || !isOwnOf(actor.delegation?.id, amendment)) return null;
  const { language, state } = amendment;
  const rights = permissions(actor, instrument, ["edit_amendment"], { language, ownAmendment: true });
  const permission: Permission =
    state === "draft"
      ? (rights.edit_amendment ?? REFUSED)
      : { ok: false, code: "wrong_state", rule: null, detail: { state } };
  return { permission, rows: await selectThreadsOfDraft(pool, id) };
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
  return (await selectMentions(pool, person.id)).map(({ authorId, amendment, ...mention }) => ({
    ...mention,
    amendment: amendment && {
      id: amendment.id,
      tag: tagOf(amendment.number),
      isDraft: amendment.state === "draft",
    },
    by: presentPerson(known(people, authorId)),
  }));
}
