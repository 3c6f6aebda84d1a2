import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

/** The server's file, as the test command found it; null: the machine has none. */
export const redisServer =
  process.env.REDIS_SERVER ||
  ["/usr/bin/valkey-server", "/usr/bin/redis-server", "/usr/local/bin/redis-server"].find(existsSync) ||
  null;

export type TestRedis = { url: string; stop(): Promise<void> };

/** A Redis of its own that keeps nothing. `port`: to come back where one was. */
export async function startRedis(port?: number): Promise<TestRedis & { port: number }> {
  if (!redisServer) throw new Error("There is no Redis on this machine.");
  const at = port ?? (await freePort());
  const dir = await mkdtemp(path.join(os.tmpdir(), "concord-redis-"));
  const child = spawn(
    redisServer,
    ["--port", String(at), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", dir],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(child, "exit");
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk;
      if (/ready to accept connections/i.test(said)) resolve();
    });
    ended.then(() => reject(new Error(`Redis ended: ${said}`)), reject);
  });
  return {
    url: `redis://127.0.0.1:${at}`,
    port: at,
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
