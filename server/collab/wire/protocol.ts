import * as encoding from "lib0/encoding";

/** The bytes on the wire: see server/collab/PROTOCOL.md. */
const MESSAGE = { SYNC: 0, AWARENESS: 1, QUERY_AWARENESS: 3, SAVED: 100, REFUSED: 101, UNDONE: 102 } as const;
const SYNC = { STEP1: 0, STEP2: 1, UPDATE: 2 } as const;

/** `state` is JSON in UTF-8, a view into the frame it came in; "null" means that the client went away. */
export type PresenceEntry = { clientId: number; clock: number; state: Uint8Array };

export type ClientMessage =
  | { type: "step1"; stateVector: Uint8Array }
  /** A sync step 2 or an update. `update` is a copy in a buffer of its own. */
  | { type: "document"; update: Uint8Array }
  | { type: "presence"; entries: PresenceEntry[] }
  | { type: "query_presence" };

class Malformed extends Error {}

/**
 * Reads within the frame only. The decoders of lib0 check against the whole underlying buffer, and a frame is often a
 * view into a larger one: a length that points past the frame would read what other frames left there.
 */
class Reader {
  #at = 0;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  varUint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Malformed();
      value += (byte & 127) * factor;
      if (value > Number.MAX_SAFE_INTEGER) throw new Malformed();
      if (byte < 128) return value;
    }
  }

  view(): Uint8Array {
    const length = this.varUint();
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new Malformed();
    return this.#bytes.subarray(from, this.#at);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new Malformed();
  }
}

/** A copy that keeps no larger buffer alive and past whose end nothing can be read. */
export function ownCopy(view: Uint8Array): Uint8Array {
  return new Uint8Array(view);
}

/** @returns null when the frame is not exactly one message that a client may send */
export function readClientMessage(frame: Uint8Array): ClientMessage | null {
  try {
    const reader = new Reader(frame);
    const message = readMessage(reader);
    reader.end();
    return message;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function readMessage(reader: Reader): ClientMessage {
  switch (reader.varUint()) {
    case MESSAGE.SYNC:
      switch (reader.varUint()) {
        case SYNC.STEP1:
          return { type: "step1", stateVector: ownCopy(reader.view()) };
        case SYNC.STEP2:
        case SYNC.UPDATE:
          return { type: "document", update: ownCopy(reader.view()) };
        default:
          throw new Malformed();
      }
    case MESSAGE.AWARENESS: {
      const inner = new Reader(reader.view());
      const entries: PresenceEntry[] = [];
      for (let left = inner.varUint(); left > 0; left--) {
        entries.push({ clientId: inner.varUint(), clock: inner.varUint(), state: inner.view() });
      }
      inner.end();
      return { type: "presence", entries };
    }
    case MESSAGE.QUERY_AWARENESS:
      return { type: "query_presence" };
    default:
      throw new Malformed();
  }
}

/** One whole WebSocket frame: binary, unmasked, not fragmented, so that it can be built once and written to many sockets. */
function frame(payload: Uint8Array): Buffer {
  const { length } = payload;
  const headLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const out = Buffer.allocUnsafeSlow(headLength + length);
  out[0] = 0x82;
  if (headLength === 2) out[1] = length;
  else if (headLength === 4) {
    out[1] = 126;
    out.writeUInt16BE(length, 2);
  } else {
    out[1] = 127;
    out.writeBigUInt64BE(BigInt(length), 2);
  }
  out.set(payload, headLength);
  return out;
}

function syncFrame(kind: number, bytes: Uint8Array): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.SYNC);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint8Array(encoder, bytes);
  return frame(encoding.toUint8Array(encoder));
}

export const step1Frame = (stateVector: Uint8Array): Buffer => syncFrame(SYNC.STEP1, stateVector);
export const step2Frame = (update: Uint8Array): Buffer => syncFrame(SYNC.STEP2, update);
export const updateFrame = (update: Uint8Array): Buffer => syncFrame(SYNC.UPDATE, update);

export function presenceFrame(entries: readonly PresenceEntry[]): Buffer {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, entries.length);
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(inner, clientId);
    encoding.writeVarUint(inner, clock);
    encoding.writeVarUint8Array(inner, state);
  }
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.AWARENESS);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
  return frame(encoding.toUint8Array(encoder));
}

/** Presence of nobody: a message that changes nothing and shows a stock client that the server is there. */
export const KEEP_ALIVE_FRAME = presenceFrame([]);

/** The first `count` document messages of this connection that were not refused are committed. */
export function savedFrame(count: number): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.SAVED);
  encoding.writeVarUint(encoder, count);
  return frame(encoding.toUint8Array(encoder));
}

/** `ordinal` counts this connection's document messages from 1. */
export function refusedFrame(ordinal: number, code: string): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.REFUSED);
  encoding.writeVarUint(encoder, ordinal);
  encoding.writeVarString(encoder, code);
  return frame(encoding.toUint8Array(encoder));
}

/** Changes of this connection to agreed paragraphs that were put back, each with the words it would have had. */
export function undoneFrame(paragraphs: ReadonlyArray<{ block: string; text: string }>): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.UNDONE);
  encoding.writeVarUint(encoder, paragraphs.length);
  for (const { block, text } of paragraphs) {
    encoding.writeVarString(encoder, block);
    encoding.writeVarString(encoder, text);
  }
  return frame(encoding.toUint8Array(encoder));
}
