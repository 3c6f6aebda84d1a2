import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Nodes } from "../../server/bus/nodes";
import { createCollab } from "../../server/collab/server";
import { NotifyBus } from "../../server/db/notify-bus";
import { openPool } from "../../server/db/pool";
import { roomStore } from "../../server/db/rooms";
import { openDoor } from "./collab-kit";
import { type Strike, striker, watched } from "./strike";

// A room server of its own on the database given, for tests that kill it; tells its port. With a strike (JSON) it
// kills itself at that moment: from outside nobody could aim so well. With "bus" it talks to others on the same database.
const [url = "", strike = "null", bus] = process.argv.slice(2);
const plan = JSON.parse(strike) as Strike | null;
const now = plan ? striker(plan, () => process.kill(process.pid, "SIGKILL")) : () => {};
const pool = openPool(url, { max: 4 });
const nodes = bus
  ? {
      nodes: new Nodes({
        bus: new NotifyBus(pool, (error) => console.error(error)),
        id: randomUUID(),
        now: () => performance.now(),
      }),
    }
  : {};
const collab = createCollab({
  ...nodes,
  store: watched(roomStore(pool), now),
  authorise: (requests) => Promise.all(requests.map(openDoor)),
  limits: { compactRows: 20 },
  log: { info: () => {}, warn: () => {}, error: (about, message) => console.error(message, about) },
  now: () => performance.now(),
});
const http = createServer();
http.on("upgrade", (request, socket, head) => {
  // Before the room server reads what came, and after it has.
  socket.on("data", () => {
    now("received");
    process.nextTick(now, "queued");
  });
  collab.handleUpgrade(request, socket, head);
});
http.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ port: (http.address() as AddressInfo).port })}\n`);
});
