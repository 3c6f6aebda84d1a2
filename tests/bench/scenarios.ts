import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { encodeTextDoc } from "../../shared/text/yjs";
import { typedHistory } from "./history";
import { cpuSeconds, endServer, memoryMiB, peakMiB, round, type Server, spread } from "./server";
import { textOfSize } from "./site";
import { openTarget, type Target } from "./target";
import { Typist } from "./typist";
import type { Order } from "./viewers";

// What can happen to a room on a bad day, each `--runs` times on a fresh server: see README.md.
const { values } = parseArgs({
  options: {
    scenario: { type: "string", default: "join" },
    runs: { type: "string", default: "3" },
    viewers: { type: "string" },
    seconds: { type: "string", default: "60" },
    keys: { type: "string", default: "5" },
    words: { type: "string", default: "10000" },
    edits: { type: "string", default: "200000" },
    peer: { type: "string" },
  },
});
const [runs, seconds, words, edits] = [values.runs, values.seconds, values.words, values.edits].map(
  Number,
) as [number, number, number, number];
const BYSTANDERS = 2;
const BYSTANDERS_KEYS_PER_SECOND = 10;
const STALLED = 50;
const RENEW_MS = 15_000;

type Figures = Record<string, number | null>;

/** A process of sockets that read. */
class Crowd {
  readonly #child = fork(path.join(__dirname, "..", "support", "run-typescript.cjs"), [
    path.join(__dirname, "viewers.ts"),
  ]);

  send(order: Order): void {
    this.#child.send(order);
  }

  async answer<T>(): Promise<T> {
    const [answer] = await once(this.#child, "message");
    return answer as T;
  }

  ask<T = string>(order: Order): Promise<T> {
    const answer = this.answer<T>();
    this.send(order);
    return answer;
  }

  /** Delays of the keys that are pressed from now on. */
  measure(ms: number): void {
    const from = process.hrtime.bigint();
    this.send({ from: String(from), to: String(from + BigInt(Math.round(ms * 1e6))) });
  }

  report(): Promise<{ marks: number; closed: number; delaysMs: number[] }> {
    return this.ask("report");
  }

  end(): void {
    this.#child.kill();
  }
}

/** A target with one room, and people who may come in. */
class Stage {
  readonly crowds: Crowd[] = [];
  readonly typists: Typist[] = [];
  server!: Server;
  room = "";

  constructor(readonly target: Target) {}

  get url(): string {
    return this.target.url(this.server, this.room);
  }

  async open(state: Uint8Array): Promise<void> {
    this.server = await this.target.start();
    this.room = await this.target.addRoom(state, this.server);
  }

  crowd(): Crowd {
    const crowd = new Crowd();
    this.crowds.push(crowd);
    return crowd;
  }

  async comes(crowd: Crowd, count: number, rejoin = false): Promise<number> {
    const people = await this.target.signIn(count, "delegate");
    const startedAt = performance.now();
    await crowd.ask({ url: this.url, cookies: people.map(({ cookie }) => cookie), rejoin });
    return performance.now() - startedAt;
  }

  async types(count: number, keysPerSecond?: number): Promise<void> {
    const people = await this.target.signIn(count, "committee-member");
    const typists = people.map(({ cookie }, i) => new Typist(this.url, cookie, i));
    await Promise.all(typists.map((typist) => typist.synced()));
    for (const typist of typists) typist.start(keysPerSecond);
    this.typists.push(...typists);
  }

  async close(): Promise<void> {
    for (const typist of this.typists) {
      typist.stop();
      typist.leave();
    }
    for (const crowd of this.crowds) crowd.end();
    await endServer(this.server);
  }
}

const SCENARIOS: Record<string, (stage: Stage) => Promise<Figures>> = {
  /** Many come at once while somebody types and two watch. */
  async join(stage) {
    await stage.open(encodeTextDoc(textOfSize(words, 40)));
    return join(stage);
  },

  /** The same with a text that has seen many edits. */
  async history(stage) {
    await stage.open(typedHistory(edits));
    return join(stage);
  },

  /** The server is killed under many readers, and started again. */
  async restart(stage) {
    await stage.open(encodeTextDoc(textOfSize(words, 40)));
    const crowd = stage.crowd();
    await stage.comes(crowd, Number(values.viewers ?? 500), true);
    await pause(stage.target.keepsAfterMs);
    const back = crowd.ask("rejoined");
    const { port } = stage.server;
    await endServer(stage.server);
    const killedAt = performance.now();
    stage.server = await stage.target.start(port);
    const openAt = performance.now();
    await back;
    return {
      startMs: openAt - killedAt,
      allBackMs: performance.now() - openAt,
      peakMiB: peakMiB(stage.server),
    };
  },

  /** From the start of the process to the first reader who has a text that has seen many edits. */
  async cold(stage) {
    await stage.open(typedHistory(edits));
    await pause(stage.target.keepsAfterMs);
    await endServer(stage.server);
    // Up before the server is, or its own start would be counted.
    const reader = stage.crowd();
    await reader.report();
    const startedAt = performance.now();
    stage.server = await stage.target.start();
    const listeningMs = performance.now() - startedAt;
    const openMs = listeningMs + (await stage.comes(reader, 1));
    return { listeningMs, openMs, peakMiB: peakMiB(stage.server) };
  },

  /** Some stop reading, as on a dead line, while twenty type and the others read on. */
  async stalled(stage) {
    await stage.open(encodeTextDoc(textOfSize(words, 40)));
    const [reading, stalled] = [stage.crowd(), stage.crowd()];
    const count = Number(values.viewers ?? 500);
    await stage.comes(reading, count - STALLED);
    await stage.comes(stalled, STALLED);
    await stage.types(20, Number(values.keys));
    await pause(3_000);
    reading.measure(10_000);
    await pause(10_000);
    const usual = (await reading.report()).delaysMs;
    const usualMiB = memoryMiB(stage.server);
    await stalled.ask({ stall: STALLED });
    const memory: number[] = [];
    reading.measure(seconds * 1000);
    for (let second = 0; second < seconds; second++) {
      await pause(1_000);
      memory.push(memoryMiB(stage.server));
    }
    const since = (await reading.report()).delaysMs.slice(usual.length);
    return {
      usualP99Ms: spread(usual).p99,
      p99Ms: spread(since).p99,
      usualMiB,
      halfWayMiB: memory[Math.floor(memory.length / 2)] ?? null,
      endMiB: memory.at(-1) ?? null,
      closed: (await reading.report()).closed,
    };
  },

  /** Very many watch, nobody types; each shows that it is there as stock clients do. */
  async silent(stage) {
    await stage.open(encodeTextDoc(textOfSize(words, 40)));
    const crowd = stage.crowd();
    await stage.comes(crowd, Number(values.viewers ?? 1_000));
    await crowd.ask({ renewMs: RENEW_MS });
    await pause(RENEW_MS);
    const before = cpuSeconds(stage.server);
    await pause(seconds * 1000);
    return {
      cpuPercent: (100 * (cpuSeconds(stage.server) - before)) / seconds,
      closed: (await crowd.report()).closed,
      peakMiB: peakMiB(stage.server),
    };
  },
};

async function join(stage: Stage): Promise<Figures> {
  const [bystanders, crowd] = [stage.crowd(), stage.crowd()];
  await stage.comes(bystanders, BYSTANDERS);
  await stage.types(1, BYSTANDERS_KEYS_PER_SECOND);
  await pause(2_000);
  const before = cpuSeconds(stage.server);
  bystanders.measure(60_000);
  const allInMs = await stage.comes(crowd, Number(values.viewers ?? 500));
  await pause(500);
  const { delaysMs } = await bystanders.report();
  return {
    allInMs,
    bystandersP99Ms: spread(delaysMs).p99,
    bystandersWorstMs: Math.max(...delaysMs),
    cpuSeconds: cpuSeconds(stage.server) - before,
    peakMiB: peakMiB(stage.server),
  };
}

function medians(all: Figures[]): Figures {
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const sorted = all.flatMap((one) => one[name] ?? []).sort((a, b) => a - b);
      const middle = sorted[Math.floor(sorted.length / 2)];
      return [name, middle === undefined ? null : round(middle)];
    }),
  );
}

async function main(): Promise<void> {
  const scenario = SCENARIOS[values.scenario];
  if (!scenario) throw new Error(`--scenario is one of ${Object.keys(SCENARIOS).join(", ")}.`);
  const target = await openTarget(values.peer);
  const all: Figures[] = [];
  try {
    for (let run = 0; run < runs; run++) {
      const stage = new Stage(target);
      try {
        all.push(await scenario(stage));
      } finally {
        await stage.close();
      }
    }
  } finally {
    await target.stop();
  }
  console.log(
    JSON.stringify({
      scenario: values.scenario,
      runs,
      medians: medians(all),
      all: all.map((one) => medians([one])),
    }),
  );
}

void main();
