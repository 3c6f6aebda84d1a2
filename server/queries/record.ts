import type { LedgerRow, RecordView } from "../../shared/api/views/record";
import type { LedgerEntry } from "../../shared/records/ledger";
import { type LedgerRecord, selectLedgerBefore, selectLedgerHead } from "../db/ledger";
import type { Viewer } from "./viewer";

const PAGE = 200;

/** The newest entries before `before` (null: all), newest first. */
export async function readRecord({ pool, conferenceId }: Viewer, before: number | null): Promise<RecordView> {
  const { seq, head } = await selectLedgerHead(pool, conferenceId);
  const rows = await selectLedgerBefore(pool, conferenceId, before ?? seq + 1, PAGE);
  return { entries: rows.map(presentEntry), head, total: seq };
}

function presentEntry(row: LedgerRecord): LedgerRow {
  const entry = JSON.parse(row.entry) as LedgerEntry;
  return {
    seq: row.seq,
    at: row.at,
    actor: entry.actor && {
      name: entry.actor.name,
      role: entry.actor.role,
      delegation: entry.actor.delegation,
    },
    act: row.act,
    subject: row.subject,
    data: entry.data,
    prev: row.prev,
    hash: row.hash,
  };
}
