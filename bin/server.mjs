import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";

/** By then everything that a start needs has run; a little later also what people coming in need. */
const STARTED_MS = 2_000;
const SETTLED_MS = 15_000;

/**
 * The built server's exports. Compiling two megabytes is half of a start, so the compiled code is kept beside the program, and
 * again when the server ends: by then it holds what people coming in need as well. Without it, or where it cannot be kept, a
 * start only takes longer.
 *
 * `npm start` says how far the space for new objects may grow (4 MiB, twice). At Node's 16 it would be a third of the server's memory and
 * save nothing more; at 1 a quarter of the time in which five hundred people come in went into clearing it away.
 */
export function loadServer(rootDir) {
  const file = path.join(rootDir, "dist", "server", "main.cjs");
  const source = readFileSync(file, "utf8");
  const dir = path.join(path.dirname(file), "compiled");
  // V8 looks at its own version and flags, and at the length of the source; which build it is, the name says.
  const kept = path.join(dir, `${process.version}-${process.arch}-${statSync(file).mtimeMs}`);
  const cachedData = readOptional(kept);
  const script = new vm.Script(Module.wrap(source), {
    filename: file,
    ...(cachedData ? { cachedData } : {}),
  });
  // Parts that are loaded later ask for this one by its name.
  const module = Object.assign(new Module(file), { filename: file });
  const require = createRequire(file);
  require.cache[file] = module;
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  module.loaded = true;
  const keep = () => keepCompiled(script, dir, kept);
  if (!cachedData || script.cachedDataRejected)
    for (const ms of [STARTED_MS, SETTLED_MS]) setTimeout(keep, ms).unref();
  process.once("exit", () => {
    if (performance.now() > SETTLED_MS) keep();
  });
  return module.exports;
}

function readOptional(file) {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function keepCompiled(script, dir, kept) {
  try {
    mkdirSync(dir, { recursive: true });
    const whole = `${kept}.${process.pid}`;
    writeFileSync(whole, script.createCachedData());
    renameSync(whole, kept);
    for (const name of readdirSync(dir))
      if (path.join(dir, name) !== kept) rmSync(path.join(dir, name), { force: true });
  } catch {
    // A program that may not write beside itself is compiled at each start.
  }
}
