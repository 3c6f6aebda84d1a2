import { randomBytes } from "node:crypto";
import pg from "pg";
import { openPool } from "../../server/db/pool";

export type TestDatabase = { url: string; pool: pg.Pool; drop(): Promise<void> };

/**
 * A migrated database of its own, empty but for what the migrations insert. Call it in `beforeAll`, and `drop` in
 * `afterAll`: it ends the pool, cuts every other connection, and removes the database.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.CONCORD_TEST_SERVER;
  const template = process.env.CONCORD_TEST_TEMPLATE;
  if (!server || !template) throw new Error("The global set-up has not run: start the tests with jest.");
  const name = `concord_test_${randomBytes(6).toString("hex")}`;
  await onServer(server, async (client) => {
    await client.query(`create database ${name} template ${template}`);
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = openPool(url.href, { max: 10 });
  return {
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
