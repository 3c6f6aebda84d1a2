import type { IncomingMessage } from "node:http";
import type { Pool } from "pg";
import { CLOSE } from "../../shared/api/close-codes";
import { may } from "../../shared/rules/rights";
import type { Language } from "../../shared/text/model";
import { actorOf } from "../commands/context";
import { selectOptionalAmendmentOfRoom } from "../db/amendments";
import { type InstrumentRow, selectInstrument, selectOptionalTextOfRoom } from "../db/instruments";
import { selectOptionalQuestion } from "../db/votes";
import { isOwnOrigin, type SessionOf, sessionOf } from "./sign-in";

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

/** Whether a socket may enter a room and write there: asked at the upgrade and whenever rights may have changed. */
export async function roomAccess(
  deps: { pool: Pool; now(): Date; publicUrl: string | null },
  request: IncomingMessage,
  room: string,
): Promise<RoomAnswer> {
  if (!isOwnOrigin(request, deps.publicUrl)) return refuse(CLOSE.NOT_ALLOWED, "foreign_origin");
  const session = await sessionOf(deps.pool, request, deps.now());
  if (!session) return refuse(CLOSE.SIGN_IN, "sign_in_required");
  // A page that was opened by the person before, on a machine that several use: its words are not this person's.
  const expected = new URL(request.url ?? "", "ws://room").searchParams.get("person");
  if (expected !== null && expected !== session.person.id) return refuse(CLOSE.SIGN_IN, "somebody_else");
  if (!ROOM_NAME.test(room)) return refuse(CLOSE.ROOM_NOT_FOUND, "not_found");
  const text = await selectOptionalTextOfRoom(deps.pool, room);
  if (text) return textAccess(deps.pool, session, text);
  return amendmentAccess(deps.pool, session, room);
}

async function textAccess(
  pool: Pool,
  session: SessionOf,
  text: { instrumentId: string; language: Language; frozen: boolean },
): Promise<RoomAnswer> {
  const { person } = session;
  const instrument = await selectInstrument(pool, text.instrumentId);
  if (instrument.conferenceId !== person.conferenceId) return refuse(CLOSE.ROOM_NOT_FOUND, "not_found");
  const situation = {
    ...situationOf(instrument),
    language: text.language,
    questionPending: (await selectOptionalQuestion(pool, instrument.id)) !== null,
  };
  const actor = actorOf(person);
  if (!may(actor, "read_text", situation).ok) return refuse(CLOSE.NOT_ALLOWED, "not_allowed");
  const write = !text.frozen && may(actor, "write_text", situation).ok;
  return admit(session, write);
}

/** A draft amendment is seen by its sponsors alone; to others its room does not exist. */
async function amendmentAccess(pool: Pool, session: SessionOf, room: string): Promise<RoomAnswer> {
  const { person } = session;
  const amendment = await selectOptionalAmendmentOfRoom(pool, room);
  if (!amendment || amendment.conferenceId !== person.conferenceId)
    return refuse(CLOSE.ROOM_NOT_FOUND, "not_found");
  const mine = person.delegation?.id;
  const ownAmendment =
    mine !== undefined &&
    (amendment.delegation.id === mine || amendment.sponsors.some(({ id }) => id === mine));
  if (!ownAmendment) return refuse(CLOSE.ROOM_NOT_FOUND, "not_found");
  const instrument = await selectInstrument(pool, amendment.instrumentId);
  const write =
    amendment.state === "draft" &&
    may(actorOf(person), "edit_amendment", {
      ...situationOf(instrument),
      language: amendment.language,
      ownAmendment,
    }).ok;
  return admit(session, write);
}

function situationOf({ stage, outcome, sourceLanguage }: InstrumentRow) {
  return { stage, outcome, sourceLanguage };
}
