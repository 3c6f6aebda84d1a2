import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded } from "../../server/db/embedded";
import { migrate } from "../../server/db/migrate";
import { openPool, waitForDatabase } from "../../server/db/pool";

declare global {
  /** Undoes the set-up; in jest's main process only. */
  var tearDownDatabase: (() => Promise<void>) | undefined;
}

/**
 * One server for the whole run, the one of TEST_DATABASE_URL or an embedded one, and in it one migrated template,
 * of which `testDatabase` makes copies. Worker processes learn of both through the environment.
 */
export default async function setUp(): Promise<void> {
  const server = process.env.TEST_DATABASE_URL ? null : await startServer();
  const url = process.env.TEST_DATABASE_URL || (server?.url ?? "");
  // Below the project, or they would not find its packages.
  await mkdir("dist", { recursive: true });
  const children = await mkdtemp(path.join(process.cwd(), "dist", "children-"));
  await chmod(children, 0o755);
  const template = `concord_template_${randomBytes(6).toString("hex")}`;
  let undone: Promise<void> | undefined;
  const undo = async () => {
    for (const name of [template, `${template}_seeded`])
      await onServer(url, `drop database if exists ${name} with (force)`);
    await server?.stop();
    await rm(children, { recursive: true, force: true });
  };
  globalThis.tearDownDatabase = () => {
    undone ??= undo();
    return undone;
  };
  // Jest skips the teardown when interrupted, and the embedded server would outlive it.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void globalThis.tearDownDatabase?.().finally(() => process.exit(1)));
  }
  try {
    await onServer(url, `create database ${template}`);
    await migrateTemplate(inDatabase(url, template));
  } catch (error) {
    await globalThis.tearDownDatabase(); // Jest does not, after a failed set-up: a broken migration, say.
    throw error;
  }
  process.env.CONCORD_TEST_CHILDREN = children;
  process.env.CONCORD_TEST_SERVER = url;
  process.env.CONCORD_TEST_TEMPLATE = template;
}

async function migrateTemplate(url: string): Promise<void> {
  const pool = openPool(url, { max: 1 });
  try {
    await waitForDatabase(pool, 10_000);
    await migrate(pool, path.join(process.cwd(), "sql", "migrations"));
  } finally {
    await pool.end();
  }
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-tests-"));
  const embedded = await startEmbedded({ dataDir, log: () => {} });
  return {
    url: embedded.url,
    async stop() {
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
