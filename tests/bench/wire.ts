import * as encoding from "lib0/encoding";

/** What a client of y-websocket says, as far as measuring needs it. */
function message(...parts: (number | Uint8Array)[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const part of parts) {
    if (typeof part === "number") encoding.writeVarUint(encoder, part);
    else encoding.writeVarUint8Array(encoder, part);
  }
  return encoding.toUint8Array(encoder);
}

/** "I have nothing yet." */
export const step1 = message(0, 0, new Uint8Array([0]));
/** "I have nothing that you lack." */
export const step2 = message(0, 1, new Uint8Array([0, 0]));
export const update = (bytes: Uint8Array): Uint8Array => message(0, 2, bytes);

export function presence(client: number, clock: number, state: object): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(state));
  return message(1, message(1, client, clock, json));
}
