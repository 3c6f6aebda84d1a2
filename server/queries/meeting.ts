import type { MeetingView, MotionView, PointView, SpeechView } from "../../shared/api/meeting";
import type { Permission } from "../../shared/api/views/common";
import {
  decideHearing,
  decideMotion,
  decideMove,
  MOTIONS,
  speakersOn,
} from "../../shared/rules/meeting/motions";
import { decideRaise } from "../../shared/rules/meeting/points-of-order";
import { allowedMs, callingOrder, type Lists, type Speech } from "../../shared/rules/meeting/speakers";
import { BODY_SLUGS } from "../../shared/rules/people";
import type { Preset } from "../../shared/rules/presets";
import { debateQuorum, decisionQuorum } from "../../shared/rules/quorum";
import type { Refusal } from "../../shared/rules/refusal";
import { may, type Situation, situationIn } from "../../shared/rules/rights";
import type { Act } from "../../shared/rules/rights-table";
import { selectBody, selectOptionalPresence } from "../db/conferences";
import {
  type ProceedingsRow,
  selectOptionalLatestPoint,
  selectPendingMotions,
  selectProceedings,
} from "../db/motions";
import {
  type SpeakersListRow,
  type SpeechRow,
  selectOptionalFloor,
  selectOptionalSpeakersList,
  selectSpeeches,
  selectSpeechesOnMotion,
} from "../db/speakers";
import { tagOf } from "./instrument-summary";
import { inMeeting } from "./proceedings";
import { presetFor } from "./rules";
import type { Viewer } from "./viewer";

const ACTS: readonly Act[] = [
  "ask_floor",
  "lead_debate",
  "call_speaker",
  "open_meeting",
  "suspend_meeting",
  "move_motion",
  "put_motion",
  "raise_point",
  "rule_on_point",
  "appeal_ruling",
];
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
  const proceedings = await selectProceedings(pool, body.id);
  const situation = { ...situationIn(known, member), ...inMeeting(proceedings) };
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
    sitting: proceedings.sitting,
    motions: await readMotions(viewer, body.id, preset, situation),
    point: await readPoint(viewer, body.id),
    speakingMs: preset.speakingMs,
    list: list && {
      id: list.id,
      topic: list.topic,
      sides: list.sides,
      closed: list.closed,
      speakingMs: list.speakingMs,
    },
    ...(await readSpeeches(viewer, body.id, list, preset)),
    permissions: {
      ...Object.fromEntries(ACTS.map((act) => [act, may(actor, act, situation)])),
      ...interrupting(viewer, situation, proceedings),
    },
  };
}

/** The right to do it, and what the rules say about it now. */
function both({ actor }: Viewer, act: Act, situation: Situation, rule: () => { ok: true } | Refusal) {
  const right = may(actor, act, situation);
  if (!right.ok) return right;
  const decision = rule();
  return decision.ok ? ({ ok: true } as const) : decision;
}

/** While a vote is open no motion is moved, and a point of order is about its conduct (Rule P5). */
function interrupting(
  viewer: Viewer,
  situation: Situation,
  { votingOpen, pointId }: ProceedingsRow,
): Record<string, Permission> {
  const pending = pointId === null ? 0 : 1;
  return {
    move_motion: both(viewer, "move_motion", situation, () => decideMove({ votingOpen })),
    raise_point: both(viewer, "raise_point", situation, () =>
      decideRaise({ votingOpen, onConduct: true, pending }),
    ),
  };
}

type Speeches = Pick<MeetingView, "floor" | "waiting" | "replies" | "asking" | "heard">;

async function readSpeeches(
  viewer: Viewer,
  bodyId: string,
  list: SpeakersListRow | null,
  preset: Preset,
): Promise<Speeches> {
  const speaking = await selectOptionalFloor(viewer.pool, bodyId);
  const onMotion = speaking?.motionId ? presentSpeech(viewer, speaking, preset.speakingMs) : null;
  if (!list) return { floor: onMotion, waiting: [], replies: [], asking: [], heard: [] };
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
    floor: floor ? view(floor) : onMotion,
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

async function readMotions(
  viewer: Viewer,
  bodyId: string,
  preset: Preset,
  situation: Situation,
): Promise<MotionView[]> {
  const { pool, actor } = viewer;
  const rows = await selectPendingMotions(pool, bodyId);
  const floor = await selectOptionalFloor(pool, bodyId);
  // What a motion makes others wait for it does not wait for itself.
  const onMotion = { ...situation, motionPending: null };
  const pending = rows.filter(({ state }) => state === "moved");
  const views: MotionView[] = [];
  for (const row of [...rows].sort((a, b) => MOTIONS.indexOf(a.kind) - MOTIONS.indexOf(b.kind))) {
    const speeches = await selectSpeechesOnMotion(pool, row.id);
    const on = (side: string) => speeches.filter(({ list }) => list === side).length;
    const waiting = callingOrder(listsOf({ closed: false }, speeches), "for");
    const facts = {
      preset,
      pending,
      spoken: { for: on("for"), against: on("against") },
      waiting: waiting.length,
    };
    const allowed = speakersOn(row.kind, preset);
    const view = (speech: SpeechRow) => presentSpeech(viewer, speech, preset.speakingMs);
    const speak = (side: "for" | "against") =>
      both(viewer, "move_motion", situation, () => decideMotion(row, "speak", { ...facts, side }));
    views.push({
      id: row.id,
      instrument: row.instrument,
      kind: row.kind,
      about: row.about === null ? null : tagOf(row.about),
      words: row.words,
      state: row.state === "put" ? "put" : "moved",
      delegation: { code: row.delegation.code, name: row.delegation.name },
      movedAt: row.movedAt,
      mine: row.delegation.id === actor.delegation?.id,
      waiting: waiting.flatMap(({ id }) => speeches.filter((one) => one.id === id)).map(view),
      heard: speeches.filter(({ spokeMs }) => spokeMs !== null).map(view),
      places: {
        for: Math.max(0, allowed.for - facts.spoken.for),
        against: Math.max(0, allowed.against - facts.spoken.against),
      },
      speak: { for: speak("for"), against: speak("against") },
      put: both(viewer, "put_motion", onMotion, () => decideMotion(row, "put", facts)),
      hear: both(viewer, "call_speaker", onMotion, () => decideHearing(row.id, floor)),
      speaking: floor?.motionId === row.id,
    });
  }
  return views;
}

async function readPoint({ pool, actor }: Viewer, bodyId: string): Promise<PointView | null> {
  const row = await selectOptionalLatestPoint(pool, bodyId);
  if (!row || row.state === "withdrawn") return null;
  return {
    id: row.id,
    instrument: row.instrument,
    words: row.words,
    amendment: row.amendmentNumber && tagOf(row.amendmentNumber),
    onConduct: row.onConduct,
    state: row.state,
    delegation: { code: row.delegation.code, name: row.delegation.name },
    raisedAt: row.raisedAt,
    sustained: row.sustained,
    ruling: row.ruling,
    mine: row.delegation.id === actor.delegation?.id,
  };
}
