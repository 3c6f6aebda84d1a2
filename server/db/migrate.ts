import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type pg from "pg";

/** A migration cannot be applied, or the database's history is not this program's. Names the file. */
export class MigrationRefused extends Error {
  override name = "MigrationRefused";
}

type Migration = { name: string; sql: string; checksum: string };

/** Any number that no other use of advisory locks in this program has. */
const lockKey = 5_201_314;

/**
 * Applies the files `NNNNNN_subject.sql` of `dir` that the database lacks, in order, each in a transaction of its own
 * together with its entry in `schema_migrations`. Concurrent starters wait for the first and find nothing to do.
 *
 * @returns the names applied by this call
 * @throws MigrationRefused when an applied file was edited or is missing, when a new one sorts before an applied
 *   one, and when a file's SQL fails (`cause` has the database's error); files before it stay applied
 */
export async function migrate(pool: pg.Pool, dir: string): Promise<{ applied: string[] }> {
  const migrations = readMigrations(dir);
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    // Held by the session, not by a transaction: it spans all of them, and ends with the connection at the latest.
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await client.query(`
      create table if not exists schema_migrations (
        name text primary key,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`);
    const pending = await selectPending(client, migrations);
    for (const migration of pending) await apply(client, migration);
    await client.query("select pg_advisory_unlock($1)", [lockKey]);
    return { applied: pending.map(({ name }) => name) };
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure); // A failed one is closed, which gives up its lock.
  }
}

/** Not asynchronously: nothing else goes on yet, and waiting for each file takes longer than reading it. */
function readMigrations(dir: string): Migration[] {
  const names = readdirSync(dir)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const numbers = new Set<string>();
  const migrations: Migration[] = [];
  for (const name of names) {
    const number = /^(\d{6})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (number === undefined) throw new MigrationRefused(`${name} is not named NNNNNN_subject.sql.`);
    if (numbers.has(number)) throw new MigrationRefused(`${name} has a number that another migration has.`);
    numbers.add(number);
    // A checkout on Windows may have changed the line ends; that is no edit.
    const sql = readFileSync(path.join(dir, name), "utf8").replaceAll("\r\n", "\n");
    migrations.push({ name, sql, checksum: createHash("sha256").update(sql).digest("hex") });
  }
  return migrations;
}

async function selectPending(client: pg.PoolClient, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations order by name collate "C"',
  );
  for (const [index, { name, checksum }] of rows.entries()) {
    const migration = migrations.find((candidate) => candidate.name === name);
    if (migration === undefined) {
      throw new MigrationRefused(
        `The database has the migration ${name}, which this program lacks: it was used by a newer version.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new MigrationRefused(
        `The migration ${name} was edited after it was applied. Restore it and add a new one.`,
      );
    }
    const expected = migrations[index];
    if (expected !== migration) {
      throw new MigrationRefused(
        `The migration ${expected?.name} sorts before ${name}, which is applied already.`,
      );
    }
  }
  return migrations.slice(rows.length);
}

async function apply(client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(sql);
    await client.query("insert into schema_migrations (name, checksum) values ($1, $2)", [name, checksum]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationRefused(`The migration ${name} failed: ${reason}`, { cause });
  }
}
