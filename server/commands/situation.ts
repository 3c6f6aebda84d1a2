import type { BodySlug } from "../../shared/rules/people";
import type { Preset } from "../../shared/rules/presets";
import type { Refusal } from "../../shared/rules/refusal";
import { may, type Situation, situationIn } from "../../shared/rules/rights";
import type { Act } from "../../shared/rules/rights-table";
import { bodySeized } from "../../shared/rules/stages";
import type { AmendmentRow } from "../db/amendments";
import { lockAmendment, selectOptionalAmendment } from "../db/amendments";
import {
  type BodyRow,
  lockBody,
  selectBody,
  selectBodyById,
  selectOptionalPresence,
} from "../db/conferences";
import {
  type InstrumentRow,
  lockInstrument,
  lockInstrumentOfVote,
  selectOptionalInstrument,
} from "../db/instruments";
import type { Tx } from "../db/pool";
import { lockOptionalVote, type VoteRow } from "../db/votes";
import { tagOf } from "../queries/instrument-summary";
import { type Matter, readInMeeting } from "../queries/proceedings";
import { presetFor } from "../queries/rules";
import { isOwnOf, seesDraft } from "../queries/whose-amendment";
import { type Context, type Failure, fail } from "./context";

/** Locks the instrument that people call `slug` and asks whether they may; the first thing most commands do. */
export async function enter(
  context: Context,
  tx: Tx,
  slug: string,
  act: Act,
  extra: Partial<Situation> = {},
  matter: Matter = {},
): Promise<{ ok: true; instrument: InstrumentRow } | Failure> {
  const found = await selectOptionalInstrument(tx, context.conferenceId, slug);
  if (!found) return fail("not_found", null, { instrument: slug });
  const instrument = await lockInstrument(tx, found.id);
  const body = await selectBody(tx, context.conferenceId, bodySeized(instrument.stage));
  const meeting = await readInMeeting(tx, body.id, { ...matter, instrumentId: instrument.id });
  return allow(context, act, instrument, { ...meeting, ...extra }) ?? { ok: true, instrument };
}

/** null: the person may; the rights table alone decides. */
export function allow(
  context: Context,
  act: Act,
  instrument: InstrumentRow,
  extra: Partial<Situation> = {},
): Failure | null {
  const answer = may(context.actor, act, {
    stage: instrument.stage,
    outcome: instrument.outcome,
    sourceLanguage: instrument.sourceLanguage,
    ...extra,
  });
  return answer.ok ? null : asFailure(answer);
}

export function asFailure(refusal: Refusal): Failure {
  return { ok: false, code: refusal.code, rule: refusal.rule, detail: refusal.detail };
}

/** Something else is before the body, and which amendment, where it is one. */
export function questionPending(rule: string, vote: VoteRow): Failure {
  const tag = vote.amendmentId === null ? {} : { tag: tagOf(vote.amendmentNumber) };
  return fail("question_pending", rule, { vote: vote.id, ...tag });
}

export function isOwn(context: Context, amendment: AmendmentRow): boolean {
  return isOwnOf(context.actor?.delegation?.id, amendment);
}

/** Locks an amendment after its instrument; an id of another conference is as unknown as any other. */
export async function enterAmendment(
  context: Context,
  tx: Tx,
  id: string,
  act: Act,
): Promise<{ ok: true; instrument: InstrumentRow; amendment: AmendmentRow } | Failure> {
  const found = await selectOptionalAmendment(tx, id);
  if (!found || found.conferenceId !== context.conferenceId)
    return fail("not_found", null, { amendment: id });
  const instrument = await lockInstrument(tx, found.instrumentId);
  const amendment = await lockAmendment(tx, id);
  if (amendment.state === "draft" && !seesDraft(context.actor?.delegation?.id, amendment))
    return fail("not_found", null, { amendment: id });
  return (
    allow(context, act, instrument, {
      language: amendment.language,
      ownAmendment: isOwn(context, amendment),
    }) ?? {
      ok: true,
      instrument,
      amendment,
    }
  );
}

export type Question = {
  ok: true;
  instrument: InstrumentRow;
  vote: VoteRow;
  /** The amendment it is about; null: the text as a whole. */
  tag: string | null;
  body: BodyRow;
  /** Whether the actor's delegation is noted as present; null: it is no member of the body. */
  delegationPresent: boolean | null;
  preset: Preset;
};

/** Locks the instrument and the question put on it. */
export async function enterVote(context: Context, tx: Tx, id: string, act: Act): Promise<Question | Failure> {
  const locked = await lockBoth(tx, context.conferenceId, id);
  if (!locked.ok) return locked;
  const { instrument, vote } = locked;
  const delegation = context.actor?.delegation?.id;
  const [meeting, body, presence, preset] = await Promise.all([
    readInMeeting(tx, vote.bodyId, vote),
    selectBodyById(tx, vote.bodyId),
    delegation === undefined ? null : selectOptionalPresence(tx, vote.bodyId, delegation),
    presetFor(tx, context.conferenceId),
  ]);
  const teller = context.person !== null && vote.tellers.includes(context.person.id);
  const denied = allow(context, act, instrument, { bodyMember: presence !== null, teller, ...meeting });
  if (denied) return denied;
  return {
    ok: true,
    instrument,
    vote,
    tag: vote.amendmentId && tagOf(vote.amendmentNumber),
    body,
    delegationPresent: presence,
    preset,
  };
}

/** The same for many at once: each is then asked for by `allow`. */
export async function lockQuestion(tx: Tx, conferenceId: string, id: string) {
  const locked = await lockBoth(tx, conferenceId, id);
  if (!locked.ok) return locked;
  return { ...locked, meeting: await readInMeeting(tx, locked.vote.bodyId, locked.vote) };
}

/** An id of another conference is as unknown as any other. */
async function lockBoth(tx: Tx, conferenceId: string, id: string) {
  const [instrument, vote] = await Promise.all([lockInstrumentOfVote(tx, id), lockOptionalVote(tx, id)]);
  if (!vote || instrument?.conferenceId !== conferenceId) return fail("not_found", null, { vote: id });
  return { ok: true as const, instrument, vote };
}

/** Locks a body and asks whether the person may. A lock on an instrument comes before this one. */
export async function enterBody(
  context: Context,
  tx: Tx,
  slug: BodySlug,
  act: Act,
): Promise<{ ok: true; body: BodyRow; preset: Preset } | Failure> {
  const { id } = await selectBody(tx, context.conferenceId, slug);
  await lockBody(tx, id);
  const delegation = context.actor?.delegation?.id;
  const member = delegation !== undefined && (await selectOptionalPresence(tx, id, delegation)) !== null;
  const answer = may(context.actor, act, { ...situationIn(slug, member), ...(await readInMeeting(tx, id)) });
  if (!answer.ok) return asFailure(answer);
  return { ok: true, body: await selectBodyById(tx, id), preset: await presetFor(tx, context.conferenceId) };
}
