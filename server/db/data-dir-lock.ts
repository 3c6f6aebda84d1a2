import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { isRunning, ownIdentity, type ProcessIdentity } from "./embedded/processes";

/** Another live server uses this data directory. `pid` is its process id. */
export class DataDirInUse extends Error {
  override name = "DataDirInUse";
  constructor(
    readonly dataDir: string,
    readonly pid: number,
  ) {
    super(
      `The data directory ${dataDir} is in use by process ${pid}. Stop that server, or set DATA_DIR to another directory.`,
    );
  }
}

export type FileLock = { release(): Promise<void> };
export type LockAttempt = { ok: true; lock: FileLock } | { ok: false; heldBy: number };

/** `place` is the directory's inode: in a copy of the directory the entry means nothing. */
type Entry = ProcessIdentity & { place: number; released: boolean };

/**
 * Takes the directory for this process until `release` or the process's end, however it ends.
 * Process ids are compared on one machine only: two containers that share a volume do not see each other.
 *
 * @throws DataDirInUse
 */
export async function lockDataDir(dataDir: string): Promise<FileLock> {
  await mkdir(dataDir, { recursive: true });
  const attempt = await tryLock(dataDir, "server.lock");
  if (!attempt.ok) throw new DataDirInUse(path.resolve(dataDir), attempt.heldBy);
  return attempt.lock;
}

/**
 * One attempt at the lock `name` in an existing directory.
 *
 * The holder is whoever wrote the highest `name.<generation>`; a dead or released holder is succeeded by creating
 * the next generation. Removing a stale lock and creating it anew would race: A and B judge it stale, A removes it
 * and locks, B removes A's. Here B's creation of the same generation fails, because the highest is never removed.
 */
export async function tryLock(dir: string, name: string): Promise<LockAttempt> {
  const identity = await ownIdentity();
  const place = (await stat(dir)).ino;
  const draft = path.join(dir, `${name}-${randomUUID()}`);
  const write = (released: boolean) =>
    writeFile(draft, JSON.stringify({ ...identity, place, released } satisfies Entry), { mode: 0o600 });
  await write(false);
  try {
    for (;;) {
      const highest = await highestGeneration(dir, name);
      if (highest > 0) {
        const entry = await readEntry(path.join(dir, `${name}.${highest}`));
        if (entry === "vanished") continue;
        const held = entry !== null && !entry.released && entry.place === place;
        if (held && (await isRunning(entry))) return { ok: false, heldBy: entry.pid };
      }
      const mine = highest + 1;
      const file = path.join(dir, `${name}.${mine}`);
      try {
        await link(draft, file); // Creates the file with its content in one step, or fails.
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
        throw error;
      }
      // We may have judged long ago: others took this generation, left, and removed it below a higher one.
      if ((await highestGeneration(dir, name)) > mine) {
        await rm(file, { force: true });
        continue;
      }
      await removeBelow(dir, name, mine);
      let released: Promise<void> | undefined;
      const release = async () => {
        await write(true);
        await rename(draft, file);
      };
      return {
        ok: true,
        lock: {
          release() {
            released ??= release();
            return released;
          },
        },
      };
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Waits for the lock `name`; `patienceMs` bounds the wait. */
export async function waitForLock(dir: string, name: string, patienceMs: number): Promise<FileLock> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const attempt = await tryLock(dir, name);
    if (attempt.ok) return attempt.lock;
    if (Date.now() > deadline) {
      throw new Error(`Process ${attempt.heldBy} has held ${path.join(dir, name)} for ${patienceMs} ms.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function highestGeneration(dir: string, name: string): Promise<number> {
  return Math.max(0, ...(await generations(dir, name)));
}

async function removeBelow(dir: string, name: string, generation: number): Promise<void> {
  for (const other of await generations(dir, name)) {
    if (other < generation) await rm(path.join(dir, `${name}.${other}`), { force: true });
  }
}

async function generations(dir: string, name: string): Promise<number[]> {
  return (await readdir(dir))
    .filter((file) => file.startsWith(`${name}.`))
    .map((file) => Number(file.slice(name.length + 1)))
    .filter((generation) => Number.isSafeInteger(generation) && generation > 0);
}

/** Null for a file without sense: it was cut short by a power loss, so its writer is gone. */
async function readEntry(file: string): Promise<Entry | null | "vanished"> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "vanished";
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("pid" in value)) return null;
    const { pid, startedAt, place, released } = value as Record<string, unknown>;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0 || typeof place !== "number")
      return null;
    return {
      pid,
      startedAt: typeof startedAt === "string" ? startedAt : null,
      place,
      released: released === true,
    };
  } catch {
    return null;
  }
}
