import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { SharedPresence } from "../room/presence";

/** What nodes that have one room open say to each other, on the room's channel of the bus. */
export type LinkMessage =
  /** I have the room open, up to row `seq`. `answer`: say the same. */
  | { what: "hello"; seq: number; answer: boolean }
  | { what: "bye" }
  /** A row is committed. Without `bytes` it is too large to be sent and is read from the log. */
  | { what: "row"; seq: number; bytes: Uint8Array | null }
  | { what: "presence"; entries: SharedPresence[] }
  /** Let your members' words arrive and be committed, then let nothing in until the release. */
  | { what: "hold"; token: number }
  | { what: "held"; token: number; seq: number }
  | { what: "release"; token: number }
  /** The room's own row was changed: read it again. */
  | { what: "changed" };

const KINDS = ["hello", "bye", "row", "presence", "hold", "held", "release", "changed"] as const;

export function encodeLink(from: string, message: LinkMessage): Uint8Array {
  const out = encoding.createEncoder();
  encoding.writeVarString(out, from);
  encoding.writeUint8(out, KINDS.indexOf(message.what));
  switch (message.what) {
    case "hello":
      encoding.writeVarUint(out, message.seq);
      encoding.writeUint8(out, message.answer ? 1 : 0);
      break;
    case "row":
      encoding.writeVarUint(out, message.seq);
      encoding.writeUint8(out, message.bytes ? 1 : 0);
      if (message.bytes) encoding.writeVarUint8Array(out, message.bytes);
      break;
    case "presence":
      encoding.writeVarUint(out, message.entries.length);
      for (const { clientId, clock, personId, state } of message.entries) {
        encoding.writeVarUint(out, clientId);
        encoding.writeVarUint(out, clock);
        encoding.writeVarString(out, personId);
        encoding.writeVarUint8Array(out, state);
      }
      break;
    case "hold":
    case "release":
      encoding.writeVarUint(out, message.token);
      break;
    case "held":
      encoding.writeVarUint(out, message.token);
      encoding.writeVarUint(out, message.seq);
      break;
    case "bye":
    case "changed":
      break;
  }
  return encoding.toUint8Array(out);
}

/** @throws when it is none: only nodes of this installation speak here */
export function decodeLink(bytes: Uint8Array): { from: string; message: LinkMessage } {
  // A copy: the decoders check against the whole buffer below a view.
  const from = decoding.createDecoder(new Uint8Array(bytes));
  const node = decoding.readVarString(from);
  const what = KINDS[decoding.readUint8(from)];
  return { from: node, message: read(what, from) };
}

function read(what: (typeof KINDS)[number] | undefined, from: decoding.Decoder): LinkMessage {
  switch (what) {
    case "hello":
      return { what, seq: decoding.readVarUint(from), answer: decoding.readUint8(from) === 1 };
    case "row": {
      const seq = decoding.readVarUint(from);
      return { what, seq, bytes: decoding.readUint8(from) === 1 ? decoding.readVarUint8Array(from) : null };
    }
    case "presence": {
      const entries: SharedPresence[] = [];
      for (let left = decoding.readVarUint(from); left > 0; left--) {
        entries.push({
          clientId: decoding.readVarUint(from),
          clock: decoding.readVarUint(from),
          personId: decoding.readVarString(from),
          state: decoding.readVarUint8Array(from),
        });
      }
      return { what, entries };
    }
    case "hold":
    case "release":
      return { what, token: decoding.readVarUint(from) };
    case "held":
      return { what, token: decoding.readVarUint(from), seq: decoding.readVarUint(from) };
    case "bye":
    case "changed":
      return { what };
    case undefined:
      throw new Error("A node said something unknown.");
  }
}
