import { execFile } from "node:child_process";
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Who runs Postgres; null: this process's own user. Postgres refuses to run as root. */
export type Account = { uid: number; gid: number } | null;

/** @param cluster the directory of the data, which need not exist yet. @throws with what to do about it */
export async function databaseAccount(cluster: string): Promise<Account> {
  const self = process.getuid?.();
  if (self === undefined) return null;
  const owner = await stat(cluster).catch(() => null);
  if (self !== 0) {
    if (owner !== null && owner.uid !== self) {
      throw new Error(
        `The database in ${cluster} belongs to user id ${owner.uid}, but this server runs as ${self}. ` +
          "Run it as that user or as root, or change the owner of the directory.",
      );
    }
    return null;
  }
  // A `postgres` user that was added to the machine later must not lock us out of data owned by `nobody`.
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = (await lookUp("postgres")) ?? (await lookUp("nobody"));
  if (account !== null) return account;
  throw new Error(
    "Postgres does not run as root and this machine has neither a user `postgres` nor `nobody`. " +
      "Run the server as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whether the account can walk into `dir` by its path, by the permission bits of each directory on the way. */
export async function canReach(account: Account, dir: string): Promise<boolean> {
  if (account === null) return true;
  for (let at = await realpath(dir); ; at = path.dirname(at)) {
    const { uid, gid, mode } = await stat(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function lookUp(name: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all(
      ["-u", "-g"].map(async (flag) => Number((await execute("id", [flag, name])).stdout.trim())),
    );
    // macOS prints `nobody` (-2) as an unsigned number; spawn wants it signed.
    return uid && gid ? { uid: uid | 0, gid: gid | 0 } : null;
  } catch {
    return null;
  }
}
