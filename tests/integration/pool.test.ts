import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { type Embedded, startEmbedded } from "../../server/db/embedded";
import { openPool, waitForDatabase, withTransaction } from "../../server/db/pool";
import { change, type Db } from "../../server/db/rows";
import { until } from "../support/children";
import { type TestDatabase, testDatabase } from "../support/database";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query("create table words (word text primary key)");
});
afterAll(() => database.drop());
beforeEach(() => database.pool.query("truncate words"));

const words = async () => (await database.pool.query("select word from words order by word")).rows;

test("a transaction that resolves is committed, and its result returned", async () => {
  const result = await withTransaction(database.pool, async (tx) => {
    await tx.query("insert into words values ('kept')");
    return 7;
  });
  expect(result).toBe(7);
  expect(await words()).toEqual([{ word: "kept" }]);
});

test("a transaction that rejects leaves nothing, passes the error on and gives its connection back", async () => {
  const single = openPool(database.url, { max: 1 });
  try {
    const failure = new Error("refused");
    const attempt = withTransaction(single, async (tx) => {
      await tx.query("insert into words values ('lost')");
      throw failure;
    });
    await expect(attempt).rejects.toBe(failure);
    await withTransaction(single, (tx) => tx.query("insert into words values ('next')"));
    expect(await words()).toEqual([{ word: "next" }]);
  } finally {
    await single.end();
  }
});

test("a failed statement that was caught does not pass for a commit", async () => {
  const attempt = withTransaction(database.pool, async (tx) => {
    await tx.query("insert into words values ('once')");
    await tx.query("insert into words values ('once')").catch(() => {});
  });
  await expect(attempt).rejects.toThrow(/rolled back/);
  expect(await words()).toEqual([]);
});

test("what is only written is not waited for: it is there for what is read next, and what went wrong in it is what the transaction says", async () => {
  const insert = (db: Db, word: string) => change(db, 1, "insert into words values ($1)", [word]);
  const remove = (db: Db, word: string) => change(db, 1, "delete from words where word = $1", [word]);
  await withTransaction(database.pool, async (tx) => {
    await insert(tx, "first");
    expect((await tx.query("select word from words")).rows).toEqual([{ word: "first" }]);
    await remove(tx, "first");
    await insert(tx, "last");
  });
  expect(await words()).toEqual([{ word: "last" }]);

  const twice = withTransaction(database.pool, async (tx) => {
    await insert(tx, "more");
    await insert(tx, "last");
    await tx.query("select word from words");
  });
  await expect(twice).rejects.toMatchObject({ code: "23505" });
  const none = withTransaction(database.pool, async (tx) => {
    await remove(tx, "unknown");
    await insert(tx, "more");
  });
  await expect(none).rejects.toThrow("expected to change 1 rows, changed 0");
  expect(await words()).toEqual([{ word: "last" }]);
  await expect(remove(database.pool, "unknown")).rejects.toThrow("expected to change 1 rows");
});

test("a connection that is cut, idle or in a transaction, costs that work and no more", async () => {
  const reports: Error[] = [];
  const pool = openPool(database.url, { max: 2, onError: (error) => reports.push(error) });
  const cut = () =>
    database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
  try {
    const attempt = withTransaction(pool, async (tx) => {
      await tx.query("insert into words values ('cut')");
      await cut();
      await tx.query("select 1");
    });
    await expect(attempt).rejects.toThrow();
    await pool.query("select 1");
    await cut();
    await until("the idle connection's end to be reported", () => reports.length > 0);
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    expect(await words()).toEqual([]);
  } finally {
    await pool.end();
  }
});

test("a statement that is never answered costs its patience and its connection, and no more", async () => {
  const pool = openPool(database.url, { max: 1, patienceMs: 300 });
  try {
    await expect(withTransaction(pool, (tx) => tx.query("select pg_sleep(600)"))).rejects.toThrow(/timeout/);
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  } finally {
    await pool.end();
  }
});

describe("waiting for the database", () => {
  const refusalOf = async (url: string, deadlineMs: number) => {
    const pool = openPool(url);
    try {
      return await waitForDatabase(pool, deadlineMs).then(
        () => "",
        (error: Error) => `${error.name}: ${error.message}`,
      );
    } finally {
      await pool.end();
    }
  };

  test("an absent server is told in one line without the password", async () => {
    const refusal = await refusalOf("postgres://app:pa55word@127.0.0.1:1/concord", 200);
    expect(refusal).toBe(
      "DatabaseUnreachable: The database at 127.0.0.1:1/concord as app cannot be used: connect ECONNREFUSED 127.0.0.1:1.",
    );
  });

  test.each([
    [
      "a wrong password",
      (url: URL) => Object.assign(url, { password: "pa55word" }),
      /password|authentication/,
    ],
    ["an unknown database", (url: URL) => Object.assign(url, { pathname: "/absent" }), /does not exist/],
  ])("%s is refused at once", async (_, change, reason) => {
    const startedAt = Date.now();
    const refusal = await refusalOf(change(new URL(database.url)).href, 60_000);
    expect(refusal).toMatch(reason);
    expect(refusal).toMatch(/^DatabaseUnreachable: /);
    expect(refusal).not.toContain("pa55word");
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  });

  test("a server that speaks no Postgres is unreachable", async () => {
    const stranger = createServer((socket) =>
      socket.on("error", () => {}).end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    );
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const address = stranger.address();
    const port = typeof address === "object" && address ? address.port : 0;
    try {
      expect(await refusalOf(`postgres://app@127.0.0.1:${port}/concord`, 200)).toMatch(
        /^DatabaseUnreachable: /,
      );
    } finally {
      stranger.close();
    }
  });

  test("a server that is away and comes back is found by the pool that knew it", async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-pool-"));
    let embedded: Embedded | undefined;
    try {
      embedded = await startEmbedded({ dataDir, log: () => {} });
      const pool = openPool(embedded.url);
      await waitForDatabase(pool, 5_000);
      const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
      const [{ postmaster }] = (
        await pool.query("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as postmaster")
      ).rows;
      process.kill(postmaster, "SIGQUIT");
      await until("the connection to be cut", () =>
        pool.query("select pg_backend_pid() as pid").then(
          (answer) => answer.rows[0].pid !== rows[0]?.pid,
          () => true,
        ),
      );
      await waitForDatabase(pool, 20_000);
      expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
      await pool.end();
    } finally {
      await embedded?.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
