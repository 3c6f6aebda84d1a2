import type { Comparison, NumberedBlock, VersionSummary, VersionView } from "../../shared/api/views/versions";
import type { Language, TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import { selectOptionalInstrument } from "../db/instruments";
import { selectOptionalVersion, selectVersions, type VersionRow } from "../db/versions";
import { tagOf } from "./instrument-summary";
import { redline } from "./redline";
import { readVersionText } from "./text-content";
import type { Viewer } from "./viewer";

export function summariseVersion(row: VersionRow): VersionSummary {
  const {
    id,
    number,
    language,
    label,
    symbol,
    reason,
    sha256,
    createdAt,
    createdBy,
    published,
    reconsidered,
  } = row;
  return {
    id,
    number,
    language,
    label,
    symbol,
    reason,
    amendment: row.amendmentId ? { id: row.amendmentId, tag: tagOf(row.amendmentNumber) } : null,
    sha256,
    createdAt,
    createdBy,
    published,
    reconsidered,
  };
}

export async function readVersions(
  { pool, conferenceId }: Viewer,
  slug: string,
  language: string | null,
): Promise<VersionSummary[] | null> {
  const instrument = await selectOptionalInstrument(pool, conferenceId, slug);
  if (!instrument) return null;
  return (await selectVersions(pool, instrument.id, language)).map(summariseVersion);
}

/** null: there is no such version in the conference. */
export async function findVersion({ pool, conferenceId }: Viewer, id: string): Promise<VersionRow | null> {
  const row = await selectOptionalVersion(pool, id);
  return row?.conferenceId === conferenceId ? row : null;
}

export async function readVersion(viewer: Viewer, id: string): Promise<VersionView | null> {
  const row = await findVersion(viewer, id);
  if (!row) return null;
  return { ...summariseVersion(row), blocks: numbered(await readVersionText(viewer.pool, id), row.language) };
}

/** Each paragraph with its number and its name for people. */
export function numbered({ blocks }: TextDoc, language: Language): NumberedBlock[] {
  const numbers = numberBlocks(blocks, language);
  return blocks.map((block) => ({
    ...block,
    label: numbers.get(block.id)?.label ?? "",
    path: numbers.get(block.id)?.path ?? block.id,
  }));
}

/** Two versions of one text, word by word; null when either is unknown, "different" when they are not of one text. */
export async function compareVersions(
  viewer: Viewer,
  fromId: string,
  toId: string,
): Promise<Comparison | null | "different"> {
  const from = await findVersion(viewer, fromId);
  const to = await findVersion(viewer, toId);
  if (!from || !to) return null;
  if (from.textId !== to.textId) return "different";
  const before = await readVersionText(viewer.pool, from.id);
  const after = await readVersionText(viewer.pool, to.id);
  return { from: summariseVersion(from), to: summariseVersion(to), ...redline(before, after, to.language) };
}
