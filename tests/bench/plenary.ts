import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { cpuSeconds, endServer, peakMiB, round, type Server, spread, startServer } from "./server";
import { openSite, textOfSize } from "./site";
import { presence, step1, step2, update } from "./wire";

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
const KEYS_PER_SECOND = 5;
const WARM_UP_MS = 3_000;
const DRAIN_MS = 10_000;

/** Types a mark into a paragraph of its own, and notes when it is called saved. */
class Editor {
  readonly savedMs: number[] = [];
  sent = 0;
  readonly #ws: WebSocket;
  readonly #doc = new Y.Doc();
  readonly #index: number;
  readonly #pressedAt = new Map<number, number>();
  #documentMessages = 0;
  #saved = 0;
  #clock = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(url: string, cookie: string, index: number) {
    this.#index = index;
    this.#ws = new WebSocket(url, { headers: { cookie }, perMessageDeflate: false });
    this.#ws.on("open", () => this.#ws.send(step1));
    this.#ws.on("close", (code) => {
      if (this.#timer) console.error(`an editor's socket was closed with ${code}`);
    });
  }

  /** Resolves once it has the text. What comes later is not applied: typing needs it not, and it would load the machine. */
  synced(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#ws.on("error", reject);
      this.#ws.on("message", (data: Buffer) => {
        const decoder = decoding.createDecoder(new Uint8Array(data));
        const kind = decoding.readVarUint(decoder);
        if (kind === 100) this.#isSaved(decoding.readVarUint(decoder));
        if (kind !== 0) return;
        const step = decoding.readVarUint(decoder);
        if (step === 0) this.#sendDocument(step2);
        if (step !== 1) return;
        Y.applyUpdate(this.#doc, decoding.readVarUint8Array(decoder), this);
        this.#doc.on("update", (bytes: Uint8Array) => this.#sendDocument(update(bytes)));
        resolve();
      });
    });
  }

  #sendDocument(message: Uint8Array): void {
    this.#documentMessages++;
    this.#ws.send(message);
  }

  #isSaved(count: number): void {
    const now = performance.now();
    for (; this.#saved < count; this.#saved++) {
      const pressedAt = this.#pressedAt.get(this.#saved + 1);
      if (pressedAt !== undefined) this.savedMs.push(now - pressedAt);
      this.#pressedAt.delete(this.#saved + 1);
    }
  }

  get unsaved(): number {
    return this.#documentMessages - this.#saved;
  }

  /** A key each fifth of a second, on its own beat: a slow server does not slow the typing. */
  start(): void {
    const gapMs = 1000 / KEYS_PER_SECOND;
    const beat = () => {
      this.#timer = setTimeout(beat, gapMs * (0.8 + 0.4 * Math.random()));
      this.#press();
    };
    this.#timer = setTimeout(beat, gapMs * Math.random());
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #press(): void {
    const blocks = this.#doc.getXmlFragment("prosemirror").toArray();
    const block = blocks[this.#index % blocks.length] as Y.XmlElement;
    this.#pressedAt.set(this.#documentMessages + 1, performance.now());
    (block.get(0) as Y.XmlText).insert(0, `~${process.hrtime.bigint()}!`);
    this.sent++;
    const item = { client: this.#doc.clientID, clock: this.sent };
    const at = { type: null, tname: null, item, assoc: 0 };
    this.#ws.send(
      presence(this.#doc.clientID, ++this.#clock, { user: {}, cursor: { anchor: at, head: at } }),
    );
  }

  leave(): void {
    this.#ws.terminate();
  }
}

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
    const people = typists.map(({ cookie }, i) => new Editor(urlAt(first), cookie, i));
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
