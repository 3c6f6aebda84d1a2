import { z } from "zod";
import { bigintColumn, change, type Db, many, optional, timeColumn } from "./rows";

const checkpointRow = z.object({
  seq: bigintColumn,
  head: z.string(),
  at: timeColumn,
  key: z.string(),
  signature: z.string(),
});
export type CheckpointRow = z.infer<typeof checkpointRow>;

export function selectCheckpoints(db: Db, conferenceId: string): Promise<CheckpointRow[]> {
  return many(
    db,
    checkpointRow,
    "select seq, head, at, key, signature from checkpoints where conference_id = $1 order by seq",
    [conferenceId],
  );
}

export function insertCheckpoint(db: Db, conferenceId: string, row: CheckpointRow): Promise<void> {
  return change(
    db,
    1,
    "insert into checkpoints (conference_id, seq, head, at, key, signature) values ($1, $2, $3, $4, $5, $6)",
    [conferenceId, row.seq, row.head, row.at, row.key, row.signature],
  );
}

/** The key that the record names last; null: none yet. */
export async function selectOptionalNamedKey(db: Db, conferenceId: string): Promise<string | null> {
  const row = await optional(
    db,
    z.object({ key: z.string() }),
    `select subject as key from ledger where conference_id = $1 and act = 'key.named' order by seq desc limit 1`,
    [conferenceId],
  );
  return row?.key ?? null;
}
