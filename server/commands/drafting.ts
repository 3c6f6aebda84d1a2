import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { canonicalText } from "../../shared/text/canonical";
import {
  type BlockId,
  type BlockStatus,
  type Language,
  TEXT_SCHEMA_VERSION,
  type TextDoc,
} from "../../shared/text/model";
import type { InstrumentRow, TextRow } from "../db/instruments";
import { answeredLater } from "../db/pool";
import { appendDecision, authorsSince, lockRoom, setRecordedSeq } from "../db/rooms";
import { insertVersion, selectOptionalLatestVersion, type VersionRow } from "../db/versions";
import { symbolOf } from "../queries/instrument-summary";
import { textSha256 } from "../queries/text-content";
import { type Context, type LockedRoom, TextMoved } from "./context";
import { sha256Hex, type Unit } from "./transact";

/**
 * Puts on the record what was typed in a room since the last time: which updates of its log, whose, and the hash
 * of the text they led to. Every command that decides on a text comes by here: @throws TextMoved when the log has gone on.
 */
export async function recordDrafting(
  unit: Unit,
  room: LockedRoom,
  language: Language,
  instrument: InstrumentRow,
): Promise<void> {
  const { lastSeq, recordedSeq } = await lockRoom(unit.tx, room.roomId);
  if (lastSeq !== room.lastSeq)
    throw new TextMoved(`${room.name} is at ${lastSeq}, read was ${room.lastSeq}`);
  if (lastSeq === recordedSeq) return;
  const authors = await authorsSince(unit.tx, room.roomId, recordedSeq);
  unit.record(
    "text.drafted",
    room.name,
    { updates: { from: recordedSeq + 1, to: lastSeq }, authors, sha256: textSha256(room.text, language) },
    instrument.slug,
  );
  await setRecordedSeq(unit.tx, room.roomId, lastSeq);
}

/** `recordDrafting` for several texts of one instrument. */
export async function recordAllDrafting(
  unit: Unit,
  rooms: LockedRoom[],
  texts: TextRow[],
  instrument: InstrumentRow,
): Promise<void> {
  for (const room of rooms) {
    const text = texts.find(({ roomId }) => roomId === room.roomId);
    if (!text) throw new Error(`${room.name} is no text of ${instrument.slug}`);
    await recordDrafting(unit, room, text.language, instrument);
  }
}

/**
 * Writes `target` into a room that is held still; others see it after the commit. The room's drafting must be on the record
 * already; the act that this belongs to is recorded by the caller.
 */
export async function writeRoom(
  unit: Unit,
  room: LockedRoom,
  target: TextDoc,
  statuses?: ReadonlyMap<BlockId, BlockStatus>,
): Promise<void> {
  const write = room.prepare(target, statuses);
  const appended = appendDecision(unit.tx, room.roomId, write.bytes);
  await answeredLater(unit.tx, appended);
  unit.afterCommit(async () => write.commit(await appended));
}

/** A twelfth more bytes than gzip is used to, in half the time: the meeting waits for it. */
const COMPRESSION = 1;
const pack = promisify<string, { level: number }, Buffer>(gzip);

export type Snapshot = { id: string; number: number; sha256: string };

/** Fixes `content` as the next version of a text and records it. The room's drafting must be on the record already. */
export async function insertSnapshot(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  text: TextRow,
  content: TextDoc,
  options: {
    reason: VersionRow["reason"];
    label: string;
    amendmentId?: string;
  },
): Promise<Snapshot> {
  const canonical = canonicalText(content, text.language);
  const id = context.deps.newId();
  const sha256 = sha256Hex(canonical);
  const packed = await pack(canonical, { level: COMPRESSION });
  const number = await insertVersion(unit.tx, {
    id,
    textId: text.id,
    label: options.label,
    symbol: symbolOf(instrument),
    content: packed,
    sha256,
    schemaVersion: TEXT_SCHEMA_VERSION,
    reason: options.reason,
    amendmentId: options.amendmentId ?? null,
    createdBy: context.person?.id ?? null,
    createdAt: unit.at,
  });
  unit.record(
    "version.fixed",
    id,
    {
      instrument: instrument.slug,
      language: text.language,
      number,
      label: options.label,
      symbol: symbolOf(instrument),
      reason: options.reason,
      sha256,
    },
    instrument.slug,
  );
  return { id, number, sha256 };
}

/** The latest version if the live text still reads so; else a new one, so that there is an immutable row to stand on. */
export async function versionOfLive(
  context: Context,
  unit: Unit,
  instrument: InstrumentRow,
  text: TextRow,
  live: TextDoc,
  label: string,
): Promise<Snapshot> {
  const latest = await selectOptionalLatestVersion(unit.tx, text.id);
  if (latest && latest.sha256 === textSha256(live, text.language)) return latest;
  return insertSnapshot(context, unit, instrument, text, live, { reason: "saved", label });
}
