// What a new user does: clones into an empty directory, `npm start`, looks around, Ctrl-C, starts again the next day.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const place = mkdtempSync(path.join(os.tmpdir(), "concord-fresh-"));
const clone = path.join(place, "concord");
const dataDir = path.join(place, "data");

/** The first start installs and builds. */
const FIRST_START_MS = 8 * 60_000;
const SECOND_START_MS = 3_000;
const STOP_MS = 20_000;

const say = (line) => console.log(`   ${line}`);

function check(holds, what) {
  if (!holds) throw new Error(`Not so: ${what}.`);
  say(what);
}

function within(promise, ms, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${ms} ms for: ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

let running = null;

/** `npm start` in a process group of its own, as a terminal gives it. */
function npmStart(port) {
  const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir };
  // Those of the npm and of the settings around this run are not a new user's.
  for (const name of Object.keys(env))
    if (/^npm_/.test(name) && !/^npm_config_(registry|cache|userconfig|globalconfig)$/i.test(name))
      delete env[name];
  for (const name of ["DATABASE_URL", "PUBLIC_URL", "HOST", "NODE_ENV"]) delete env[name];
  const startedAt = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: clone,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  const ended = new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
  const ready = new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      out += chunk;
      const said = /^Concord is ready at (\S+)$/m.exec(out);
      if (said) resolve({ baseUrl: said[1], afterMs: Math.round(performance.now() - startedAt) });
    });
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      out += chunk;
    });
    child.once("error", reject);
    void ended.then(({ code, signal }) => reject(new Error(`npm start ended (${signal ?? code}):\n${out}`)));
  });
  ready.catch(() => {});
  running = { child, ready, ended, output: () => out };
  return running;
}

/** Ctrl-C reaches all that share the terminal; a process manager signals npm alone. */
async function end({ child, ended, output }, signal, whom) {
  process.kill(whom === "terminal" ? -child.pid : child.pid, signal);
  const { code, signal: by } = await within(ended, STOP_MS, `the end after ${signal}`);
  running = null;
  if (code !== 0) console.error(output());
  check(code === 0, `${signal} to the ${whom} ends it with exit code 0 (${by ?? code})`);
}

const lives = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

async function status(address, headers = {}) {
  const response = await fetch(address, { redirect: "manual", headers });
  return { status: response.status, cookie: response.headers.get("set-cookie"), text: await response.text() };
}

async function lookAround(baseUrl) {
  check((await status(`${baseUrl}/healthz`)).status === 200, "/healthz answers 200");
  check((await status(`${baseUrl}/readyz`)).status === 200, "/readyz answers 200");
  const demo = JSON.parse(readFileSync(path.join(dataDir, "demo.json"), "utf8"));
  for (const { name, signInUrl } of demo.people) {
    const { cookie } = await status(signInUrl);
    const me = await status(`${baseUrl}/api/me`, { cookie: cookie?.split(";")[0] ?? "" });
    check(me.status === 200 && JSON.parse(me.text).person.name === name, `the link of ${name} signs in`);
  }
  check(demo.people.length === 12, "demo.json names twelve people");
  const app = await status(`${baseUrl}/app`);
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(app.text)?.[1];
  check(app.status === 200 && script !== undefined, "/app is the built client");
  check((await status(baseUrl + script)).status === 200, "its script is there");
  for (const page of demo.publicPages) {
    const { status: code, text } = await status(page);
    check(code === 200 && text.includes("<h1>"), `${new URL(page).pathname} shows a text without signing in`);
  }
}

async function main() {
  // The clone in question may belong to another user than the one who runs this.
  const gitConfig = path.join(place, "gitconfig");
  writeFileSync(gitConfig, "[safe]\n\tdirectory = *\n");
  execFileSync("git", ["clone", "--quiet", root, clone], {
    stdio: "inherit",
    env: { ...process.env, GIT_CONFIG_GLOBAL: gitConfig },
  });
  check(!existsSync(path.join(clone, "node_modules")), "the clone holds no packages");

  const port = await freePort();
  const first = npmStart(port);
  const { baseUrl, afterMs } = await within(first.ready, FIRST_START_MS, "the first start");
  check(baseUrl === `http://127.0.0.1:${port}`, `installed, built, seeded and ready after ${afterMs} ms`);
  await lookAround(baseUrl);
  const postmaster = Number(
    readFileSync(path.join(dataDir, "postgres/data/postmaster.pid"), "utf8").split("\n")[0],
  );
  check(lives(postmaster), "its Postgres runs");
  await end(first, "SIGINT", "terminal");
  check(!lives(postmaster), "its Postgres has ended");

  const second = npmStart(port);
  const again = await within(second.ready, FIRST_START_MS, "the second start");
  check(again.afterMs < SECOND_START_MS, `the second start is ready after ${again.afterMs} ms`);
  await lookAround(again.baseUrl);
  await end(second, "SIGTERM", "npm");
  check(!existsSync(path.join(dataDir, "postgres/data/postmaster.pid")), "no Postgres is left");
  const changed = execFileSync("git", ["status", "--porcelain"], { cwd: clone, encoding: "utf8" });
  check(changed === "", "the clone is as it was");
}

try {
  await main();
} catch (error) {
  console.error(`The fresh clone: ${error.message}`);
  process.exitCode = 1;
  if (running) await takeDown(running).catch((failure) => console.error(failure.message));
}
rmSync(place, { recursive: true, force: true, maxRetries: 5 });

/** Killed outright, the server would leave its Postgres running. */
async function takeDown({ child, ended }) {
  process.kill(-child.pid, "SIGTERM");
  await within(ended, STOP_MS, "the end after a failure");
}
