import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { change, type Db, many, timeColumn } from "./rows";

export function selectReservations(db: Db, voteId: string) {
  return many(
    db,
    z.object({ id: z.uuid(), code: z.string(), name: wordsShape, words: z.string(), madeAt: timeColumn }),
    `select r.id, d.code, d.name, r.words, r.made_at as "madeAt"
     from reservations r join delegations d on d.id = r.delegation_id where r.vote_id = $1 order by r.made_at, r.id`,
    [voteId],
  );
}

export function insertReservation(
  db: Db,
  row: { id: string; voteId: string; delegationId: string; personId: string; words: string; madeAt: Date },
): Promise<void> {
  return change(
    db,
    1,
    "insert into reservations (id, vote_id, delegation_id, person_id, words, made_at) values ($1, $2, $3, $4, $5, $6)",
    [row.id, row.voteId, row.delegationId, row.personId, row.words, row.madeAt],
  );
}

/** Every reservation of a conference, for the verifier. */
export function selectAllReservations(db: Db, conferenceId: string) {
  return many(
    db,
    z.object({ id: z.uuid(), voteId: z.uuid(), code: z.string(), words: z.string() }),
    `select r.id, r.vote_id as "voteId", d.code, r.words
     from reservations r join delegations d on d.id = r.delegation_id where d.conference_id = $1`,
    [conferenceId],
  );
}
