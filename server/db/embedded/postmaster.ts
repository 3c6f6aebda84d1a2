import { createHash } from "node:crypto";
import { open, readFile, realpath, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import type { Account } from "./account";
import type { Binaries } from "./binaries";
import type { Layout } from "./cluster";
import { commandLine, processState } from "./processes";
import { Passage, run, runDetached } from "./run";

/** A Postgres that runs on our data and takes connections. */
export type Postmaster = { pid: number; port: number };

export type Context = { at: Layout; account: Account; binaries: Binaries; log: (line: string) => void };

/** Recovery after a crash can take this long on a slow disk; a guess. */
const readyPatienceMs = 10 * 60_000;
/** A killed postmaster's children notice within a second or so and let go of the shared memory; a guess. */
const leftoverPatienceMs = 20_000;

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

/**
 * The postmaster that already runs on our data, once it is ready; null when none does, after removing a process id
 * file that would keep one from starting. Call under the start lock.
 */
export async function findPostmaster({ at, log }: Context): Promise<Postmaster | null> {
  const deadline = Date.now() + readyPatienceMs;
  const zombieDeadline = Date.now() + 5_000;
  for (;;) {
    const found = await readPidFile(at);
    if (found === null) return null;
    const state = await processState(found.pid);
    // Postgres itself removes the file of a dead one, and checks for surviving children while it does.
    if (state.kind === "gone") return null;
    if (state.kind === "live" && !(await isOurs(found.pid, at))) {
      log(`Process ${found.pid} is no Postgres on ${at.data}: removing the stale postmaster.pid.`);
      await rm(pidFile(at), { force: true });
      return null;
    }
    if (state.kind === "zombie" && Date.now() > zombieDeadline) {
      // Its parent never collects it. It holds nothing any more, but Postgres would take it for alive.
      await rm(pidFile(at), { force: true });
      return null;
    }
    if (state.kind === "live" && found.status === "ready" && found.port !== null) {
      return { pid: found.pid, port: found.port };
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Postgres (process ${found.pid}) on ${at.data} is "${found.status}" and does not get ready.`,
      );
    }
    await pause(20);
  }
}

/** Starts Postgres on `port`, or on a free one, and waits until it is ready. Call under the start lock. */
export async function startPostmaster(context: Context, port?: number): Promise<Postmaster> {
  const leftoverDeadline = Date.now() + leftoverPatienceMs;
  for (let attempt = 1; ; ) {
    const outcome = await launch(context, port ?? (await freePort()));
    if (outcome.ok) return outcome.postmaster;
    if (/pre-existing shared memory block|lock file .* already exists/.test(outcome.output)) {
      if (Date.now() < leftoverDeadline) {
        await pause(200);
        continue;
      }
    } else if (/could not bind|could not create any TCP\/IP sockets/.test(outcome.output) && attempt < 5) {
      attempt += 1; // Somebody took the port after we had seen it free.
      await pause(50);
      continue;
    }
    throw new Error(`Postgres did not start on ${context.at.data}.\n${outcome.output}`);
  }
}

/** The clean end: open transactions are rolled back, everything committed is on disk. */
export async function stopPostmaster({ at, account, binaries }: Context, pid: number): Promise<void> {
  const passage = Passage.for(account);
  try {
    const args = ["-D", await passage.name(at.data), "-m", "fast", "-w", "-t", "120", "stop"];
    const ended = await run(binaries.pgCtl, args, account, passage);
    if (ended.code !== 0 && (await isAlive(pid))) {
      throw new Error(`Postgres (process ${pid}) did not stop.\n${ended.output}`);
    }
  } finally {
    await passage.close();
  }
}

export async function isAlive(pid: number): Promise<boolean> {
  return (await processState(pid)).kind === "live";
}

/**
 * Proves that the server at the port works on our data: an open port may belong to anyone.
 * @throws where it does not, or does not accept our password
 */
export async function proveOurs(at: Layout, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  client.on("error", () => {}); // Without a listener a lost connection would end this process.
  try {
    await client.connect();
    const { rows } = await client.query<{ data: string; id: string }>(
      "select current_setting('data_directory') as data, system_identifier::text as id from pg_control_system()",
    );
    const { data, id } = rows[0] ?? { data: "", id: "" };
    const control = await readFile(path.join(at.data, "global", "pg_control"));
    const isOurPath = data.startsWith("/proc/self/fd/") || (await samePlace(data, at.data));
    if (!isOurPath || id !== control.readBigUInt64LE(0).toString()) {
      throw new Error(`it works on ${data}`);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The Postgres found for ${at.data} is not usable: ${reason}.`, { cause });
  } finally {
    await client.end().catch(() => {});
  }
}

type Outcome = { ok: true; postmaster: Postmaster } | { ok: false; output: string };

async function launch({ at, account, binaries, log }: Context, port: number): Promise<Outcome> {
  const passage = Passage.for(account);
  const before = await stat(at.log).catch(() => null);
  // Opened for one start at a time: a file that has grown is begun anew.
  const output = await open(at.log, before && before.size > 5_000_000 ? "w" : "a", 0o600);
  try {
    const offset = (await output.stat()).size;
    const args = ["-D", await passage.name(at.data), "-p", String(port), ...(await settings(at))];
    const child = runDetached(binaries.postgres, args, account, passage, output.fd);
    let ended: string | null = null;
    child.once("error", (error) => {
      ended = error.message;
    });
    child.once("exit", (code, signal) => {
      ended = `Postgres ended with ${signal ?? code}.`;
    });
    const start = Date.now();
    for (let told = start; ; ) {
      if (ended !== null) return { ok: false, output: `${ended}\n${await readFrom(at.log, offset)}`.trim() };
      const found = await readPidFile(at);
      if (found !== null && found.pid === child.pid && found.status === "ready") {
        return { ok: true, postmaster: { pid: found.pid, port } };
      }
      if (Date.now() - told > 5_000) {
        told = Date.now();
        log("Postgres is still recovering.");
      }
      if (Date.now() - start > readyPatienceMs) {
        return { ok: false, output: `Not ready after ${readyPatienceMs} ms.` };
      }
      await pause(10);
    }
  } finally {
    await output.close();
    await passage.close();
  }
}

async function settings(at: Layout): Promise<string[]> {
  const values = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    timezone: "UTC",
    log_timezone: "UTC",
    cluster_name: await clusterName(at),
    // The log must not carry drafts or ballots: no failed statements, no offending values.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Marks our postmaster's command line, for systems that show no more of another user's process. */
async function clusterName(at: Layout): Promise<string> {
  const place = createHash("sha256")
    .update(await realpath(at.data))
    .digest("hex");
  return `concord-${place.slice(0, 16)}`;
}

async function isOurs(pid: number, at: Layout): Promise<boolean> {
  // Follows a moved directory and tells a copied one apart. A container's root may lack the right to look.
  if (process.platform === "linux") {
    const place = await stat(`/proc/${pid}/cwd`).catch(() => null);
    const ours = await stat(at.data);
    if (place !== null && (place.ino !== ours.ino || place.dev !== ours.dev)) return false;
    if (place !== null) return (await commandLine(pid))?.includes("postgres") ?? false;
  }
  return (await commandLine(pid))?.includes(`cluster_name=${await clusterName(at)}`) ?? false;
}

const pidFile = (at: Layout) => path.join(at.data, "postmaster.pid");

/** Lines: process id, data directory, start, port, socket directory, address, shared memory, status. */
async function readPidFile(at: Layout): Promise<{ pid: number; port: number | null; status: string } | null> {
  const text = await readFile(pidFile(at), "utf8").catch(() => null);
  const lines = text?.split("\n") ?? [];
  const pid = Math.abs(Number(lines[0])); // Negative for a single-user backend.
  if (!Number.isSafeInteger(pid) || pid === 0) return null;
  const port = Number(lines[3]);
  return { pid, port: Number.isSafeInteger(port) && port > 0 ? port : null, status: lines[7]?.trim() ?? "" };
}

async function samePlace(one: string, other: string): Promise<boolean> {
  return (await realpath(one).catch(() => one)) === (await realpath(other));
}

async function readFrom(file: string, offset: number): Promise<string> {
  return (await readFile(file)).subarray(offset).toString("utf8").trim();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ host: "127.0.0.1", port: 0, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("The system gave no port."));
      });
    });
  });
}
