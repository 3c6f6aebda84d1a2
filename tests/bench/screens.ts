import http from "node:http";
import type { LiveEvent } from "../../shared/api/live";

// A process of screens that follow a vote: `{url, cookies, instrument}` in, "joined" out; then "report".
type Order = { url: string; cookies: string[]; instrument: string } | "report";

/** As `client/app/live.ts`: so long after the first act that is no ballot the screen reads the question again. */
const PACE_MS = 250;
/** As `client/app/count.ts`. */
const LEARN_WITHIN_MS = 20_000;

const readMs: number[] = [];
const [reads, failed, acts] = [{ count: 0, bytes: 0 }, { count: 0 }, { count: 0 }];
/** Screens that were told that the vote is locked, and have read everything anew since. */
let settled = 0;

process.on("message", (order: Order) => {
  if (order === "report")
    process.send?.({
      settled,
      reads: reads.count,
      bytes: reads.bytes,
      failed: failed.count,
      acts: acts.count,
      readMs,
      cpuSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    });
  else
    void Promise.all(order.cookies.map((cookie) => watch(order, cookie))).then(() => {
      readMs.length = reads.count = reads.bytes = 0;
      process.send?.("joined");
    });
});
process.on("disconnect", () => process.exit());

/** Resolves once the stream is ready. */
function watch({ url, instrument }: Exclude<Order, "report">, cookie: string): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const headers = { cookie, "accept-encoding": "gzip" };
  const read = (path: string): Promise<void> =>
    new Promise<void>((resolve) => {
      const from = performance.now();
      const fail = () => {
        failed.count++;
        resolve();
      };
      const request = http
        .get(`${url}${path}`, { agent, headers }, (response) => {
          if (response.statusCode !== 200) failed.count++;
          response.on("data", (chunk: Buffer) => {
            reads.bytes += chunk.length;
          });
          response.on("error", fail);
          response.on("end", () => {
            reads.count++;
            readMs.push(performance.now() - from);
            resolve();
          });
        })
        .on("error", () => {
          // The server closed a connection that had long been idle: a browser asks again by itself.
          if (request.reusedSocket) void read(path).then(resolve);
          else fail();
        });
    });
  let isDue = false;
  let reading = false;
  let isLocked = false;
  let knowsNames = false;
  const readAgain = async () => {
    isDue = false;
    // A read that is under way is let finish, and asked again.
    if (reading) {
      readSoon();
      return;
    }
    reading = true;
    const lockedBefore = isLocked;
    await readBoth();
    reading = false;
    if (lockedBefore) settled++;
  };
  const readBoth = () =>
    Promise.all([read(`/api/instruments/${instrument}`), read(`/api/instruments/${instrument}/votes`)]);
  const readSoon = () => {
    if (!isDue) setTimeout(readAgain, PACE_MS);
    isDue = true;
  };
  const take = ({ act, ballot }: LiveEvent) => {
    acts.count++;
    if (ballot) {
      // Whose ballot it is, by name, is read once; after that a screen counts by itself.
      if (!knowsNames) setTimeout(() => void read("/api/delegations"), Math.random() * LEARN_WITHIN_MS);
      knowsNames = true;
      return;
    }
    if (act === "vote.locked") isLocked = true;
    readSoon();
  };
  return new Promise((resolve, reject) => {
    http
      .get(`${url}/api/live`, { headers: { cookie }, agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          const parts = (text + chunk).split("\n\n");
          text = parts.pop() ?? "";
          for (const part of parts) {
            // The question is on the screen when the vote opens.
            if (part.includes("event: ready")) void readBoth().then(() => resolve());
            const data = part.includes("event: act") ? part.split("data: ")[1] : undefined;
            if (data) take(JSON.parse(data) as LiveEvent);
          }
        });
      })
      .on("error", reject);
  });
}
