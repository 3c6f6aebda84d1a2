import { z } from "zod";
import type { Verification } from "../../shared/api/views/record";
import { canonicalJson } from "../../shared/records/canonical-json";
import type { LedgerEntry } from "../../shared/records/ledger";
import { selectAllReservations } from "../db/reservations";
import type { Db } from "../db/rows";
import { selectAllStatements } from "../db/statements";

type Problem = Verification["problems"][number];

/** What is compared: who said what about which vote. */
type Said = { vote: string; delegation: string; kind: string; choice: string | null; words: string | null };

const reservationData = z.object({ reservation: z.string(), delegation: z.string(), words: z.string() });
const explanationData = z.object({
  statement: z.string(),
  delegation: z.string(),
  when: z.enum(["before", "after"]),
  words: z.string(),
});
const intentionData = z.object({ statement: z.string(), delegation: z.string(), choice: z.string() });

function saidIn({ act, subject: vote, data }: LedgerEntry): { id: string; said: Said } | null {
  switch (act) {
    case "reservation.made": {
      const { data: made } = reservationData.safeParse(data);
      if (!made) return null;
      const { delegation, words } = made;
      return { id: made.reservation, said: { vote, delegation, kind: "reservation", choice: null, words } };
    }
    case "vote.explained": {
      const { data: made } = explanationData.safeParse(data);
      if (!made) return null;
      const { delegation, words } = made;
      return {
        id: made.statement,
        said: { vote, delegation, kind: `explanation_${made.when}`, choice: null, words },
      };
    }
    case "vote.intention_noted": {
      const { data: made } = intentionData.safeParse(data);
      if (!made) return null;
      const { delegation, choice } = made;
      return { id: made.statement, said: { vote, delegation, kind: "intention", choice, words: null } };
    }
    default:
      return null;
  }
}

/** Holds reservations, explanations of vote and noted intentions against the entries that tell of them. */
export async function verifyStatements(
  db: Db,
  conferenceId: string,
  entries: LedgerEntry[],
): Promise<Problem[]> {
  const told = new Map<string, { seq: number; said: Said }>();
  for (const entry of entries) {
    const found = saidIn(entry);
    if (found) told.set(found.id, { seq: entry.seq, said: found.said });
  }
  const rows = new Map<string, Said>();
  for (const { id, voteId: vote, code: delegation, words } of await selectAllReservations(db, conferenceId))
    rows.set(id, { vote, delegation, kind: "reservation", choice: null, words });
  for (const { id, voteId: vote, code: delegation, ...said } of await selectAllStatements(db, conferenceId))
    rows.set(id, { vote, delegation, ...said });
  return [...new Set([...rows.keys(), ...told.keys()])]
    .filter((id) => canonicalJson(rows.get(id) ?? null) !== canonicalJson(told.get(id)?.said ?? null))
    .map((id) => {
      const isReservation = (rows.get(id) ?? told.get(id)?.said)?.kind === "reservation";
      const problem = isReservation ? "reservation" : "statement";
      return {
        seq: told.get(id)?.seq ?? null,
        problem,
        detail: `${problem} ${id} is not what the record says`,
      };
    });
}
