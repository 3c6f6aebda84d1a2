import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { amendmentNumberColumn, change, type Db, many, timeColumn, write } from "./rows";

/** Once more after it was declined: it waits for an answer again. */
export async function insertInvitation(
  db: Db,
  amendmentId: string,
  delegationId: string,
  at: Date,
): Promise<void> {
  await write(
    db,
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
  await write(db, "delete from amendment_invitations where amendment_id = $1 and delegation_id = $2", [
    amendmentId,
    delegationId,
  ]);
}

const invitationRow = z.object({
  amendmentId: z.uuid(),
  number: amendmentNumberColumn,
  state: z.string(),
  instrument: z.string(),
  title: wordsShape,
  delegation: z.object({ code: z.string(), name: wordsShape }),
  invitedAt: timeColumn,
});

/** Those that wait for this delegation's answer and can still be answered with yes, the latest first. */
export function selectInvitations(db: Db, delegationId: string) {
  return many(
    db,
    invitationRow,
    `select a.id as "amendmentId", a.number, a.state, i.slug as instrument, i.title,
       json_build_object('code', d.code, 'name', d.name) as delegation, n.invited_at as "invitedAt"
     from amendment_invitations n join amendments a on a.id = n.amendment_id join instruments i on i.id = a.instrument_id
     join delegations d on d.id = a.delegation_id
     where n.delegation_id = $1 and n.declined_at is null
       and a.state in ('draft', 'submitted', 'admissible', 'open', 'needs_rebase')
       and i.stage in ('in_reading', 'tabled', 'under_consideration')
     order by n.invited_at desc, a.id`,
    [delegationId],
  );
}
