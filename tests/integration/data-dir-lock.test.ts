import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { lockDataDir } from "../../server/db/data-dir-lock";
import { startChild } from "../support/children";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-lock-"));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

const lockFiles = async () => (await readdir(dataDir)).filter((name) => name.startsWith("server.lock"));

test("a directory in use is refused by one line that names the process, until that process is killed", async () => {
  const holder = startChild("embedded-child.ts", ["lock", dataDir]);
  try {
    expect(await holder.next()).toEqual({ locked: true });
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({
      name: "DataDirInUse",
      pid: holder.pid,
      message: expect.stringMatching(
        new RegExp(`^The data directory .* is in use by process ${holder.pid}\\..*$`),
      ),
    });
  } finally {
    await holder.kill("SIGKILL");
  }
  const lock = await lockDataDir(dataDir);
  await lock.release();
});

test("a released directory can be locked again, and files do not pile up", async () => {
  for (let round = 0; round < 3; round += 1) {
    const lock = await lockDataDir(dataDir);
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({ name: "DataDirInUse", pid: process.pid });
    await lock.release();
    await lock.release();
  }
  expect(await lockFiles()).toHaveLength(1);
});

test("a lock whose process id now belongs to an unrelated process is taken over", async () => {
  const lock = await lockDataDir(dataDir);
  const file = path.join(dataDir, (await lockFiles())[0] ?? "");
  const entry = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...entry, startedAt: "another boot:1" }));
  const next = await lockDataDir(dataDir);
  await expect(lockDataDir(dataDir)).rejects.toMatchObject({ name: "DataDirInUse" });
  await next.release();
  await lock.release();
});

test("a copy of a directory in use is not in use", async () => {
  const lock = await lockDataDir(dataDir);
  const copy = `${dataDir}-copy`;
  try {
    await cp(dataDir, copy, { recursive: true });
    const other = await lockDataDir(copy);
    await other.release();
  } finally {
    await rm(copy, { recursive: true, force: true });
    await lock.release();
  }
});

test("a lock file cut short by a power loss is taken over", async () => {
  await writeFile(path.join(dataDir, "server.lock.7"), "");
  const lock = await lockDataDir(dataDir);
  expect(await lockFiles()).toEqual(["server.lock.8"]);
  await lock.release();
});

test("of many that find a dead holder's lock exactly one gets it", async () => {
  for (let round = 0; round < 5; round += 1) {
    await rm(dataDir, { recursive: true });
    await lockDataDir(dataDir);
    const [name = ""] = await lockFiles();
    const entry = JSON.parse(await readFile(path.join(dataDir, name), "utf8"));
    await writeFile(path.join(dataDir, name), JSON.stringify({ ...entry, startedAt: "dead" }));
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(dataDir)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
});
