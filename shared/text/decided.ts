import type * as Y from "yjs";
import type { BlockId, BlockStatus, TextDoc } from "./model";
import { writeChange } from "./yjs";

/** Name of the map that says how often each paragraph was written by a decision. */
const DECIDED = "decided";

/**
 * As `writeChange`, for what was decided; and says so of each paragraph that it changes, puts in or takes out, in the same update: an
 * editor that gets it knows what its undo must leave alone from then on.
 */
export function writeDecision(
  ydoc: Y.Doc,
  target: TextDoc,
  statuses: ReadonlyMap<BlockId, BlockStatus> = new Map(),
): void {
  ydoc.transact(() => {
    const decided = ydoc.getMap<number>(DECIDED);
    for (const id of writeChange(ydoc, target, null, statuses)) decided.set(id, (decided.get(id) ?? 0) + 1);
  });
}

/** Calls `act` with the paragraphs of each decision that arrives. Returns how to end it. */
export function onDecided(ydoc: Y.Doc, act: (blocks: readonly BlockId[]) => void): () => void {
  const decided = ydoc.getMap<number>(DECIDED);
  const listener = ({ keysChanged }: Y.YMapEvent<number>) => act([...keysChanged]);
  decided.observe(listener);
  return () => decided.unobserve(listener);
}
