import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own directory, wherever it was called from. */
export const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Concord needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

function npm(args) {
  // npm sets this for what it runs; without it we were called by hand.
  const cli = process.env.npm_execpath;
  const [command, prefix] = cli ? [process.execPath, [cli]] : ["npm", []];
  const { status } = spawnSync(command, [...prefix, ...args], {
    cwd: rootDir,
    // On the error stream: what a command prints is its own.
    stdio: ["ignore", 2, "inherit"],
    shell: !cli && process.platform === "win32",
  });
  if (status !== 0) {
    console.error(`npm ${args.join(" ")} failed (${status}).`);
    process.exit(1);
  }
}

/** Installs what package-lock.json names, unless exactly that is installed. */
export function ensureInstalled() {
  const stamp = path.join(rootDir, "node_modules", ".concord-installed");
  const lock = createHash("sha256")
    .update(readFileSync(path.join(rootDir, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.error("Installing packages …");
  npm(["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund"]);
  writeFileSync(stamp, lock);
}

function newest(entry) {
  const stat = statSync(entry, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = stat.mtimeMs;
  for (const name of readdirSync(entry)) latest = Math.max(latest, newest(path.join(entry, name)));
  return latest;
}

/** Builds server and client, unless nothing was touched since. */
export async function ensureBuilt() {
  const stamp = path.join(rootDir, "dist", ".built");
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ["shared", "server", "client", "vite.config.ts", "package-lock.json", "bin"];
  if (built > Math.max(...sources.map((name) => newest(path.join(rootDir, name))))) return;
  console.error("Building …");
  const { build } = await import("./build.mjs");
  await build();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, "");
}
