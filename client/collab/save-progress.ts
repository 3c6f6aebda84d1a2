/**
 * How many of a person's changes the server has committed.
 *
 * The server says "the first n document messages of this connection are committed". A message covers the changes
 * that were made before it was sent, with one exception: an update sent before this connection's first sync step 2
 * carries only itself, while changes made offline are still waiting for that step 2. Counting it would say "saved"
 * of words that no server has seen.
 */
export type SaveProgress = {
  /** A change was made here. */
  changed(): void;
  /** A connection was opened or lost: its ordinals mean nothing any more. */
  connectionReset(): void;
  /** A document message left; `complete` says that it is a sync step 2, holding everything the server lacks. */
  sent(complete: boolean): void;
  /** The first `ordinal` document messages of this connection are committed. */
  committed(ordinal: number): void;
  /** Changes made here so far, and how many of them, from the first on, are known to be committed. */
  made(): number;
  saved(): number;
  /** How many changes went with the messages before this one: what the server refuses begins after them. */
  sentBefore(ordinal: number): number;
  /** Changes not known to be committed. */
  unsaved(): number;
};

export function createSaveProgress(): SaveProgress {
  let changes = 0;
  let saved = 0;
  let coveredBy: number[] = [];
  let forgotten = 0;
  let isComplete = false;

  return {
    changed() {
      changes += 1;
    },
    connectionReset() {
      coveredBy = [];
      forgotten = 0;
      isComplete = false;
    },
    sent(complete) {
      isComplete ||= complete;
      coveredBy.push(isComplete ? changes : saved);
    },
    committed(ordinal) {
      const known = Math.min(ordinal - forgotten, coveredBy.length);
      if (known <= 0) return;
      saved = Math.max(saved, coveredBy[known - 1] ?? 0);
      // Acknowledged messages are dropped, or a day of typing would keep an entry for each key.
      coveredBy = coveredBy.slice(known);
      forgotten += known;
    },
    made: () => changes,
    saved: () => saved,
    sentBefore: (ordinal) => Math.max(saved, coveredBy[ordinal - 2 - forgotten] ?? 0),
    unsaved() {
      return changes - saved;
    },
  };
}
