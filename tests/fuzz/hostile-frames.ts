import * as encoding from "lib0/encoding";
import * as Y from "yjs";
import { message, presenceOf } from "../support/collab-kit";

export type Random = () => number;

export function random(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (rnd: Random, n: number) => Math.floor(rnd() * n);
export const pick = <T>(rnd: Random, list: readonly T[]): T => list[below(rnd, list.length)] as T;

export function edit(doc: Y.Doc, rnd: Random): void {
  const fragment = doc.getXmlFragment("prosemirror");
  const blocks = fragment.toArray().filter((child) => child instanceof Y.XmlElement);
  const block = blocks.length > 0 ? pick(rnd, blocks) : null;
  const text = block?.length ? block.get(0) : null;
  const action = below(rnd, 6);
  if (action === 0) {
    const made = new Y.XmlElement("block");
    if (rnd() < 0.5) made.setAttribute("id", `n${below(rnd, 5)}`);
    made.insert(0, [new Y.XmlText("new")]);
    fragment.insert(below(rnd, blocks.length + 1), [made]);
  } else if (action === 1 && blocks.length > 3) fragment.delete(below(rnd, blocks.length), 1);
  else if (text instanceof Y.XmlText) {
    const at = below(rnd, text.length + 1);
    if (action === 2 && text.length > at) text.delete(at, 1 + below(rnd, Math.min(5, text.length - at)));
    else if (action === 3 && text.length > at) text.format(at, 1, rnd() < 0.5 ? { em: {} } : { em: null });
    else text.insert(at, pick(rnd, ["a", "été", "宣言", "word "]));
  }
}

/** Yjs makes up a UUID where it is given none: thirty calls into the system, and most of what a short-lived document costs. */
export const newDoc = () => new Y.Doc({ guid: "one of many" });

/** Valid updates of a peer that starts from the room's text. */
export function updatesOf(doc: Y.Doc, rnd: Random, count: number): Uint8Array[] {
  const peer = newDoc();
  Y.applyUpdate(peer, Y.encodeStateAsUpdate(doc));
  const updates: Uint8Array[] = [];
  peer.on("update", (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) edit(peer, rnd);
  return updates;
}

/** Updates that decode, and that no peer writes: built item by item. */
export function unnaturalUpdate(doc: Y.Doc, rnd: Random): Uint8Array {
  const encoder = encoding.createEncoder();
  const uint = (n: number) => encoding.writeVarUint(encoder, n);
  const clients = [...doc.store.clients.keys()];
  const own = 1 + below(rnd, 2 ** 31);
  const known = () => (rnd() < 0.7 ? pick(rnd, clients) : rnd() < 0.5 ? own : own + 1);
  const clockOf = (client: number) => below(rnd, Y.getState(doc.store, client) + 3);
  const sections = 1 + below(rnd, 3);
  uint(sections);
  for (let section = 0; section < sections; section++) {
    const client = rnd() < 0.8 ? own + section : known();
    const structs = 1 + below(rnd, 3);
    uint(structs);
    uint(client);
    uint(rnd() < 0.7 ? Y.getState(doc.store, client) : below(rnd, 50));
    for (let i = 0; i < structs; i++) {
      const ref = pick(rnd, [0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 7, 8, 9, 10, 11, 31]);
      const flags = ref === 0 || ref === 10 ? 0 : pick(rnd, [0, 0x20, 0x40, 0x80, 0xc0, 0xe0]);
      encoding.writeUint8(encoder, ref | flags);
      const id = () => {
        const of = known();
        uint(of);
        uint(clockOf(of));
      };
      if (flags & 0x80) id();
      if (flags & 0x40) id();
      if (ref !== 0 && ref !== 10 && !(flags & 0xc0)) {
        if (rnd() < 0.5) {
          uint(1);
          encoding.writeVarString(encoder, pick(rnd, ["prosemirror", "other", ""]));
        } else {
          uint(0);
          id();
        }
        if (flags & 0x20) encoding.writeVarString(encoder, pick(rnd, ["id", "kind", "__proto__"]));
      }
      const length = pick(rnd, [0, 1, 2, 1000, 2 ** 40]);
      switch (ref) {
        case 0:
        case 1:
        case 10:
          uint(length);
          break;
        case 2:
          uint(2);
          encoding.writeVarString(encoder, "null");
          encoding.writeVarString(encoder, rnd() < 0.5 ? "{" : "3");
          break;
        case 3:
          encoding.writeVarUint8Array(encoder, new Uint8Array(below(rnd, 4)));
          break;
        case 4:
          encoding.writeVarString(encoder, pick(rnd, ["", "x", "宣言", "\u0000"]));
          break;
        case 5:
          encoding.writeVarString(encoder, pick(rnd, ["{}", "null", "["]));
          break;
        case 6:
          encoding.writeVarString(encoder, pick(rnd, ["em", "id", ""]));
          encoding.writeVarString(encoder, pick(rnd, ["null", "{}", '"x"', "}"]));
          break;
        case 7:
          uint(below(rnd, 8));
          if (rnd() < 0.7) encoding.writeVarString(encoder, pick(rnd, ["block", "", "p"]));
          break;
        case 8:
          uint(1);
          encoding.writeAny(encoder, pick(rnd, [null, 3, "x", { a: [1] }]));
          break;
        case 9:
          encoding.writeVarString(encoder, "guid");
          encoding.writeAny(encoder, {});
          break;
      }
    }
  }
  const deletions = below(rnd, 3);
  uint(deletions);
  for (let i = 0; i < deletions; i++) {
    const of = known();
    uint(of);
    uint(1);
    uint(clockOf(of));
    uint(pick(rnd, [0, 1, 3, 2 ** 40]));
  }
  return encoding.toUint8Array(encoder);
}

export function mutate(frame: Uint8Array, rnd: Random): Uint8Array {
  const bytes = [...frame];
  for (let i = 1 + below(rnd, 3); i > 0; i--) {
    const at = below(rnd, bytes.length + 1);
    switch (below(rnd, 6)) {
      case 0:
        bytes[at] = below(rnd, 256);
        break;
      case 1:
        bytes.splice(at);
        break;
      case 2:
        bytes.splice(at, 0, ...Array.from({ length: 1 + below(rnd, 8) }, () => below(rnd, 256)));
        break;
      case 3:
        bytes.splice(at, 1 + below(rnd, 4));
        break;
      case 4:
        // A number far past anything that follows.
        bytes.splice(at, 1, 0xff, 0xff, 0xff, 0xff, below(rnd, 128));
        break;
      case 5:
        bytes[at] = ((bytes[at] ?? 0) + pick(rnd, [-1, 1, 128])) & 255;
        break;
    }
  }
  return new Uint8Array(bytes);
}

/** `updates`: valid ones, to be spoilt. */
export function hostileFrame(doc: Y.Doc, rnd: Random, updates: readonly Uint8Array[]): Uint8Array {
  const update = updates.length > 0 ? pick(rnd, updates) : new Uint8Array([0, 0]);
  const state = { user: { name: "Mallory", id: 3 }, cursor: { anchor: null } };
  switch (below(rnd, 8)) {
    case 0:
      return new Uint8Array(Array.from({ length: below(rnd, 40) }, () => below(rnd, 256)));
    case 1:
      return message(0, pick(rnd, [1, 2]), unnaturalUpdate(doc, rnd));
    case 2:
      return message(0, 2, mutate(unnaturalUpdate(doc, rnd), rnd));
    case 3:
      return message(0, 2, mutate(update, rnd));
    case 4:
      return mutate(message(0, pick(rnd, [0, 1, 2, 3]), update), rnd);
    case 5:
      return mutate(message(0, 0, Y.encodeStateVector(doc)), rnd);
    case 6:
      return message(0, 0, mutate(Y.encodeStateVector(doc), rnd));
    default:
      return mutate(presenceOf(below(rnd, 5), below(rnd, 5), rnd() < 0.2 ? null : state), rnd);
  }
}
