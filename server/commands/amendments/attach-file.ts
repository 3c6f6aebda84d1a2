import { type AttachmentType, MAX_ATTACHMENTS } from "../../../shared/api/attachments";
import type { CommandBody } from "../../../shared/api/commands";
import { takesAttachments } from "../../../shared/rules/amendments";
import type { AmendmentRow } from "../../db/amendments";
import {
  insertAttachment,
  selectAttachments,
  selectOptionalAttachment,
  updateAttachmentRemoved,
} from "../../db/attachments";
import type { InstrumentRow } from "../../db/instruments";
import type { Tx } from "../../db/pool";
import { tagOf } from "../../queries/instrument-summary";
import { type Context, DONE, type Failure, fail, type Result } from "../context";
import { enterAmendment } from "../situation";
import { sha256Hex, transact } from "../transact";

/** Puts a file beside an amendment, whose type was read from its content. The same file again is no error and changes nothing. */
export function attachFile(
  context: Context,
  given: { amendment: string; name: string; type: AttachmentType; content: Buffer },
): Promise<Result<{ attachment: string }>> {
  return transact(context, async (unit) => {
    const entered = await enterAttachable(context, unit.tx, given.amendment);
    if (!entered.ok) return entered;
    const { instrument, amendment } = entered;
    const sha256 = sha256Hex(given.content);
    const present = await selectAttachments(unit.tx, amendment.id);
    const same = present.find((one) => one.sha256 === sha256);
    if (same) return { ok: true, answer: { attachment: same.id } };
    if (present.length >= MAX_ATTACHMENTS) return fail("attachments_full", null, { most: MAX_ATTACHMENTS });
    const id = context.deps.newId();
    await insertAttachment(unit.tx, {
      id,
      amendmentId: amendment.id,
      name: given.name,
      type: given.type,
      content: given.content,
      sha256,
      addedBy: context.person?.id ?? null,
      addedAt: unit.at,
    });
    unit.record(
      "attachment.added",
      id,
      {
        tag: tagOf(amendment.number),
        amendment: amendment.id,
        // What the sponsors of a draft put beside it is theirs until they submit it; the record is everybody's.
        ...(amendment.state === "draft" ? {} : { name: given.name }),
        type: given.type,
        size: given.content.length,
        sha256,
      },
      instrument.slug,
    );
    return { ok: true, answer: { attachment: id } };
  });
}

/** Takes a file away: its bytes are gone, that it was there and its hash stay on the record. */
export function removeAttachment(
  context: Context,
  body: CommandBody<"remove-attachment">,
): Promise<Result<{ ok: true }>> {
  return transact(context, async (unit) => {
    const found = await selectOptionalAttachment(unit.tx, body.attachment);
    const unknown = fail("not_found", null, { attachment: body.attachment });
    if (!found) return unknown;
    const entered = await enterAttachable(context, unit.tx, found.amendmentId);
    if (!entered.ok) return entered.code === "not_found" ? unknown : entered;
    // Somebody was quicker.
    if (!(await selectOptionalAttachment(unit.tx, found.id))) return unknown;
    const { instrument, amendment } = entered;
    await updateAttachmentRemoved(unit.tx, found.id, unit.at);
    unit.record(
      "attachment.removed",
      found.id,
      { tag: tagOf(amendment.number), amendment: amendment.id, sha256: found.sha256 },
      instrument.slug,
    );
    return DONE;
  });
}

/** An amendment, for those who may put files beside it now. */
async function enterAttachable(
  context: Context,
  tx: Tx,
  id: string,
): Promise<{ ok: true; instrument: InstrumentRow; amendment: AmendmentRow } | Failure> {
  const entered = await enterAmendment(context, tx, id, "attach_file");
  if (!entered.ok) return entered;
  const { state } = entered.amendment;
  return takesAttachments(state) ? entered : fail("wrong_state", null, { state });
}
