/** Why the room server closed a socket. 44xx: connecting again by itself cannot help; 45xx: it can. */
export const CLOSE = {
  BAD_FRAME: 4400,
  SIGN_IN: 4401,
  NOT_ALLOWED: 4403,
  ROOM_NOT_FOUND: 4404,
  CLIENT_TOO_OLD: 4406,
  TOO_LARGE: 4413,
  /** More messages, or more bytes, than anybody types. */
  TOO_FAST: 4429,
  /** This person, or this one sign-in, has too many connections open. */
  TOO_MANY_SOCKETS: 4430,
  RETRY: 4503,
  /** As many rooms are open on this server as it holds, and somebody is in each. */
  ROOMS_FULL: 4507,
  /** Too many sockets wait to be signed in at this moment. */
  BUSY: 4529,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

export type CloseAction = "retry" | "sign_in" | "reload" | "stop";

const ACTIONS: Record<CloseCode, CloseAction> = {
  [CLOSE.BAD_FRAME]: "reload",
  [CLOSE.SIGN_IN]: "sign_in",
  [CLOSE.NOT_ALLOWED]: "stop",
  [CLOSE.ROOM_NOT_FOUND]: "stop",
  [CLOSE.CLIENT_TOO_OLD]: "reload",
  [CLOSE.TOO_LARGE]: "reload",
  [CLOSE.TOO_FAST]: "reload",
  [CLOSE.TOO_MANY_SOCKETS]: "reload",
  [CLOSE.RETRY]: "retry",
  [CLOSE.ROOMS_FULL]: "retry",
  [CLOSE.BUSY]: "retry",
};

/** What the client should do. Codes that are not ours (a lost network, a server going away) mean "retry". */
export function closeAction(code: number): CloseAction {
  return ACTIONS[code as CloseCode] ?? "retry";
}

const NAMES = new Map<number, string>(
  Object.entries(CLOSE).map(([name, code]) => [code, name.toLowerCase()]),
);

/** `too_large` for 4413 and so on; null for a code that is not ours. */
export function closeName(code: number): string | null {
  return NAMES.get(code) ?? null;
}

/** Why the server dropped a document message and kept the socket open. */
export const REFUSED = {
  /** The person may read this room, not write in it. */
  READ_ONLY: "read_only",
  /** Nobody writes in this room any more. */
  FROZEN: "frozen",
} as const;
export type RefusedCode = (typeof REFUSED)[keyof typeof REFUSED];
