import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { type FileLock, tryLock, waitForLock } from "./data-dir-lock";
import { databaseAccount } from "./embedded/account";
import { installBinaries } from "./embedded/binaries";
import { ensureCluster, layout, readPassword } from "./embedded/cluster";
import {
  type Context,
  findPostmaster,
  isAlive,
  type Postmaster,
  proveOurs,
  startPostmaster,
  stopPostmaster,
} from "./embedded/postmaster";

/**
 * A running embedded Postgres. `url` carries the password: never log it. `attached`: it ran already.
 * `stop` ends Postgres cleanly if this start owns it, may be called again, and rejects if Postgres stays.
 */
export type Embedded = { url: string; stop(): Promise<void>; attached: boolean };

const database = "concord";
/** A first start takes a second, a recovery longer; past this another start holds the lock for no good reason. */
const startPatienceMs = 11 * 60_000;
const watchIntervalMs = 1_000;

/**
 * Runs the Postgres of the npm packages on `<dataDir>/postgres`, for this process and beyond: it survives a killed
 * server, whose successor attaches to it. One live process owns it, restarts it should it die, and stops it;
 * a second process that starts on the same directory meanwhile is a guest, whose `stop` leaves it running.
 *
 * As root Postgres runs as `postgres`, else `nobody`; `<dataDir>/postgres/data` belongs to that user.
 */
export async function startEmbedded(options: {
  dataDir: string;
  log: (line: string) => void;
}): Promise<Embedded> {
  const { log } = options;
  const at = layout(path.resolve(options.dataDir, "postgres"));
  await mkdir(at.home, { recursive: true });
  await chmod(at.home, 0o755); // Whatever the umask: the account has to pass through.
  const starting = await waitForLock(at.home, "start.lock", startPatienceMs);
  try {
    const account = await databaseAccount(at.data);
    const binaries = await installBinaries(at.home, account);
    const context: Context = { at, account, binaries, log };
    await ensureCluster(at, account, binaries, log);
    const found = await findPostmaster(context);
    const postmaster = found ?? (await startPostmaster(context));
    const urlOf = await urlBuilder(context, postmaster.port);
    await proveOurs(at, urlOf("postgres"));
    await ensureDatabase(urlOf("postgres"));
    log(
      `Postgres ${binaries.version} ${found ? "was running already" : "started"}: ` +
        `process ${postmaster.pid}, 127.0.0.1:${postmaster.port}, data in ${at.data}.`,
    );
    const ownership = await tryLock(at.home, "owner.lock");
    return {
      url: urlOf(database),
      attached: found !== null,
      stop: ownership.ok ? own(context, postmaster, ownership.lock) : async () => {},
    };
  } finally {
    await starting.release();
  }
}

/** Watches the postmaster and restarts it on the same port, so that pools find it again. @returns its `stop` */
function own(context: Context, first: Postmaster, ownership: FileLock): () => Promise<void> {
  let postmaster = first;
  let stopped: Promise<void> | undefined;
  let checking: Promise<void> = Promise.resolve();

  const check = async () => {
    if (stopped || (await isAlive(postmaster.pid))) return;
    context.log(`Postgres (process ${postmaster.pid}) has ended: starting it again.`);
    await underStartLock(context, async () => {
      if (stopped) return;
      postmaster = (await findPostmaster(context)) ?? (await startPostmaster(context, first.port));
      context.log(`Postgres runs again as process ${postmaster.pid}.`);
    });
  };
  const watch = () => {
    checking = check().catch((error: unknown) => {
      context.log(error instanceof Error ? error.message : String(error));
    });
    void checking.then(() => {
      if (!stopped) timer = setTimeout(watch, watchIntervalMs).unref();
    });
  };
  let timer = setTimeout(watch, watchIntervalMs).unref();

  const end = async () => {
    clearTimeout(timer);
    await checking;
    await underStartLock(context, () => stopPostmaster(context, postmaster.pid));
    await ownership.release();
    context.log("Postgres stopped.");
  };
  return () => {
    stopped ??= end();
    return stopped;
  };
}

async function underStartLock(context: Context, work: () => Promise<void>): Promise<void> {
  const lock = await waitForLock(context.at.home, "start.lock", startPatienceMs);
  try {
    await work();
  } finally {
    await lock.release();
  }
}

async function urlBuilder(context: Context, port: number): Promise<(name: string) => string> {
  const password = await readPassword(context.at);
  return (name) => `postgres://app:${password}@127.0.0.1:${port}/${name}`;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // Without a listener a lost connection would end this process.
  try {
    await client.connect();
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end().catch(() => {});
  }
}
