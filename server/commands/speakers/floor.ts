import { spokenMs } from "../../../shared/rules/meeting/speakers";
import type { Act } from "../../../shared/rules/rights-table";
import type { Tx } from "../../db/pool";
import {
  endSpeech,
  type SpeakersListRow,
  type SpeechRow,
  selectOptionalSpeakersListById,
  selectOptionalSpeech,
} from "../../db/speakers";
import { speechOf } from "../../queries/meeting";
import { type Context, type Failure, fail } from "../context";
import { enterBody } from "../situation";
import type { Unit } from "../transact";

type Entered = Extract<Awaited<ReturnType<typeof enterBody>>, { ok: true }>;

/** Locks the body whose list it is; one that has ended, or is another conference's, does not exist. */
export async function enterList(
  context: Context,
  tx: Tx,
  id: string,
  act: Act,
): Promise<(Entered & { list: SpeakersListRow }) | Failure> {
  const found = await selectOptionalSpeakersListById(tx, id);
  if (!found || found.conferenceId !== context.conferenceId) return fail("not_found", null, { list: id });
  const entered = await enterBody(context, tx, found.body, act);
  if (!entered.ok) return entered;
  const list = await selectOptionalSpeakersListById(tx, id);
  return list ? { ...entered, list } : fail("not_found", null, { list: id });
}

/** Locks the body in which somebody speaks, or wishes to. `own`: the right that is enough for one's own. */
export async function enterSpeech(
  context: Context,
  tx: Tx,
  id: string,
  { own }: { own: Act | null },
): Promise<(Entered & { speech: SpeechRow; isOwn: boolean }) | Failure> {
  const found = await selectOptionalSpeech(tx, id);
  if (!found || found.conferenceId !== context.conferenceId) return fail("not_found", null, { speech: id });
  const delegation = context.actor?.delegation?.id;
  const isOwn =
    found.person.id === context.person?.id ||
    (delegation !== undefined && found.delegation?.id === delegation);
  const entered = await enterBody(context, tx, found.body, own !== null && isOwn ? own : "lead_debate");
  if (!entered.ok) return entered;
  const speech = await selectOptionalSpeech(tx, id);
  return speech ? { ...entered, speech, isOwn } : fail("not_found", null, { speech: id });
}

/** Who speaks, for the record. */
export function named({ delegation, person, list }: SpeechRow): Record<string, unknown> {
  return { delegation: delegation?.code ?? null, person: person.name, side: list };
}

/** Ends a speech that has begun. */
export async function finish(unit: Unit, speech: SpeechRow): Promise<void> {
  const spokeMs = spokenMs(speechOf(speech), unit.at.getTime());
  if (spokeMs === null) throw new Error(`speech ${speech.id} has not begun`);
  // Never less than nothing, should the clock have been set back.
  const counted = Math.max(0, spokeMs);
  await endSpeech(unit.tx, speech.id, counted);
  unit.record("speaker.finished", speech.id, { ...named(speech), spokeMs: counted }, null);
}
