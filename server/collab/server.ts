import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type * as Y from "yjs";
import { CLOSE } from "../../shared/api/close-codes";
import type { TextDoc } from "../../shared/text/model";
import type { Nodes } from "../bus/nodes";
import { type CollabLimits, DEFAULT_LIMITS } from "./limits";
import { RoomNotFound, type RoomStore, RoomsFull } from "./log/store";
import { type Meter, NO_METER } from "./meter";
import type { Log } from "./room/keeper";
import { type LockedRoom, withLockedRooms } from "./room/lock";
import { Rooms } from "./room/rooms";
import { type Authorise, Doorkeeper } from "./wire/doorkeeper";
import { CollabWebSocket, Connection, type ConnectionPorts } from "./wire/socket";

export type CollabPorts = {
  store: RoomStore;
  /** Asked again at every change. */
  authorise: Authorise;
  /**
   * A room holds edits that the ledger does not know of, and was quiet for `quietMs`, is being let go, or the server
   * closes. They are committed when it is called. It may lock the room.
   */
  onQuiet?(roomName: string): Promise<void>;
  /** Blocks came, went or moved since the last time: what holds on to their letters may have to look for them. */
  onBlocksMoved?(roomName: string): Promise<void>;
  log: Log;
  /** The other servers on the same database; without it there is none. */
  nodes?: Nodes;
  limits?: Partial<CollabLimits>;
  meter?: Meter;
  /** Milliseconds; only differences count. */
  now(): number;
};

export type CollabStats = {
  rooms: number;
  sockets: number;
  /** Of these, not yet signed in, or waiting for their room. */
  pending: number;
  /** Presence states of people who are here. */
  present: number;
  /** Sockets that read too slowly and wait for a snapshot. */
  lagging: number;
  flushes: number;
  commits: number;
  refused: number;
  setAside: number;
};

export type Collab = {
  /** For `upgrade` events of the HTTP server on /collab/<room>. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Asks for the rights of every socket (of those rooms) again, and enforces the answers; resolves when that is done here.
   * Other nodes are told to do the same.
   */
  reauthorise(...roomNames: string[]): Promise<void>;
  /** Closes every socket that this sign-in has opened. */
  endSession(sessionId: string): void;
  /** The live text, with what is not yet committed. @throws RoomNotFound, RoomUnavailable */
  read(roomName: string): Promise<TextDoc>;
  /** The same, in the form it is typed in. `look` must change nothing. @throws RoomNotFound, RoomUnavailable */
  inspect<T>(roomName: string, look: (doc: Y.Doc) => T): Promise<T>;
  withLockedRooms<T>(roomNames: string[], work: (rooms: LockedRoom[]) => Promise<T>): Promise<T>;
  /** Commits and records everything, then closes every socket. */
  close(): Promise<void>;
  stats(): CollabStats;
};

const PATH = "/collab/";
const GOING_AWAY = 1001;
/** What nodes tell each other: rights may have changed. */
const RIGHTS = "rights";
/** More names might not fit into one message of the bus: then everybody is asked about. */
const MANY_ROOMS = 50;

export function createCollab(ports: CollabPorts): Collab {
  const limits: CollabLimits = { ...DEFAULT_LIMITS, ...ports.limits };
  const { log, now, meter = NO_METER } = ports;
  const rooms = new Rooms({
    store: ports.store,
    limits,
    meter,
    log,
    now,
    nodes: ports.nodes ?? null,
    ...(ports.onBlocksMoved
      ? { onBlocksMoved: (name: string) => ports.onBlocksMoved?.(name) ?? Promise.resolve() }
      : {}),
    ...(ports.onQuiet ? { onQuiet: (name: string) => ports.onQuiet?.(name) ?? Promise.resolve() } : {}),
  });
  const connections = new Set<Connection>();
  const pending = new Set<Connection>();
  let isClosing = false;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxMessageBytes,
    WebSocket: CollabWebSocket,
  });
  const ticking = setInterval(() => {
    rooms.tidy();
    const due = performance.now() - limits.recheckMs;
    for (const connection of connections) {
      connection.tidy();
      if (connection.room && connection.isOpen && connection.askedAt < due) void authorise(connection, true);
    }
  }, limits.tickMs);
  ticking.unref();

  const connectionPorts: ConnectionPorts = {
    meter,
    closed: (connection) => connections.delete(connection),
    expired: (connection) => void authorise(connection),
  };

  const doorkeeper = new Doorkeeper(ports.authorise, (error, room) =>
    log.error({ err: error, room }, "asking for the rights of sockets failed"),
  );

  /**
   * Asks for the rights of one connection and enforces them, unless a later answer is enforced already. `unbidden`: nothing
   * is known to have changed, and who cannot be asked about now stays as they are. False: it is being closed.
   */
  async function authorise(connection: Connection, unbidden = false): Promise<boolean> {
    connection.isStale = false;
    connection.askedAt = performance.now();
    const question = ++connection.asked;
    const answer = await doorkeeper.ask(connection.request, connection.roomName);
    if (!connection.isOpen) return false;
    if (question < connection.enforced) return true;
    if (!answer.ok && answer.closeCode === CLOSE.RETRY && unbidden) return true;
    connection.enforced = question;
    if (answer.ok) connection.allow(answer.person, answer.access, answer.session);
    else connection.close(answer.closeCode, answer.reason);
    return answer.ok;
  }

  async function admit(connection: Connection, schemaVersion: string | null): Promise<void> {
    if (!(await authorise(connection))) return;
    const room = await rooms.enter(connection.roomName);
    if (schemaVersion !== null && schemaVersion !== String(room.schemaVersion)) {
      return connection.close(CLOSE.CLIENT_TOO_OLD, "reload");
    }
    // Rights that changed since the first answer: `reauthorise` left us this note.
    while (connection.isStale) if (!(await authorise(connection))) return;
    if (isClosing) return connection.close(GOING_AWAY, "the server is closing");
    if (hasTooMany(connection)) return connection.close(CLOSE.TOO_MANY_SOCKETS, "too many connections");
    // The room may have failed, or been let go, while we asked.
    if (room.hasFailed || !rooms.isOpen(room)) return connection.close(CLOSE.RETRY, "try again");
    if (connection.isOpen) connection.admit(room);
  }

  /** null: in every room. */
  async function reauthoriseHere(roomNames: readonly string[] | null): Promise<void> {
    const concerned = [...connections].filter(
      (connection) => connection.isOpen && (roomNames?.includes(connection.roomName) ?? true),
    );
    const admitted = concerned.filter((connection) => connection.room !== null);
    for (const connection of concerned) connection.isStale = true;
    await Promise.all(admitted.map((connection) => authorise(connection)));
  }
  ports.nodes?.onTold(
    RIGHTS,
    (roomNames) => void reauthoriseHere(Array.isArray(roomNames) ? roomNames.map(String) : null),
  );
  // What we missed, and what the others missed of us.
  ports.nodes?.bus.onGap(() => {
    ports.nodes?.tell(RIGHTS, null);
    void reauthoriseHere(null);
  });

  function hasTooMany({ person, sessionId }: Connection): boolean {
    let [ofPerson, ofSession] = [0, 0];
    for (const other of connections) {
      if (other.person.id !== person.id || !other.isOpen) continue;
      ofPerson++;
      if (other.sessionId === sessionId) ofSession++;
    }
    return ofPerson > limits.socketsPerPerson || ofSession > limits.socketsPerSession;
  }

  function accept(ws: CollabWebSocket, socket: Duplex, request: IncomingMessage): void {
    // Not `new URL`: it throws on paths that a client may well send.
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const roomName = roomNameOf(path);
    const connection = new Connection(ws, socket, request, roomName ?? "", limits, connectionPorts);
    connections.add(connection);
    if (roomName === null) {
      connection.close(CLOSE.ROOM_NOT_FOUND, "no such room");
      return;
    }
    if (pending.size >= limits.maxPending) {
      connection.close(CLOSE.BUSY, "too many are coming in");
      return;
    }
    pending.add(connection);
    const late = setTimeout(() => connection.close(CLOSE.RETRY, "try again"), limits.admitMs);
    admit(connection, new URLSearchParams(query).get("schema"))
      .catch((error: unknown) => {
        if (error instanceof RoomNotFound) return connection.close(CLOSE.ROOM_NOT_FOUND, "no such room");
        if (error instanceof RoomsFull) return connection.close(CLOSE.ROOMS_FULL, "too many rooms are open");
        log.error({ err: error, room: roomName }, "opening a room failed");
        connection.close(CLOSE.RETRY, "try again");
      })
      .finally(() => {
        clearTimeout(late);
        pending.delete(connection);
      });
  }

  return {
    handleUpgrade(request, socket, head) {
      // An error while the handshake is still going on; afterwards `ws` listens.
      const ignore = () => {};
      socket.on("error", ignore);
      if ("setNoDelay" in socket && typeof socket.setNoDelay === "function") socket.setNoDelay(true);
      server.handleUpgrade(request, socket, head, (ws) => {
        socket.off("error", ignore);
        if (!isClosing) return accept(ws, socket, request);
        ws.on("error", ignore);
        ws.close(GOING_AWAY, "the server is closing");
      });
    },

    async reauthorise(...roomNames) {
      const concerned = roomNames.length > 0 ? roomNames : null;
      ports.nodes?.tell(RIGHTS, roomNames.length > MANY_ROOMS ? null : concerned);
      await reauthoriseHere(concerned);
    },

    endSession(sessionId) {
      for (const connection of connections) {
        if (connection.sessionId === sessionId) connection.close(CLOSE.SIGN_IN, "signed out");
        // It may have been told of a session that is no more: it is asked about again before it is let in.
        else if (connection.sessionId === null) connection.isStale = true;
      }
    },

    async read(roomName) {
      return (await rooms.get(roomName)).readText();
    },

    async inspect(roomName, look) {
      return look((await rooms.get(roomName)).text.doc);
    },

    withLockedRooms(roomNames, work) {
      return withLockedRooms(rooms, limits.settleMs, roomNames, work);
    },

    async close() {
      isClosing = true;
      clearInterval(ticking);
      await rooms.close();
      await Promise.all(
        [...connections].map((connection) => connection.end(GOING_AWAY, "the server is closing")),
      );
    },

    stats() {
      const lagging = [...connections].filter((connection) => connection.isLagging).length;
      return {
        rooms: rooms.size,
        sockets: connections.size,
        pending: pending.size,
        present: rooms.peopleShown,
        lagging,
        ...rooms.counts(),
      };
    },
  };
}

/** What follows the path, decoded; null when it cannot be. */
function roomNameOf(path: string): string | null {
  if (!path.startsWith(PATH)) return null;
  try {
    return decodeURIComponent(path.slice(PATH.length)) || null;
  } catch {
    return null;
  }
}
