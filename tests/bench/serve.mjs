import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// What `npm start` runs, without installing or building: `node tests/bench/serve.mjs [start|seed]`.
const rootDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const { main } = await import(pathToFileURL(path.join(rootDir, "dist", "server", "main.js")).href);
const code = await main(process.argv[2] ?? "start", rootDir);
if (code !== null) process.exit(code);
