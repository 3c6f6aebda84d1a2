import { applyPatch } from "../../shared/text/make-patch";
import type { TextDoc } from "../../shared/text/model";
import { type AmendmentRow, selectAmendment } from "../db/amendments";
import type { Db } from "../db/rows";
import { readVersionText } from "./text-content";

/** What an amendment was made against: its version, or for one to an amendment its parent's text as that read then (Rule A9). */
export async function startingText(
  db: Db,
  { baseVersionId, parentPatch }: Pick<AmendmentRow, "baseVersionId" | "parentPatch">,
): Promise<TextDoc> {
  const version = await readVersionText(db, baseVersionId);
  return parentPatch ? applyPatch(version, parentPatch) : version;
}

/** What it was made against, with what it proposes. */
export async function proposedText(
  db: Db,
  amendment: Pick<AmendmentRow, "id" | "baseVersionId" | "parentPatch" | "patch">,
): Promise<TextDoc> {
  if (!amendment.patch) throw new Error(`amendment ${amendment.id} is a draft: it has no patch yet`);
  return applyPatch(await startingText(db, amendment), amendment.patch);
}

/** What it is put into when it is carried: the live text, or its parent's as that reads now (Rule A9). */
export async function textToPutInto(
  db: Db,
  { parentId }: Pick<AmendmentRow, "parentId">,
  live: TextDoc,
): Promise<TextDoc> {
  return parentId === null ? live : proposedText(db, await selectAmendment(db, parentId));
}
