import { randomBytes } from "node:crypto";
import pg from "pg";
import { openPool } from "../../server/db/pool";

export type TestDatabase = { url: string; pool: pg.Pool; drop(): Promise<void> };

function setUp(): { server: string; template: string } {
  const server = process.env.CONCORD_TEST_SERVER;
  const template = process.env.CONCORD_TEST_TEMPLATE;
  if (!server || !template) throw new Error("The global set-up has not run: start the tests with jest.");
  return { server, template };
}

/**
 * A migrated database of its own, empty but for what the migrations insert. Call it in `beforeAll`, and `drop` in
 * `afterAll`: it ends the pool, cuts every other connection, and removes the database.
 */
export function testDatabase(): Promise<TestDatabase> {
  const { server, template } = setUp();
  return copyOf(server, template);
}

/** The same with the worked example in it, as of two o'clock of its second day. It is put in once a run, by whoever asks first. */
export async function seededDatabase(): Promise<TestDatabase> {
  const { server, template } = setUp();
  const seeded = `${template}_seeded`;
  await onServer(server, async (client) => {
    // Held to the end of the session: others wait until it is there.
    await client.query("select pg_advisory_lock(hashtext($1))", [seeded]);
    const known = await client.query("select from pg_database where datname = $1", [seeded]);
    if (known.rowCount === 1) return;
    const { url, pool, name } = await copyOf(server, template);
    // The whole server, which most who want a database do not load.
    const { putExampleInto } = await import("./example");
    await putExampleInto(url, pool);
    await pool.end();
    await client.query(`alter database ${name} rename to ${seeded}`);
  });
  return copyOf(server, seeded);
}

async function copyOf(server: string, template: string): Promise<TestDatabase & { name: string }> {
  const name = `concord_test_${randomBytes(6).toString("hex")}`;
  await onServer(server, async (client) => {
    await client.query(`create database ${name} template ${template}`);
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = openPool(url.href, { max: 10 });
  return {
    name,
    url: url.href,
    pool,
    async drop() {
      await pool.end();
      await onServer(server, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}
