import type { InstrumentView } from "../../shared/api/views/instruments";
import type { Refusal } from "../../shared/rules/refusal";
import { isNext, nextToPut, type Place, suggestOrder } from "../../shared/rules/voting/order";
import { type AmendmentRow, selectAmendmentStates } from "../db/amendments";
import { type InstrumentRow, selectVotingOrder } from "../db/instruments";
import type { Db } from "../db/rows";
import { tagOf } from "./instrument-summary";
import { type PlacesFrom, placeAmendments } from "./placements";

export type OpenCandidate = {
  id: string;
  number: number[] | null;
  parent: string | null;
  canBePut: boolean;
};

/** The amendments that wait to be put; those to be redrafted first keep their place, and are passed over meanwhile. */
export async function candidates(db: Db, instrumentId: string): Promise<OpenCandidate[]> {
  return candidatesAmong(await selectAmendmentStates(db, instrumentId));
}

function candidatesAmong(
  amendments: readonly Pick<AmendmentRow, "id" | "number" | "state" | "parentId">[],
): OpenCandidate[] {
  return amendments
    .filter(({ state }) => state === "open" || state === "needs_rebase")
    .map(({ id, number, state, parentId }) => ({
      id,
      number,
      parent: parentId,
      canBePut: state === "open",
    }));
}

const putIds = (list: OpenCandidate[]) => list.filter(({ canBePut }) => canBePut).map(({ id }) => id);

/** Whether an amendment has its turn (Rule A4), and if not which has it. One to be redrafted has it once it fits again. */
export async function hasItsTurn(db: Db, instrumentId: string, id: string) {
  const all = await candidates(db, instrumentId);
  const turn = isNext(id, putIds(all), await selectVotingOrder(db, instrumentId));
  return withTag(turn, (next) => all.find((one) => one.id === next)?.number ?? null);
}

/** The one whose turn it is by its tag, too: ids say nothing to people. */
export function withTag(
  turn: { ok: true } | Refusal,
  numberOf: (id: string) => number[] | null,
): { ok: true } | Refusal {
  if (turn.ok || typeof turn.detail?.next !== "string") return turn;
  return { ...turn, detail: { ...turn.detail, tag: tagOf(numberOf(turn.detail.next)) } };
}

/** What waits to be put, as the rules suggest: the furthest removed from the text first, as it was measured (Rule A3). */
async function suggested(
  from: PlacesFrom,
  instrument: InstrumentRow,
  rows: AmendmentRow[],
  open: OpenCandidate[],
): Promise<Place[]> {
  if (open.length === 0) return [];
  const placements = await placeAmendments(from, instrument, rows);
  return suggestOrder(
    open.map(({ id, parent }, at) => {
      const distance = placements.get(id)?.distance;
      // They come by their numbers: of those that are compared with each other the earlier submission first.
      return {
        id,
        parent,
        number: at + 1,
        distance: distance?.measure ?? 0,
        competing: distance?.reach === "whole_text",
      };
    }),
  );
}

/** `suggests`: for whoever confirms it; to make it all amendments are placed. */
export async function readVotingOrder(
  from: PlacesFrom,
  instrument: InstrumentRow,
  suggests: boolean,
): Promise<InstrumentView["votingOrder"]> {
  const rows = await from.placements.rows(from.pool, instrument.id);
  const open = candidatesAmong(rows);
  const confirmed = await selectVotingOrder(from.pool, instrument.id);
  const order = suggests ? await suggested(from, instrument, rows, open) : [];
  return {
    confirmed,
    suggested: order.map(({ id, because }) => ({ amendment: id, because })),
    next: nextToPut(putIds(open), confirmed),
  };
}
