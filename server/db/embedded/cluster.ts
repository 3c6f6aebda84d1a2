import { randomBytes, randomUUID } from "node:crypto";
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Account } from "./account";
import type { Binaries } from "./binaries";
import { Passage, run } from "./run";

/** Where things lie in a home. The log holds no statements and no row values, see the server's settings. */
export function layout(home: string) {
  return {
    home,
    data: path.join(home, "data"),
    password: path.join(home, "password"),
    log: path.join(home, "log"),
  };
}
export type Layout = ReturnType<typeof layout>;

/** Initialises the data unless that was done. Call under the start lock. @returns whether it is new */
export async function ensureCluster(
  at: Layout,
  account: Account,
  binaries: Binaries,
  log: (line: string) => void,
): Promise<boolean> {
  const version = await readFile(path.join(at.data, "PG_VERSION"), "utf8").catch(() => null);
  if (version !== null) {
    const major = binaries.version.split(".")[0];
    if (version.trim() !== major) {
      throw new Error(
        `The data in ${at.data} is of Postgres ${version.trim()}, the programs are of ${major}. ` +
          "Dump the data with its own version and restore it into a new DATA_DIR.",
      );
    }
    return false;
  }
  if (await stat(at.data).catch(() => null)) {
    throw new Error(`${at.data} exists but holds no database. Move it away, or restore it from a backup.`);
  }
  log(`No database in ${at.home} yet: creating one.`);
  await removeLeftovers(at.home);
  await initialise(at, account, binaries);
  return true;
}

export async function readPassword(at: Layout): Promise<string> {
  try {
    return await readFile(at.password, "utf8");
  } catch (cause) {
    throw new Error(
      `The password of the database, ${at.password}, cannot be read. Restore it from a backup.`,
      {
        cause,
      },
    );
  }
}

/**
 * Into a directory of its own name, renamed when whole: a killed initdb leaves a directory that Postgres cannot
 * use. The name is new each time, because an initdb whose parent was killed may still be writing into the old one.
 */
async function initialise(at: Layout, account: Account, binaries: Binaries): Promise<void> {
  const init = path.join(at.home, `data.init-${randomUUID()}`);
  const passwordFile = path.join(at.home, `pwfile-${randomUUID()}`);
  const password = randomBytes(24).toString("hex");
  const passage = Passage.for(account);
  try {
    await mkdir(init, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) {
      for (const file of [init, passwordFile]) await chown(file, account.uid, account.gid);
    }
    const ended = await run(
      binaries.initdb,
      [
        "-D",
        await passage.name(init),
        "-U",
        "app",
        `--pwfile=${await passage.name(passwordFile)}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        ...locale(),
        "--data-checksums",
      ],
      account,
      passage,
    );
    if (ended.code !== 0) {
      throw new Error(`initdb ended with ${ended.signal ?? ended.code}.\n${ended.output}`);
    }
    await writeDurably(at.password, password);
    await rename(init, at.data);
    await syncDirectory(at.home);
  } finally {
    await passage.close();
    await rm(passwordFile, { force: true });
    await rm(init, { recursive: true, force: true });
  }
}

/** C.UTF-8 sorts by code point wherever the data moves; macOS and Windows lack that name. */
function locale(): string[] {
  if (process.platform === "darwin") return ["--locale=C", "--lc-ctype=UTF-8"];
  return [process.platform === "win32" ? "--locale=C" : "--locale=C.UTF-8"];
}

async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!/^(data\.init-|pwfile-)/.test(name)) continue;
    // An orphaned initdb may add files while we remove; what stays costs only space.
    await rm(path.join(home, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await chmod(draft, 0o600);
  await rename(draft, file);
}

async function syncDirectory(dir: string): Promise<void> {
  if (process.platform === "win32") return; // Windows cannot open a directory; NTFS journals the rename.
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
