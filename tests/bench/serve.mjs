import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadServer } from "../../bin/server.mjs";

// What `npm start` runs, without installing or building: `node tests/bench/serve.mjs [start|seed]`.
const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const { main } = loadServer(rootDir);
const code = await main(process.argv[2] ?? "start", rootDir);
if (code !== null) process.exit(code);
