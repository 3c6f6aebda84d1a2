import { createServer, type Server } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { closeName } from "../../shared/api/close-codes";
import type { Figures, Metrics } from "./metrics";

/** In seconds: from what nobody notices to what everybody does; 0.05 is where "saved" should be. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SECOND_MS = 1_000;

/** Counts in the text format of Prometheus, together with what Node says of itself (event loop lag, memory, CPU). */
export function openPrometheus(): { metrics: Metrics; text(): Promise<string>; contentType: string } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, buckets: BUCKETS, registers });

  const flushes = histogram("concord_flush_seconds", "Applying what a room has received");
  const commits = histogram("concord_commit_seconds", "Writing one row of a room's log");
  const saved = histogram(
    "concord_saved_seconds",
    "From the arrival of an edit to telling its author that it is saved",
  );
  const refused = new Counter({
    name: "concord_edits_refused_total",
    help: "Edits that did not enter a text, by the reason their author was given",
    labelNames: ["code"],
    registers,
  });
  const closed = new Counter({
    name: "concord_sockets_closed_total",
    help: "Sockets that ended, by why the server closed them; left: the other side went",
    labelNames: ["code"],
    registers,
  });
  const commands = new Histogram({
    name: "concord_command_seconds",
    help: "Commands, by name and by what came of them",
    labelNames: ["command", "outcome"],
    buckets: BUCKETS,
    registers,
  });
  const entries = new Counter({
    name: "concord_ledger_entries_total",
    help: "Entries this server has put on the record",
    registers,
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    metrics: {
      collab: {
        flushed: (ms) => flushes.observe(ms / SECOND_MS),
        committed: (ms) => commits.observe(ms / SECOND_MS),
        saved: (ms) => saved.observe(ms / SECOND_MS),
        refused: (code) => refused.inc({ code }),
        closed: (code) => closed.inc({ code: code === null ? "left" : (closeName(code) ?? String(code)) }),
      },
      commandDone: (command, outcome, ms) => commands.observe({ command, outcome }, ms / SECOND_MS),
      actsRecorded: (count) => entries.inc(count),
      watch: (read) => watch(registry, read),
    },
  };
}

function watch(registry: Registry, read: () => Figures): void {
  const gauge = (name: string, help: string, of: (figures: Figures) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(of(read()));
      },
    });
  gauge("concord_rooms_open", "Rooms held in memory", ({ rooms }) => rooms);
  gauge("concord_sockets", "Sockets of rooms that are open", ({ sockets }) => sockets);
  gauge("concord_sockets_pending", "Sockets not yet signed in or let in", ({ pending }) => pending);
  gauge("concord_sockets_lagging", "Sockets that read too slowly", ({ lagging }) => lagging);
  gauge("concord_presence", "Presence states shown in rooms", ({ present }) => present);
  gauge("concord_live_streams", "Screens that follow live events", ({ liveStreams }) => liveStreams);
  gauge("concord_other_nodes", "Other servers heard on the bus", ({ otherNodes }) => otherNodes);
  new Gauge({
    name: "concord_database_connections",
    help: "Connections of each pool; waiting: work that has none yet",
    labelNames: ["pool", "state"],
    registers: [registry],
    collect() {
      for (const [pool, { total, idle, waiting }] of Object.entries(read().pools)) {
        this.set({ pool, state: "busy" }, total - idle);
        this.set({ pool, state: "idle" }, idle);
        this.set({ pool, state: "waiting" }, waiting);
      }
    },
  });
}

/** `GET /metrics` on a listener of its own: the figures are for the operator, not for whoever reaches the server. */
export function metricsServer(prometheus: { text(): Promise<string>; contentType: string }): Server {
  return createServer((request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (path !== "/metrics" || (request.method !== "GET" && request.method !== "HEAD")) {
      response.writeHead(404).end();
      return;
    }
    prometheus.text().then(
      (text) => response.writeHead(200, { "content-type": prometheus.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
}
