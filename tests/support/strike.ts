import type { RoomStore } from "../../server/collab/log/store";

/** Where an edit is on its way through the server, in order; then the two of a compaction. */
export const MOMENTS = [
  "received",
  "queued",
  "applied",
  "appending",
  "committed",
  "saved",
  "compacting",
  "compacted",
] as const;
export type Moment = (typeof MOMENTS)[number];

/** The nth time that the moment comes, and so long (in milliseconds) after it. */
export type Strike = { moment: Moment; nth: number; delayMs: number };

/** Strikes once. To be told of every moment as it comes. */
export function striker(plan: Strike, strike: () => void): (moment: Moment) => void {
  let left = plan.nth;
  return (moment) => {
    if (moment !== plan.moment || --left !== 0) return;
    if (plan.delayMs === 0) return strike();
    const due = performance.now() + plan.delayMs;
    // Not a timer: those know whole milliseconds, in which a commit begins and ends.
    const turn = () => (performance.now() < due ? setImmediate(turn) : strike());
    setImmediate(turn);
  };
}

/** The same store, which says what it is about to do and what it has done. */
export function watched(store: RoomStore, now: (moment: Moment) => void): RoomStore {
  return {
    ...store,
    async append(...row) {
      now("applied");
      const appended = store.append(...row);
      now("appending");
      const result = await appended;
      now("committed");
      setImmediate(() => now("saved"));
      return result;
    },
    async compact(...state) {
      now("compacting");
      await store.compact(...state);
      now("compacted");
    },
  };
}
