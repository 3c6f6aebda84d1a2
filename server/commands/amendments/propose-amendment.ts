import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { applyPatch } from "../../../shared/text/make-patch";
import { numberBlocks } from "../../../shared/text/numbering";
import { baseOf, readPatch } from "../../../shared/text/read-patch";
import { insertDraftAmendment, lockAmendment } from "../../db/amendments";
import { selectOptionalVersion } from "../../db/versions";
import { readVersionText } from "../../queries/text-content";
import { type Context, fail, type Result } from "../context";
import { enter } from "../situation";
import { transact } from "../transact";
import { submitText } from "./submission";

/** The short way: a finished patch against a version, submitted at once, without a room of its own. */
export function proposeAmendment(
  context: Context,
  body: CommandBody<"propose-amendment">,
): Promise<Result<CommandAnswer<"propose-amendment">>> {
  return transact(context, async (unit) => {
    const version = await selectOptionalVersion(unit.tx, body.baseVersion);
    if (!version || version.conferenceId !== context.conferenceId)
      return fail("not_found", null, { version: body.baseVersion });
    const entered = await enter(context, unit.tx, body.instrument, "propose_amendment", {
      language: version.language,
    });
    if (!entered.ok) return entered;
    const { instrument } = entered;
    if (version.instrumentId !== instrument.id) return fail("not_found", null, { version: body.baseVersion });
    const delegation = context.actor?.delegation;
    if (!delegation) throw new Error("the rights table let somebody without a delegation propose");
    const base = await readVersionText(unit.tx, version.id);
    // A patch whose "before" is not what the version says was not made from it.
    const { faults } = readPatch(baseOf(base), body.patch);
    if (faults.length > 0) {
      const numbers = numberBlocks(base.blocks, version.language);
      const paragraphs = new Set(faults.map(({ block }) => numbers.get(block)?.path ?? block));
      return fail("amendment_does_not_fit", null, { paragraphs: [...paragraphs], faults });
    }
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
      createdAt: unit.at,
    });
    return submitText(context, unit, instrument, await lockAmendment(unit.tx, id), proposed, body);
  });
}
