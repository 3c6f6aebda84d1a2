import type { CommandAnswer, CommandBody } from "../../../shared/api/commands";
import { insertDraftAmendment, lockAmendment } from "../../db/amendments";
import type { Context, Result } from "../context";
import { transact } from "../transact";
import { checkProposal } from "./proposal";
import { submitText } from "./submission";

/** The short way: a finished patch against a version, submitted at once, without a room of its own. */
export function proposeAmendment(
  context: Context,
  body: CommandBody<"propose-amendment">,
): Promise<Result<CommandAnswer<"propose-amendment">>> {
  return transact(context, async (unit) => {
    const checked = await checkProposal(context, unit, body, "propose_amendment");
    if (!checked.ok) return checked;
    const { instrument, version, parent, proposed, agreed } = checked.answer;
    const delegation = context.actor?.delegation;
    if (!delegation) throw new Error("the rights table let somebody without a delegation propose");
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
