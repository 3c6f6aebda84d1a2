import { change, type Db } from "./rows";

/** Once more after it was declined: it waits for an answer again. */
export async function insertInvitation(
  db: Db,
  amendmentId: string,
  delegationId: string,
  at: Date,
): Promise<void> {
  await db.query(
    `insert into amendment_invitations (amendment_id, delegation_id, invited_at) values ($1, $2, $3)
     on conflict (amendment_id, delegation_id) do update set invited_at = $3, declined_at = null`,
    [amendmentId, delegationId, at],
  );
}

export function updateInvitationDeclined(
  db: Db,
  amendmentId: string,
  delegationId: string,
  at: Date,
): Promise<void> {
  return change(
    db,
    1,
    `update amendment_invitations set declined_at = $3
     where amendment_id = $1 and delegation_id = $2 and declined_at is null`,
    [amendmentId, delegationId, at],
  );
}

/** Taken back, or answered by joining. */
export async function deleteInvitation(db: Db, amendmentId: string, delegationId: string): Promise<void> {
  await db.query("delete from amendment_invitations where amendment_id = $1 and delegation_id = $2", [
    amendmentId,
    delegationId,
  ]);
}
