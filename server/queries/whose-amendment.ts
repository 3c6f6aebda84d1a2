import type { Permission } from "../../shared/api/views/common";
import { decideStillOwn } from "../../shared/rules/amendments";
import type { Actor } from "../../shared/rules/people";
import type { Refusal } from "../../shared/rules/refusal";
import type { Stage } from "../../shared/rules/stages";
import { speaksForText } from "../../shared/rules/voting/reconsideration";
import type { AmendmentRow } from "../db/amendments";
import type { TextSponsorsRow } from "../db/sponsors";

type Owned = Pick<AmendmentRow, "delegation" | "sponsors" | "invitations">;

/** Proposed or sponsored by this delegation. `delegation`: an id; absent: of nobody's. */
export function isOwnOf(delegation: string | undefined, { delegation: proposer, sponsors }: Owned): boolean {
  return (
    delegation !== undefined && (proposer.id === delegation || sponsors.some(({ id }) => id === delegation))
  );
}

/** Asked to sponsor it, without an answer yet (Rule W5). */
export function isInvitedTo(delegation: string | undefined, { invitations }: Owned): boolean {
  return invitations.some(({ id, declinedAt }) => id === delegation && declinedAt === null);
}

/** A draft exists for those whose it is and those they invited. */
export function seesDraft(delegation: string | undefined, amendment: Owned): boolean {
  return isOwnOf(delegation, amendment) || isInvitedTo(delegation, amendment);
}

/** Whether somebody speaks for the sponsors of a text (Rule W4). */
export function isTextSponsor(actor: Actor | null, sponsors: TextSponsorsRow, stage: Stage): boolean {
  const { committee, delegations } = sponsors;
  return (
    actor !== null && speaksForText(actor, { committee, delegations: delegations.map(({ id }) => id) }, stage)
  );
}

/** `amended`: an amendment to it was adopted. Who proposes it is told that it is no longer theirs alone (Rules W1, W4). */
export function stillOwn(
  amended: boolean,
  permissions: Record<string, Permission>,
): Record<string, Permission> {
  const { withdraw_amendment: withdraw, revise_amendment: revise } = permissions;
  return {
    ...permissions,
    ...(withdraw?.ok ? { withdraw_amendment: decideStillOwn("W1", amended) } : {}),
    ...(revise?.ok ? { revise_amendment: decideStillOwn("W4", amended) } : {}),
  };
}

/** Who may put it at all is told whose turn it is (Rule A4). */
export function inTurn(
  { state }: Pick<AmendmentRow, "state">,
  turn: { ok: true } | Refusal,
  permissions: Record<string, Permission>,
): Record<string, Permission> {
  const waits = state === "open" && !turn.ok && permissions.put_amendment?.ok;
  return waits ? { ...permissions, put_amendment: turn } : permissions;
}
