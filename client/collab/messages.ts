/** First byte of what goes over the socket: y-websocket's own, and those that server/collab/PROTOCOL.md adds. */
export const MESSAGE = { sync: 0, awareness: 1, saved: 100, refused: 101, undone: 102 } as const;

/** Second byte of a sync message. */
export const SYNC_MESSAGE = { step2: 1, update: 2 } as const;
