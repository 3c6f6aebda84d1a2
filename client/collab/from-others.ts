import * as decoding from "lib0/decoding";
import { applyAwarenessUpdate } from "y-protocols/awareness";
import type { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { gatherArrivals } from "./arrivals";
import { MESSAGE, SYNC_MESSAGE } from "./messages";

type PresenceChange = Record<"added" | "updated" | "removed", number[]>;

export type FromOthers = {
  /** Called before what others did is put into the text. */
  before(listener: () => void): () => void;
  /** The person here has typed: theirs is painted first. */
  typed(): void;
  /** Puts in at once what waits. */
  now(): void;
  cancel(): void;
};

/**
 * What others type and where their cursors are: gathered, and put in together after the paint of a letter typed here. `onText`: it has
 * changed the text. A window tells of its own presence alone.
 */
export function receiveOthers(
  provider: WebsocketProvider,
  { isLoaded, onText }: { isLoaded: () => boolean; onText: () => void },
): FromOthers {
  const { doc, awareness } = provider;
  // The stock listener tells of everybody whose presence changed here: each of twenty windows would send the server what it has just
  // had from it.
  const tellPresence = provider._awarenessUpdateHandler;
  awareness.off("update", tellPresence);
  awareness.on("update", (change: PresenceChange, origin: unknown) => {
    if (Object.values(change).some((ids) => ids.includes(awareness.clientID)))
      tellPresence({ added: [], updated: [awareness.clientID], removed: [] }, origin);
  });

  // In the order in which it came.
  let updates: Uint8Array[] = [];
  let presences: Uint8Array[] = [];
  const heralds = new Set<() => void>();
  const herald = () => {
    for (const listener of heralds) listener();
  };
  const arrivals = gatherArrivals(() => {
    herald();
    const [newUpdates, newPresences] = [updates, presences];
    updates = [];
    presences = [];
    // Before the letters: the cursors are then drawn with them, in the place where these put them.
    for (const one of newPresences) applyAwarenessUpdate(awareness, one, provider);
    if (newUpdates.length === 0) return;
    const put = () => {
      for (const one of newUpdates) Y.applyUpdate(doc, one, provider);
    };
    Y.transact(doc, put, provider, false);
    onText();
  });
  const stockSync = provider.messageHandlers[MESSAGE.sync];
  provider.messageHandlers[MESSAGE.sync] = (encoder, decoder, ...rest) => {
    if (isLoaded() && decoding.peekVarUint(decoder) === SYNC_MESSAGE.update) {
      decoding.readVarUint(decoder);
      updates.push(decoding.readVarUint8Array(decoder));
      return arrivals.soon();
    }
    arrivals.now();
    herald();
    stockSync?.(encoder, decoder, ...rest);
  };
  provider.messageHandlers[MESSAGE.awareness] = (_encoder, decoder) => {
    presences.push(decoding.readVarUint8Array(decoder));
    arrivals.soon();
  };
  return {
    before(listener) {
      heralds.add(listener);
      return () => heralds.delete(listener);
    },
    typed: arrivals.typed,
    now: arrivals.now,
    cancel: arrivals.cancel,
  };
}
