#!/usr/bin/env node
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, rootDir } from "./root.mjs";

ensureInstalled();
await ensureBuilt();
// In this process: a Ctrl-C reaches the server itself, and there is one process to end.
const { main } = await import(pathToFileURL(path.join(rootDir, "dist", "server", "main.js")).href);
const code = await main(process.argv[2] ?? "start", rootDir, process.argv.slice(3));
if (code !== null) process.exit(code);
