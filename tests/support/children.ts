import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

/** A node process that runs one of the support programs; `next` is its next line of output, parsed from JSON. */
export type Child = {
  process: ChildProcess;
  pid: number;
  next(): Promise<Record<string, unknown>>;
  /** Ends the process alone, or with all that share its process group. */
  kill(signal: NodeJS.Signals, whom?: "process" | "group"): Promise<void>;
};

/** The program in one file, as it stood at the first call of this run: one of many modules takes twice as long to start. */
function bundle(program: string): string {
  const outDir = path.join(
    process.env.CONCORD_TEST_CHILDREN ?? "",
    `${process.env.JEST_WORKER_ID}-${program}`,
  );
  const file = path.join(outDir, "program.mjs");
  if (existsSync(file)) return file;
  const bundler = path.join("tests", "support", "bundle-child.mjs");
  const { status, stderr } = spawnSync(process.execPath, [bundler, program, outDir], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} could not be bundled.\n${stderr}`);
  return file;
}

/** `uid` runs it as another user, which only root may. */
export function startChild(program: string, args: string[], uid?: number): Child {
  const child = spawn(process.execPath, [bundle(program), ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "exit");
  const pid = child.pid ?? 0;
  return {
    process: child,
    pid,
    async next() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ended without a further line.`);
      return JSON.parse(value);
    },
    async kill(signal, whom = "process") {
      if (child.exitCode === null && child.signalCode === null)
        process.kill(whom === "group" ? -pid : pid, signal);
      await ended;
    },
  };
}

/** Resolves once the condition holds; rejects after `patienceMs`, naming what was awaited. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = 20_000,
): Promise<void> {
  const startedAt = Date.now();
  for (;;) {
    const answer = holds();
    if (await answer) return;
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > patienceMs) throw new Error(`Waited ${patienceMs} ms for: ${what}`);
    // A server or a browser that is asked has less time for what is awaited: the longer it takes, the less often.
    const pauseMs = typeof answer === "boolean" ? 2 : Math.min(Math.max(2, waitedMs / 10), 100);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
