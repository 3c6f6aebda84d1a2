import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { change, type Db, many, one, timeColumn, touch } from "./rows";

const ballotRow = z.object({
  delegationId: z.uuid(),
  code: z.string(),
  name: wordsShape,
  choice: z.enum(["yes", "no", "abstain"]),
  revision: z.number(),
  castAt: timeColumn,
  by: z.string(),
});
export type BallotRow = z.infer<typeof ballotRow>;

const BALLOT = `select b.delegation_id as "delegationId", d.code, d.name, b.choice, b.revision, b.cast_at as "castAt", p.name as by
  from ballots b join delegations d on d.id = b.delegation_id join people p on p.id = b.person_id`;

/** In English alphabetical order of delegations (Rule R4). */
export function selectBallots(db: Db, voteId: string, round: number): Promise<BallotRow[]> {
  return many(
    db,
    ballotRow,
    `${BALLOT} where b.vote_id = $1 and b.round = $2 order by d.name->>'en' collate "C"`,
    [voteId, round],
  );
}

/** Every ballot of every question and round on an instrument. */
export function selectAllBallots(db: Db, instrumentId: string) {
  return many(
    db,
    z.object({
      voteId: z.uuid(),
      round: z.number(),
      code: z.string(),
      choice: z.string(),
      revision: z.number(),
    }),
    `select b.vote_id as "voteId", b.round, d.code, b.choice, b.revision
     from ballots b join votes v on v.id = b.vote_id join delegations d on d.id = b.delegation_id
     where v.instrument_id = $1 order by v.put_at, b.round, d.code`,
    [instrumentId],
  );
}

/** The ballots that these delegations have cast, locked. */
export function lockBallots(
  db: Db,
  voteId: string,
  round: number,
  delegationIds: readonly string[],
): Promise<BallotRow[]> {
  return many(
    db,
    ballotRow,
    `${BALLOT} where b.vote_id = $1 and b.round = $2 and b.delegation_id = any($3) order by b.delegation_id for update of b`,
    [voteId, round, delegationIds],
  );
}

export type NewBallot = {
  delegationId: string;
  personId: string;
  choice: string;
  revision: number;
  castAt: Date;
};

/**
 * Each a delegation's first ballot (revision 1) or the revision after the one that it has. Gives the delegations whose ballot was
 * written: the others have another one meanwhile.
 */
export async function putBallots(
  db: Db,
  voteId: string,
  round: number,
  ballots: readonly NewBallot[],
): Promise<ReadonlySet<string>> {
  // In one order wherever they are put: two servers that put several must not wait for each other.
  const rows = [...ballots].sort((a, b) => (a.delegationId < b.delegationId ? -1 : 1));
  const put = await many(
    db,
    z.object({ id: z.uuid() }),
    `insert into ballots as b (vote_id, round, delegation_id, person_id, choice, revision, cast_at)
     select $1, $2, n.* from unnest($3::uuid[], $4::uuid[], $5::text[], $6::integer[], $7::timestamptz[]) as n
     on conflict (vote_id, round, delegation_id) do update
       set person_id = excluded.person_id, choice = excluded.choice, revision = excluded.revision, cast_at = excluded.cast_at
       where b.revision = excluded.revision - 1
     returning delegation_id as id`,
    [
      voteId,
      round,
      rows.map(({ delegationId }) => delegationId),
      rows.map(({ personId }) => personId),
      rows.map(({ choice }) => choice),
      rows.map(({ revision }) => revision),
      rows.map(({ castAt }) => castAt),
    ],
  );
  return new Set(put.map(({ id }) => id));
}

export function deleteBallot(
  db: Db,
  { voteId, round, delegationId }: { voteId: string; round: number; delegationId: string },
): Promise<void> {
  return change(db, 1, "delete from ballots where vote_id = $1 and round = $2 and delegation_id = $3", [
    voteId,
    round,
    delegationId,
  ]);
}

export function selectTally(db: Db, voteId: string, round: number) {
  return one(
    db,
    z.object({ yes: z.number(), no: z.number(), abstain: z.number() }),
    `select (count(*) filter (where choice = 'yes'))::int as yes, (count(*) filter (where choice = 'no'))::int as no,
       (count(*) filter (where choice = 'abstain'))::int as abstain from ballots where vote_id = $1 and round = $2`,
    [voteId, round],
  );
}

export function selectObjections(db: Db, voteId: string) {
  return many(
    db,
    z.object({ id: z.uuid(), code: z.string(), name: wordsShape, words: z.string().nullable() }),
    `select d.id, d.code, d.name, o.words from objections o join delegations d on d.id = o.delegation_id
     where o.vote_id = $1 order by d.name->>'en'`,
    [voteId],
  );
}

/** Gives false when the delegation had objected already. */
export async function insertObjection(
  db: Db,
  row: { voteId: string; delegationId: string; personId: string; raisedAt: Date; words: string | null },
): Promise<boolean> {
  const rowCount = await touch(
    db,
    "insert into objections (vote_id, delegation_id, person_id, raised_at, words) values ($1, $2, $3, $4, $5) on conflict do nothing",
    [row.voteId, row.delegationId, row.personId, row.raisedAt, row.words],
  );
  return rowCount === 1;
}
