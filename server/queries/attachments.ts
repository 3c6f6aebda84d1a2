import type { AttachmentsView } from "../../shared/api/attachments";
import { takesAttachments } from "../../shared/rules/amendments";
import { type Refusal, refuse } from "../../shared/rules/refusal";
import { may } from "../../shared/rules/rights";
import { type AmendmentRow, selectOptionalAmendment } from "../db/amendments";
import {
  type AttachmentRow,
  selectAttachmentNames,
  selectAttachments,
  selectOptionalAttachment,
  selectOptionalContent,
} from "../db/attachments";
import { type InstrumentRow, selectInstrument, selectOptionalInstrument } from "../db/instruments";
import { groupBy } from "./group-by";
import { permissions, type Viewer } from "./viewer";
import { isOwnOf, seesDraft } from "./whose-amendment";

type Answer = { ok: true } | Refusal;

/** The files beside an amendment; null: it does not exist, or not for this reader. */
export async function readAttachments(viewer: Viewer, id: string): Promise<AttachmentsView | null> {
  const found = await visible(viewer, id);
  if (!found) return null;
  const rows = await selectAttachments(viewer.pool, id);
  return {
    permission: mayAttach(viewer, found.instrument, found.amendment),
    attachments: rows.map(({ amendmentId: _amendmentId, ...row }) => row),
  };
}

/** A file as it was put there; null as above, or when it was taken away. */
export async function readAttachment(
  viewer: Viewer,
  id: string,
): Promise<{ row: AttachmentRow; content: Buffer } | null> {
  const row = await selectOptionalAttachment(viewer.pool, id);
  if (!row || !(await visible(viewer, row.amendmentId))) return null;
  const content = await selectOptionalContent(viewer.pool, id);
  return content && { row, content };
}

/** Whether the reader may put a file beside it now; null: it does not exist for them. */
export async function readMayAttach(viewer: Viewer, id: string): Promise<Answer | null> {
  const found = await visible(viewer, id);
  return found && mayAttach(viewer, found.instrument, found.amendment);
}

/** Whoever reads an amendment reads its files; of a draft, those who see it. */
async function visible(
  viewer: Viewer,
  id: string,
): Promise<{ instrument: InstrumentRow; amendment: AmendmentRow } | null> {
  const { pool, conferenceId, actor } = viewer;
  const amendment = await selectOptionalAmendment(pool, id);
  if (amendment?.conferenceId !== conferenceId) return null;
  if (amendment.state === "draft" && !seesDraft(actor.delegation?.id, amendment)) return null;
  const instrument = await selectInstrument(pool, amendment.instrumentId);
  const rights = permissions(actor, instrument, ["read_amendments"], { language: amendment.language });
  return rights.read_amendments?.ok ? { instrument, amendment } : null;
}

function mayAttach({ actor }: Viewer, instrument: InstrumentRow, amendment: AmendmentRow): Answer {
  const { stage, outcome, sourceLanguage } = instrument;
  const { language, state } = amendment;
  const ownAmendment = isOwnOf(actor.delegation?.id, amendment);
  const answer = may(actor, "attach_file", { stage, outcome, sourceLanguage, language, ownAmendment });
  return answer.ok && !takesAttachments(state) ? refuse("wrong_state", null, { state }) : answer;
}

/** The names of the files beside each amendment to a text. Drafts are among them: only who lists drafts may name these. */
export async function readAttachmentNames(
  { pool, conferenceId }: Viewer,
  slug: string,
): Promise<Map<string, string[]>> {
  const instrument = await selectOptionalInstrument(pool, conferenceId, slug);
  const rows = instrument ? await selectAttachmentNames(pool, instrument.id) : [];
  const byAmendment = groupBy(rows, ({ amendmentId }) => amendmentId);
  return new Map([...byAmendment].map(([id, files]) => [id, files.map(({ name }) => name)]));
}
