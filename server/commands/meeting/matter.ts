import type { Act } from "../../../shared/rules/rights-table";
import { bodySeized } from "../../../shared/rules/stages";
import {
  type BodyRow,
  lockBody,
  selectBody,
  selectBodyById,
  selectOptionalPresence,
} from "../../db/conferences";
import { type InstrumentRow, lockInstrument, selectOptionalInstrument } from "../../db/instruments";
import { type MotionRow, type PointRow, selectOptionalMotion, selectOptionalPoint } from "../../db/motions";
import type { Tx } from "../../db/pool";
import { readInMeeting } from "../../queries/proceedings";
import { presetFor } from "../../queries/rules";
import { type Context, type Failure, fail } from "../context";
import { allow } from "../situation";

/** What a motion or a point of order is about: a text, and the body before which it is. */
export type Matter = {
  ok: true;
  instrument: InstrumentRow;
  body: BodyRow;
  preset: Awaited<ReturnType<typeof presetFor>>;
};

/** Locks the instrument, then the body: what is moved and ruled on in a meeting happens one after another. */
async function enterMatter(
  context: Context,
  tx: Tx,
  instrumentId: string,
  bodyId: string | null,
  act: Act,
  about: { motionId?: string; pointId?: string },
): Promise<Matter | Failure> {
  const instrument = await lockInstrument(tx, instrumentId);
  const seized = bodyId ?? (await selectBody(tx, context.conferenceId, bodySeized(instrument.stage))).id;
  await lockBody(tx, seized);
  const delegation = context.actor?.delegation?.id;
  const presence = delegation === undefined ? null : await selectOptionalPresence(tx, seized, delegation);
  const meeting = await readInMeeting(tx, seized, { ...about, instrumentId });
  const denied = allow(context, act, instrument, { bodyMember: presence !== null, ...meeting });
  if (denied) return denied;
  const body = await selectBodyById(tx, seized);
  return { ok: true, instrument, body, preset: await presetFor(tx, context.conferenceId) };
}

/** For something new about an instrument. */
export async function enterDebate(
  context: Context,
  tx: Tx,
  slug: string,
  act: Act,
): Promise<Matter | Failure> {
  const found = await selectOptionalInstrument(tx, context.conferenceId, slug);
  if (!found) return fail("not_found", null, { instrument: slug });
  return enterMatter(context, tx, found.id, null, act, {});
}

export async function enterMotion(
  context: Context,
  tx: Tx,
  id: string,
  act: Act,
): Promise<(Matter & { motion: MotionRow }) | Failure> {
  const found = await selectOptionalMotion(tx, id);
  if (!found || found.conferenceId !== context.conferenceId) return fail("not_found", null, { motion: id });
  const entered = await enterMatter(context, tx, found.instrumentId, found.bodyId, act, { motionId: id });
  if (!entered.ok) return entered;
  const motion = await selectOptionalMotion(tx, id);
  return motion ? { ...entered, motion } : fail("not_found", null, { motion: id });
}

export async function enterPoint(
  context: Context,
  tx: Tx,
  id: string,
  act: Act,
): Promise<(Matter & { point: PointRow }) | Failure> {
  const found = await selectOptionalPoint(tx, id);
  if (!found || found.conferenceId !== context.conferenceId) return fail("not_found", null, { point: id });
  const entered = await enterMatter(context, tx, found.instrumentId, found.bodyId, act, { pointId: id });
  if (!entered.ok) return entered;
  const point = await selectOptionalPoint(tx, id);
  return point ? { ...entered, point } : fail("not_found", null, { point: id });
}

/** The delegation and person that act; the rights table let nobody else come so far. */
export function whoActs(context: Context): { delegation: { id: string; code: string }; personId: string } {
  const delegation = context.actor?.delegation;
  if (!delegation || !context.person)
    throw new Error("the rights table let somebody without a delegation move something");
  return { delegation, personId: context.person.id };
}
