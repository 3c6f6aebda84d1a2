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
const asked = process.argv.slice(2);

/** Runs jest on a part of the tests; its own counts, and whether it ended well. */
function runJest(part, options) {
  const report = path.join(reports, `${part}.json`);
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(rootDir, "node_modules", "jest", "bin", "jest.js"),
      "--passWithNoTests",
      "--json",
      `--outputFile=${report}`,
      ...options,
      ...asked,
    ],
    {
      cwd: rootDir,
      // The report goes to its file; jest prints it as well, and shows people the error stream.
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, NODE_ENV: "test", CHROME_PATH: chromium, REDIS_SERVER: redis ?? "" },
    },
  );
  let result;
  try {
    result = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    // Not even the set-up came through; jest has said why.
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const passed = result.numPassedTests;
  // A file that cannot be loaded has no tests to fail.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  const skipped = result.numPendingTests + result.numTodoTests;
  return { passed, failed: status !== 0 && failed === 0 ? 1 : failed, skipped };
}

// Browsers last and one after the other: on two cores they would only wait for each other.
const parts = [
  runJest("all", ["--testPathIgnorePatterns", "/node_modules/", "<rootDir>/tests/e2e/", "--maxWorkers=2"]),
  runJest("browsers", [
    "--testPathIgnorePatterns",
    "/node_modules/",
    "<rootDir>/tests/(?!e2e/)",
    "--runInBand",
  ]),
];
rmSync(reports, { recursive: true, force: true });

const sum = (name) => parts.reduce((total, part) => total + part[name], 0);
const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
