import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, Socket } from "node:net";
import { PassThrough } from "node:stream";
import { Outlet } from "../../server/collab/wire/outlet";
import { until } from "../support/children";

let server: Server;
let near: Socket;
let far: Socket;

beforeEach(async () => {
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  far = connect((server.address() as AddressInfo).port, "127.0.0.1");
  [near] = (await once(server, "connection")) as [Socket];
});
afterEach(() => {
  near.destroy();
  far.destroy();
  server.close();
});

/** Blocks that each say which they are: a lost, doubled or overtaken one shows. */
function block(number: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 4) bytes.writeUInt32BE(number, at);
  return bytes;
}

test("what is written past the stream, through it, and by others on it arrives whole and in order, also to who reads slowly", async () => {
  const outlet = new Outlet(near);
  const sent: Buffer[] = [];
  let isFull = false;
  for (let i = 0; i < 4_000; i++) {
    const bytes = block(i, [200, 4_000, 70_000, 300_000][i % 4] ?? 200);
    sent.push(bytes);
    // Pings and close frames go through the stream.
    if (i % 7 === 3) near.write(bytes);
    else if (!outlet.write(bytes)) isFull ||= outlet.queuedBytes > 1024 * 1024;
    if (isFull && i > 100) break;
  }
  expect(isFull).toBe(true);
  const heard: Buffer[] = [];
  let length = 0;
  far.on("data", (chunk: Buffer) => {
    heard.push(chunk);
    length += chunk.length;
  });
  const total = sent.reduce((sum, bytes) => sum + bytes.length, 0);
  await until("all has arrived", () => length >= total);
  expect(Buffer.compare(Buffer.concat(heard), Buffer.concat(sent))).toBe(0);
  await until("nothing is queued", () => outlet.queuedBytes === 0);
  // The way past the stream is open again.
  outlet.write(block(1, 200));
  await until("that has arrived, too", () => length === total + 200);
});

test("what the system takes at once does not pass through the stream", async () => {
  const outlet = new Outlet(near);
  const through = jest.spyOn(near, "write");
  expect(outlet.write(block(1, 200))).toBe(true);
  expect(through).not.toHaveBeenCalled();
  const [heard] = (await once(far, "data")) as [Buffer];
  expect(heard).toEqual(block(1, 200));
});

test("a write to who has gone ends the socket, and nothing else", async () => {
  const outlet = new Outlet(near);
  const closed = new Promise((resolve) => near.once("close", resolve));
  near.on("error", () => {});
  far.resetAndDestroy();
  await until("it has failed", () => {
    outlet.write(block(1, 1_000));
    return near.destroyed;
  });
  await closed;
  expect(outlet.write(block(2, 1_000))).toBe(false);
});

test("what is no plain connection is written to as any stream", async () => {
  const stream = new PassThrough();
  const outlet = new Outlet(stream);
  expect(outlet.write(block(5, 8))).toBe(true);
  expect(stream.read()).toEqual(block(5, 8));
  expect(new Outlet(new Socket()).queuedBytes).toBe(0);
});
