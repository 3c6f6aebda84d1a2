import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import path from "node:path";
import type { Pool } from "pg";
import { BadSetting, type Config } from "./config";
import { lockDataDir } from "./db/data-dir-lock";
import { startEmbedded } from "./db/embedded";
import { migrate } from "./db/migrate";
import { openPool, waitForDatabase } from "./db/pool";
import { applicationUrl, canRewriteRecord, grantApplication } from "./db/privileges";

/** `logPool`: for the rows of rooms' logs alone. */
export type Database = { pool: Pool; logPool: Pool; stop(): Promise<void> };

/**
 * Of all connections, the part that writes rooms' logs. A room sends one row at a time and a commit takes some
 * milliseconds, so that four connections write a thousand rows in a second: more rooms than type at once.
 */
const LOG_SHARE = 0.2;

/** Enough for a restarting server to come up; a mistyped address should not keep anyone waiting longer. */
const PATIENCE_MS = 10_000;

/**
 * The database the settings name, up and migrated. `alone`: this process is the server and takes the data directory of
 * the embedded one for itself; without it (verify, seed) a running server is joined.
 */
export async function openDatabase(
  config: Config,
  rootDir: string,
  options: { alone: boolean; log(line: string): void; onError(error: Error): void },
): Promise<Database> {
  const undo: Array<() => Promise<void>> = [];
  let isStopping = false;
  const stop = async () => {
    isStopping = true;
    for (const step of undo.splice(0).reverse()) await step();
  };
  // Postgres says goodbye on every connection that it ends, also when we asked it to stop.
  const onError = (error: Error) => {
    if (!isStopping) options.onError(error);
  };
  try {
    await makeDataDir(config.dataDir);
    let owner = config.databaseOwnerUrl ?? config.databaseUrl;
    let url = config.databaseUrl;
    if (owner === null || url === null) {
      if (options.alone) {
        const lock = await lockDataDir(config.dataDir);
        undo.push(() => lock.release());
      }
      const embedded = await startEmbedded({ dataDir: config.dataDir, log: options.log });
      undo.push(() => embedded.stop());
      owner = embedded.url;
      url = applicationUrl(owner);
    }
    await prepareAsOwner(owner, url, config.databaseUrl === null, rootDir, onError);
    const forLogs = Math.round(config.databasePool * LOG_SHARE);
    const pool = openPool(url, { max: config.databasePool - forLogs, onError });
    undo.push(() => pool.end());
    const logPool = openPool(url, { max: forLogs, onError });
    undo.push(() => logPool.end());
    await waitForDatabase(pool, PATIENCE_MS);
    if (await canRewriteRecord(pool))
      options.log("The database's user may change the record: set DATABASE_OWNER_URL, see the README.");
    return { pool, logPool, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Tables are the owner's: the application works as another role, where there is one, which cannot change what the record keeps. */
async function prepareAsOwner(
  owner: string,
  url: string,
  makeRole: boolean,
  rootDir: string,
  onError: (error: Error) => void,
): Promise<void> {
  const pool = openPool(owner, { max: 2, patienceMs: null, onError });
  try {
    await waitForDatabase(pool, PATIENCE_MS);
    await migrate(pool, path.join(rootDir, "sql", "migrations"));
    if (owner === url) return;
    const { username, password } = new URL(url);
    await grantApplication(
      pool,
      decodeURIComponent(username),
      makeRole ? decodeURIComponent(password) : null,
    );
  } finally {
    await pool.end();
  }
}

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BadSetting(
      `DATA_DIR is not usable: ${dataDir} is not a directory that can be written to (${code}).`,
    );
  }
}
