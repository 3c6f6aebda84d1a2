import { WebSocket } from "ws";
import { step1, step2 } from "./wire";

// A process of sockets that only read: `{url, cookies}` in, then `{from, to}`, then "report".
type Order = { url: string; cookies: string[] } | { from: bigint | string; to: bigint | string } | "report";

const delaysMs: number[] = [];
let marks = 0;
let closed = 0;
let [from, to] = [0n, 0n];

process.on("message", (order: Order) => {
  if (order === "report") process.send?.({ marks, closed, delaysMs });
  else if ("from" in order) [from, to] = [BigInt(order.from), BigInt(order.to)];
  else void join(order.url, order.cookies);
});
process.on("disconnect", () => process.exit());

async function join(url: string, cookies: string[]): Promise<void> {
  await Promise.all(cookies.map((cookie) => watch(url, cookie)));
  process.send?.("joined");
}

/** Resolves once the socket has the text. */
function watch(url: string, cookie: string): Promise<void> {
  return new Promise((resolve) => {
    const ws = new WebSocket(url, { headers: { cookie }, perMessageDeflate: false });
    ws.on("open", () => ws.send(step1));
    ws.on("error", () => {});
    ws.on("close", () => closed++);
    ws.on("message", (data: Buffer) => {
      if (data[0] !== 0) return;
      if (data[1] === 0) ws.send(step2);
      else if (data[1] === 1) resolve();
      else readMarks(data);
    });
  });
}

/** Each key that an editor presses is a mark `~<time of the press in ns>!`. */
function readMarks(data: Buffer): void {
  const now = process.hrtime.bigint();
  for (let at = data.indexOf(0x7e); at >= 0; at = data.indexOf(0x7e, at + 1)) {
    const end = data.indexOf(0x21, at);
    if (end < 0) return;
    const text = data.toString("latin1", at + 1, end);
    if (!/^\d{1,20}$/.test(text)) continue;
    marks++;
    const pressedAt = BigInt(text);
    if (pressedAt >= from && pressedAt < to) delaysMs.push(Number(now - pressedAt) / 1e6);
  }
}
