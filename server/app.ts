import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import path from "node:path";
import type { Pool } from "pg";
import type { Logger } from "pino";
import type { Bus } from "./bus/bus";
import { Nodes } from "./bus/nodes";
import { createCollab } from "./collab/server";
import { renewAnchors } from "./commands/comments/renew-anchors";
import { recordQuietRoom } from "./commands/conference/record-quiet-room";
import type { Deps } from "./commands/context";
import { roomStore } from "./db/rooms";
import { createApp } from "./http/app";
import { roomAccess } from "./identity/room-access";
import { LiveHub } from "./live/hub";
import { Memo } from "./queries/memo";

/** A few instruments, each with the state before and after the latest act. */
const KEPT_PLACEMENTS = 8;

export type Concord = {
  server: Server;
  deps: Deps;
  /** Commits and records what is open, then closes every connection. */
  close(): Promise<void>;
};

/** Wires HTTP, sockets, live events and commands over one database. Listens nowhere yet. */
export function createConcord(options: {
  pool: Pool;
  /** To the other servers on the same database. It is closed with the rest. */
  bus: Bus;
  log: Logger;
  publicUrl: string | null;
  rootDir: string;
  now(): Date;
}): Concord {
  const { pool, bus, log, publicUrl, now } = options;
  const nodes = new Nodes({ bus, id: randomUUID(), now: () => performance.now() });
  const live = new LiveHub(pool, nodes, (error) => log.error({ err: error }, "reading new acts failed"));
  const collab = createCollab({
    store: roomStore(pool),
    authorise: (request, room) => roomAccess({ pool, now, publicUrl }, request, room),
    onBlocksMoved: (room) => renewAnchors(deps, room),
    onQuiet: (room) => recordQuietRoom(deps, room),
    log,
    nodes,
    now: () => performance.now(),
  });
  const deps: Deps = {
    pool,
    rooms: collab,
    now,
    newId: randomUUID,
    publish: (conferenceId, acts) => live.publish(conferenceId, acts),
  };
  const app = createApp({
    pool,
    deps,
    live,
    placements: new Memo(KEPT_PLACEMENTS),
    log,
    publicUrl,
    clientDir: path.join(options.rootDir, "dist", "client"),
    fontsDir: path.join(options.rootDir, "node_modules", "@fontsource-variable", "source-serif-4", "files"),
  });
  const server = createServer(app);
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.startsWith("/collab/")) collab.handleUpgrade(request, socket, head);
    else socket.destroy();
  });
  return {
    server,
    deps,
    async close() {
      const closed = server.listening
        ? new Promise<void>((resolve) => server.close(() => resolve()))
        : Promise.resolve();
      await collab.close();
      live.close();
      nodes.close();
      await bus.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}
