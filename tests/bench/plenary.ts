import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { cpuSeconds, endServer, peakMiB, round, type Server, spread, startServer } from "./server";
import { openSite, textOfSize } from "./site";
import { Typist } from "./typist";

// One text, people who type and people who watch: see README.md.
const { values } = parseArgs({
  options: {
    editors: { type: "string", default: "20" },
    viewers: { type: "string", default: "500" },
    seconds: { type: "string", default: "15" },
    words: { type: "string", default: "10000" },
    nodes: { type: "string", default: "1" },
  },
});
const [editors, viewers, seconds, words] = [
  Number(values.editors),
  Number(values.viewers),
  Number(values.seconds),
  Number(values.words),
];
const WARM_UP_MS = 3_000;
const DRAIN_MS = 10_000;

async function report(child: ChildProcess) {
  child.send("report");
  const [answer] = await once(child, "message");
  return answer as { marks: number; closed: number; delaysMs: number[] };
}

async function main(): Promise<void> {
  const site = await openSite();
  const servers: Server[] = [];
  const watching = fork(path.join(__dirname, "..", "support", "run-typescript.cjs"), [
    path.join(__dirname, "viewers.ts"),
  ]);
  try {
    const room = await site.addRoom(textOfSize(words, Math.max(40, editors)));
    const typists = await site.signIn(editors, "committee-member");
    const watchers = await site.signIn(viewers, "delegate");
    for (let i = 0; i < Number(values.nodes); i++)
      servers.push(await startServer(site.databaseUrl, site.dataDir));
    const urlAt = ({ port }: Server) => `ws://127.0.0.1:${port}/collab/${room}`;
    const [first, last] = [servers[0], servers.at(-1)];
    if (!first || !last) throw new Error("--nodes must be 1 or more.");
    const people = typists.map(({ cookie }, i) => new Typist(urlAt(first), cookie, i));
    await Promise.all(people.map((person) => person.synced()));
    const joinedAt = performance.now();
    watching.send({ url: urlAt(last), cookies: watchers.map(({ cookie }) => cookie) });
    await once(watching, "message");
    const joinMs = performance.now() - joinedAt;
    for (const person of people) person.start();
    await pause(WARM_UP_MS);
    const from = process.hrtime.bigint();
    watching.send({ from: String(from), to: String(from + BigInt(seconds) * 1_000_000_000n) });
    const before = servers.map(cpuSeconds);
    const sentBefore = people.reduce((sum, { sent }) => sum + sent, 0);
    await pause(seconds * 1000);
    const cpu = servers.map((server, i) => cpuSeconds(server) - (before[i] ?? 0));
    for (const person of people) person.stop();
    const sent = people.reduce((sum, person) => sum + person.sent, 0);
    const until = performance.now() + DRAIN_MS;
    let seen = await report(watching);
    while (
      performance.now() < until &&
      (seen.marks < sent * viewers || people.some(({ unsaved }) => unsaved > 0))
    ) {
      await pause(200);
      seen = await report(watching);
    }
    const total = cpu.reduce((sum, one) => sum + one, 0);
    console.log(
      JSON.stringify({
        ...{ editors, viewers, words, nodes: servers.length, joinMs: round(joinMs) },
        cpuPercent: cpu.map((one) => round((100 * one) / seconds)),
        microsecondsPerDelivery: round((1e6 * total) / ((sent - sentBefore) * viewers)),
        deliveryMs: spread(seen.delaysMs),
        savedMs: spread(people.flatMap(({ savedMs }) => savedMs)),
        undelivered: sent * viewers - seen.marks,
        unsaved: people.reduce((sum, { unsaved }) => sum + unsaved, 0),
        closed: seen.closed,
        peakMiB: servers.map((server) => round(peakMiB(server))),
      }),
    );
    for (const person of people) person.leave();
  } finally {
    watching.kill();
    for (const server of servers) await endServer(server);
    await site.stop();
  }
}

void main();
