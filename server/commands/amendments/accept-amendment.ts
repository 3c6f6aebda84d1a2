import type { CommandBody } from "../../../shared/api/commands";
import { decideAmendment, holdsUpText } from "../../../shared/rules/amendments";
import {
  type AmendmentRow,
  lockAmendment,
  selectAmendmentStates,
  selectOptionalAmendment,
} from "../../db/amendments";
import { selectInstrument } from "../../db/instruments";
import type { Db } from "../../db/rows";
import { selectTextSponsors } from "../../db/sponsors";
import { isProcedural, selectOptionalQuestion } from "../../db/votes";
import { tagOf } from "../../queries/instrument-summary";
import { isTextSponsor } from "../../queries/whose-amendment";
import { type Context, DONE, fail, type Result } from "../context";
import { asFailure, isOwn, questionPending } from "../situation";
import { roomOf, withTexts } from "../with-texts";
import { applyAmendment } from "./apply-amendment";
import { carryIntoParent } from "./carry-into";
import { displacedBy, doesNotFit, fit } from "./fit";
import { markMisfits } from "./mark-misfits";
import { putInTranslations } from "./put-in-translation";

/** Those who bring the text, or the amendment that is amended, take an amendment in without a vote: an oral revision (Rule W4). */
export async function acceptAmendment(
  context: Context,
  body: CommandBody<"accept-amendment">,
): Promise<Result<{ ok: true }>> {
  const { pool } = context.deps;
  const found = await selectOptionalAmendment(pool, body.amendment);
  if (found?.conferenceId !== context.conferenceId || found.state === "draft")
    return fail("not_found", null, { amendment: body.amendment });
  const { slug } = await selectInstrument(pool, found.instrumentId);
  const situation = { textSponsor: await speaksForWhatItAmends(context, pool, found) };
  const about = { instrument: slug, act: "accept_amendment", situation } as const;
  return withTexts(context, about, async (still) => {
    const { unit, instrument, texts } = still;
    const amendment = await lockAmendment(unit.tx, found.id);
    // Asked again inside the transaction: sponsors may have changed since.
    if (!(await speaksForWhatItAmends(context, unit.tx, amendment)))
      return fail("not_allowed", "W4", { reason: "not_a_sponsor" });
    const question = await selectOptionalQuestion(unit.tx, instrument.id);
    if (question && !isProcedural(question)) return questionPending("W4", question);
    const tag = tagOf(amendment.number);
    const open = (await selectAmendmentStates(unit.tx, instrument.id)).filter(
      ({ parentId, state }) => parentId === amendment.id && holdsUpText(state),
    );
    if (open.length > 0) return fail("amendments_open", "A9", { open: open.length });
    const by = context.actor?.delegation?.code ?? null;
    const { parentId } = amendment;
    if (parentId !== null)
      return carryIntoParent(
        unit,
        instrument,
        { ...amendment, parentId },
        { event: "incorporate", act: "amendment.incorporated", data: { by } },
      );
    const text = texts.find(({ language }) => language === amendment.language);
    if (!text) throw new Error(`no text in ${amendment.language} is held still`);
    const room = roomOf(still, text);
    const fitted = await fit(unit.tx, amendment, room.text);
    const accepted = decideAmendment(amendment.state, "incorporate", { fits: fitted.ok });
    if (!accepted.ok && accepted.code === "wrong_state" && amendment.state !== "needs_rebase")
      return asFailure(accepted);
    if (!fitted.ok) return doesNotFit(fitted.conflicts, await displacedBy(unit.tx, amendment));
    if (!accepted.ok) return asFailure(accepted);
    const applied = await applyAmendment(
      context,
      unit,
      { instrument, amendment, text, room },
      fitted.result,
      {
        state: accepted.to,
        reason: "revised",
      },
    );
    unit.record("amendment.incorporated", amendment.id, { tag, by, ...applied }, instrument.slug);
    await putInTranslations(context, unit, { instrument, amendment, vote: null }, still.rooms);
    await markMisfits(
      unit,
      instrument,
      amendment,
      { before: room.text, now: fitted.result },
      { adopted: false },
    );
    return DONE;
  });
}

async function speaksForWhatItAmends(context: Context, db: Db, amendment: AmendmentRow): Promise<boolean> {
  if (amendment.parentId !== null) {
    const parent = await selectOptionalAmendment(db, amendment.parentId);
    return parent !== null && isOwn(context, parent);
  }
  const { stage } = await selectInstrument(db, amendment.instrumentId);
  return isTextSponsor(context.actor, await selectTextSponsors(db, amendment.instrumentId), stage);
}
