#!/usr/bin/env node
import { ensureBuilt, ensureInstalled, rootDir } from "./root.mjs";
import { loadServer } from "./server.mjs";

ensureInstalled();
await ensureBuilt();
// In this process: a Ctrl-C reaches the server itself, and there is one process to end.
const { main } = loadServer(rootDir);
const code = await main(process.argv[2] ?? "start", rootDir, process.argv.slice(3));
if (code !== null) process.exit(code);
