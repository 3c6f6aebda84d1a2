import "./runtime";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Logger, pino } from "pino";
import { createConcord } from "./app";
import type { Bus } from "./bus/bus";
import { nameKey } from "./commands/conference/name-key";
import { BadSetting, type Config, readConfig } from "./config";
import { type Database, openDatabase } from "./database";
import { selectConferences } from "./db/conferences";
import { DataDirInUse } from "./db/data-dir-lock";
import { MigrationRefused } from "./db/migrate";
import { NotifyBus } from "./db/notify-bus";
import { DatabaseUnreachable, identifyDatabase } from "./db/pool";
import { inThreads } from "./imports/thread-of-its-own";
import { loadKeys, rotateKey } from "./keys";
import { errorForLog } from "./log";
import type { Metrics } from "./metrics/metrics";
import { printFile } from "./print-file";
import { verifyConference } from "./queries/verification";
import { type Demo, writeDemo } from "./seed/demo";
import { seed } from "./seed/seed";
import { verifyFile } from "./verify-file";

/** A start that cannot succeed, in one line for the person at the terminal. */
class CannotStart extends Error {
  override name = "CannotStart";
}

const EXPECTED = [BadSetting, DataDirInUse, DatabaseUnreachable, MigrationRefused, CannotStart];

/**
 * Connections that the system holds until they are looked at. When a server comes back, a whole plenary knocks within a tenth of a
 * second; whom there is no place for tries again after a second. (The system may allow fewer.)
 */
const BACKLOG = 4_096;

/** A stop that hangs (a socket that never closes) must not keep the terminal. */
const STOP_MS = 10_000;

/** npm passes on the Ctrl-C that the terminal has sent to its whole group: one press arrives twice. */
const SAME_PRESS_MS = 500;

const say = (line: string) => process.stdout.write(`${line}\n`);
const now = () => new Date();

/**
 * `mode` start, seed, verify, print or rotate-key; `rootDir` holds sql, server/seed and dist; `args` of verify and print: a certificate's file.
 * Gives the exit code; null: still serving.
 */
export async function main(mode: string, rootDir: string, args: string[] = []): Promise<number | null> {
  const log = pino(
    { level: process.env.LOG_LEVEL ?? "warn", name: "concord", serializers: { err: errorForLog } },
    pino.destination(2),
  );
  try {
    if (mode === "verify" && args[0] !== undefined) return await verifyFile(args[0], say);
    if (mode === "print" && args[0] !== undefined) return await printFile(args[0], rootDir, say);
    const config = readConfig(process.env, process.cwd());
    switch (mode) {
      case "start":
        await start(config, rootDir, log);
        return null;
      case "seed":
        return await runSeed(config, rootDir, log);
      case "verify":
        return await runVerify(config, rootDir, log);
      case "rotate-key":
        if (config.recordKeys.length > 0)
          throw new CannotStart(
            "The key is in RECORD_KEY: set a new one there, and this one as RECORD_KEY_PREVIOUS.",
          );
        say(`${await rotateKey(config.dataDir)} signs the record from the next start on.`);
        return 0;
      default:
        throw new CannotStart(
          `There is no command ${mode}: start, seed, verify, print <file> and rotate-key are.`,
        );
    }
  } catch (error) {
    if (EXPECTED.some((known) => error instanceof known))
      process.stderr.write(`${(error as Error).message}\n`);
    else log.fatal({ err: error }, "the server ends");
    return 1;
  }
}

function open(config: Config, rootDir: string, log: Logger, alone: boolean): Promise<Database> {
  return openDatabase(config, rootDir, {
    alone,
    log: (line) => log.info(line),
    onError: (error) => log.error({ err: error }, "a database connection was lost"),
  });
}

/** A database is the installation: servers on the same one are its nodes, and hear no others on a shared Redis. */
async function openBus({ redisUrl }: Config, { pool }: Database, log: Logger): Promise<Bus> {
  const onError = (error: Error) => log.error({ err: error }, "the bus between nodes was lost");
  if (redisUrl === null) return new NotifyBus(pool, onError);
  // Only then: its driver takes some MiB, and a tenth of a second of the start.
  const { RedisBus } = await import("./bus/redis-bus");
  return new RedisBus(redisUrl, await identifyDatabase(pool), onError);
}

async function start(config: Config, rootDir: string, log: Logger): Promise<void> {
  const undo: Array<() => Promise<void>> = [];
  let undone: Promise<void> | undefined;
  const stop = () => {
    undone ??= (async () => {
      for (const step of undo.splice(0).reverse()) await step();
    })();
    return undone;
  };
  let starting = Promise.resolve();
  // From the first moment on, and stopping only what has come up: a Postgres cut off half way would stay behind.
  onSignals(() => starting.catch(() => {}).then(stop), log);
  starting = bringUp(config, rootDir, log, undo);
  try {
    await starting;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Leaves in `undo` how to take down again what is up, in the order in which it came up. */
async function bringUp(
  config: Config,
  rootDir: string,
  log: Logger,
  undo: Array<() => Promise<void>>,
): Promise<void> {
  const database = await open(config, rootDir, log, true);
  undo.push(() => database.stop());
  const { pool, logPool } = database;
  const bus = await openBus(config, database, log);
  const metrics = config.metrics && (await serveMetrics(config.metrics, undo));
  const { publicUrl, limits } = config;
  const keys = await loadKeys(config);
  // Loaded by those who want it, as above.
  const mailer = config.mail && (await import("./mail/smtp")).openSmtp(config.mail.url, config.mail.from);
  const concord = createConcord({
    pool,
    logPool,
    bus,
    log,
    publicUrl,
    rootDir,
    keys,
    now,
    limits,
    readers: inThreads([path.join(rootDir, "dist", "server", "thread.cjs")]),
    ...(mailer ? { mailer } : {}),
    ...(metrics ? { metrics } : {}),
  });
  undo.push(() => concord.close());
  if (config.databaseUrl === null) await seed(concord.deps, path.join(rootDir, "server", "seed"));
  for (const { id } of await selectConferences(pool)) await nameKey(concord.deps, id);
  await listen(concord.server, config, "");
  const { port } = concord.server.address() as AddressInfo;
  const baseUrl = config.publicUrl ?? `http://${hostInUrl(config.host)}:${port}`;
  // The worked example's links are for the embedded database only; a conference of one's own has its own invitations.
  const demo =
    config.databaseUrl === null
      ? await writeDemo(pool, { dataDir: config.dataDir, baseUrl, now: now() })
      : null;
  announce(baseUrl, demo);
}

function hostInUrl(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

async function serveMetrics(
  at: { host: string; port: number },
  undo: Array<() => Promise<void>>,
): Promise<Metrics> {
  // Loaded by those who want it: who does not, does not pay for it.
  const { metricsServer, openPrometheus } = await import("./metrics/prometheus");
  const prometheus = openPrometheus();
  const server = metricsServer(prometheus);
  await listen(server, at, "METRICS_");
  undo.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return prometheus.metrics;
}

/** `prefix`: of the settings that say where. */
function listen(
  server: Server,
  { host, port }: { host: string; port: number },
  prefix: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE")
        reject(
          new CannotStart(
            `Port ${port} on ${host} is in use. Stop what uses it, or set ${prefix}PORT to another.`,
          ),
        );
      else if (error.code === "EACCES" || error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
        reject(
          new CannotStart(
            `${prefix}HOST ${host} with ${prefix}PORT ${port} cannot be listened on (${error.code}).`,
          ),
        );
      else reject(error);
    });
    server.listen(port, host, BACKLOG, resolve);
  });
}

function announce(baseUrl: string, demo: Demo | null): void {
  say(`Concord is ready at ${baseUrl}`);
  if (!demo) return;
  say("\nSign in as (each link signs this browser in as that person):");
  const width = Math.max(...demo.people.map(({ name }) => name.length));
  for (const { name, role, delegation, signInUrl } of demo.people)
    say(
      `  ${name.padEnd(width)}  ${`${role}${delegation ? `, ${delegation}` : ""}`.padEnd(22)}  ${signInUrl}`,
    );
  say("\nPublic pages, without signing in:");
  for (const address of demo.publicPages) say(`  ${address}`);
  say("\nCtrl-C stops everything.");
}

/** Ctrl-C and kill end cleanly, once: edits committed, drafting recorded, Postgres stopped. A second one ends at once. */
function onSignals(stop: () => Promise<void>, log: Logger): void {
  let askedAt: number | null = null;
  const onSignal = () => {
    const at = performance.now();
    if (askedAt !== null) {
      if (at - askedAt > SAME_PRESS_MS) process.exit(1);
      return;
    }
    askedAt = at;
    setTimeout(() => {
      log.error("stopping took too long");
      process.exit(1);
    }, STOP_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

async function runSeed(config: Config, rootDir: string, log: Logger): Promise<number> {
  const database = await open(config, rootDir, log, false);
  const { pool, logPool } = database;
  const bus = await openBus(config, database, log);
  const { publicUrl } = config;
  const keys = await loadKeys(config);
  const concord = createConcord({ pool, logPool, bus, log, publicUrl, rootDir, keys, now });
  try {
    const seeded = await seed(concord.deps, path.join(rootDir, "server", "seed"));
    for (const { id } of await selectConferences(pool)) await nameKey(concord.deps, id);
    const baseUrl = config.publicUrl ?? `http://${hostInUrl(config.host)}:${config.port}`;
    const demo = await writeDemo(pool, { dataDir: config.dataDir, baseUrl, now: now() });
    say(
      seeded
        ? "The worked example is in the database."
        : "A conference is there already: nothing was changed.",
    );
    if (demo) say(`Sign-in links are in ${path.join(config.dataDir, "demo.json")}`);
    return 0;
  } finally {
    await concord.close();
    await database.stop();
  }
}

async function runVerify(config: Config, rootDir: string, log: Logger): Promise<number> {
  const database = await open(config, rootDir, log, false);
  try {
    let sound = true;
    const conferences = await selectConferences(database.pool);
    if (conferences.length === 0) say("There is no conference to verify.");
    for (const { id, slug } of conferences) {
      const { ok, entries, head, problems } = await verifyConference(database.pool, id);
      sound &&= ok;
      say(
        `${slug}: ${entries} entries, head ${head}: ${ok ? "everything is as it was recorded" : "NOT as it was recorded"}`,
      );
      for (const { seq, problem, detail } of problems)
        say(`  ${seq === null ? "no entry" : `entry ${seq}`}: ${problem}: ${detail}`);
    }
    return sound ? 0 : 1;
  } finally {
    await database.stop();
  }
}
