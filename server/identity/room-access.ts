import type { IncomingMessage } from "node:http";
import type { Pool } from "pg";
import { CLOSE } from "../../shared/api/close-codes";
import { may } from "../../shared/rules/rights";
import type { Language } from "../../shared/text/model";
import { actorOf } from "../commands/context";
import { type AmendmentRow, selectOptionalAmendmentOfRoom } from "../db/amendments";
import { type InstrumentRow, selectInstrument, selectOptionalInstrumentOfRoom } from "../db/instruments";
import { isOwnOf, seesDraft } from "../queries/whose-amendment";
import { isOwnOrigin, type SessionOf, sessionsOf, sessionToken } from "./sign-in";

type Refused = { ok: false; closeCode: number; reason: string };
export type RoomAnswer =
  | {
      ok: true;
      person: { id: string; name: string };
      session: { id: string; expiresInMs: number };
      access: { write: boolean; presence: boolean };
    }
  | Refused;

/** As the database has it; a NUL would not even reach it. */
const ROOM_NAME = /^[a-z0-9][a-z0-9.-]{1,120}$/;

const refuse = (closeCode: number, reason: string): Refused => ({ ok: false, closeCode, reason });

function admit({ person, id, expiresInMs }: SessionOf, write: boolean): RoomAnswer {
  return {
    ok: true,
    person: { id: person.id, name: person.name },
    session: { id, expiresInMs },
    access: { write, presence: write },
  };
}

/** What a room is about, as far as it matters to who may enter it. */
type Matter =
  | { kind: "text"; instrument: InstrumentRow; language: Language; frozen: boolean; questionPending: boolean }
  | { kind: "amendment"; instrument: InstrumentRow; amendment: AmendmentRow };

/** Which of these sockets may enter a room and write there: asked at the upgrade and whenever rights may have changed. */
export async function roomAccess(
  deps: { pool: Pool; now(): Date; publicUrl: string | null },
  requests: IncomingMessage[],
  room: string,
): Promise<RoomAnswer[]> {
  const isAsked = ROOM_NAME.test(room) && requests.some((request) => sessionToken(request) !== null);
  // At once: when hundreds come in, each answer of the database waits for its turn.
  const [sessions, matter] = await Promise.all([
    sessionsOf(deps.pool, requests, deps.now()),
    isAsked ? matterOf(deps.pool, room) : null,
  ]);
  return requests.map((request, i) => {
    if (!isOwnOrigin(request, deps.publicUrl)) return refuse(CLOSE.NOT_ALLOWED, "foreign_origin");
    const session = sessions[i];
    if (!session) return refuse(CLOSE.SIGN_IN, "sign_in_required");
    // A page that was opened by the person before, on a machine that several use: its words are not this person's.
    const expected = new URL(request.url ?? "", "ws://room").searchParams.get("person");
    if (expected !== null && expected !== session.person.id) return refuse(CLOSE.SIGN_IN, "somebody_else");
    if (matter?.instrument.conferenceId !== session.person.conferenceId)
      return refuse(CLOSE.ROOM_NOT_FOUND, "not_found");
    return matter.kind === "text" ? textAccess(session, matter) : amendmentAccess(session, matter);
  });
}

async function matterOf(pool: Pool, room: string): Promise<Matter | null> {
  const text = await selectOptionalInstrumentOfRoom(pool, room);
  if (text) {
    const { language, frozen, questionPending, ...instrument } = text;
    return { kind: "text", instrument, language, frozen, questionPending };
  }
  const amendment = await selectOptionalAmendmentOfRoom(pool, room);
  if (!amendment) return null;
  return { kind: "amendment", amendment, instrument: await selectInstrument(pool, amendment.instrumentId) };
}

function textAccess(session: SessionOf, text: Matter & { kind: "text" }): RoomAnswer {
  const { language, questionPending } = text;
  const situation = { ...situationOf(text.instrument), language, questionPending };
  const actor = actorOf(session.person);
  if (!may(actor, "read_text", situation).ok) return refuse(CLOSE.NOT_ALLOWED, "not_allowed");
  return admit(session, !text.frozen && may(actor, "write_text", situation).ok);
}

/** A draft amendment is seen by its sponsors and those they invited; to others its room does not exist. */
function amendmentAccess(session: SessionOf, draft: Matter & { kind: "amendment" }): RoomAnswer {
  const { instrument, amendment } = draft;
  const mine = session.person.delegation?.id;
  if (!seesDraft(mine, amendment)) return refuse(CLOSE.ROOM_NOT_FOUND, "not_found");
  const ownAmendment = isOwnOf(mine, amendment);
  const situation = { ...situationOf(instrument), language: amendment.language, ownAmendment };
  const write = amendment.state === "draft" && may(actorOf(session.person), "edit_amendment", situation).ok;
  return admit(session, write);
}

function situationOf({ stage, outcome, sourceLanguage }: InstrumentRow) {
  return { stage, outcome, sourceLanguage };
}
