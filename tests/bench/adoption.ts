import { generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { pino } from "pino";
import { createConcord } from "../../server/app";
import { nameKey } from "../../server/commands/conference/name-key";
import { selectConferences } from "../../server/db/conferences";
import { NotifyBus } from "../../server/db/notify-bus";
import { openPool } from "../../server/db/pool";
import { NO_METRICS } from "../../server/metrics/metrics";
import type { InstrumentView } from "../../shared/api/views/instruments";
import { addAmended } from "./amended";
import { round } from "./server";
import { openSite } from "./site";
import { corpus } from "./text/corpus";

// What the server does for the adoption of an amendment, and how long the commit takes of it: see README.md.
const { values } = parseArgs({
  options: {
    amendments: { type: "string", default: "1000" },
    adoptions: { type: "string", default: "15" },
  },
});

const asked = { statements: 0, commitMs: 0 };

/** Counts the statements of every connection of this process, and times their commits; none of them is changed. */
function watchStatements(): void {
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const from = performance.now();
    const answer = query.apply(this, args);
    asked.statements += 1;
    if (args[0] === "commit" && answer instanceof Promise)
      void answer.then(() => {
        asked.commitMs += performance.now() - from;
      });
    return answer;
  } as typeof pg.Client.prototype.query;
}

const median = (numbers: number[]) => round([...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0);

async function main(): Promise<void> {
  const site = await openSite();
  const slug = await addAmended(site, corpus("en", 10_000), Number(values.amendments), "under_consideration");
  const [chair] = await site.signIn(1, "chair");
  await site.signInVoters(20);
  if (!chair) throw new Error("Nobody presides.");
  watchStatements();
  let commandMs = 0;
  const pool = openPool(site.databaseUrl, { max: 10 });
  const concord = createConcord({
    pool,
    logPool: openPool(site.databaseUrl, { max: 4 }),
    bus: new NotifyBus(pool, () => {}),
    log: pino({ level: "silent" }),
    publicUrl: null,
    rootDir: path.join(__dirname, "..", ".."),
    keys: [generateKeyPairSync("ed25519").privateKey],
    now: () => new Date(),
    metrics: {
      ...NO_METRICS,
      commandDone(_name, _outcome, ms) {
        commandMs = ms;
      },
    },
  });
  for (const { id } of await selectConferences(pool)) await nameKey(concord.deps, id);
  concord.server.listen(0, "127.0.0.1");
  await once(concord.server, "listening");
  const url = `http://127.0.0.1:${(concord.server.address() as AddressInfo).port}`;
  const ask = async <T>(address: string, body?: object): Promise<T> => {
    const response = await fetch(`${url}${address}`, {
      method: body ? "POST" : "GET",
      headers: { cookie: chair.cookie, "idempotency-key": randomUUID(), "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${address}: ${JSON.stringify(answer)}`);
    return answer as T;
  };
  const act = <T>(name: string, body: object) => ask<T>(`/api/commands/${name}`, body);
  const instrument = () => ask<InstrumentView>(`/api/instruments/${slug}`);

  const { votingOrder } = await instrument();
  await act("confirm-order", {
    instrument: slug,
    order: votingOrder.suggested.map(({ amendment }) => amendment),
  });
  const seen = {
    statements: 0,
    commitMs: [] as number[],
    beyondCommitMs: [] as number[],
    cpuMs: [] as number[],
  };
  for (let n = 0; n < Number(values.adoptions); n++) {
    const { next } = (await instrument()).votingOrder;
    if (!next) break;
    const { vote } = await act<{ vote: string }>("put-question", { instrument: slug, amendment: next });
    Object.assign(asked, { statements: 0, commitMs: 0 });
    const before = process.cpuUsage();
    await act("declare-consensus", { vote });
    const { user, system } = process.cpuUsage(before);
    seen.statements = asked.statements;
    seen.commitMs.push(round(asked.commitMs));
    seen.beyondCommitMs.push(round(commandMs - asked.commitMs));
    seen.cpuMs.push(round((user + system) / 1000));
  }
  console.log(
    JSON.stringify({
      amendments: Number(values.amendments),
      statements: seen.statements,
      medianBeyondCommitMs: median(seen.beyondCommitMs),
      medianCommitMs: median(seen.commitMs),
      medianCpuMs: median(seen.cpuMs),
      beyondCommitMs: seen.beyondCommitMs,
    }),
  );
  await concord.close();
  process.exitCode = 0;
  await site.stop();
  process.exit();
}

void main();
