import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import type * as Y from "yjs";
import { until } from "../support/children";
import { type TestDatabase, testDatabase } from "../support/database";
import type { Ending } from "../support/program";
import { type Program, runProgram, type Settings } from "../support/program";
import { postmasterOf, startServer, stopEmbedded, type TestServer } from "../support/server";

const dirs: string[] = [];
const programs: Program[] = [];

async function newDir(): Promise<string> {
  const dir = await mkdtemp(path.join(os.tmpdir(), "concord-start-"));
  dirs.push(dir);
  return dir;
}

function run(mode: "start" | "seed" | "verify", settings: Settings): Program {
  const program = runProgram(mode, settings);
  programs.push(program);
  return program;
}

afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill("SIGKILL");
  for (const dir of dirs.splice(0)) {
    await stopEmbedded(dir);
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** Begun before all else: it is tried for ten seconds. */
let unreachable: Promise<{ port: number; line: string }>;
beforeAll(async () => {
  const { port, server } = await occupyPort();
  await new Promise((resolve) => server.close(resolve));
  const DATA_DIR = await mkdtemp(path.join(os.tmpdir(), "concord-start-"));
  const DATABASE_URL = `postgres://app:hunter2@127.0.0.1:${port}/concord`;
  unreachable = oneLineOf(runProgram("start", { PORT: "0", DATA_DIR, DATABASE_URL }))
    .then((line) => ({ port, line }))
    .finally(() => rm(DATA_DIR, { recursive: true, force: true }));
  unreachable.catch(() => {}); // It is awaited by the test about it.
});

/** It said exactly one line, on the error stream, and failed. */
async function oneLineOf(program: Program): Promise<string> {
  const ending = await program.ended;
  expect(ending).toEqual({ code: 1, signal: null });
  expect(program.stdout()).toBe("");
  const lines = program.stderr().trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

describe("a first start", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ embedded: true });
  });
  afterAll(() => server.stop());

  test("demo.json names the people of the worked example, each with a link", () => {
    const { people } = server.demo;
    const counts: Record<string, number> = {};
    for (const { role } of people) counts[role] = (counts[role] ?? 0) + 1;
    expect(counts).toEqual({
      chair: 1,
      "committee-chair": 1,
      rapporteur: 1,
      "committee-member": 4,
      delegate: 2,
      observer: 1,
      translator: 1,
      secretariat: 1,
    });
    for (const person of people) {
      expect(Object.keys(person).sort()).toEqual(["delegation", "name", "role", "signInUrl"]);
      expect(person.name).toMatch(/\S+ \S+/);
      expect(person.delegation ?? "NONE").toMatch(/^[A-Z]+$/);
      expect(new URL(person.signInUrl).origin).toBe(server.baseUrl);
    }
    expect(new Set(people.map(({ name }) => name)).size).toBe(12);
    expect(new Set(people.map(({ signInUrl }) => signInUrl)).size).toBe(12);
  });

  test("demo.json names a room of each instrument in each language, and the public pages", () => {
    const address = server.baseUrl.replace(/^http/, "ws");
    expect(Object.keys(server.demo).sort()).toEqual(["people", "publicPages", "rooms"]);
    expect(server.demo.rooms.map(({ instrument, language }) => `${instrument} ${language}`).sort()).toEqual(
      ["declaration", "key-features"].flatMap((one) =>
        ["en", "es", "fr", "zh"].map((two) => `${one} ${two}`),
      ),
    );
    for (const { url } of server.demo.rooms) expect(url.startsWith(`${address}/collab/`)).toBe(true);
    expect(server.demo.publicPages).toEqual([
      `${server.baseUrl}/beijing-2013/declaration`,
      `${server.baseUrl}/beijing-2013/key-features`,
    ]);
  });

  test("prints one sign-in link a person and the addresses of the public pages", async () => {
    const isAllSaid = () => server.program.stdout().includes("Ctrl-C stops everything.");
    await until("everything is printed", isAllSaid);
    const lines = server.program.stdout().split("\n");
    for (const { name, signInUrl } of server.demo.people)
      expect(lines.filter((line) => line.includes(name) && line.endsWith(signInUrl))).toHaveLength(1);
    for (const page of server.demo.publicPages)
      expect(lines.filter((line) => line.trim() === page)).toHaveLength(1);
    expect(server.program.stderr()).toBe("");
  });

  test("a plain GET of a link signs its person in, more than once, out of reach of scripts", async () => {
    for (const { name, role, signInUrl } of server.demo.people) {
      const cookies = new Set<string>();
      for (let time = 1; time <= 2; time++) {
        const answer = await fetch(signInUrl, { redirect: "manual" });
        const cookie = answer.headers.get("set-cookie") ?? "";
        expect(cookie).toMatch(/; HttpOnly/i);
        expect(cookie).toMatch(/; SameSite=Lax/i);
        cookies.add(cookie.split(";")[0] ?? "");
        const me = await fetch(`${server.baseUrl}/api/me`, {
          headers: { cookie: cookie.split(";")[0] ?? "" },
        });
        expect(await me.json()).toMatchObject({ person: { name, role } });
      }
      expect(cookies.size).toBe(2);
    }
  });

  test("every room opens with its text under the address of demo.json", async () => {
    const translator = await server.signIn("translator");
    for (const { instrument, language } of server.demo.rooms) {
      const { provider, doc } = server.join(translator, instrument, language);
      await until(`${instrument} ${language} is there`, () => provider.synced);
      expect(doc.getXmlFragment("prosemirror").length).toBeGreaterThan(10);
    }
  });

  test("is alive, and ready with its database; the public pages answer without signing in", async () => {
    expect((await server.get(null, "/healthz")).status).toBe(200);
    expect((await server.get(null, "/readyz")).status).toBe(200);
    for (const page of server.demo.publicPages) {
      const answer = await server.get<string>(null, new URL(page).pathname);
      expect(answer.status).toBe(200);
      expect(answer.body).toContain("<h1>");
    }
  });

  test("a browser that asks for a screen is told what it is made of and what it reads: each is there, the screen's own code among them", async () => {
    const page = await fetch(`${server.baseUrl}/app/declaration/amendments`);
    const links = (page.headers.get("link") ?? "").split(", ").map((link) => /^<([^>]+)>/.exec(link)?.[1]);
    expect(links).toEqual(
      expect.arrayContaining([
        "/api/instruments/declaration/amendments",
        expect.stringMatching(/^\/assets\/index-/),
        expect.stringMatching(/^\/assets\/tracker-.*\.js$/),
        expect.stringMatching(/^\/assets\/tracker-.*\.css$/),
      ]),
    );
    for (const file of links.filter((link) => link?.startsWith("/assets/")))
      expect({ file, status: (await fetch(`${server.baseUrl}${file}`)).status }).toEqual({
        file,
        status: 200,
      });
  });

  test("its data directory is in use: another run says so in one line, and this one goes on", async () => {
    const line = await oneLineOf(run("start", { PORT: "0", DATA_DIR: server.dataDir }));
    expect(line).toContain(server.dataDir);
    expect(line).toContain("in use");
    expect((await server.get(null, "/readyz")).status).toBe(200);
  });

  test("a Ctrl-C that arrives twice, as npm passes it on, still ends cleanly", async () => {
    await typeAndSave(server);
    process.kill(server.program.pid, "SIGINT");
    expect(await server.kill("SIGINT")).toEqual({ code: 0, signal: null });
    expect(await postmasterOf(server.dataDir)).toBeNull();
  });
});

function opening(doc: Y.Doc): string {
  return doc.getXmlFragment("prosemirror").toString();
}

/** Gives the text as it then is. */
async function typeAndSave(server: TestServer): Promise<string> {
  const member = await server.signIn("committee-member");
  const { provider, doc, sent, saved } = server.join(member, "declaration", "en");
  await until("the text is there", () => provider.synced);
  const title = doc.getXmlFragment("prosemirror").get(0) as Y.XmlElement;
  (title.get(0) as Y.XmlText).insert(0, "Kept through the night. ");
  const typed = sent();
  await until("it is saved", () => saved() >= typed);
  return opening(doc);
}

test.each(["process", "group"] as const)(
  "Ctrl-C (signal to the %s) ends everything cleanly; a second start finds all data and is ready within 3 s",
  async (whom) => {
    const server = await startServer({ embedded: true });
    try {
      const chair = await server.signIn("committee-chair");
      const text = await typeAndSave(server);
      const label = "Before the night";
      const version = await server.command(chair, "save-version", {
        instrument: "declaration",
        language: "en",
        label,
      });
      expect(version.status).toBe(200);
      const before = server.demo;
      expect(await postmasterOf(server.dataDir)).not.toBeNull();

      expect(await server.kill("SIGINT", whom)).toEqual({ code: 0, signal: null });
      expect(server.program.stderr()).toBe("");
      expect(await postmasterOf(server.dataDir)).toBeNull();
      await expect(fetch(`${server.baseUrl}/healthz`)).rejects.toThrow();

      const { afterMs } = await server.start();
      expect(afterMs).toBeLessThan(3_000);
      expect(server.demo.people.map(({ signInUrl }) => new URL(signInUrl).pathname)).toEqual(
        before.people.map(({ signInUrl }) => new URL(signInUrl).pathname),
      );
      // The session of yesterday, not only the link.
      const versions = await server.get<{ label: string }[]>(
        chair,
        "/api/instruments/declaration/versions?language=en",
      );
      expect(versions.body.map((one) => one.label)).toContain(label);
      const again = server.join(chair, "declaration", "en");
      await until("the text is there again", () => again.provider.synced);
      expect(opening(again.doc)).toBe(text);
      expect((await server.get(chair, "/api/record/verification")).body).toMatchObject({ ok: true });
    } finally {
      await server.stop();
    }
  },
);

test("Ctrl-C while the first start is still under way leaves no Postgres behind", async () => {
  const dataDir = await newDir();
  const program = run("start", { PORT: "0", DATA_DIR: dataDir });
  await until("Postgres comes up", async () => (await postmasterOf(dataDir)) !== null);
  expect(await program.kill("SIGINT")).toEqual({ code: 0, signal: null });
  expect(await postmasterOf(dataDir)).toBeNull();
  const second = run("start", { PORT: "0", DATA_DIR: dataDir });
  const { baseUrl } = await second.ready;
  expect((await fetch(`${baseUrl}/beijing-2013/declaration`)).status).toBe(200);
  expect(await second.kill("SIGINT")).toEqual({ code: 0, signal: null });
});

describe("a setting that cannot be used gets one clear line that names it", () => {
  test.each<[keyof Settings, string]>([
    ["PORT", "http"],
    ["PORT", "-1"],
    ["PORT", "65536"],
    ["PORT", "80.5"],
    ["PORT", ""],
    ["HOST", "not a host"],
    ["HOST", ""],
    ["DATA_DIR", ""],
    ["DATABASE_URL", "mysql://localhost/concord"],
    ["DATABASE_URL", "concord"],
    ["DATABASE_URL", ""],
    ["PUBLIC_URL", "ftp://concord.example.org"],
    ["PUBLIC_URL", "https://concord.example.org/under/a/path"],
    ["PUBLIC_URL", "concord.example.org"],
  ])("%s=%j", async (name, value) => {
    const settings: Settings = { PORT: "0", DATA_DIR: await newDir(), [name]: value };
    expect(await oneLineOf(run("start", settings))).toContain(name);
  });

  test("DATA_DIR that is a file", async () => {
    const file = path.join(await newDir(), "file");
    await writeFile(file, "");
    const line = await oneLineOf(run("start", { PORT: "0", DATA_DIR: file }));
    expect(line).toContain("DATA_DIR");
    expect(line).toContain(file);
  });

  test("HOST that is no address of this machine", async () => {
    const settings: Settings = { PORT: "0", HOST: "203.0.113.7", DATA_DIR: await newDir() };
    expect(await oneLineOf(run("start", settings))).toContain("HOST");
    expect(await postmasterOf(settings.DATA_DIR ?? "")).toBeNull();
  });

  test("a password in DATABASE_URL is not repeated", async () => {
    const settings: Settings = {
      PORT: "0",
      DATA_DIR: await newDir(),
      DATABASE_URL: "mysql://app:hunter2@localhost/x",
    };
    expect(await oneLineOf(run("start", settings))).not.toContain("hunter2");
  });
});

async function occupyPort(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, server };
}

test("a port in use gets one line naming it, and no Postgres stays behind", async () => {
  const { port, server } = await occupyPort();
  try {
    const dataDir = await newDir();
    const line = await oneLineOf(run("start", { PORT: String(port), DATA_DIR: dataDir }));
    expect(line).toContain(String(port));
    expect(line).toContain("in use");
    expect(await postmasterOf(dataDir)).toBeNull();
  } finally {
    server.close();
  }
});

test("an unreachable database gets one line without the password", async () => {
  const { port, line } = await unreachable;
  expect(line).toContain(`127.0.0.1:${port}`);
  expect(line).not.toContain("hunter2");
});

describe("with DATABASE_URL", () => {
  let database: TestDatabase;
  let settings: Settings;
  beforeEach(async () => {
    database = await testDatabase();
    settings = { PORT: "0", DATA_DIR: await newDir(), DATABASE_URL: database.url };
  });
  // Before the file's own `afterEach`: a database in use cannot be dropped.
  afterEach(async () => {
    for (const program of programs) await program.kill("SIGKILL");
    await database.drop();
  });
  const conferences = async () => {
    const { rows } = await database.pool.query<{ n: number }>("select count(*)::int as n from conferences");
    return rows[0]?.n;
  };
  const CLEAN: Ending = { code: 0, signal: null };

  test("a wrong password or a database that is not there gets one line at once", async () => {
    const url = new URL(database.url);
    url.pathname = "/there_is_no_such_database";
    const line = await oneLineOf(run("start", { ...settings, DATABASE_URL: url.href }));
    expect(line).toContain("there_is_no_such_database");
  });

  test("nothing is seeded by a start, everything by seed, and nothing twice", async () => {
    const first = run("start", settings);
    const { baseUrl } = await first.ready;
    expect((await fetch(`${baseUrl}/readyz`)).status).toBe(200);
    expect(await first.kill("SIGINT")).toEqual(CLEAN);
    // Only now is all that it printed here.
    expect(first.stdout()).not.toContain("/sign-in/");
    expect(await conferences()).toBe(0);
    expect(await postmasterOf(settings.DATA_DIR ?? "")).toBeNull();

    const seeding = run("seed", settings);
    expect(await seeding.ended).toEqual(CLEAN);
    expect(seeding.stdout()).toContain("The worked example is in the database.");
    expect(await conferences()).toBe(1);
    const head = async () => (await database.pool.query("select max(seq) as seq from ledger")).rows;
    const before = await head();

    const again = run("seed", settings);
    expect(await again.ended).toEqual(CLEAN);
    expect(again.stdout()).toContain("nothing was changed");
    expect(await conferences()).toBe(1);
    expect(await head()).toEqual(before);
  });

  test("verify says that an untouched record is whole, and fails on one that was altered", async () => {
    await run("seed", settings).ended;
    const sound = run("verify", settings);
    expect(await sound.ended).toEqual(CLEAN);
    expect(sound.stdout()).toContain("everything is as it was recorded");

    await database.pool.query(
      "set session_replication_role = replica; update ledger set act = 'text.adopted' where seq = 2; set session_replication_role = origin",
    );
    const altered = run("verify", settings);
    expect(await altered.ended).toEqual({ code: 1, signal: null });
    expect(altered.stdout()).toMatch(/^ {2}entry 2: /m);
  });
});

test("the built program's main script imports nothing by itself: it is run so that it could not", async () => {
  const script = await readFile(path.join("dist", "server", "main.cjs"), "utf8");
  expect(script.match(/[^.\w]import\(.{0,40}/g)).toBeNull();
});
