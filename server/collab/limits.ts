/** All times in milliseconds, all sizes in bytes. */
export type CollabLimits = {
  /** One WebSocket message. A text of 10,000 words is about 100 KiB; a step 2 after long work offline is far less. */
  maxMessageBytes: number;
  /** Messages a socket may send in a second, averaged; a stock client answers each presence message with an echo. */
  messagesPerSecond: number;
  /** What it may send at once on top. */
  messageBurst: number;
  /** Bytes a socket may send in a second, averaged: some hundred times what anybody types. */
  bytesPerSecond: number;
  /** What it may send at once on top: a step 2 after long work offline, twice. */
  byteBurst: number;
  /** Reading from a socket pauses while it has this much that is not yet committed. */
  maxUnsavedBytes: number;
  /** Updates kept aside while what they build on is missing; beyond it the socket is closed with RETRY. */
  maxHeldBytes: number;
  /** One presence state, as JSON. */
  maxPresenceBytes: number;
  /** Presence states one socket may own: a page has one document open, rarely a few. */
  maxPresencePerSocket: number;
  /** A person may be signed in on several devices; a session is one browser, with a connection for each window. */
  socketsPerPerson: number;
  socketsPerSession: number;
  /** Sockets whose sign-in is still being looked up, or whose room is being loaded. */
  maxPending: number;
  /** A guess: a long text with its history takes some 3 MiB, and the memory of small machines is 2 GiB. */
  maxRooms: number;
  /** Queued for one socket beside one text; above it nothing more is queued until it has drained, and then it gets a snapshot. */
  maxQueuedBytes: number;
  /** The share of the event loop that writing to the members of one room may take, and as much for applying what they send. */
  flushDuty: number;
  /** How long presence may wait for words to go along with: below what anybody sees of a cursor. */
  presenceMs: number;
  /** How long presence that was only renewed may wait: well below the 15 s by which clients renew before 30 s end. */
  renewalMs: number;
  /** From the start of one commit of a room to the start of its next, at least: what comes meanwhile shares the next row. */
  commitEveryMs: number;
  /** The same while other nodes have the room open: their people wait for it. */
  sharedCommitEveryMs: number;
  /** A commit merges at most this many flushes into one row of the log. */
  maxRowUpdates: number;
  maxRowBytes: number;
  /** Rows, or bytes of rows, after which the log is compacted while the room is open. */
  compactRows: number;
  compactBytes: number;
  /** Signing in, finding and loading: beyond it the socket is closed with RETRY. */
  admitMs: number;
  /** How long a lock waits for what clients sent before it. */
  settleMs: number;
  /** A room that another node holds goes on by itself when that node is not heard of again. */
  holdMs: number;
  quietMs: number;
  idleMs: number;
  /** Stock clients hang up after 30 s without a message; a ping is none to them. */
  keepAliveMs: number;
  pingMs: number;
  deadMs: number;
  tickMs: number;
  /** How often the database is asked whether other nodes have written, should the bus have lost it. */
  compareMs: number;
  /** How often a socket's rights are asked for again, should the bus have lost that they changed. */
  recheckMs: number;
};

export const DEFAULT_LIMITS: CollabLimits = {
  maxMessageBytes: 4 * 1024 * 1024,
  messagesPerSecond: 1_000,
  messageBurst: 5_000,
  bytesPerSecond: 512 * 1024,
  byteBurst: 8 * 1024 * 1024,
  maxUnsavedBytes: 8 * 1024 * 1024,
  maxHeldBytes: 4 * 1024 * 1024,
  maxPresenceBytes: 4 * 1024,
  maxPresencePerSocket: 8,
  socketsPerPerson: 50,
  socketsPerSession: 25,
  maxPending: 2_000,
  maxRooms: 500,
  maxQueuedBytes: 256 * 1024,
  flushDuty: 0.48,
  presenceMs: 25,
  renewalMs: 2_000,
  commitEveryMs: 20,
  sharedCommitEveryMs: 4,
  maxRowUpdates: 128,
  maxRowBytes: 1024 * 1024,
  compactRows: 500,
  compactBytes: 4 * 1024 * 1024,
  admitMs: 10_000,
  settleMs: 300,
  holdMs: 10_000,
  quietMs: 60_000,
  idleMs: 60_000,
  keepAliveMs: 20_000,
  pingMs: 25_000,
  deadMs: 60_000,
  tickMs: 1_000,
  compareMs: 2_000,
  recheckMs: 5_000,
};
