import type { CommandBody } from "../../../shared/api/commands";
import { decideAmendment, holdsUpText } from "../../../shared/rules/amendments";
import { selectAmendmentStates, updateAmendmentState } from "../../db/amendments";
import { selectOptionalInstrument } from "../../db/instruments";
import { selectDelegations } from "../../db/people";
import { freezeRoom } from "../../db/rooms";
import { replaceTextSponsors, selectTextSponsors } from "../../db/sponsors";
import { tagOf } from "../../queries/instrument-summary";
import { isTextSponsor } from "../../queries/whose-amendment";
import { type Context, DONE, fail, type Result } from "../context";
import { enter } from "../situation";
import { transact } from "../transact";
import { changeStage } from "./change-stage";

/** The secretariat records who brings a text before the body (Rule W4): the drafting committee, delegations, or both. */
export function nameSponsors(
  context: Context,
  body: CommandBody<"name-sponsors">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const entered = await enter(context, unit.tx, body.instrument, "name_sponsors");
    if (!entered.ok) return entered;
    const { instrument } = entered;
    const codes = [...new Set(body.delegations)].sort();
    if (!body.committee && codes.length === 0)
      return fail("invalid_request", "W4", {
        problems: [{ path: "delegations", message: "the committee, or a delegation" }],
      });
    const all = await selectDelegations(unit.tx, context.conferenceId);
    const named = all.filter(({ code, voting }) => voting && codes.includes(code));
    const unknown = codes.filter((code) => !named.some((one) => one.code === code));
    if (unknown.length > 0) return fail("not_found", null, { delegations: unknown });
    await replaceTextSponsors(unit.tx, instrument.id, {
      committee: body.committee,
      delegations: named.map(({ id }) => id),
    });
    unit.record(
      "text.sponsored",
      instrument.slug,
      { committee: body.committee, delegations: codes },
      instrument.slug,
    );
    return DONE;
  });
}

/** Its sponsors take a text back before it is amended or voted (Rule W1). What would have amended it lapses with it. */
export async function withdrawText(
  context: Context,
  body: CommandBody<"withdraw-text">,
): Promise<Result<{ ok: true }>> {
  const { pool } = context.deps;
  const found = await selectOptionalInstrument(pool, context.conferenceId, body.instrument);
  if (!found) return fail("not_found", null, { instrument: body.instrument });
  const sponsors = await selectTextSponsors(pool, found.id);
  return changeStage(context, {
    instrument: body.instrument,
    act: "withdraw_text",
    situation: { textSponsor: isTextSponsor(context.actor, sponsors, found.stage) },
    event: "withdraw",
    recorded: "text.withdrawn",
    alsoWrite: async (unit, instrument, live, rooms) => {
      for (const { id, number, state } of await selectAmendmentStates(unit.tx, instrument.id)) {
        if (!holdsUpText(state)) continue;
        const lapsed = decideAmendment(state, "lapse", { fits: false });
        if (!lapsed.ok) throw new Error(`${tagOf(number)} cannot lapse: ${lapsed.code}`);
        await updateAmendmentState(unit.tx, id, lapsed.to);
        unit.record("amendment.lapsed", id, { tag: tagOf(number), because: null }, instrument.slug);
      }
      for (const { row } of live) await freezeRoom(unit.tx, row.roomId);
      for (const room of rooms) unit.afterCommit(() => room.freezeOnRelease());
      return { ok: true as const };
    },
  });
}
