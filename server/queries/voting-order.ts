import type { InstrumentView } from "../../shared/api/views";
import { type Candidate, isNext, suggestOrder } from "../../shared/rules/voting/order";
import { selectAmendmentStates } from "../db/amendments";
import { selectVotingOrder } from "../db/instruments";
import type { Db } from "../db/rows";

export type OpenCandidate = Candidate & { canBePut: boolean };

/**
 * The amendments that wait to be put; those to be redrafted first keep their place, and are passed over meanwhile.
 * Nothing measures yet how far removed each is: the chair's order says so (Rule A4).
 */
export async function candidates(db: Db, instrumentId: string): Promise<OpenCandidate[]> {
  const states = await selectAmendmentStates(db, instrumentId);
  return states
    .filter(({ state }) => state === "open" || state === "needs_rebase")
    .map(({ id, number, state }) => ({
      id,
      number: number ?? 0,
      distance: 0,
      parent: null,
      canBePut: state === "open",
    }));
}

const putIds = (list: OpenCandidate[]) => list.filter(({ canBePut }) => canBePut).map(({ id }) => id);

/** Whether an amendment has its turn (Rule A4). One to be redrafted has it once it fits again. */
export async function hasItsTurn(db: Db, instrumentId: string, id: string) {
  const open = putIds(await candidates(db, instrumentId));
  return isNext(id, open, await selectVotingOrder(db, instrumentId));
}

export async function readVotingOrder(db: Db, instrumentId: string): Promise<InstrumentView["votingOrder"]> {
  const open = await candidates(db, instrumentId);
  const ids = putIds(open);
  const confirmed = await selectVotingOrder(db, instrumentId);
  return {
    confirmed,
    suggested: suggestOrder(open).map(({ id, because }) => ({ amendment: id, because })),
    next: ids.find((id) => isNext(id, ids, confirmed).ok) ?? null,
  };
}
