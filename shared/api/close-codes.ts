/** Why the room server closed a socket. 44xx: connecting again by itself cannot help; 45xx: it can. */
export const CLOSE = {
  BAD_FRAME: 4400,
  SIGN_IN: 4401,
  NOT_ALLOWED: 4403,
  ROOM_NOT_FOUND: 4404,
  CLIENT_TOO_OLD: 4406,
  TOO_LARGE: 4413,
  TOO_MANY: 4429,
  RETRY: 4503,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

export type CloseAction = "retry" | "sign_in" | "reload" | "stop";

const ACTIONS: Record<CloseCode, CloseAction> = {
  [CLOSE.BAD_FRAME]: "reload",
  [CLOSE.SIGN_IN]: "sign_in",
  [CLOSE.NOT_ALLOWED]: "stop",
  [CLOSE.ROOM_NOT_FOUND]: "stop",
  [CLOSE.CLIENT_TOO_OLD]: "reload",
  [CLOSE.TOO_LARGE]: "stop",
  [CLOSE.TOO_MANY]: "stop",
  [CLOSE.RETRY]: "retry",
};

/** What the client should do. Codes that are not ours (a lost network, a server going away) mean "retry". */
export function closeAction(code: number): CloseAction {
  return ACTIONS[code as CloseCode] ?? "retry";
}

/** Why the server dropped a document message and kept the socket open. */
export const REFUSED = {
  /** The person may read this room, not write in it. */
  READ_ONLY: "read_only",
  /** Nobody writes in this room any more. */
  FROZEN: "frozen",
} as const;
export type RefusedCode = (typeof REFUSED)[keyof typeof REFUSED];
