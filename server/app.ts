import { type KeyObject, randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Pool } from "pg";
import type { Logger } from "pino";
import type { Bus } from "./bus/bus";
import { Nodes } from "./bus/nodes";
import type { CollabLimits } from "./collab/limits";
import { createCollab } from "./collab/server";
import { renewAnchors } from "./commands/comments/renew-anchors";
import { recordQuietRoom } from "./commands/conference/record-quiet-room";
import type { Deps } from "./commands/context";
import { silenceEnder } from "./commands/votes/end-silence";
import { roomStore } from "./db/rooms";
import { Together } from "./db/together";
import { Prints } from "./exports/printed/prints";
import { createApp } from "./http/app";
import { Packed } from "./http/packed";
import { roomAccess } from "./identity/room-access";
import { purge, sessionsOf } from "./identity/sign-in";
import { inThisThread, type Readers } from "./imports/readers";
import { sealsOf, signerOf } from "./keys";
import { LiveHub } from "./live/hub";
import { type Mailer, Outbox } from "./mail/outbox";
import { type Metrics, NO_METRICS, type PoolFigures } from "./metrics/metrics";
import { Coalesced } from "./queries/coalesced";
import { PlacementCache } from "./queries/placements";

/** A few instruments, each with the state before and after the latest act. */
const KEPT_INSTRUMENTS = 4;
const KEPT_PLACEMENTS = 2 * KEPT_INSTRUMENTS;
/** What nodes tell each other: somebody has signed out. */
const SESSION_ENDED = "session-ended";
/** Nothing waits for it: what has ended signs nobody in, deleted or not. */
const PURGE_MS = 3_600_000;
/**
 * Longer than a screen is mostly at rest: one that had to connect anew would wait for all who do so at the same moment. Above the minute
 * after which proxies let go of their connections, so that it is never this end that closes one that they are about to use.
 */
const KEEP_ALIVE_MS = 75_000;
/**
 * At the end of the server: longer than anything takes that is asked whole. Neither who stopped halfway through a request is waited for
 * nor a mail server that does not answer.
 */
const ANSWERED_WITHIN_MS = 3_000;
/** A deadline is kept on the server's clock, and acted on within so much of it. */
const DEADLINES_MS = 1_000;

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
  /** For the rows of rooms' logs alone. */
  logPool: Pool;
  log: Logger;
  publicUrl: string | null;
  rootDir: string;
  /** The keys of the record, the newest first. */
  keys: readonly KeyObject[];
  now(): Date;
  limits?: Partial<CollabLimits>;
  metrics?: Metrics;
  /** Takes letters to people; absent: none are written. */
  mailer?: Mailer;
  /** Absent: files are read while everything else waits. */
  readers?: Readers;
}): Concord {
  const { pool, logPool, bus, log, publicUrl, now, metrics = NO_METRICS } = options;
  const nodes = new Nodes({ bus, id: randomUUID(), now: () => performance.now() });
  const live = new LiveHub(pool, nodes, (error) => log.error({ err: error }, "reading new acts failed"));
  const collab = createCollab({
    store: roomStore(pool, logPool),
    authorise: (requests, room) => roomAccess({ pool, now, publicUrl }, requests, room),
    onBlocksMoved: (room) => renewAnchors(deps, room),
    onQuiet: (room) => recordQuietRoom(deps, room),
    log,
    nodes,
    limits: options.limits ?? {},
    meter: metrics.collab,
    now: () => performance.now(),
  });
  const endSessionHere = (sessionId: string) => {
    collab.endSession(sessionId);
    live.endSession(sessionId);
  };
  nodes.onTold(SESSION_ENDED, (sessionId) => endSessionHere(String(sessionId)));
  const outbox = options.mailer
    ? new Outbox({ pool, mailer: options.mailer, log, now, baseUrl: () => publicUrl ?? addressOf(server) })
    : null;
  const deps: Deps = {
    pool,
    rooms: collab,
    now,
    newId: randomUUID,
    draw: (count) => randomInt(count),
    seals: sealsOf(options.keys),
    signer: signerOf(options.keys),
    sendsMail: options.mailer !== undefined,
    publish(conferenceId, acts) {
      metrics.actsRecorded(acts.length);
      live.publish(conferenceId, acts);
      outbox?.wake();
    },
  };
  const fontsDir = path.join(options.rootDir, "node_modules", "@fontsource-variable");
  const app = createApp({
    pool,
    deps,
    live,
    sessions: new Together((requests) => sessionsOf(pool, requests, now())),
    endSession(sessionId) {
      nodes.tell(SESSION_ENDED, sessionId);
      endSessionHere(sessionId);
    },
    metrics,
    placements: new PlacementCache(KEPT_PLACEMENTS, KEPT_INSTRUMENTS),
    shared: new Coalesced(),
    packed: new Packed(),
    log,
    publicUrl,
    clientDir: path.join(options.rootDir, "dist", "client"),
    fontsDir: path.join(fontsDir, "source-serif-4", "files"),
    readers: options.readers ?? inThisThread,
    prints: new Prints(fontsDir),
  });
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 1_000 },
    app,
  );
  const answering = new Set<ServerResponse>();
  server.on("request", (_request, response) => {
    answering.add(response);
    response.on("close", () => answering.delete(response));
  });
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.startsWith("/collab/")) collab.handleUpgrade(request, socket, head);
    else socket.destroy();
  });
  metrics.watch(() => ({
    ...collab.stats(),
    liveStreams: live.streams,
    otherNodes: nodes.others.length,
    pools: { main: poolFigures(pool), log: poolFigures(logPool) },
  }));
  let ending: Promise<void> | null = null;
  const endDueSilences = silenceEnder(deps, (vote, why) =>
    log.error({ err: why, vote }, "deciding by silence failed; it will be tried again"),
  );
  const deadlines = setInterval(() => {
    ending ??= endDueSilences()
      .catch((error: unknown) => log.error({ err: error }, "looking for silences that have ended failed"))
      .finally(() => {
        ending = null;
      });
  }, DEADLINES_MS);
  deadlines.unref();
  server.on("listening", () => outbox?.start());
  const purging = setInterval(() => {
    purge(pool, now()).catch((error: unknown) => log.warn({ err: error }, "deleting what has ended failed"));
  }, PURGE_MS);
  purging.unref();
  return {
    server,
    deps,
    async close() {
      clearInterval(purging);
      clearInterval(deadlines);
      await ending;
      const lastLetter = outbox?.stop();
      const closed = server.listening
        ? new Promise<void>((resolve) => server.close(() => resolve()))
        : Promise.resolve();
      await collab.close();
      live.close();
      nodes.close();
      await bus.close();
      const answered = Promise.all([...answering].map((response) => once(response, "close")));
      await Promise.race([
        Promise.all([answered, lastLetter]),
        pause(ANSWERED_WITHIN_MS, undefined, { ref: false }),
      ]);
      // Browsers also open connections that they then have no use for.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Where it listens, for who has no other name for it. */
function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens nowhere");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

function poolFigures({ totalCount, idleCount, waitingCount }: Pool): PoolFigures {
  return { total: totalCount, idle: idleCount, waiting: waitingCount };
}
