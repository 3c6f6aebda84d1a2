import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { rootDir } from "./root.mjs";

/** Long enough for a slow line; a download that hangs must not keep the tests for ever. */
const DOWNLOAD_MS = 5 * 60_000;

export const isRoot = process.getuid?.() === 0;

/** How each system's package manager installs. */
const MANAGERS = {
  "apt-get": [["update"], ["install", "-y", "--no-install-recommends"]],
  dnf: [["install", "-y"]],
  apk: [["add"]],
  pacman: [["-Sy", "--noconfirm"]],
};

export function onPath(name) {
  const places = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  return places.map((place) => path.join(place, name)).find((file) => existsSync(file)) ?? null;
}

export function run(command, args) {
  // On the error stream: what a command prints is its own.
  const options = { cwd: rootDir, stdio: ["ignore", 2, "inherit"], timeout: DOWNLOAD_MS };
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { ...options, env }).status === 0;
}

/** Installs `packages[manager]` with the manager that this system has. As root only; else nothing happens. */
export function installPackages(packages) {
  const manager = isRoot && Object.keys(MANAGERS).find((name) => packages[name] && onPath(name));
  if (!manager) return;
  const steps = MANAGERS[manager];
  steps.forEach((step, i) => {
    run(manager, i === steps.length - 1 ? [...step, ...packages[manager]] : step);
  });
}
