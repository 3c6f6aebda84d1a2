import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Pool } from "pg";
import { readConfig } from "../../server/config";
import { openDatabase } from "../../server/database";
import { openPool } from "../../server/db/pool";
import { canRewriteRecord, grantApplication } from "../../server/db/privileges";
import { InProcess } from "../support/in-process";

let hall: InProcess;
let application: Pool;
const role = `application_${randomBytes(4).toString("hex")}`;
const password = randomBytes(12).toString("hex");
beforeAll(async () => {
  hall = await InProcess.start();
  await grantApplication(hall.database.pool, role, password);
  // Another start says it all again.
  await grantApplication(hall.database.pool, role, password);
  const url = new URL(hall.database.url);
  url.username = role;
  url.password = password;
  application = openPool(url.href, { max: 2 });
});
afterAll(async () => {
  await application.end();
  await hall.sql(`drop owned by ${role}`);
  await hall.sql(`drop role ${role}`);
  await hall.stop();
});

const KEPT = [
  "ledger",
  "versions",
  "adopted_texts",
  "adoptions",
  "checkpoints",
  "hand_counts",
  "reservations",
];

test.each(KEPT)("the application's role may neither change, delete nor empty %s", async (table) => {
  const [column] = await hall.sql<{ name: string }>(
    "select column_name as name from information_schema.columns where table_name = $1 order by ordinal_position limit 1",
    [table],
  );
  for (const statement of [
    `update ${table} set ${column?.name} = ${column?.name}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ])
    await expect(application.query(statement)).rejects.toMatchObject({ code: "42501" });
  await expect(application.query(`select 1 from ${table} limit 1`)).resolves.toBeDefined();
});

test("nor can it switch off what keeps them, make itself the owner, or touch the list of migrations", async () => {
  for (const statement of [
    "alter table ledger disable trigger all",
    "drop trigger ledger_append_only on ledger",
    "set session_replication_role = replica",
    `alter table ledger owner to ${role}`,
    "update room_updates set seq = seq",
    "delete from schema_migrations",
    "create table mine (id integer)",
  ])
    await expect(application.query(statement)).rejects.toMatchObject({ code: "42501" });
});

test("who may rewrite the record is told from who may not", async () => {
  expect(await canRewriteRecord(hall.database.pool)).toBe(true);
  expect(await canRewriteRecord(application)).toBe(false);
});

test("a start with an owner of its own migrates as the owner and works as the application", async () => {
  const url = new URL(hall.database.url);
  url.username = role;
  url.password = password;
  const said: string[] = [];
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-privileges-"));
  const database = await openDatabase(
    readConfig({ DATABASE_URL: url.href, DATABASE_OWNER_URL: hall.database.url, DATA_DIR: dataDir }, "/"),
    process.cwd(),
    { alone: true, log: (line) => void said.push(line), onError: () => {} },
  );
  try {
    const { rows } = await database.pool.query<{ user: string }>('select current_user as "user"');
    expect(rows).toEqual([{ user: role }]);
    expect(said).toEqual([]);
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true });
  }
});

test("the README's own words make a database of two users, and the program works on it as the one that cannot rewrite the record", async () => {
  const readme = await readFile(path.join(process.cwd(), "README.md"), "utf8");
  const [, sql = ""] = /```sql\n(create role[\s\S]*?)```/.exec(readme) ?? [];
  const [, command = ""] = /DATABASE_OWNER_URL=(\S+ DATABASE_URL=\S+) npm start/.exec(readme) ?? [];
  const suffix = randomBytes(4).toString("hex");
  const named = (text: string) =>
    text.replaceAll(/\bconcord(_owner|_app)?\b/g, (name) => `${name}_${suffix}`).replaceAll("…", password);
  const statements = named(sql)
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean);
  expect(statements).toHaveLength(3);
  for (const statement of statements) await hall.sql(statement);
  const { host } = new URL(hall.database.url);
  const [ownerUrl = "", url = ""] = named(command).replaceAll("@host/", `@${host}/`).split(" DATABASE_URL=");
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-privileges-"));
  const said: string[] = [];
  const database = await openDatabase(
    readConfig({ DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, DATA_DIR: dataDir }, "/"),
    process.cwd(),
    { alone: true, log: (line) => void said.push(line), onError: () => {} },
  );
  try {
    expect(said).toEqual([]);
    const { rows } = await database.pool.query<{ user: string }>('select current_user as "user"');
    expect(rows).toEqual([{ user: `concord_app_${suffix}` }]);
    const id = "00000000-0000-4000-8000-000000000001";
    await database.pool.query(
      `insert into conferences (id, slug, title, place, starts_on, ends_on, time_zone, languages, preset, symbol_prefix, programme)
       values ($1, 'one', '{}', '{}', '2013-10-21', '2013-10-23', 'UTC', '{en}', 'un-ga', 'X', '[]')`,
      [id],
    );
    await database.pool.query(
      "insert into ledger (conference_id, seq, at, act, subject, entry, prev, hash) values ($1, 1, now(), 'a', 's', '{}', repeat('0', 64), repeat('0', 64))",
      [id],
    );
    for (const statement of ["update ledger set act = 'b'", "delete from ledger", "truncate ledger"])
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: "42501" });
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true });
    await hall.sql(`drop database concord_${suffix}`);
    await hall.sql(`drop role concord_owner_${suffix}`);
    await hall.sql(`drop role concord_app_${suffix}`);
  }
});
