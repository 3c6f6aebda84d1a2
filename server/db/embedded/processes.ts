import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * What the operating system says about a process id. `startedAt` is an opaque token that differs between two
 * processes which had the same id at different times; null where the system does not tell.
 */
export type ProcessState = { kind: "gone" } | { kind: "zombie" } | { kind: "live"; startedAt: string | null };

/** A process id alone is not an identity: ids are reused, soon after a reboot or in a small container. */
export type ProcessIdentity = { pid: number; startedAt: string | null };

export async function processState(pid: number): Promise<ProcessState> {
  if (!respondsToSignal(pid)) return { kind: "gone" };
  if (process.platform === "linux") return linuxState(pid);
  if (process.platform === "win32") return { kind: "live", startedAt: await windowsStart(pid) };
  return bsdState(pid);
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  const state = await processState(process.pid);
  return { pid: process.pid, startedAt: state.kind === "live" ? state.startedAt : null };
}

/** True while that very process runs. Where start times are unknown a live id counts as the same process. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const state = await processState(identity.pid);
  if (state.kind !== "live") return false;
  return state.startedAt === null || identity.startedAt === null || state.startedAt === identity.startedAt;
}

/** The arguments of a live process, joined by spaces; null when they cannot be read. */
export async function commandLine(pid: number): Promise<string | null> {
  try {
    if (process.platform === "linux") {
      return (await readFile(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ").trim();
    }
    if (process.platform === "win32") {
      return await powershell(`(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`);
    }
    return (await execute("ps", ["-ww", "-o", "command=", "-p", String(pid)])).stdout.trim();
  } catch {
    return null;
  }
}

function respondsToSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function linuxState(pid: number): Promise<ProcessState> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === "ENOENT" || code === "ESRCH" ? { kind: "gone" } : { kind: "live", startedAt: null };
  }
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return { kind: "zombie" };
  // Ticks since boot repeat between boots: a service often gets the same id at the same tick.
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return { kind: "live", startedAt: `${boot.trim()}:${fields[19] ?? ""}` };
}

async function bsdState(pid: number): Promise<ProcessState> {
  try {
    const { stdout } = await execute("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
      env: { ...process.env, LC_ALL: "C" },
    });
    const line = stdout.trim();
    if (line.startsWith("Z")) return { kind: "zombie" };
    return { kind: "live", startedAt: line.replace(/^\S+\s+/, "") };
  } catch {
    return { kind: "live", startedAt: null };
  }
}

async function windowsStart(pid: number): Promise<string | null> {
  return powershell(`(Get-Process -Id ${pid}).StartTime.Ticks`).catch(() => null);
}

async function powershell(command: string): Promise<string> {
  const { stdout } = await execute("powershell", ["-NoProfile", "-Command", command], { windowsHide: true });
  return stdout.trim();
}
