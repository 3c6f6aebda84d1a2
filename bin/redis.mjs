import { installPackages, onPath } from "./system-packages.mjs";

const find = () => ["valkey-server", "redis-server"].map(onPath).find(Boolean) ?? null;

/**
 * The file of a Valkey or Redis server for the tests of the bus between nodes; null: there is none. It is installed only
 * on a machine that is there for tests: elsewhere its package would start a service that nobody asked for.
 */
export function findRedis() {
  const found = find();
  if (found || !process.env.CI) return found;
  console.error("There is no Redis yet: installing one …");
  installPackages({
    "apt-get": ["redis-server"],
    dnf: ["valkey"],
    apk: ["valkey"],
    pacman: ["valkey"],
  });
  return find();
}
