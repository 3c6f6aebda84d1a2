import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as decoding from "lib0/decoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { DEFAULT_LIMITS } from "../../server/collab/limits";
import { NO_METER } from "../../server/collab/meter";
import { Room } from "../../server/collab/room/room";
import { type CollabWebSocket, Connection } from "../../server/collab/wire/socket";
import { readTextDoc } from "../../shared/text/yjs";
import { until } from "../support/children";
import { loggedDoc, type MemoryStore, memoryStore, message, presenceOf, textOf } from "../support/collab-kit";
import { below, edit, hostileFrame, newDoc, type Random, random, updatesOf } from "./hostile-frames";

const FRAMES = Number(process.env.FUZZ_FRAMES ?? 200_000);
const FRAMES_A_ROOM = 5_000;
/** Between two of which the server gets to work. */
const BATCH = 40;

/** A connection without a network: frames go in and come out at once. The rest of the server is the real one. */
class Wire extends EventEmitter {
  readyState: number = WebSocket.OPEN;
  code: number | null = null;
  readonly writableLength = 0;
  readonly connection: Connection;

  constructor(
    room: Room,
    readonly person: { id: string; name: string },
    access: { write: boolean; presence: boolean },
    readonly onFrames: (frames: Buffer) => void = () => {},
  ) {
    super();
    this.connection = new Connection(
      this as unknown as CollabWebSocket,
      this as unknown as Duplex,
      {} as IncomingMessage,
      room.name,
      DEFAULT_LIMITS,
      { meter: NO_METER, closed() {}, expired() {} },
    );
    this.connection.allow(person, access, { id: person.id, expiresInMs: 1_000_000 });
    this.connection.admit(room);
  }

  write(frames: Buffer): boolean {
    this.onFrames(frames);
    return true;
  }
  receive(frame: Uint8Array): void {
    this.emit("message", Buffer.from(frame), true);
  }
  close(code: number): void {
    if (this.readyState !== WebSocket.OPEN) return;
    this.readyState = WebSocket.CLOSED;
    this.code = code;
    this.emit("close");
  }
  terminate(): void {
    this.close(1006);
  }
  ping(): void {
    this.emit("pong", "0");
  }
  pause(): void {}
  resume(): void {}
}

function* payloads(frames: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < frames.length; ) {
    const short = (frames[at + 1] ?? 0) & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      short < 126
        ? short
        : short === 126
          ? frames.readUInt16BE(at + 2)
          : Number(frames.readBigUInt64BE(at + 2));
    yield new Uint8Array(frames.subarray(at + head, at + head + length));
    at += head + length;
  }
}

/** Somebody who types, or only reads, and follows the protocol. */
class Innocent {
  readonly doc = newDoc();
  readonly wire: Wire;
  sent = 0;
  saved = 0;

  constructor(room: Room, name: string, write: boolean) {
    this.wire = new Wire(room, { id: name, name }, { write, presence: true }, (frames) => {
      for (const payload of payloads(frames)) this.#take(payload);
    });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this) return;
      this.sent++;
      this.wire.receive(message(0, 2, update));
    });
    this.wire.receive(message(0, 0, Y.encodeStateVector(this.doc)));
    this.sent++;
    this.wire.receive(message(0, 1, Y.encodeStateAsUpdate(this.doc)));
    this.wire.receive(presenceOf(this.doc.clientID, 1, { user: { name } }));
  }

  #take(payload: Uint8Array): void {
    const decoder = decoding.createDecoder(payload);
    const what = decoding.readVarUint(decoder);
    if (what === 100) this.saved = decoding.readVarUint(decoder);
    if (what !== 0 || decoding.readVarUint(decoder) === 0) return;
    Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder), this);
  }
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapMiB(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

type Outcome = { closed: number; heard: number };

/** One room under fire. Without the right to write, the hostile leave no trace; with it, all still see one text. */
async function siege(seed: number, mayWrite: boolean): Promise<Outcome> {
  const rnd: Random = random(seed);
  const store: MemoryStore = memoryStore();
  const roomId = store.addRoom("room", textOf("We commit.", "We decide.", "We invite."));
  const record = { ...store.record(roomId) };
  const errors: unknown[] = [];
  const room = new Room(record, await store.load(roomId), {
    store,
    limits: DEFAULT_LIMITS,
    meter: NO_METER,
    now: () => performance.now(),
    warn: (error) => errors.push(error),
    link: null,
    failed: (_, error) => errors.push(error),
  });
  const writer = new Innocent(room, "Amina", true);
  const reader = new Innocent(room, "Bela", false);
  await until("the innocent have the text", () => writer.doc.getXmlFragment("prosemirror").length === 3);
  const alone = newDoc();
  Y.applyUpdate(alone, Y.encodeStateAsUpdate(writer.doc));
  if (!mayWrite) writer.doc.on("update", (update: Uint8Array) => Y.applyUpdate(alone, update));

  const outcome: Outcome = { closed: 0, heard: 0 };
  const updates = updatesOf(room.text.doc, rnd, 200);
  let hostile: Wire | null = null;
  for (let sent = 0; sent < FRAMES_A_ROOM; sent++) {
    if (!hostile || hostile.readyState !== WebSocket.OPEN) {
      hostile = new Wire(room, { id: "Mallory", name: "Mallory" }, { write: mayWrite, presence: true });
      if (rnd() < 0.5) hostile.receive(message(0, 0, Y.encodeStateVector(newDoc())));
    }
    hostile.receive(hostileFrame(room.text.doc, rnd, updates));
    if (hostile.code !== null) outcome.closed++;
    else outcome.heard++;
    if (rnd() < 0.02) hostile.terminate();
    if (sent % BATCH === 0) {
      edit(writer.doc, rnd);
      for (let turns = below(rnd, 3); turns > 0; turns--) await turn();
    }
  }
  hostile?.terminate();
  await until("the innocent's edits are saved", () => writer.saved === writer.sent || errors.length > 0);
  const text = () => JSON.stringify(room.readText());
  await until("all see one text", () =>
    [writer, reader].every(({ doc }) => JSON.stringify(readTextDoc(doc)) === text()),
  );
  expect(errors).toEqual([]);
  expect([writer.wire.code, reader.wire.code]).toEqual([null, null]);
  expect(readTextDoc(await loggedDoc(store, roomId))).toEqual(room.readText());
  if (!mayWrite) expect(readTextDoc(alone)).toEqual(room.readText());
  // Nobody is left who is not here.
  expect(room.audience.peopleShown).toBe(2);
  writer.wire.terminate();
  reader.wire.terminate();
  expect(room.audience.peopleShown).toBe(0);
  await until("the room is at rest", () => room.isAtRest);
  room.fail(new Error("over"));
  return outcome;
}

test(`${FRAMES} frames that nobody should send crash nothing, leave nothing behind, and touch nobody else`, async () => {
  const sum: Outcome = { closed: 0, heard: 0 };
  const rooms = Math.ceil(FRAMES / FRAMES_A_ROOM);
  let before = 0;
  for (let i = 0; i < rooms; i++) {
    if (i === Math.min(3, rooms - 1)) before = heapMiB();
    try {
      const { closed, heard } = await siege(1_000 + i, i % 2 === 0);
      sum.closed += closed;
      sum.heard += heard;
    } catch (cause) {
      throw new Error(`seed ${1_000 + i}`, { cause });
    }
  }
  expect(heapMiB() - before).toBeLessThan(20);
  // Many are no messages at all, and many reach the room.
  expect(sum.closed).toBeGreaterThan(FRAMES / 10);
  expect(sum.heard).toBeGreaterThan(FRAMES / 10);
}, 180_000);
