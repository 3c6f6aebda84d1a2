import { z } from "zod";
import type { OriginsView } from "../../shared/api/together";
import { Blame } from "../../shared/text/history/blame";
import type { TextDoc } from "../../shared/text/model";
import { planUndo } from "../../shared/text/together/undo";
import { isWord, tokenise } from "../../shared/text/tokens";
import { type AmendmentRow, selectAmendments } from "../db/amendments";
import { selectOptionalText } from "../db/instruments";
import { selectLedgerOf } from "../db/ledger";
import { selectPeople } from "../db/people";
import type { Db } from "../db/rows";
import { selectVersions, type VersionRow } from "../db/versions";
import { proposedText, startingText } from "./amendment-texts";
import { tagOf } from "./instrument-summary";
import { readVersionText } from "./text-content";
import { findVersion, numbered } from "./versions";
import type { Viewer } from "./viewer";

const draftedData = z.object({ authors: z.array(z.string()) });

/** Who brought each word of a version: read off all versions of the text up to it. */
export async function readOrigins(viewer: Viewer, id: string): Promise<OriginsView | null> {
  const version = await findVersion(viewer, id);
  if (!version) return null;
  const { instrumentId, language } = version;
  const chain = (await selectVersions(viewer.pool, instrumentId, language))
    .filter(({ number }) => number <= version.number)
    .sort((a, b) => a.number - b.number);
  const typists = await typedSince(viewer, version, chain);
  const amendments = new Map((await selectAmendments(viewer.pool, instrumentId)).map((row) => [row.id, row]));
  const sources: OriginsView["sources"] = [];
  const note = (row: VersionRow, amendment: AmendmentRow | null): number =>
    sources.push({
      version: row.number,
      label: row.label,
      reason: amendment ? row.reason : row.reason === "amendment_applied" ? "saved" : row.reason,
      at: row.createdAt,
      amendment: amendment && {
        id: amendment.id,
        tag: tagOf(amendment.number),
        delegation: { code: amendment.delegation.code, name: amendment.delegation.name },
      },
      typedBy: amendment ? null : (typists.get(row.id) ?? []),
      words: 0,
    }) - 1;

  let blame: Blame<number> | null = null;
  let text: TextDoc = { blocks: [] };
  for (const row of chain) {
    text = await readVersionText(viewer.pool, row.id);
    if (!blame) {
      blame = new Blame(text, note(row, null), language);
      continue;
    }
    const amendment = row.amendmentId === null ? null : (amendments.get(row.amendmentId) ?? null);
    const typed =
      amendment && typists.has(row.id)
        ? await beforeDecision(viewer.pool, amendment, row.reason === "reconsidered", text)
        : null;
    if (typed) blame.step(typed, note(row, null));
    blame.step(text, note(row, amendment));
  }
  const blocks = numbered(text, language).map(({ id: block, kind, level, label, path }) => {
    const spans = blame?.spans(block) ?? [];
    for (const { text: words, by } of spans) {
      const source = sources[by];
      if (source) source.words += tokenise(words, language).filter(isWord).length;
    }
    return { id: block, kind, level, label, path, spans };
  });
  return { blocks, sources };
}

/**
 * The text as it was when an amendment was adopted into it, or taken out again: what people had typed since the version before is
 * theirs. null: the amendment was changed since.
 */
async function beforeDecision(
  db: Db,
  amendment: AmendmentRow,
  takenOut: boolean,
  after: TextDoc,
): Promise<TextDoc | null> {
  const without = await startingText(db, amendment);
  const withIt = await proposedText(db, amendment);
  const [from, to] = takenOut ? [withIt, without] : [without, withIt];
  const before = planUndo(from, to, after, amendment.language);
  return before.ok ? before.result : null;
}

/** By version, if anybody: the names of those who typed in the text since the one before, as the record has it. */
async function typedSince(
  { pool, conferenceId }: Viewer,
  { instrumentId, language }: VersionRow,
  chain: readonly VersionRow[],
): Promise<Map<string, string[]>> {
  const text = await selectOptionalText(pool, instrumentId, language);
  if (!text) return new Map();
  const names = new Map((await selectPeople(pool, conferenceId)).map(({ id, name }) => [id, name]));
  const typists = new Map<string, string[]>();
  const since = new Set<string>();
  for (const { act, subject, entry } of await selectLedgerOf(pool, conferenceId, [
    text.room,
    ...chain.map(({ id }) => id),
  ])) {
    if (act === "text.drafted") {
      const drafted = draftedData.safeParse((JSON.parse(entry) as { data?: unknown }).data);
      for (const author of drafted.data?.authors ?? []) since.add(names.get(author) ?? author);
    }
    if (act !== "version.fixed") continue;
    if (since.size > 0) typists.set(subject, [...since].sort());
    since.clear();
  }
  return typists;
}
