import { z } from "zod";
import { wordsShape } from "../../shared/api/views/common";
import { change, type Db, many, timeColumn } from "./rows";

const STATEMENT_KINDS = ["explanation_before", "explanation_after", "intention"] as const;
/** An explanation of vote, before the voting or after the result; or how a delegation had meant to vote. */
export type StatementKind = (typeof STATEMENT_KINDS)[number];
const kind = z.enum(STATEMENT_KINDS);
const choice = z.enum(["yes", "no", "abstain"]).nullable();

export function selectStatements(db: Db, voteId: string) {
  return many(
    db,
    z.object({
      id: z.uuid(),
      code: z.string(),
      name: wordsShape,
      kind,
      choice,
      words: z.string().nullable(),
      madeAt: timeColumn,
    }),
    `select s.id, d.code, d.name, s.kind, s.choice, s.words, s.made_at as "madeAt"
     from statements s join delegations d on d.id = s.delegation_id where s.vote_id = $1 order by s.made_at, s.id`,
    [voteId],
  );
}

export function insertStatement(
  db: Db,
  row: {
    id: string;
    voteId: string;
    delegationId: string;
    personId: string;
    kind: StatementKind;
    choice: "yes" | "no" | "abstain" | null;
    words: string | null;
    madeAt: Date;
  },
): Promise<void> {
  return change(
    db,
    1,
    `insert into statements (id, vote_id, delegation_id, person_id, kind, choice, words, made_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.id, row.voteId, row.delegationId, row.personId, row.kind, row.choice, row.words, row.madeAt],
  );
}

/** Every statement of a conference, for the verifier. */
export function selectAllStatements(db: Db, conferenceId: string) {
  return many(
    db,
    z.object({
      id: z.uuid(),
      voteId: z.uuid(),
      code: z.string(),
      kind,
      choice,
      words: z.string().nullable(),
    }),
    `select s.id, s.vote_id as "voteId", d.code, s.kind, s.choice, s.words
     from statements s join delegations d on d.id = s.delegation_id where d.conference_id = $1`,
    [conferenceId],
  );
}
