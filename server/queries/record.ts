import { gistOf } from "../../shared/api/record-gist";
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

/** An entry in a line: what it says is there in short. */
export type RecordLine = Omit<LedgerRow, "data"> & { about: string };

/** All of it, oldest first, as it stood when it was asked for. */
export async function readWholeRecord({ pool, conferenceId }: Viewer): Promise<RecordLine[]> {
  const { seq } = await selectLedgerHead(pool, conferenceId);
  const rows: RecordLine[] = [];
  // In pages: the entries with their patches need not be there all at once.
  for (let before = seq + 1; before > 1; ) {
    const page = await selectLedgerBefore(pool, conferenceId, before, PAGE);
    const last = page.at(-1);
    if (!last) break;
    for (const row of page) {
      const { data, ...line } = presentEntry(row);
      rows.push({ ...line, about: gistOf({ data, subject: row.subject }) });
    }
    before = last.seq;
  }
  return rows.reverse();
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
