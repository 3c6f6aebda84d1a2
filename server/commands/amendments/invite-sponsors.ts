import type { CommandBody } from "../../../shared/api/commands";
import { takesSponsors } from "../../../shared/rules/amendments";
import type { AmendmentRow } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { deleteInvitation, insertInvitation, updateInvitationDeclined } from "../../db/invitations";
import { type DelegationRecord, selectDelegations } from "../../db/people";
import { tagOf } from "../../queries/instrument-summary";
import { isInvitedTo } from "../../queries/whose-amendment";
import { type Context, DONE, type Failure, fail, type Result } from "../context";
import { enterAmendment } from "../situation";
import { transact, type Unit } from "../transact";

/** Delegations by code; only others than the proposer, and only with a vote (Rule W2). */
export async function namedSponsors(
  context: Context,
  unit: Unit,
  codes: string[],
  proposerId: string,
): Promise<{ ok: true; sponsors: DelegationRecord[] } | Failure> {
  const delegations = await selectDelegations(unit.tx, context.conferenceId);
  const sponsors: DelegationRecord[] = [];
  for (const code of new Set(codes)) {
    const delegation = delegations.find((one) => one.code === code);
    if (!delegation) return fail("not_found", null, { delegation: code });
    if (!delegation.voting) return fail("not_allowed", "W2", { delegation: code });
    if (delegation.id !== proposerId) sponsors.push(delegation);
  }
  return { ok: true, sponsors };
}

/** Asks those that neither sponsor it nor are asked already. They see a draft from now on. */
export async function invite(
  unit: Unit,
  instrument: InstrumentRow,
  amendment: AmendmentRow,
  delegations: DelegationRecord[],
): Promise<void> {
  const asked = delegations.filter(
    ({ id }) => !amendment.sponsors.some((one) => one.id === id) && !isInvitedTo(id, amendment),
  );
  if (asked.length === 0) return;
  for (const { id } of asked) await insertInvitation(unit.tx, amendment.id, id, unit.at);
  unit.record(
    "amendment.sponsors_invited",
    amendment.id,
    { tag: tagOf(amendment.number), delegations: asked.map(({ code }) => code) },
    instrument.slug,
  );
}

/** A sponsor asks other delegations to join (Rule W5). */
export function inviteSponsors(
  context: Context,
  body: CommandBody<"invite-sponsors">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "invite_sponsors");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    if (!takesSponsors(amendment.state)) return fail("wrong_state", "W5", { state: amendment.state });
    const named = await namedSponsors(context, unit, body.delegations, amendment.delegation.id);
    if (!named.ok) return named;
    await invite(unit, instrument, amendment, named.sponsors);
    return DONE;
  });
}

/** An invitation that was not answered with yes is taken back: a draft is out of their sight again. */
export function takeBackInvitation(
  context: Context,
  body: CommandBody<"take-back-invitation">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "invite_sponsors");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    const invited = amendment.invitations.find(({ code }) => code === body.delegation);
    if (!invited) return fail("not_found", "W5", { delegation: body.delegation });
    await deleteInvitation(unit.tx, amendment.id, invited.id);
    outOfSight(context, unit, amendment);
    unit.record(
      "amendment.invitation_taken_back",
      amendment.id,
      { tag: tagOf(amendment.number), delegation: invited.code },
      instrument.slug,
    );
    return DONE;
  });
}

/** The invited delegation does not join. */
export function declineInvitation(
  context: Context,
  body: CommandBody<"decline-invitation">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "sponsor_amendment");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    const delegation = context.actor?.delegation;
    if (!delegation || !isInvitedTo(delegation.id, amendment))
      return fail("not_found", "W5", { delegation: delegation?.code });
    await updateInvitationDeclined(unit.tx, amendment.id, delegation.id, unit.at);
    outOfSight(context, unit, amendment);
    unit.record(
      "amendment.invitation_declined",
      amendment.id,
      { tag: tagOf(amendment.number), delegation: delegation.code },
      instrument.slug,
    );
    return DONE;
  });
}

/** Of a draft they have seen the last. */
function outOfSight(context: Context, unit: Unit, { room }: AmendmentRow): void {
  if (room !== null) unit.afterCommit(() => context.deps.rooms.reauthorise(room));
}
