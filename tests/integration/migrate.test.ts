import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { migrate } from "../../server/db/migrate";
import { openPool } from "../../server/db/pool";
import { type TestDatabase, testDatabase } from "../support/database";

let database: TestDatabase;
let dir: string;

beforeEach(async () => {
  database = await testDatabase();
  // The template holds the product's own migrations; these tests need a database without a history.
  await database.pool.query("drop schema public cascade; create schema public");
  dir = await mkdtemp(path.join(os.tmpdir(), "concord-migrations-"));
});
afterEach(async () => {
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

const write = (name: string, sql: string) => writeFile(path.join(dir, name), sql);

test("migrations are applied once, in the order of their numbers", async () => {
  await write("000002_rows.sql", "insert into things values ('second');");
  await write("000001_things.sql", "create table things (name text);\ninsert into things values ('first');");
  expect(await migrate(database.pool, dir)).toEqual({ applied: ["000001_things.sql", "000002_rows.sql"] });
  expect(await migrate(database.pool, dir)).toEqual({ applied: [] });
  await write("000003_more.sql", "insert into things values ('third');");
  expect(await migrate(database.pool, dir)).toEqual({ applied: ["000003_more.sql"] });
  const { rows } = await database.pool.query("select name from things");
  expect(rows.map((row) => row.name)).toEqual(["first", "second", "third"]);
});

test("of five concurrent starters one applies and four apply nothing", async () => {
  await write("000001_things.sql", "create table things (name text); select pg_sleep(0.2);");
  await write("000002_rows.sql", "insert into things values ('once');");
  const pools = Array.from({ length: 5 }, () => openPool(database.url, { max: 1 }));
  try {
    const results = await Promise.all(pools.map((pool) => migrate(pool, dir)));
    expect(results.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 0, 2]);
    expect((await database.pool.query("select name from things")).rowCount).toBe(1);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
});

test("an edited migration is refused by its name, and nothing is applied", async () => {
  await write("000001_things.sql", "create table things (name text);");
  await migrate(database.pool, dir);
  await write("000001_things.sql", "create table things (name text, size integer);");
  await write("000002_rows.sql", "insert into things values ('new');");
  await expect(migrate(database.pool, dir)).rejects.toMatchObject({
    name: "MigrationRefused",
    message: expect.stringContaining("000001_things.sql was edited"),
  });
  expect((await database.pool.query("select name from things")).rowCount).toBe(0);
});

test("line ends of another system are no edit", async () => {
  await write("000001_things.sql", "create table things (\n  name text\n);\n");
  await migrate(database.pool, dir);
  await write("000001_things.sql", "create table things (\r\n  name text\r\n);\r\n");
  expect(await migrate(database.pool, dir)).toEqual({ applied: [] });
});

test("a failing migration leaves nothing of itself, keeps those before it, and can be mended", async () => {
  await write("000001_things.sql", "create table things (name text);");
  await write("000002_broken.sql", "create table half (name text); insert into absent values (1);");
  await expect(migrate(database.pool, dir)).rejects.toThrow(
    /000002_broken\.sql failed: relation "absent" does not exist/,
  );
  const { rows } = await database.pool.query(
    "select to_regclass('things') is not null as things, to_regclass('half') is not null as half",
  );
  expect(rows).toEqual([{ things: true, half: false }]);
  await write("000002_broken.sql", "create table half (name text);");
  expect(await migrate(database.pool, dir)).toEqual({ applied: ["000002_broken.sql"] });
});

test("a database of a newer program is refused", async () => {
  await write("000001_things.sql", "create table things (name text);");
  await write("000002_more.sql", "create table more (name text);");
  await migrate(database.pool, dir);
  await rm(path.join(dir, "000002_more.sql"));
  await expect(migrate(database.pool, dir)).rejects.toThrow(/000002_more\.sql, which this program lacks/);
});

test("a migration that sorts before an applied one is refused", async () => {
  await write("000002_later.sql", "create table later (name text);");
  await migrate(database.pool, dir);
  await write("000001_earlier.sql", "create table earlier (name text);");
  await expect(migrate(database.pool, dir)).rejects.toThrow(
    /000001_earlier\.sql sorts before 000002_later\.sql/,
  );
});

test.each([
  ["1_short.sql", "is not named"],
  ["000001_Upper.sql", "is not named"],
])("a migration named %s is refused", async (name, reason) => {
  await write(name, "select 1;");
  await expect(migrate(database.pool, dir)).rejects.toThrow(reason);
});

test("two migrations with one number are refused", async () => {
  await write("000001_one.sql", "select 1;");
  await write("000001_other.sql", "select 1;");
  await expect(migrate(database.pool, dir)).rejects.toThrow(/000001_other\.sql has a number/);
});

test("each test database starts with the product's migrations applied", async () => {
  const fresh = await testDatabase();
  try {
    expect(await migrate(fresh.pool, path.join(process.cwd(), "sql", "migrations"))).toEqual({ applied: [] });
  } finally {
    await fresh.drop();
  }
});
