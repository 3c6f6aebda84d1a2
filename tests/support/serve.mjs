import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadServer } from "../../bin/server.mjs";

// What bin/start.mjs does, without installing or building: the tests run what is built, several at once.
const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const { main } = loadServer(rootDir);

// The other end is the test's process: when that dies, however it dies, its servers stop.
process.stdin.once("end", () => process.kill(process.pid, "SIGTERM"));
process.stdin.resume();

const code = await main(process.argv[2] ?? "start", rootDir);
if (code !== null) process.exit(code);
