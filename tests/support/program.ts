import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";

export type Ending = { code: number | null; signal: NodeJS.Signals | null };

/** The built program in a process of its own. */
export type Program = {
  process: ChildProcess;
  pid: number;
  stdout(): string;
  stderr(): string;
  /** The address it announces, and how long after its start; rejects with what it said when it ends before. */
  ready: Promise<{ baseUrl: string; afterMs: number }>;
  ended: Promise<Ending>;
  /** Ends the process alone, or with all that share its process group, as Ctrl-C does. */
  kill(signal: NodeJS.Signals, whom?: "process" | "group"): Promise<Ending>;
};

export type Settings = Partial<
  Record<"PORT" | "HOST" | "DATA_DIR" | "DATABASE_URL" | "PUBLIC_URL" | "LOG_LEVEL", string>
>;

/** Runs `start`, `seed` or `verify` with these settings and no others. */
export function runProgram(mode: "start" | "seed" | "verify", settings: Settings): Program {
  if (!existsSync(path.join(process.cwd(), "dist", "server", "main.cjs")))
    throw new Error("There is no dist: run the tests with npm test, or npm run build first.");
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of ["PORT", "HOST", "DATA_DIR", "DATABASE_URL", "PUBLIC_URL", "LOG_LEVEL"])
    delete env[name];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join("tests", "support", "serve.mjs"), mode], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...env, ...settings },
  });
  const pid = child.pid ?? 0;
  let out = "";
  let err = "";
  const ended = once(child, "close").then(([code, signal]): Ending => ({ code, signal }));
  const ready = new Promise<{ baseUrl: string; afterMs: number }>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      out += chunk;
      const said = /^Concord is ready at (\S+)$/m.exec(out);
      if (said) resolve({ baseUrl: said[1] ?? "", afterMs: performance.now() - startedAt });
    });
    void ended.then(({ code, signal }) =>
      reject(new Error(`The program ended (${signal ?? code}) before it was ready.\n${out}${err}`)),
    );
  });
  ready.catch(() => {}); // Those who wait for the end do not ask for readiness.
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    err += chunk;
  });
  return {
    process: child,
    pid,
    stdout: () => out,
    stderr: () => err,
    ready,
    ended,
    async kill(signal, whom = "process") {
      if (child.exitCode === null && child.signalCode === null)
        process.kill(whom === "group" ? -pid : pid, signal);
      return ended;
    },
  };
}
