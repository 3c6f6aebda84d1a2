import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { findRedis } from "./redis.mjs";
import { ensureBuilt, ensureInstalled, rootDir } from "./root.mjs";

ensureInstalled();
await ensureBuilt();
const chromium = await ensureChromium();
if (chromium === null) process.exit(1);
const redis = findRedis();
if (redis === null) console.error("There is no Redis or Valkey: the bus over it is not tested.");

const reports = mkdtempSync(path.join(os.tmpdir(), "concord-reports-"));
const report = path.join(reports, "tests.json");
const { status } = spawnSync(
  process.execPath,
  [
    path.join(rootDir, "node_modules", "jest", "bin", "jest.js"),
    "--passWithNoTests",
    "--json",
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: rootDir,
    // The report goes to its file; jest prints it as well, and shows people the error stream.
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "test", CHROME_PATH: chromium, REDIS_SERVER: redis ?? "" },
  },
);

/** Jest's own counts. A file that cannot be loaded has no tests to fail. */
function counts() {
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return {
      passed: result.numPassedTests,
      failed: status !== 0 && failed === 0 ? 1 : failed,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    // Not even the set-up came through; jest has said why.
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const { passed, failed, skipped } = counts();
rmSync(reports, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
