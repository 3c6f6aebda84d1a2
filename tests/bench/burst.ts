import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cpuSeconds, endServer, peakMiB, round, type Server, spread, startServer } from "./server";
import { openSite, type Person, textOfSize } from "./site";

// All delegations vote within seconds, with the question on everybody's screen: see README.md.
const { values } = parseArgs({
  options: {
    delegations: { type: "string", default: "500" },
    screens: { type: "string", default: "500" },
    seconds: { type: "string", default: "10" },
  },
});
const [delegations, screens, seconds] = [
  Number(values.delegations),
  Number(values.screens),
  Number(values.seconds),
];
/** From the opening of the vote to the first ballot: until then a phone has to show the paper, and a finger to find it. */
const TO_THE_FIRST_TAP_MS = 1_500;
const PATIENCE_MS = 120_000;
const CHOICES = ["yes", "no", "abstain"] as const;
type Tally = Record<(typeof CHOICES)[number], number>;
type Seen = {
  settled: number;
  reads: number;
  bytes: number;
  failed: number;
  acts: number;
  readMs: number[];
  /** Processor time of the process of screens since it began. */
  cpuSeconds: number;
};

const agent = new http.Agent({ keepAlive: true });

function ask<T>(
  { port }: Server,
  person: Person,
  method: "GET" | "POST",
  address: string,
  body?: object,
): Promise<T> {
  const sent = body === undefined ? "" : JSON.stringify(body);
  const headers = {
    cookie: person.cookie,
    "idempotency-key": randomUUID(),
    "content-type": "application/json",
    "content-length": Buffer.byteLength(sent),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(
      { port, host: "127.0.0.1", method, path: address, headers, agent },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => {
          if (response.statusCode === 200) resolve(JSON.parse(text) as T);
          else reject(new Error(`${address} was answered ${response.statusCode}: ${text.slice(0, 300)}`));
        });
      },
    );
    request.on("error", reject);
    request.end(sent);
  });
}

const act = <T>(server: Server, person: Person, command: string, body: object) =>
  ask<T>(server, person, "POST", `/api/commands/${command}`, body);

/** A delegation's choice, known beforehand: so is the tally. */
const choiceOf = (i: number) => CHOICES[(i * 7) % 10 < 5 ? 0 : (i * 7) % 10 < 8 ? 1 : 2] ?? "yes";

async function cast(server: Server, voters: Person[], vote: string, withinMs: number): Promise<number[]> {
  const latencies: number[] = [];
  await Promise.all(
    voters.map(async (voter, i) => {
      await pause(Math.random() * withinMs);
      const from = performance.now();
      await act(server, voter, "cast-ballot", { vote, choice: choiceOf(i) });
      latencies.push(performance.now() - from);
    }),
  );
  return latencies;
}

function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function main(): Promise<void> {
  const site = await openSite();
  const watching = fork(path.join(__dirname, "..", "support", "run-typescript.cjs"), [
    path.join(__dirname, "screens.ts"),
  ]);
  let server: Server | null = null;
  try {
    const instrument = await site.addRoom(textOfSize(3_000, 40), "under_consideration");
    const [chair] = await site.signIn(1, "chair");
    const voters = await site.signInVoters(delegations);
    const lookers = voters.slice(0, screens);
    if (!chair) throw new Error("Nobody presides.");
    server = await startServer(site.databaseUrl, site.dataDir);
    const { vote } = await act<{ vote: string }>(server, chair, "put-question", {
      instrument,
      amendment: null,
    });
    watching.send({
      url: `http://127.0.0.1:${server.port}`,
      cookies: lookers.map(({ cookie }) => cookie),
      instrument,
    });
    await once(watching, "message");
    await act(server, chair, "start-vote", { vote, method: "recorded" });
    await pause(TO_THE_FIRST_TAP_MS);
    const before = {
      server: cpuSeconds(server),
      voters: ownCpuSeconds(),
      screens: (await report(watching)).cpuSeconds,
    };
    const from = performance.now();
    const latencies = await cast(server, voters, vote, seconds * 1000);
    const votedMs = performance.now() - from;
    const percent = (cpu: number) => round((100_000 * cpu) / votedMs);
    const cpuPercent = {
      server: percent(cpuSeconds(server) - before.server),
      voters: percent(ownCpuSeconds() - before.voters),
      screens: percent((await report(watching)).cpuSeconds - before.screens),
    };
    const lockedAt = performance.now();
    await act(server, chair, "lock-vote", { vote });
    const lockMs = performance.now() - lockedAt;
    let seen = await report(watching);
    while (seen.settled < lookers.length && performance.now() - lockedAt < PATIENCE_MS) {
      await pause(50);
      seen = await report(watching);
    }
    const settledMs = performance.now() - lockedAt;
    const { tally } = await ask<{ tally: Tally }>(server, chair, "GET", `/api/votes/${vote}`);
    const expected: Tally = { yes: 0, no: 0, abstain: 0 };
    for (let i = 0; i < delegations; i++) expected[choiceOf(i)]++;
    console.log(
      JSON.stringify({
        ...{ delegations, screens, seconds, votedMs: round(votedMs), ballotMs: spread(latencies) },
        ...{
          lockMs: round(lockMs),
          everyScreenSettledMs: round(settledMs),
          unsettled: lookers.length - seen.settled,
        },
        tally,
        asCast: JSON.stringify(tally) === JSON.stringify(expected),
        ...{
          reads: seen.reads,
          readMiB: round(seen.bytes / 2 ** 20),
          readMs: spread(seen.readMs),
          failedReads: seen.failed,
        },
        ...{ acts: seen.acts, cpuPercent, peakMiB: round(peakMiB(server)) },
      }),
    );
  } finally {
    watching.kill();
    if (server) await endServer(server);
    await site.stop();
  }

  async function report(child: typeof watching): Promise<Seen> {
    child.send("report");
    const [answer] = await once(child, "message");
    return answer as Seen;
  }
}

void main();
