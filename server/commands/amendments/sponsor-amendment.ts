import type { CommandBody } from "../../../shared/api/commands";
import { takesSponsors } from "../../../shared/rules/amendments";
import { deleteSponsor, insertSponsor } from "../../db/amendments";
import { deleteInvitation } from "../../db/invitations";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, DONE, fail, type Result } from "../context";
import { enterAmendment } from "../situation";
import { transact } from "../transact";

/** The actor's delegation joins the sponsors, invited or not (Rule W5); again is no error and changes nothing. */
export function sponsorAmendment(
  context: Context,
  body: CommandBody<"sponsor-amendment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "sponsor_amendment");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    const delegation = context.actor?.delegation;
    if (!delegation) throw new Error("the rights table let somebody without a delegation sponsor");
    if (!takesSponsors(amendment.state)) return fail("wrong_state", null, { state: amendment.state });
    if (amendment.delegation.id === delegation.id) return DONE;
    if (amendment.sponsors.some(({ id }) => id === delegation.id)) return DONE;
    await insertSponsor(unit.tx, amendment.id, delegation.id, unit.at);
    await deleteInvitation(unit.tx, amendment.id, delegation.id);
    const { room } = amendment;
    // In a draft they write from now on.
    if (amendment.state === "draft" && room !== null)
      unit.afterCommit(() => context.deps.rooms.reauthorise(room));
    unit.record(
      "amendment.sponsored",
      amendment.id,
      { tag: tagOf(amendment.number), delegation: delegation.code },
      instrument.slug,
    );
    return DONE;
  });
}

/** A co-sponsor leaves; the amendment stays (Rule W5). */
export function leaveAmendment(
  context: Context,
  body: CommandBody<"leave-amendment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enterAmendment(context, unit.tx, body.amendment, "sponsor_amendment");
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    const delegation = context.actor?.delegation;
    if (!amendment.sponsors.some(({ id }) => id === delegation?.id) || !delegation)
      return fail("not_found", "W5", { delegation: delegation?.code });
    if (!takesSponsors(amendment.state)) return fail("wrong_state", "W5", { state: amendment.state });
    await deleteSponsor(unit.tx, amendment.id, delegation.id);
    const { room } = amendment;
    // Of a draft they have seen the last.
    if (room !== null) unit.afterCommit(() => context.deps.rooms.reauthorise(room));
    unit.record(
      "amendment.sponsor_left",
      amendment.id,
      { tag: tagOf(amendment.number), delegation: delegation.code },
      instrument.slug,
    );
    return DONE;
  });
}
