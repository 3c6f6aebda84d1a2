import * as decoding from "lib0/decoding";
import * as Y from "yjs";

type Range = { client: number; start: number; end: number };

/** What an update brings and what it builds on; clocks are Yjs's, `end` is exclusive. */
export type UpdateFacts = {
  brings: Range[];
  deletes: Range[];
  /** For each client, the clock up to which (exclusive) its items must be there for this update to be applied. */
  needs: Map<number, number>;
};

/** For each client, how far (exclusive) a document goes. */
export type Known = (client: number) => number;

/**
 * Decodes an update without touching a document.
 * @returns null when it is not a well-formed Yjs v1 update, or one that no Yjs peer can have written
 */
export function inspectUpdate(update: Uint8Array): UpdateFacts | null {
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return null;
  }
  const brings: Range[] = [];
  const needs = new Map<number, number>();
  const clients = new Set<number>();
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id;
    if (struct.length < 1 || !Number.isSafeInteger(clock + struct.length)) return null;
    clients.add(client);
    if (struct instanceof Y.Skip) continue;
    const last = brings.at(-1);
    if (last?.client === client && last.end === clock) last.end += struct.length;
    else brings.push({ client, start: clock, end: clock + struct.length });
    if (!(struct instanceof Y.Item)) continue;
    for (const id of [struct.origin, struct.rightOrigin, struct.parent]) {
      if (!(id instanceof Y.ID)) continue;
      // Yjs takes an item's own client as known and would look up what is not there.
      if (id.client === client && id.clock >= clock) return null;
      needs.set(id.client, Math.max(needs.get(id.client) ?? 0, id.clock + 1));
    }
  }
  // Of two sections for one client Yjs would apply only the last: what is checked here would not be what enters.
  if (decoding.readVarUint(decoding.createDecoder(update)) !== clients.size) return null;
  const deletes: Range[] = [];
  for (const [client, items] of decoded.ds.clients) {
    for (const { clock, len } of items) {
      if (len < 1 || !Number.isSafeInteger(clock + len)) return null;
      deletes.push({ client, start: clock, end: clock + len });
    }
  }
  return { brings, deletes, needs };
}

/**
 * How far a document goes once the update is in it, for the clients that it extends.
 * @returns null when something that the update builds on is missing
 */
export function extendKnown(facts: UpdateFacts, known: Known): Map<number, number> | null {
  const extended = new Map<number, number>();
  const after: Known = (client) => extended.get(client) ?? known(client);
  for (const { client, start, end } of facts.brings) {
    const now = after(client);
    if (start > now) return null;
    if (end > now) extended.set(client, end);
  }
  for (const [client, clock] of facts.needs) if (clock > after(client)) return null;
  for (const { client, end } of facts.deletes) if (end > after(client)) return null;
  return extended;
}

/** Whether the document already holds all that the update says: applying it would change nothing. */
export function bringsNothing(facts: UpdateFacts, doc: Y.Doc): boolean {
  if (!integrated(facts, doc)) return false;
  return facts.deletes.every(({ client, start, end }) => {
    const structs = doc.store.clients.get(client);
    if (!structs || end > Y.getState(doc.store, client)) return false;
    for (let i = Y.findIndexSS(structs, start); i < structs.length; i++) {
      const struct = structs[i];
      if (!struct || struct.id.clock >= end) break;
      if (!struct.deleted) return false;
    }
    return true;
  });
}

/** Whether the items of the update stand in the document. */
export function integrated(facts: UpdateFacts, doc: Y.Doc): boolean {
  return facts.brings.every(({ client, end }) => end <= Y.getState(doc.store, client));
}
