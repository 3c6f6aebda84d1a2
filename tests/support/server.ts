import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { startEmbedded } from "../../server/db/embedded";
import { isAlive } from "../../server/db/embedded/postmaster";
import { writeDemo } from "../../server/seed/demo";
import type { CommandAnswer, CommandBody, CommandName } from "../../shared/api/commands";
import { seededDatabase, type TestDatabase } from "./database";
import { type Ending, type Program, runProgram, type Settings } from "./program";

export type DemoFile = {
  people: { name: string; role: string; delegation: string | null; signInUrl: string }[];
  rooms: { instrument: string; language: string; url: string }[];
  publicPages: string[];
};

export type Person = DemoFile["people"][number] & { cookie: string };
export type Answer<T = unknown> = { status: number; body: T };

export type Participant = {
  provider: WebsocketProvider;
  doc: Y.Doc;
  /** Document messages sent on this connection. */
  sent(): number;
  /** How many of them the server has reported as saved. */
  saved(): number;
  leave(): void;
};

/** The built program with the worked example, in a process and with data of its own. */
export type TestServer = {
  /** Changes with every start, unless it keeps its address. */
  readonly baseUrl: string;
  readonly dataDir: string;
  /** null: on an embedded Postgres of its own. */
  readonly database: TestDatabase | null;
  readonly program: Program;
  readonly demo: DemoFile;
  /** By role or by name; the first of several. */
  signIn(who: string): Promise<Person>;
  get<T = unknown>(person: Person | null, path: string): Promise<Answer<T>>;
  command<N extends CommandName>(
    person: Person | null,
    name: N,
    body: CommandBody<N>,
  ): Promise<Answer<CommandAnswer<N>>>;
  /** A stock y-websocket client in the room of a text, connecting; `onSend` hears of each document message it sends. */
  join(person: Person, instrument: string, language: string, onSend?: () => void): Participant;
  kill(signal: NodeJS.Signals, whom?: "process" | "group"): Promise<Ending>;
  /** Starts again on the same data after `kill`; resolves once it is ready. */
  start(): Promise<{ afterMs: number }>;
  /** Ends server and database, and removes the data. */
  stop(): Promise<void>;
};

/**
 * Starts the built program on a free port, with the worked example in a database of its own. `embedded`: on a Postgres of its
 * own, too, which is much dearer, and which a killed server leaves running. `keepsAddress`: each start is at the same one, for browsers
 * that come back.
 */
export async function startServer(
  options: { embedded?: boolean; keepsAddress?: boolean } = {},
): Promise<TestServer> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-server-"));
  const settings: Settings = { PORT: "0", DATA_DIR: dataDir };
  const database = options.embedded ? null : await seededDatabase();
  if (database) {
    settings.DATABASE_URL = database.url;
    await writeDemo(database.pool, { dataDir, baseUrl: "http://127.0.0.1", now: new Date() });
  }
  let program: Program;
  let baseUrl = "";
  let demo: DemoFile;
  const participants: Participant[] = [];

  const start = async () => {
    program = runProgram("start", settings);
    const ready = await program.ready;
    baseUrl = ready.baseUrl;
    if (options.keepsAddress) settings.PORT = new URL(baseUrl).port;
    demo = JSON.parse(await readFile(path.join(dataDir, "demo.json"), "utf8"));
    return { afterMs: ready.afterMs };
  };
  const stop = async () => {
    for (const participant of participants.splice(0)) participant.leave();
    await program.kill("SIGKILL");
    await stopEmbedded(dataDir);
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await start();
  } catch (error) {
    await stopEmbedded(dataDir);
    throw error;
  }
  return {
    get baseUrl() {
      return baseUrl;
    },
    dataDir,
    database,
    get program() {
      return program;
    },
    get demo() {
      return demo;
    },
    async signIn(who) {
      const person = demo.people.find(({ name, role }) => name === who || role === who);
      if (!person) throw new Error(`demo.json names nobody ${who}`);
      // By path: every start has another port.
      const answer = await fetch(baseUrl + new URL(person.signInUrl).pathname, { redirect: "manual" });
      const cookie = answer.headers.get("set-cookie")?.split(";")[0];
      if (!cookie) throw new Error(`The link of ${person.name} gave no cookie (${answer.status}).`);
      return { ...person, cookie };
    },
    async get<T>(person: Person | null, where: string) {
      return answerOf<T>(await fetch(baseUrl + where, { headers: cookieOf(person) }));
    },
    async command<N extends CommandName>(person: Person | null, name: N, body: CommandBody<N>) {
      const response = await fetch(`${baseUrl}/api/commands/${name}`, {
        method: "POST",
        headers: { ...cookieOf(person), "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return answerOf<CommandAnswer<N>>(response);
    },
    join(person, instrument, language, onSend) {
      const room = demo.rooms.find((one) => one.instrument === instrument && one.language === language);
      if (!room) throw new Error(`demo.json has no room ${instrument} ${language}`);
      const participant = joinRoom(baseUrl + new URL(room.url).pathname, person.cookie, onSend ?? (() => {}));
      participants.push(participant);
      return participant;
    },
    kill: (signal, whom) => program.kill(signal, whom),
    start,
    stop,
  };
}

const SYNC = 0;
const SAVED = 100;
const REFUSED = 101;

function joinRoom(address: string, cookie: string, onSend: () => void): Participant {
  const at = address.lastIndexOf("/");
  const doc = new Y.Doc();
  let sent = 0;
  let saved = 0;
  class SignedIn extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers: { cookie } });
      sent = 0;
      saved = 0;
    }
    override send(data: Parameters<WebSocket["send"]>[0]): void {
      if (data instanceof Uint8Array && data[0] === SYNC && data[1] !== 0) {
        sent++;
        onSend();
      }
      super.send(data);
    }
  }
  const provider = new WebsocketProvider(
    address.slice(0, at).replace(/^http/, "ws"),
    address.slice(at + 1),
    doc,
    { disableBc: true, WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket },
  );
  provider.messageHandlers[REFUSED] = (_encoder: unknown, decoder: decoding.Decoder) => {
    const ordinal = decoding.readVarUint(decoder);
    throw new Error(`The server refused document message ${ordinal}: ${decoding.readVarString(decoder)}.`);
  };
  provider.messageHandlers[SAVED] = (_encoder: unknown, decoder: decoding.Decoder) => {
    saved = decoding.readVarUint(decoder);
  };
  return {
    provider,
    doc,
    sent: () => sent,
    saved: () => saved,
    leave() {
      provider.destroy();
      doc.destroy();
    },
  };
}

/** The process of the embedded Postgres of this data directory; null when none runs. */
export async function postmasterOf(dataDir: string): Promise<number | null> {
  const file = path.join(dataDir, "postgres", "data", "postmaster.pid");
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  return (await isAlive(pid)) ? pid : null;
}

/** A killed server leaves its Postgres running: joins it, owns it, ends it. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  if ((await postmasterOf(dataDir)) === null) return;
  const embedded = await startEmbedded({ dataDir, log: () => {} });
  await embedded.stop();
}

function cookieOf(person: Person | null): Record<string, string> {
  return person ? { cookie: person.cookie } : {};
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T };
}
