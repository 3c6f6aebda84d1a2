import type { Act } from "../../../shared/rules/rights-table";
import { applyPatch } from "../../../shared/text/make-patch";
import type { TextDoc } from "../../../shared/text/model";
import type { Patch } from "../../../shared/text/patch";
import type { AmendmentRow } from "../../db/amendments";
import type { InstrumentRow } from "../../db/instruments";
import { selectOptionalVersion, type VersionRow } from "../../db/versions";
import { proposedText } from "../../queries/amendment-texts";
import { readVersionText } from "../../queries/text-content";
import { type Context, fail, type Result } from "../context";
import { enter } from "../situation";
import type { Unit } from "../transact";
import { agreedParagraphs, checkAmendment } from "./check-amendment";
import { findParent } from "./origin";

/** A patch as it comes from outside: against this version, or against what the amendment that it amends proposes (Rule A9). */
export type Proposal = { instrument: string; baseVersion: string; amends?: string | undefined; patch: Patch };

type Checked = {
  instrument: InstrumentRow;
  version: VersionRow;
  parent: (AmendmentRow & { patch: Patch }) | null;
  proposed: TextDoc;
  agreed: Awaited<ReturnType<typeof agreedParagraphs>>;
};

/** Whether the person may do `act` with it now, and whether it is what it says: nothing is written. */
export async function checkProposal(
  context: Context,
  { tx }: Unit,
  body: Proposal,
  act: Act,
): Promise<Result<Checked>> {
  const unknown = fail("not_found", "A16", { version: body.baseVersion });
  const version = await selectOptionalVersion(tx, body.baseVersion);
  if (!version || version.conferenceId !== context.conferenceId) return unknown;
  const entered = await enter(context, tx, body.instrument, act, { language: version.language });
  if (!entered.ok) return entered;
  const { instrument } = entered;
  if (version.instrumentId !== instrument.id) return unknown;
  const found = body.amends === undefined ? null : await findParent(tx, version, body.amends);
  if (found && !found.ok) return found;
  const parent = found?.answer ?? null;
  if (parent && parent.baseVersionId !== version.id) return unknown;
  const base = await (parent ? proposedText(tx, parent) : readVersionText(tx, version.id));
  // A patch whose "before" is not what it was made against was not made from it.
  const agreed = await agreedParagraphs(context, tx, instrument, version.language);
  const refused = checkAmendment(base, body.patch, version.language, agreed);
  if (refused) return refused;
  return {
    ok: true,
    answer: { instrument, version, parent, proposed: applyPatch(base, body.patch), agreed },
  };
}
