import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { serveProgram } from "./site";

const TICKS_PER_SECOND = 100;

/** The built server in a process of its own. */
export type Server = { process: ChildProcess; port: number };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}

export async function startServer(databaseUrl: string, dataDir: string): Promise<Server> {
  const port = await freePort();
  const child = spawn(process.execPath, [serveProgram, "start"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: String(port) },
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The server ended with ${code}.`);
  });
  ended.catch(() => {});
  await Promise.race([once(child.stdout, "data"), ended]);
  return { process: child, port };
}

/** Of one process, threads included, since it began. */
export function cpuSeconds({ process: { pid } }: Server): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export function peakMiB({ process: { pid } }: Server): number {
  const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(found?.[1]) / 1024;
}

export async function endServer({ process: child }: Server): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

function quantile(sorted: number[], share: number): number | null {
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return found === undefined ? null : round(found);
}

export const round = (value: number) => Math.round(value * 100) / 100;
/** What half of them stayed below, and all but a hundredth. */
export const spread = (values: number[]) => {
  const sorted = values.sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
};
