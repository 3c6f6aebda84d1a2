import { ownCopy, type PresenceEntry, presenceFrame } from "../wire/protocol";

/** Who a presence state belongs to. One per connection; `node` where that is a connection of another node. */
export type PresenceOwner = { readonly person: { id: string; name: string }; readonly node?: string };

/** A state as nodes pass it on: what its owner said, with the name that was checked there. */
export type SharedPresence = PresenceEntry & { personId: string };

type Entry = {
  /** null once the owner has gone: kept a while, so that another's echo of the old state cannot bring it back. */
  owner: PresenceOwner | null;
  personId: string;
  clock: number;
  /** As it came, to see whether the next one differs. */
  raw: Uint8Array;
  /** As others get it. */
  state: Uint8Array;
  goneAt: number;
};

const NOBODY = new TextEncoder().encode("null");
const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();
/** Twice the time after which clients forget a state themselves. */
const FORGET_MS = 60_000;

/** The presence of one room: raw JSON for each Yjs client id, owned by one connection. */
export class Presence {
  readonly #entries = new Map<number, Entry>();
  readonly #changed = new Map<number, PresenceOwner | null>();
  /** Of those that changed, the ones that other nodes do not know from somebody else. */
  readonly #changedHere = new Set<number>();
  readonly #limits: { maxPresenceBytes: number; maxPresencePerSocket: number };

  constructor(limits: { maxPresenceBytes: number; maxPresencePerSocket: number }) {
    this.#limits = limits;
  }

  /**
   * Takes what one connection says. States of client ids that belong to another are passed over without complaint,
   * since stock clients echo what they hear. The name shown is the signed-in person's, whatever the client wrote.
   *
   * @returns "changed" when others should hear of it, "renewed" when only clocks moved on, "bad" when a state is not
   *   JSON that clients can read, "large" when one is over the limit
   */
  update(
    owner: PresenceOwner,
    entries: readonly PresenceEntry[],
    nowMs: number,
  ): "changed" | "renewed" | "same" | "bad" | "large" {
    let outcome: "changed" | "renewed" | "same" = "same";
    for (const { clientId, clock, state } of entries) {
      const known = this.#entries.get(clientId);
      const leaves = isNobody(state);
      if (!this.#accepts(owner, known, clock, leaves)) continue;
      if (state.length > this.#limits.maxPresenceBytes) return "large";
      if (known && leaves) {
        this.#remove(clientId, known, clock, nowMs);
        outcome = "changed";
      } else if (known?.owner === owner && Buffer.compare(known.raw, state) === 0) {
        known.clock = clock;
        if (outcome === "same") outcome = "renewed";
      } else {
        const raw = ownCopy(state);
        const shown = underOwnName(raw, owner.person);
        if (shown === null) return "bad";
        const personId = owner.person.id;
        this.#entries.set(clientId, { owner, personId, clock, raw, state: shown, goneAt: 0 });
        outcome = "changed";
      }
      this.#changed.set(clientId, owner);
      this.#changedHere.add(clientId);
    }
    return outcome;
  }

  /**
   * Takes what another node says of its connections. A client that moved from one node to another is told apart by its
   * clock: the higher one is the newer connection.
   *
   * @returns whether others should hear of it
   */
  updateFrom(node: string, entries: readonly SharedPresence[], nowMs: number): boolean {
    let changed = false;
    for (const { clientId, clock, state, personId } of entries) {
      const known = this.#entries.get(clientId);
      const isTheirs = known?.owner?.node === node;
      if (isNobody(state)) {
        if (!known || !isTheirs) continue;
        this.#remove(clientId, known, clock, nowMs);
      } else {
        if (known && !isTheirs && (known.personId !== personId || clock < known.clock)) continue;
        if (known?.owner && !isTheirs && clock === known.clock) continue;
        if (isTheirs && clock < known.clock) continue;
        const shown = ownCopy(state);
        const owner = { person: { id: personId, name: "" }, node };
        this.#entries.set(clientId, { owner, personId, clock, raw: shown, state: shown, goneAt: 0 });
      }
      this.#changed.set(clientId, null);
      this.#changedHere.delete(clientId);
      changed = true;
    }
    return changed;
  }

  /** A node has gone, and with it everybody there. */
  leaveNode(node: string, nowMs: number): boolean {
    let left = false;
    for (const [clientId, entry] of this.#entries) {
      if (entry.owner?.node !== node) continue;
      this.#remove(clientId, entry, entry.clock, nowMs);
      this.#changed.set(clientId, null);
      left = true;
    }
    return left;
  }

  #accepts(owner: PresenceOwner, known: Entry | undefined, clock: number, leaves: boolean): boolean {
    if (known?.owner === owner) return clock > known.clock || (leaves && clock === known.clock);
    if (leaves) return false;
    // The same person on a new connection: their old one may not have noticed yet that it is dead.
    if (known && known.personId !== owner.person.id) return false;
    if (known && (known.owner === null ? clock < known.clock : clock <= known.clock)) return false;
    return this.#countOf(owner) < this.#limits.maxPresencePerSocket;
  }

  #countOf(owner: PresenceOwner): number {
    let count = 0;
    for (const entry of this.#entries.values()) if (entry.owner === owner) count++;
    return count;
  }

  /** The connection, of this node or another, that shows itself under this client id. */
  ownerOf(clientId: number): PresenceOwner | null {
    return this.#entries.get(clientId)?.owner ?? null;
  }

  /** The connection has gone, or may no longer show itself. */
  leave(owner: PresenceOwner, nowMs: number): boolean {
    let left = false;
    for (const [clientId, entry] of this.#entries) {
      if (entry.owner !== owner) continue;
      this.#remove(clientId, entry, entry.clock, nowMs);
      this.#changed.set(clientId, null);
      this.#changedHere.add(clientId);
      left = true;
    }
    return left;
  }

  #remove(clientId: number, entry: Entry, clock: number, nowMs: number): void {
    this.#entries.set(clientId, { ...entry, owner: null, clock, raw: NOBODY, state: NOBODY, goneAt: nowMs });
  }

  /** States of people who are here. */
  get size(): number {
    let size = 0;
    for (const { owner } of this.#entries.values()) if (owner !== null) size++;
    return size;
  }

  /** Lets go of those long gone. */
  tidy(nowMs: number): void {
    for (const [clientId, entry] of this.#entries) {
      if (entry.owner === null && nowMs - entry.goneAt > FORGET_MS) this.#entries.delete(clientId);
    }
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /**
   * What changed since the last call, the newest of each client; `sole` is who said all of it, if one connection did;
   * `here` is what other nodes must hear of.
   */
  takeChanges(): { frame: Buffer; sole: PresenceOwner | null; here: SharedPresence[] } | null {
    if (this.#changed.size === 0) return null;
    const entries: PresenceEntry[] = [];
    const here: SharedPresence[] = [];
    const sources = new Set<PresenceOwner | null>();
    for (const [clientId, source] of this.#changed) {
      const entry = this.#entries.get(clientId);
      if (!entry) continue;
      const said = { clientId, clock: entry.clock, state: entry.state };
      entries.push(said);
      if (this.#changedHere.has(clientId)) here.push({ ...said, personId: entry.personId });
      sources.add(source);
    }
    this.#changed.clear();
    this.#changedHere.clear();
    const [sole = null] = sources.size === 1 ? sources : [];
    return { frame: presenceFrame(entries), sole, here };
  }

  /** Everybody who is connected to this node. */
  ofThisNode(): SharedPresence[] {
    const entries: SharedPresence[] = [];
    for (const [clientId, { owner, clock, state, personId }] of this.#entries)
      if (owner && owner.node === undefined) entries.push({ clientId, clock, state, personId });
    return entries;
  }

  /** Everybody who is here; null when nobody is. */
  all(): Buffer | null {
    const entries: PresenceEntry[] = [];
    for (const [clientId, { owner, clock, state }] of this.#entries) {
      if (owner !== null) entries.push({ clientId, clock, state });
    }
    return entries.length === 0 ? null : presenceFrame(entries);
  }
}

function isNobody(state: Uint8Array): boolean {
  return state.length === 4 && Buffer.compare(state, NOBODY) === 0;
}

/** The same state with the person's own name and id in its `user`; null when it is not a JSON object. */
function underOwnName(raw: Uint8Array, person: { id: string; name: string }): Uint8Array | null {
  let state: unknown;
  try {
    state = JSON.parse(decoder.decode(raw));
  } catch {
    return null;
  }
  if (!isObject(state)) return null;
  const { user } = state;
  if (user === undefined) return raw;
  if (isObject(user) && user.name === person.name && (user.id === undefined || user.id === person.id))
    return raw;
  state.user = isObject(user)
    ? { ...user, name: person.name, ...(user.id === undefined ? {} : { id: person.id }) }
    : { name: person.name };
  return encoder.encode(JSON.stringify(state));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
