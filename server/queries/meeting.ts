import type { MeetingView, SpeechView } from "../../shared/api/meeting";
import { allowedMs, callingOrder, type Lists, type Speech } from "../../shared/rules/meeting/speakers";
import { BODY_SLUGS } from "../../shared/rules/people";
import type { Preset } from "../../shared/rules/presets";
import { debateQuorum, decisionQuorum } from "../../shared/rules/quorum";
import { type Act, may, situationIn } from "../../shared/rules/rights";
import { selectBody, selectOptionalPresence } from "../db/conferences";
import {
  type SpeakersListRow,
  type SpeechRow,
  selectOptionalSpeakersList,
  selectSpeeches,
} from "../db/speakers";
import { presetFor, type Viewer } from "./viewer";

const ACTS: readonly Act[] = ["ask_floor", "lead_debate"];
/** Speeches that were heard, as far back as a screen shows them. */
const HEARD = 10;

/** A wish as the rules see it. */
export function speechOf(row: SpeechRow): Speech {
  const at = (time: string | null) => (time === null ? null : Date.parse(time));
  return {
    id: row.id,
    list: row.list,
    speaker: row.delegation?.code ?? row.person.id,
    askedAtMs: Date.parse(row.askedAt),
    priority: row.priority,
    startedAtMs: at(row.startedAt),
    spokeMs: row.spokeMs,
    held: { ms: row.heldMs, sinceMs: at(row.heldAt) },
  };
}

/** A list as the rules see it: without those that wait for the chair's consent. */
export function listsOf({ closed }: { closed: boolean }, rows: readonly SpeechRow[]): Lists {
  return { closed, speeches: rows.filter(({ admitted }) => admitted).map(speechOf) };
}

/** The conference's rules, with the time that the chair gives on this list. */
export function presetOf(list: { speakingMs: number }, preset: Preset): Preset {
  return { ...preset, speakingMs: list.speakingMs };
}

export async function readMeeting(viewer: Viewer, slug: string): Promise<MeetingView | null> {
  const { pool, conferenceId, actor } = viewer;
  const known = BODY_SLUGS.find((one) => one === slug);
  if (!known) return null;
  const body = await selectBody(pool, conferenceId, known);
  const preset = await presetFor(pool, conferenceId);
  const list = await selectOptionalSpeakersList(pool, body.id);
  const member =
    actor.delegation !== null && (await selectOptionalPresence(pool, body.id, actor.delegation.id)) !== null;
  const situation = situationIn(known, member);
  return {
    at: viewer.now().toISOString(),
    body: {
      slug: known,
      name: body.name,
      members: body.members,
      present: body.present,
      debateQuorum: debateQuorum(body.members, known, preset),
      decisionQuorum: decisionQuorum(body.members, preset),
    },
    speakingMs: preset.speakingMs,
    list: list && {
      id: list.id,
      topic: list.topic,
      sides: list.sides,
      closed: list.closed,
      speakingMs: list.speakingMs,
    },
    ...(await readSpeeches(viewer, list, preset)),
    permissions: Object.fromEntries(ACTS.map((act) => [act, may(actor, act, situation)])),
  };
}

type Speeches = Pick<MeetingView, "floor" | "waiting" | "replies" | "asking" | "heard">;

async function readSpeeches(viewer: Viewer, list: SpeakersListRow | null, preset: Preset): Promise<Speeches> {
  if (!list) return { floor: null, waiting: [], replies: [], asking: [], heard: [] };
  const rows = await selectSpeeches(viewer.pool, list.id);
  const lists = listsOf(list, rows);
  const given = presetOf(list, preset);
  const view = (row: SpeechRow) => presentSpeech(viewer, row, allowedMs(lists, speechOf(row), given));
  const inOrder = (order: Speech[]) =>
    order.flatMap(({ id }) => rows.filter((row) => row.id === id)).map(view);
  // Shown while others still wait before them.
  const replies = { ...lists, speeches: lists.speeches.filter((one) => one.list === "reply") };
  const floor = rows.find(({ startedAt, spokeMs }) => startedAt !== null && spokeMs === null);
  return {
    floor: floor ? view(floor) : null,
    waiting: inOrder(callingOrder(lists, list.sides ? "for" : "general")),
    replies: inOrder(callingOrder(replies, "reply")),
    asking: rows.filter(({ admitted }) => !admitted).map(view),
    heard: rows
      .filter(({ spokeMs }) => spokeMs !== null)
      .sort((a, b) => (b.startedAt ?? "").localeCompare(a.startedAt ?? ""))
      .slice(0, HEARD)
      .map(view),
  };
}

function presentSpeech({ person, actor }: Viewer, row: SpeechRow, allowed: number): SpeechView {
  const isOwn = row.person.id === person.id;
  return {
    id: row.id,
    list: row.list,
    delegation: row.delegation && { code: row.delegation.code, name: row.delegation.name },
    person: row.person.name,
    priority: row.priority,
    askedAt: row.askedAt,
    startedAt: row.startedAt,
    heldAt: row.heldAt,
    heldMs: row.heldMs,
    spokeMs: row.spokeMs,
    allowedMs: allowed,
    mine: isOwn || (row.delegation !== null && row.delegation.id === actor.delegation?.id),
  };
}
