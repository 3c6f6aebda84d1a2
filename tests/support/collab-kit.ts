import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";
import type { Bus } from "../../server/bus/bus";
import { Nodes } from "../../server/bus/nodes";
import type { CollabLimits } from "../../server/collab/limits";
import type { RoomRecord, RoomStore } from "../../server/collab/log/store";
import type { Meter } from "../../server/collab/meter";
import { type Collab, createCollab } from "../../server/collab/server";
import type { Authorisation } from "../../server/collab/wire/doorkeeper";
import type { TextDoc } from "../../shared/text/model";
import { writeTextDoc } from "../../shared/text/yjs";

export const SCHEMA = 1;

export function textOf(...paragraphs: string[]): TextDoc {
  return {
    blocks: paragraphs.map((text, i) => ({
      id: `op${i + 1}`,
      kind: "operative",
      level: 0,
      runs: text === "" ? [] : [{ text, marks: [] }],
    })),
  };
}

export function seedOf(text: TextDoc): Uint8Array {
  const doc = new Y.Doc();
  writeTextDoc(doc, text);
  return Y.encodeStateAsUpdate(doc);
}

export type MemoryStore = RoomStore & {
  addRoom(name: string, text: TextDoc): string;
  rows(roomId: string): { bytes: Uint8Array; authors: string[] }[];
  record(roomId: string): RoomRecord;
  freeze(roomId: string): void;
  /** Stands between every call and its effect. */
  before: {
    append?: (() => Promise<void>) | undefined;
    load?: (() => Promise<void>) | undefined;
    compact?: (() => Promise<void>) | undefined;
  };
  loads: number;
};

type Kept = {
  record: RoomRecord;
  state: Uint8Array | null;
  uptoSeq: number;
  rows: Map<number, { bytes: Uint8Array; authors: string[] }>;
};

export function memoryStore(): MemoryStore {
  const rooms = new Map<string, Kept>();
  const room = (id: string): Kept => {
    const kept = rooms.get(id);
    if (!kept) throw new Error(`There is no room ${id}.`);
    return kept;
  };
  const store: MemoryStore = {
    before: {},
    loads: 0,
    addRoom(name, text) {
      const id = `00000000-0000-4000-8000-${String(rooms.size).padStart(12, "0")}`;
      const record = { id, name, schemaVersion: SCHEMA, frozen: false, lastSeq: 0, recordedSeq: 0 };
      rooms.set(id, { record, state: seedOf(text), uptoSeq: 0, rows: new Map() });
      return id;
    },
    rows: (id) => [...room(id).rows.values()],
    record: (id) => room(id).record,
    freeze(id) {
      room(id).record.frozen = true;
    },
    async find(name) {
      const found = [...rooms.values()].find(({ record }) => record.name === name);
      return found ? { ...found.record } : null;
    },
    async load(id) {
      store.loads++;
      await store.before.load?.();
      const { record, state, uptoSeq, rows } = room(id);
      const updates = [...rows].filter(([seq]) => seq > uptoSeq).map(([, row]) => row.bytes);
      return { state, updates, lastSeq: record.lastSeq };
    },
    async since(id, seq) {
      const { record, state, uptoSeq, rows } = room(id);
      const gone = [...Array(Math.max(0, uptoSeq - seq)).keys()].some((i) => !rows.has(seq + 1 + i));
      const from = gone ? uptoSeq : seq;
      const updates = [...rows].filter(([at]) => at > from).map(([, row]) => row.bytes);
      return { state: gone ? state : null, updates, lastSeq: record.lastSeq };
    },
    async heads(ids) {
      const open = [...rooms].filter(([id]) => ids.includes(id));
      return new Map(
        open.map(
          ([
            id,
            {
              record: { lastSeq, frozen },
            },
          ]) => [id, { lastSeq, frozen }],
        ),
      );
    },
    async append(id, bytes, authors) {
      await store.before.append?.();
      const { record, rows } = room(id);
      if (record.frozen) throw Object.assign(new Error("frozen"), { code: "room_frozen" });
      record.lastSeq++;
      rows.set(record.lastSeq, { bytes, authors });
      return { seq: record.lastSeq };
    },
    async compact(id, uptoSeq, state) {
      await store.before.compact?.();
      const kept = room(id);
      if (uptoSeq <= kept.uptoSeq || uptoSeq > kept.record.lastSeq) return;
      kept.state = state;
      kept.uptoSeq = uptoSeq;
      for (const seq of [...kept.rows.keys()]) {
        if (seq <= Math.min(uptoSeq, kept.record.recordedSeq)) kept.rows.delete(seq);
      }
    },
  };
  return store;
}

export type Served = {
  collab: Collab;
  url: string;
  errors: string[];
  stop(): Promise<void>;
};

let nodesStarted = 0;

/** Everybody is who the query says, and may write unless it says `read`. */
export async function openDoor(request: IncomingMessage): Promise<Authorisation> {
  const query = new URL(request.url ?? "", "ws://localhost").searchParams;
  const name = query.get("as") ?? "Amina";
  return {
    ok: true,
    person: { id: personId(name), name },
    session: { id: query.get("session") ?? name, expiresInMs: 3_600_000 },
    access: { write: !query.has("read"), presence: !query.has("hidden") },
  };
}

export function personId(name: string): string {
  return `00000000-0000-4000-9000-${Buffer.from(name.padEnd(6).slice(0, 6)).toString("hex")}`;
}

export async function serve(options: {
  store: RoomStore;
  authorise?: (request: IncomingMessage, roomName: string) => Promise<Authorisation>;
  onQuiet?: (roomName: string) => Promise<void>;
  limits?: Partial<CollabLimits>;
  /** To other servers on the same store. */
  bus?: Bus;
  meter?: Meter;
  /** Where another server was before; else any that is free. */
  port?: number;
}): Promise<Served> {
  const errors: string[] = [];
  const note = (about: object, message: string) => {
    errors.push(`${message}: ${String((about as { err?: unknown }).err ?? "")}`);
  };
  const now = () => performance.now();
  const nodes = options.bus ? new Nodes({ bus: options.bus, id: `node-${++nodesStarted}`, now }) : null;
  const collab = createCollab({
    ...(nodes ? { nodes } : {}),
    store: options.store,
    authorise: (requests, roomName) =>
      Promise.all(requests.map((request) => (options.authorise ?? openDoor)(request, roomName))),
    ...(options.onQuiet ? { onQuiet: options.onQuiet } : {}),
    ...(options.meter ? { meter: options.meter } : {}),
    limits: { tickMs: 10, ...options.limits },
    log: { info: () => {}, warn: note, error: note },
    now,
  });
  const http = createServer();
  http.on("upgrade", (request, socket, head) => collab.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => http.listen(options.port ?? 0, "127.0.0.1", resolve));
  return {
    collab,
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/collab`,
    errors,
    async stop() {
      if (!http.listening) return;
      await collab.close();
      nodes?.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** A client of nothing but Yjs and a WebSocket: it answers the handshake, and counts what it is told. */
export type BareClient = {
  doc: Y.Doc;
  ws: WebSocket;
  synced: boolean;
  /** Document messages sent. */
  sent: number;
  saved: number;
  refused: { ordinal: number; code: string }[];
  undone: { block: string; text: string }[];
  /** Raw bytes of the presence messages received. */
  presence: Map<number, unknown>;
  frames: number;
  closed: { code: number; reason: string } | null;
  send(frame: Uint8Array): void;
  sendDocument(update: Uint8Array): void;
  type(block: number, at: number, text: string): void;
  text(): string[];
};

const SYNC = 0;

export function message(...parts: (number | Uint8Array | string)[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const part of parts) {
    if (typeof part === "number") encoding.writeVarUint(encoder, part);
    else if (typeof part === "string") encoding.writeVarString(encoder, part);
    else encoding.writeVarUint8Array(encoder, part);
  }
  return encoding.toUint8Array(encoder);
}

/** One presence message about one client. */
export function presenceOf(clientId: number, clock: number, state: unknown): Uint8Array {
  return message(1, message(1, clientId, clock, typeof state === "string" ? state : JSON.stringify(state)));
}

export function paragraphs(doc: Y.Doc): string[] {
  return doc
    .getXmlFragment("prosemirror")
    .toArray()
    .map((block) =>
      (block as Y.XmlElement)
        .toArray()
        .map((text) =>
          ((text as Y.XmlText).toDelta() as { insert: string }[]).map(({ insert }) => insert).join(""),
        )
        .join(""),
    );
}

/** The document as the log has it, without a server; throws where the log holds what cannot be applied. */
export async function loggedDoc(store: RoomStore, roomId: string): Promise<Y.Doc> {
  const { state, updates } = await store.load(roomId);
  const doc = new Y.Doc();
  Y.transact(doc, () => {
    for (const update of [...(state ? [state] : []), ...updates]) Y.applyUpdate(doc, update);
  });
  if (doc.store.pendingStructs || doc.store.pendingDs)
    throw new Error("The log holds updates without what they build on.");
  return doc;
}

export function connect(
  url: string,
  options: {
    doc?: Y.Doc;
    headers?: Record<string, string>;
    answerStep1?: boolean;
    /** Takes the text once, and then nothing of what others do to it: costs next to nothing. */
    looksAway?: boolean;
    /** Decides when a frame goes out; those of one client must keep their order. */
    delay?: (deliver: () => void) => void;
  } = {},
): BareClient {
  const doc = options.doc ?? new Y.Doc();
  const ws = new WebSocket(url, { headers: options.headers ?? {} });
  ws.binaryType = "nodebuffer";
  const client: BareClient = {
    doc,
    ws,
    synced: false,
    sent: 0,
    saved: 0,
    refused: [],
    undone: [],
    presence: new Map(),
    frames: 0,
    closed: null,
    send(frame) {
      const deliver = () => {
        if (ws.readyState === WebSocket.OPEN) ws.send(frame);
      };
      if (options.delay) options.delay(deliver);
      else deliver();
    },
    sendDocument(update) {
      client.sent++;
      client.send(message(SYNC, 2, update));
    },
    type(block, at, text) {
      const element = doc.getXmlFragment("prosemirror").get(block) as Y.XmlElement;
      (element.get(0) as Y.XmlText).insert(at, text);
    },
    text: () => paragraphs(doc),
  };
  const onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin !== client && ws.readyState === WebSocket.OPEN) client.sendDocument(update);
  };
  doc.on("update", onUpdate);
  ws.on("open", () => client.send(message(SYNC, 0, Y.encodeStateVector(doc))));
  ws.on("error", () => {});
  ws.on("close", (code, reason) => {
    doc.off("update", onUpdate);
    client.closed = { code, reason: reason.toString() };
  });
  ws.on("message", (data: Buffer) => {
    client.frames++;
    if (options.looksAway && client.synced) return;
    const decoder = decoding.createDecoder(new Uint8Array(data));
    switch (decoding.readVarUint(decoder)) {
      case SYNC: {
        const step = decoding.readVarUint(decoder);
        const bytes = decoding.readVarUint8Array(decoder);
        if (step === 0) {
          if (options.answerStep1 === false) break;
          client.sent++;
          client.send(message(SYNC, 1, Y.encodeStateAsUpdate(doc, bytes)));
        } else {
          Y.applyUpdate(doc, bytes, client);
          if (step === 1) client.synced = true;
        }
        break;
      }
      case 1: {
        const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
        for (let left = decoding.readVarUint(inner); left > 0; left--) {
          const id = decoding.readVarUint(inner);
          decoding.readVarUint(inner);
          const state: unknown = JSON.parse(decoding.readVarString(inner));
          if (state === null) client.presence.delete(id);
          else client.presence.set(id, state);
        }
        break;
      }
      case 100:
        client.saved = decoding.readVarUint(decoder);
        break;
      case 101: {
        const ordinal = decoding.readVarUint(decoder);
        client.refused.push({ ordinal, code: decoding.readVarString(decoder) });
        break;
      }
      case 102:
        for (let left = decoding.readVarUint(decoder); left > 0; left--) {
          client.undone.push({
            block: decoding.readVarString(decoder),
            text: decoding.readVarString(decoder),
          });
        }
        break;
      default:
        throw new Error("The server sent a message of an unknown type.");
    }
    if (decoder.pos !== data.length) throw new Error("A frame held more than one message.");
  });
  return client;
}
