import { WebSocket } from "ws";
import { presence, step1, step2 } from "./wire";

/** Everybody comes at once; answered when all have the text. With `rejoin`, who is cut off comes back until they have it. */
type Coming = { url: string; cookies: string[]; rejoin?: boolean };

// A process of sockets that only read. Each order is answered with one message, but for `from`.
export type Order =
  | Coming
  /** Answered when all who were cut off have the text again. To be sent before they are. */
  | "rejoined"
  /** The window in which delays are measured, by `process.hrtime.bigint`. */
  | { from: string; to: string }
  /** So many of them stop reading. */
  | { stall: number }
  /** Each shows itself, and renews that in this rhythm, as stock clients do. */
  | { renewMs: number }
  | "report";

const RETRY_MS = 50;

const delaysMs: number[] = [];
const sockets = new Set<WebSocket>();
let marks = 0;
let closed = 0;
let [from, to] = [0n, 0n];
let missing = 0;
let allAreBack = () => {};

process.on("message", (order: Order) => {
  if (order === "report") process.send?.({ marks, closed, delaysMs });
  else if (order === "rejoined") allAreBack = () => process.send?.("rejoined");
  else if ("from" in order) [from, to] = [BigInt(order.from), BigInt(order.to)];
  else if ("stall" in order) {
    for (const ws of [...sockets].slice(0, order.stall)) ws.pause();
    process.send?.("stalled");
  } else if ("renewMs" in order) {
    [...sockets].forEach((ws, i) => {
      let clock = 0;
      const show = () => ws.send(presence(1_000_000 + i, ++clock, { user: { name: `Observer ${i}` } }));
      setTimeout(
        () => {
          show();
          setInterval(show, order.renewMs);
        },
        (i / sockets.size) * order.renewMs,
      );
    });
    process.send?.("shown");
  } else void join(order);
});
process.on("disconnect", () => process.exit());

async function join({ url, cookies, rejoin = false }: Coming): Promise<void> {
  await Promise.all(cookies.map((cookie) => watch(url, cookie, rejoin)));
  process.send?.("joined");
}

/** Resolves once the socket has the text. */
function watch(url: string, cookie: string, rejoin: boolean): Promise<void> {
  return new Promise((resolve) => {
    const ws = new WebSocket(url, { headers: { cookie }, perMessageDeflate: false });
    ws.on("open", () => ws.send(step1));
    ws.on("error", () => {});
    ws.on("close", () => {
      const wasIn = sockets.delete(ws);
      closed++;
      if (!rejoin) return;
      if (wasIn) missing++;
      setTimeout(() => void watch(url, cookie, rejoin).then(resolve), RETRY_MS * (0.5 + Math.random()));
    });
    ws.on("message", (data: Buffer) => {
      if (data[0] !== 0) return;
      if (data[1] === 0) ws.send(step2);
      else if (data[1] !== 1) readMarks(data);
      else if (!sockets.has(ws)) {
        sockets.add(ws);
        resolve();
        if (missing > 0 && --missing === 0) allAreBack();
      }
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
