import { type ChildProcess, spawn } from "node:child_process";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { type Account, canReach } from "./account";

/** A program's end. `output` is what it printed, both streams. */
export type Finished = { code: number | null; signal: NodeJS.Signals | null; output: string };

/**
 * Hands paths to a program of another account.
 *
 * A server started by root often keeps DATA_DIR below a directory that the database's account cannot walk through
 * (/root/…). Moving the data elsewhere would take it off the volume and out of the backup that the operator
 * thinks it is in. So root opens the path and passes the open file: /proc/self/fd/<n> leads the program straight
 * to it, and only the permissions of the thing itself count.
 */
export class Passage {
  private readonly handles: FileHandle[] = [];
  private constructor(private readonly account: Account) {}

  static for(account: Account): Passage {
    return new Passage(account);
  }

  /** The name under which the program finds `target`, which must exist. @throws where the trick does not exist */
  async name(target: string): Promise<string> {
    if (await canReach(this.account, path.dirname(target))) return target;
    if (process.platform !== "linux") {
      throw new Error(
        `User id ${this.account?.uid}, which runs the database, cannot enter ${path.dirname(target)}. ` +
          "Set DATA_DIR to a directory that every user may enter.",
      );
    }
    this.handles.push(await open(target, "r"));
    return `/proc/self/fd/${2 + this.handles.length}`;
  }

  /** File descriptors for the program, from its number 3 on. */
  get descriptors(): number[] {
    return this.handles.map((handle) => handle.fd);
  }

  async close(): Promise<void> {
    for (const handle of this.handles.splice(0)) await handle.close();
  }
}

/** Neither the caller's PG* variables nor its locale may reach Postgres. */
const environment = () => ({
  PATH: process.env.PATH,
  SystemRoot: process.env.SystemRoot,
  LC_ALL: "C",
  TZ: "UTC",
});

/** Runs a program to its end as the account. */
export async function run(
  program: string,
  args: string[],
  account: Account,
  passage: Passage,
): Promise<Finished> {
  const child = spawn(program, args, {
    ...account,
    cwd: path.parse(program).root,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe", ...passage.descriptors],
    windowsHide: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, output: output.trim() }));
  });
}

/** Starts a program that outlives this process, in a session of its own: Ctrl-C and a closed terminal pass it by. */
export function runDetached(
  program: string,
  args: string[],
  account: Account,
  passage: Passage,
  log: number,
): ChildProcess {
  const child = spawn(program, args, {
    ...account,
    cwd: path.parse(program).root,
    env: environment(),
    // A file and no pipe: writing to a pipe would end Postgres once we are gone.
    stdio: ["ignore", log, log, ...passage.descriptors],
    detached: true,
    windowsHide: true,
  });
  child.unref();
  return child;
}
