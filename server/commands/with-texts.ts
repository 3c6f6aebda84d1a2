import type { Situation } from "../../shared/rules/rights";
import type { Act } from "../../shared/rules/rights-table";
import { bodySeized } from "../../shared/rules/stages";
import type { Language } from "../../shared/text/model";
import { selectBody } from "../db/conferences";
import { type InstrumentRow, selectOptionalInstrument, selectTexts, type TextRow } from "../db/instruments";
import type { Tx } from "../db/pool";
import { type Matter, readInMeeting } from "../queries/proceedings";
import { type Context, type Failure, fail, type LockedRoom, type Result } from "./context";
import { allow, enter } from "./situation";
import { transact, type Unit } from "./transact";

/** Texts that are held still, inside the transaction of one command. */
export type Still = { unit: Unit; instrument: InstrumentRow; texts: TextRow[]; rooms: LockedRoom[] };

/** The room of a text among those that are held. */
export function roomOf({ rooms }: Still, text: TextRow): LockedRoom {
  const room = rooms.find(({ roomId }) => roomId === text.roomId);
  if (!room) throw new Error(`room ${text.room} is not held still`);
  return room;
}

/**
 * Runs a command with an instrument's texts (all, or those of `languages`) held still: nobody's typing enters them between
 * what is decided and what is written. Asks for the right twice: before anything is held, so that nobody without it can
 * make the writers wait, and inside, where it counts.
 */
export async function withTexts<T>(
  context: Context,
  about: {
    instrument: string;
    act: Act;
    language?: Language;
    languages?: readonly Language[];
    /** The motion or appeal that it is about. */
    matter?: Matter;
    /** What else the right hangs on. */
    situation?: Partial<Situation>;
  },
  work: (still: Still) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { pool } = context.deps;
  const extra = {
    ...about.situation,
    ...(about.language === undefined ? {} : { language: about.language }),
  };
  const found = await selectOptionalInstrument(pool, context.conferenceId, about.instrument);
  if (!found) return fail("not_found", null, { instrument: about.instrument });
  const { id: seized } = await selectBody(pool, context.conferenceId, bodySeized(found.stage));
  const meeting = await readInMeeting(pool, seized, { ...about.matter, instrumentId: found.id });
  const denied = allow(context, about.act, found, { ...meeting, ...extra });
  if (denied) return denied;
  const texts = (await selectTexts(pool, found.id)).filter(
    ({ language }) => about.languages === undefined || about.languages.includes(language),
  );
  const missing = about.languages?.find((language) => !texts.some((text) => text.language === language));
  if (missing !== undefined)
    return fail("not_found", null, { instrument: about.instrument, language: missing });
  return holding(
    context,
    texts,
    (tx) => enter(context, tx, about.instrument, about.act, extra, about.matter),
    ({ instrument }, still) => work({ ...still, instrument }),
  );
}

/** The same where the right was asked for already and is asked for again by `enter`. */
export function holding<E extends { ok: true }, T>(
  context: Context,
  texts: TextRow[],
  enter: (tx: Tx) => Promise<E | Failure>,
  work: (entered: E, still: Omit<Still, "instrument">) => Promise<Result<T>>,
): Promise<Result<T>> {
  return context.deps.rooms.withLockedRooms(
    texts.map(({ room }) => room),
    (rooms) =>
      transact(context, async (unit) => {
        const entered = await enter(unit.tx);
        return entered.ok ? work(entered, { unit, texts, rooms }) : entered;
      }),
  );
}
