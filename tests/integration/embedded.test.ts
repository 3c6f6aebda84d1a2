import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { chmod, chown, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { type Embedded, startEmbedded } from "../../server/db/embedded";
import { processState } from "../../server/db/embedded/processes";
import { type Child, startChild, until } from "../support/children";

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? test : test.skip;
const nobody = isRoot ? Number(execFileSync("id", ["-u", "nobody"]).toString()) : 0;

let dataDir: string;
let log: string[];
let children: Child[];
const dirs: string[] = [];

/** Owner-only, so that as root these tests exercise a path that the database's user cannot enter. */
async function newDir(): Promise<string> {
  const dir = await mkdtemp(path.join(os.tmpdir(), "concord-embedded-"));
  dirs.push(dir);
  return dir;
}

beforeEach(async () => {
  dataDir = await newDir();
  log = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) await child.kill("SIGKILL");
  for (const dir of dirs.splice(0)) {
    if (await isServing(dir)) {
      const embedded = await startEmbedded({ dataDir: dir, log: () => {} });
      await embedded.stop();
      expect(await isServing(dir)).toBe(false);
    }
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});

const home = (dir = dataDir) => path.join(dir, "postgres");
const pidFile = (dir = dataDir) => path.join(home(dir), "data", "postmaster.pid");
const postmasterPid = (dir = dataDir) => Number(readFileSync(pidFile(dir), "utf8").split("\n")[0]);
const start = (dir = dataDir): Promise<Embedded> =>
  startEmbedded({ dataDir: dir, log: (line) => log.push(line) });
const lives = async (pid: number) => (await processState(pid)).kind === "live";
const isServing = async (dir: string) => existsSync(pidFile(dir)) && lives(postmasterPid(dir));

function child(mode: "start" | "lock", uid?: number): Child {
  const started = startChild("embedded-child.ts", [mode, dataDir], uid);
  children.push(started);
  return started;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const writeRow = (url: string) =>
  query(url, "create table kept (word text); insert into kept values ('acknowledged')");
const readRows = (url: string) => query(url, "select word from kept");
const kept = [{ word: "acknowledged" }];

test("a first start creates a database that loses nothing and listens to this machine only", async () => {
  const embedded = await start();
  expect(embedded.attached).toBe(false);
  expect(new URL(embedded.url).hostname).toBe("127.0.0.1");
  const [settings] = await query(
    embedded.url,
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as addresses,
       current_setting('unix_socket_directories') as sockets, current_setting('data_checksums') as checksums,
       current_setting('server_encoding') as encoding, current_user as name`,
  );
  expect(settings).toEqual({
    major: 15,
    fsync: "on",
    commit: "on",
    addresses: "127.0.0.1",
    sockets: "",
    checksums: "on",
    encoding: "UTF8",
    name: "app",
  });
  expect(statSync(path.join(home(), "password")).mode & 0o777).toBe(0o600);
  expect(readdirSync(home()).filter((name) => /init|pwfile/.test(name))).toEqual([]);
  const wrong = new URL(embedded.url);
  wrong.password = "guess";
  await expect(query(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  await embedded.stop();
});

test("a clean stop ends Postgres, and a second start finds the rows", async () => {
  const first = await start();
  await writeRow(first.url);
  const pid = postmasterPid();
  await first.stop();
  await first.stop();
  expect(await lives(pid)).toBe(false);
  expect(existsSync(pidFile())).toBe(false);
  const second = await start();
  expect(second.attached).toBe(false);
  expect(await readRows(second.url)).toEqual(kept);
  await second.stop();
});

test.each([
  ["a kill -9 of the server", "SIGKILL", "process"],
  ["Ctrl-C, which reaches the whole process group", "SIGINT", "group"],
] as const)(
  "Postgres outlives %s; the next start attaches, owns it and stops it",
  async (_, signal, whom) => {
    const server = child("start");
    const { url } = await server.next();
    await writeRow(String(url));
    const pid = postmasterPid();
    await server.kill(signal, whom);
    expect(await lives(pid)).toBe(true);
    const next = await start();
    expect(next).toMatchObject({ attached: true, url });
    expect(await readRows(next.url)).toEqual(kept);
    await next.stop();
    expect(await lives(pid)).toBe(false);
  },
);

test.each([
  ["with initdb", "group"],
  ["while initdb goes on", "process"],
] as const)(
  "a first start killed during initdb, %s, leaves nothing in the way of the next",
  async (_, whom) => {
    const server = child("start");
    const unfinished = () =>
      existsSync(home()) && readdirSync(home()).find((name) => name.startsWith("data.init-"));
    await until("initdb to write", () => {
      const name = unfinished();
      return name ? existsSync(path.join(home(), name, "base")) : false;
    });
    await server.kill("SIGKILL", whom);
    expect(existsSync(path.join(home(), "data"))).toBe(false);
    const next = await start();
    expect(next.attached).toBe(false);
    await writeRow(next.url);
    expect(await readRows(next.url)).toEqual(kept);
    await next.stop();
  },
);

test("of two simultaneous first starts one initialises; the other is a guest whose stop stops nothing", async () => {
  const pair = [child("start"), child("start")];
  const told = await Promise.all(pair.map((one) => one.next()));
  expect(told.map((line) => line.attached).sort()).toEqual([false, true]);
  expect(told[0]?.url).toBe(told[1]?.url);
  const created = told
    .flatMap((line) => line.lines as string[])
    .filter((line) => line.includes("creating one"));
  expect(created).toHaveLength(1);
  const pid = postmasterPid();
  const guest = pair[told.findIndex((line) => line.attached)];
  const owner = pair[told.findIndex((line) => !line.attached)];
  guest?.process.stdin?.write("stop\n");
  expect(await guest?.next()).toEqual({ stopped: true });
  expect(await query(String(told[0]?.url), "select 1 as one")).toEqual([{ one: 1 }]);
  owner?.process.stdin?.write("stop\n");
  expect(await owner?.next()).toEqual({ stopped: true });
  expect(await lives(pid)).toBe(false);
});

test("a postmaster.pid that names an unrelated live process does not stop a start", async () => {
  const first = await start();
  await writeRow(first.url);
  const text = readFileSync(pidFile(), "utf8");
  await first.stop();
  await writeFile(pidFile(), text.replace(/^\d+/, String(process.pid)));
  const second = await start();
  expect(second.attached).toBe(false);
  expect(await readRows(second.url)).toEqual(kept);
  await second.stop();
});

test("Postgres that dies is started again under the same address, with every acknowledged row", async () => {
  const embedded = await start();
  await writeRow(embedded.url);
  const pid = postmasterPid();
  process.kill(pid, "SIGKILL");
  await until("the database to answer again", () =>
    readRows(embedded.url).then(
      (rows) => rows.length === 1,
      () => false,
    ),
  );
  expect(postmasterPid()).not.toBe(pid);
  await embedded.stop();
});

test("a copied directory gets a server of its own, not the original's", async () => {
  const original = await start();
  await writeRow(original.url);
  const copy = await newDir();
  await query(original.url, "checkpoint");
  await cp(home(), home(copy), { recursive: true, verbatimSymlinks: true });
  if (isRoot) {
    const { uid, gid } = statSync(path.join(home(), "data"));
    execFileSync("chown", ["-R", `${uid}:${gid}`, path.join(home(copy), "data")]);
  }
  const other = await start(copy);
  expect(other.attached).toBe(false);
  await query(other.url, "insert into kept values ('only in the copy')");
  expect(await readRows(original.url)).toEqual(kept);
  await other.stop();
  expect(await isServing(copy)).toBe(false);
  await original.stop();
});

test("the log of Postgres holds no statement and no value", async () => {
  const embedded = await start();
  await query(embedded.url, "create table ballots (choice text unique)");
  await query(embedded.url, "insert into ballots values ('secret choice')");
  await expect(query(embedded.url, "insert into ballots values ('secret choice')")).rejects.toThrow(
    /duplicate/,
  );
  await expect(query(embedded.url, "select 'secret choice'::integer")).rejects.toThrow(/secret choice/);
  await embedded.stop();
  const text = readFileSync(path.join(home(), "log"), "utf8");
  expect(text).toContain("database system is ready");
  expect(text).not.toContain("secret");
  expect(log.join("\n")).not.toContain(new URL(embedded.url).password);
});

asRoot(
  "as root Postgres runs as another user, whether or not that user can enter the directory",
  async () => {
    for (const mode of [0o700, 0o755]) {
      await chmod(dataDir, mode);
      const embedded = await start();
      const status = readFileSync(`/proc/${postmasterPid()}/status`, "utf8");
      expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).not.toBe(0);
      expect(statSync(path.join(home(), "data")).uid).not.toBe(0);
      const [row] = await query(embedded.url, "select current_setting('data_directory') as place");
      expect(row?.place).toMatch(mode === 0o700 ? /^\/proc\/self\/fd\// : path.join(home(), "data"));
      await embedded.stop();
    }
  },
);

asRoot("an ordinary user runs Postgres as itself", async () => {
  await chown(dataDir, nobody, nobody);
  const server = child("start", nobody);
  const told = await server.next();
  expect(told.error).toBeUndefined();
  await writeRow(String(told.url));
  expect(statSync(path.join(home(), "password")).uid).toBe(nobody);
  server.process.stdin?.write("stop\n");
  expect(await server.next()).toEqual({ stopped: true });
  expect(await isServing(dataDir)).toBe(false);
});
