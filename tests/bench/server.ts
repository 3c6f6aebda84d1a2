import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
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

export function startServer(databaseUrl: string, dataDir: string, port?: number): Promise<Server> {
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir };
  // As `npm start` does.
  return startProgram(process.execPath, ["--max-semi-space-size=4", serveProgram, "start"], env, port);
}

/** Any server that listens on $PORT; resolves as soon as its port is open. */
export async function startProgram(
  program: string,
  args: string[],
  env: Record<string, string>,
  wanted?: number,
): Promise<Server> {
  const port = wanted ?? (await freePort());
  const child = spawn(program, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...env, PORT: String(port) },
  });
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`);
    await pause(2);
  }
  return { process: child, port };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/** Of one process, threads included, since it began. */
export function cpuSeconds({ process: { pid } }: Server): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export const peakMiB = (server: Server): number => memoryMiB(server, /VmHWM:\s+(\d+)/);

export function memoryMiB({ process: { pid } }: Server, line = /VmRSS:\s+(\d+)/): number {
  return Number(line.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
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
