import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeDemo } from "../../server/seed/demo";
import { until } from "./children";
import { seededDatabase, type TestDatabase } from "./database";

type Demo = {
  people: Array<{ name: string; role: string; delegation: string | null; signInUrl: string }>;
  rooms: Array<{ instrument: string; language: string; url: string }>;
  publicPages: string[];
};

const ROOT = path.join(__dirname, "../..");
const PATIENCE_MS = 120_000;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

/** The whole product as a person starts it, always at one address, with the seeded conference in a database of its own. */
export class Conference {
  private child: ChildProcess | null = null;
  private output = "";

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly dataDir: string,
    private readonly database: TestDatabase,
  ) {}

  static async start(): Promise<Conference> {
    const port = await freePort();
    const dataDir = await mkdtemp(path.join(tmpdir(), "concord-e2e-"));
    const database = await seededDatabase();
    const url = `http://127.0.0.1:${port}`;
    await writeDemo(database.pool, { dataDir, baseUrl: url, now: new Date() });
    const conference = new Conference(url, port, dataDir, database);
    await conference.run();
    return conference;
  }

  async demo(): Promise<Demo> {
    return JSON.parse(await readFile(path.join(this.dataDir, "demo.json"), "utf8")) as Demo;
  }

  /** Starts it again on the same data and the same address. */
  async run(): Promise<void> {
    this.child = spawn(process.execPath, ["bin/start.mjs"], {
      cwd: ROOT,
      env: {
        ...process.env,
        PORT: String(this.port),
        HOST: "127.0.0.1",
        DATA_DIR: this.dataDir,
        DATABASE_URL: this.database.url,
        NODE_ENV: "production",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const keep = (data: Buffer) => {
      this.output += data.toString();
    };
    this.child.stdout?.on("data", keep);
    this.child.stderr?.on("data", keep);
    const child = this.child;
    await until(
      "the conference is ready",
      async () => {
        if (child.exitCode !== null)
          throw new Error(`The server ended with ${child.exitCode}:\n${this.output}`);
        return fetch(`${this.url}/readyz`).then(
          (answer) => answer.ok,
          () => false,
        );
      },
      PATIENCE_MS,
    );
  }

  async stop(signal: "SIGINT" | "SIGKILL" = "SIGINT"): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.database.drop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
