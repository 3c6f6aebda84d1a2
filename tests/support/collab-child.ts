import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createCollab } from "../../server/collab/server";
import { openPool } from "../../server/db/pool";
import { roomStore } from "../../server/db/rooms";
import { openDoor } from "./collab-kit";

// A room server of its own on the database given, for tests that kill it; tells its port.
const [url = ""] = process.argv.slice(2);
const pool = openPool(url, { max: 4 });
const collab = createCollab({
  store: roomStore(pool),
  authorise: openDoor,
  limits: { compactRows: 20 },
  log: { info: () => {}, warn: () => {}, error: (about, message) => console.error(message, about) },
  now: () => performance.now(),
});
const http = createServer();
http.on("upgrade", (request, socket, head) => collab.handleUpgrade(request, socket, head));
http.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ port: (http.address() as AddressInfo).port })}\n`);
});
