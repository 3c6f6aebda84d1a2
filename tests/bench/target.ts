import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import { type Server, startProgram, startServer } from "./server";
import { openSite, type Person } from "./site";
import { step1, step2, update } from "./wire";

/** What is measured: this project's server, or another that speaks the protocol of y-websocket. */
export type Target = {
  start(port?: number): Promise<Server>;
  /** A text in a room of its own. For a peer it is sent by a client to the server that runs, as its stock clients would. */
  addRoom(state: Uint8Array, server: Server | null): Promise<string>;
  signIn(count: number, role: "committee-member" | "delegate"): Promise<Person[]>;
  url(server: Server, room: string): string;
  /** How long it takes to keep what it was sent: ours says when, by "saved". */
  keepsAfterMs: number;
  stop(): Promise<void>;
};

/** `peer`: a command that listens on $PORT, with rooms as paths; without it our own server on a Postgres of its own. */
export async function openTarget(peer: string | undefined): Promise<Target> {
  if (peer !== undefined) return peerTarget(peer);
  const site = await openSite();
  return {
    start: (port) => startServer(site.databaseUrl, site.dataDir, port),
    addRoom: (state) => site.addRoom(state),
    signIn: (count, role) => site.signIn(count, role),
    url: ({ port }, room) => `ws://127.0.0.1:${port}/collab/${room}`,
    keepsAfterMs: 0,
    stop: () => site.stop(),
  };
}

/** Servers that debounce their saving do so within ten seconds; a guess with some room. */
const PEER_KEEPS_AFTER_MS = 12_000;

function peerTarget(command: string): Target {
  let rooms = 0;
  const url = ({ port }: Server, room: string) => `ws://127.0.0.1:${port}/${room}`;
  return {
    start: (port) => startProgram("/bin/sh", ["-c", `exec ${command}`], {}, port),
    async addRoom(state, server) {
      const room = `bench-${process.pid}-${++rooms}`;
      if (server) await send(url(server, room), state);
      return room;
    },
    signIn: async (count) => Array.from({ length: count }, () => ({ cookie: "" })),
    url,
    keepsAfterMs: PEER_KEEPS_AFTER_MS,
    stop: async () => {},
  };
}

/** Puts a state into an empty room, and waits until the server gives it to somebody else. */
async function send(url: string, state: Uint8Array): Promise<void> {
  const writer = new WebSocket(url, { perMessageDeflate: false });
  await once(writer, "open");
  writer.send(step1);
  writer.send(update(state));
  for (let isThere = false; !isThere; await pause(50)) {
    const reader = new WebSocket(url, { perMessageDeflate: false });
    reader.on("open", () => reader.send(step1));
    isThere = await new Promise<boolean>((resolve) => {
      reader.on("message", (data: Buffer) => {
        if (data[0] === 0 && data[1] === 0) reader.send(step2);
        if (data[0] === 0 && data[1] === 1) resolve(data.length > state.length / 2);
      });
    });
    reader.terminate();
  }
  writer.terminate();
}
