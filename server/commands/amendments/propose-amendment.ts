import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { applyPatch } from "../../../shared/text/make-patch";
import { insertDraftAmendment, lockAmendment } from "../../db/amendments";
import { selectOptionalVersion } from "../../db/versions";
import { proposedText } from "../../queries/amendment-texts";
import { readVersionText } from "../../queries/text-content";
import { type Context, fail, type Result } from "../context";
import { enter } from "../situation";
import { transact } from "../transact";
import { agreedParagraphs, checkAmendment } from "./check-amendment";
import { findParent } from "./origin";
import { submitText } from "./submission";

/** The short way: a finished patch against a version, submitted at once, without a room of its own. */
export function proposeAmendment(
  context: Context,
  body: CommandBody<"propose-amendment">,
): Promise<Result<CommandAnswer<"propose-amendment">>> {
  return transact(context, async (unit) => {
    const version = await selectOptionalVersion(unit.tx, body.baseVersion);
    if (!version || version.conferenceId !== context.conferenceId)
      return fail("not_found", "A16", { version: body.baseVersion });
    const entered = await enter(context, unit.tx, body.instrument, "propose_amendment", {
      language: version.language,
    });
    if (!entered.ok) return entered;
    const { instrument } = entered;
    if (version.instrumentId !== instrument.id)
      return fail("not_found", "A16", { version: body.baseVersion });
    const delegation = context.actor?.delegation;
    if (!delegation) throw new Error("the rights table let somebody without a delegation propose");
    const found = body.amends === undefined ? null : await findParent(unit.tx, version, body.amends);
    if (found && !found.ok) return found;
    const parent = found?.answer ?? null;
    if (parent && parent.baseVersionId !== version.id)
      return fail("not_found", "A16", { version: body.baseVersion });
    const base = await (parent ? proposedText(unit.tx, parent) : readVersionText(unit.tx, version.id));
    // A patch whose "before" is not what it was made against was not made from it.
    const agreed = await agreedParagraphs(context, unit.tx, instrument, version.language);
    const refused = checkAmendment(base, body.patch, version.language, agreed);
    if (refused) return refused;
    const proposed = applyPatch(base, body.patch);
    const id = context.deps.newId();
    await insertDraftAmendment(unit.tx, {
      id,
      instrumentId: instrument.id,
      language: version.language,
      delegationId: delegation.id,
      proposedBy: context.person?.id ?? null,
      source: "delegation",
      baseVersionId: version.id,
      roomId: null,
      parent,
      createdAt: unit.at,
    });
    return submitText(context, unit, instrument, await lockAmendment(unit.tx, id), proposed, {
      ...body,
      agreed,
    });
  });
}
