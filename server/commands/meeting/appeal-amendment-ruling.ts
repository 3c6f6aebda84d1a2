import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import type { LedgerEntry } from "../../../shared/records/ledger";
import { decideAmendment, takesSubAmendments } from "../../../shared/rules/amendments";
import { decideAppealOnAmendment, decidePoint } from "../../../shared/rules/meeting/points-of-order";
import { lockAmendment, selectOptionalAmendment } from "../../db/amendments";
import { type InstrumentRow, selectInstrument } from "../../db/instruments";
import { selectLedgerOf } from "../../db/ledger";
import { hasAppeal, insertPoint, type PointRow, selectProceedings, updateRuling } from "../../db/motions";
import { tagOf } from "../../queries/instrument-summary";
import { circulate } from "../amendments/rule-on-amendment";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure } from "../situation";
import { transact, type Unit } from "../transact";
import { enterDebate, whoActs } from "./matter";
import { holdFloor, letStandBefore, putAppeal } from "./points";

/**
 * A delegation appeals against the ruling that an amendment is inadmissible, and that is put to the vote at once: yes overrules the chair
 * (Rule P5). The ruling was given; so what is kept of it begins where any other ruling is appealed against.
 */
export function appealAmendmentRuling(
  context: Context,
  body: CommandBody<"appeal-amendment-ruling">,
): Promise<Result<CommandAnswer<"appeal-amendment-ruling">>> {
  return transact(context, async (unit) => {
    const found = await selectOptionalAmendment(unit.tx, body.amendment);
    if (!found || found.conferenceId !== context.conferenceId || found.state === "draft")
      return fail("not_found", null, { amendment: body.amendment });
    const { slug } = await selectInstrument(unit.tx, found.instrumentId);
    const entered = await enterDebate(context, unit.tx, slug, "appeal_ruling");
    if (!entered.ok) return entered;
    const { instrument, body: seized, preset } = entered;
    const amendment = await lockAmendment(unit.tx, found.id);
    const parent = amendment.parentId ? await selectOptionalAmendment(unit.tx, amendment.parentId) : null;
    const { votingOpen, pointId } = await selectProceedings(unit.tx, seized.id);
    const decision = decideAppealOnAmendment({
      state: amendment.state,
      parent: parent?.state ?? null,
      stage: instrument.stage,
      appealed: await hasAppeal(unit.tx, amendment.id),
      votingOpen,
      pending: pointId === null ? 0 : 1,
    });
    if (!decision.ok) return asFailure(decision);
    const settled = await letStandBefore(unit, entered);
    if (!settled.ok) return settled;

    const facts = { tally: null, members: seized.members, preset };
    const ruled = decidePoint("raised", "rule", facts);
    if (!ruled.ok) return asFailure(ruled);
    const appealed = decidePoint(ruled.to, "appeal", facts);
    if (!appealed.ok) return asFailure(appealed);
    const { delegation, personId } = whoActs(context);
    const { words } = body;
    const id = context.deps.newId();
    await insertPoint(unit.tx, {
      id,
      instrumentId: instrument.id,
      bodyId: seized.id,
      onConduct: false,
      words,
      amendmentId: amendment.id,
      delegationId: delegation.id,
      personId,
      raisedAt: unit.at,
    });
    const ruling = await reasonOf(context, unit, amendment.id);
    await updateRuling(unit.tx, id, { state: ruled.to, sustained: false, ruling });
    const vote = await putAppeal(context, unit, entered, id, appealed.to);
    unit.record(
      "point.appealed",
      id,
      {
        vote,
        delegation: delegation.code,
        amendment: amendment.id,
        tag: tagOf(amendment.number),
        words,
        body: seized.slug,
      },
      null,
    );
    await holdFloor(unit, entered);
    return { ok: true, answer: { vote } };
  });
}

/** What the chair said when the amendment was ruled inadmissible. */
async function reasonOf(context: Context, unit: Unit, amendmentId: string): Promise<string> {
  const entries = await selectLedgerOf(unit.tx, context.conferenceId, [amendmentId]);
  const said = entries.findLast(({ act }) => act === "amendment.ruled_inadmissible");
  const data = said && (JSON.parse(said.entry) as LedgerEntry).data;
  const reason = typeof data === "object" && data !== null && "reason" in data ? data.reason : "";
  return typeof reason === "string" ? reason : "";
}

/** The body overruled the chair: the amendment is in order, and before it. What it would have amended may have gone meanwhile. */
export async function bringBack(
  unit: Unit,
  instrument: InstrumentRow,
  point: PointRow,
): Promise<Result<{ ok: true }>> {
  if (point.amendmentId === null) return DONE;
  const amendment = await lockAmendment(unit.tx, point.amendmentId);
  const parent = amendment.parentId ? await selectOptionalAmendment(unit.tx, amendment.parentId) : null;
  if (parent && !takesSubAmendments(parent.state)) return DONE;
  const back = decideAmendment(amendment.state, "overrule", {});
  if (!back.ok) return asFailure(back);
  unit.record(
    "amendment.reopened",
    amendment.id,
    { tag: tagOf(amendment.number), point: point.id },
    instrument.slug,
  );
  return circulate(unit, instrument, amendment, back.to);
}
