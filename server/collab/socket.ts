import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket } from "ws";
import { CLOSE } from "../../shared/api/close-codes";
import type { CollabLimits } from "./limits";
import { KEEP_ALIVE_FRAME, readClientMessage } from "./protocol";
import type { Room } from "./room";
import type { Member, RoomAccess, Seat } from "./seat";
import { inspectUpdate } from "./update";

/** The codes of RFC 6455 with which `ws` itself gives up on what a client sent. */
const WS_PROTOCOL_ERRORS = new Set([1002, 1003, 1007]);
const WS_TOO_LARGE = 1009;

/** Closes with codes that a client of ours understands, also where `ws` decides to close. */
export class CollabWebSocket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    if (code === WS_TOO_LARGE) super.close(CLOSE.TOO_LARGE, "message too large");
    else if (code !== undefined && WS_PROTOCOL_ERRORS.has(code)) super.close(CLOSE.BAD_FRAME, "bad frame");
    else super.close(code, data);
  }
}

const NO_ACCESS: RoomAccess = { write: false, presence: false };
/** What a client may have sent before it is admitted: its sync step 1 and its presence, and a little more. */
const MAX_EARLY = 16;
/** A guess: long enough for the close frame and its answer over a slow line. */
const END_MS = 1_000;

/** One client's WebSocket: turns frames into calls on its room, and takes frames from it as far as the client reads. */
export class Connection implements Member {
  readonly request: IncomingMessage;
  readonly roomName: string;
  person = { id: "", name: "" };
  access = NO_ACCESS;
  /** Rights may have changed since they were last asked for. */
  isStale = false;
  /** Numbers the questions for its rights: an answer that a newer question has overtaken is void. */
  question = 0;
  room: Room | null = null;
  readonly #ws: CollabWebSocket;
  readonly #socket: Duplex;
  readonly #limits: CollabLimits;
  readonly #closed: () => void;
  #seat: Seat | null = null;
  #early: Buffer[] = [];
  #lagging = false;
  #tokens: number;
  #refilledAt: number;
  #heardAt: number;
  #sentAt: number;
  #pingedAt = 0;
  #pings = 0;
  readonly #awaitingPong: Array<{ ping: number; resolve(): void }> = [];

  /** Listens at once: what arrives while the client is being admitted is kept. */
  constructor(
    ws: CollabWebSocket,
    socket: Duplex,
    request: IncomingMessage,
    roomName: string,
    limits: CollabLimits,
    closed: (connection: Connection) => void,
  ) {
    this.#ws = ws;
    this.#socket = socket;
    this.request = request;
    this.roomName = roomName;
    this.#limits = limits;
    this.#closed = () => closed(this);
    this.#tokens = limits.messageBurst;
    this.#refilledAt = this.#heardAt = this.#sentAt = performance.now();
    ws.binaryType = "nodebuffer";
    ws.on("message", (data, isBinary) => this.#receive(data, isBinary));
    ws.on("pong", (data) => {
      this.#heardAt = performance.now();
      this.#pong(Number(data));
    });
    ws.on("ping", () => {
      this.#heardAt = performance.now();
    });
    // Closing follows, with a code; without a listener the error would end the process.
    ws.on("error", () => {});
    ws.on("close", () => this.#onClose());
    socket.on("drain", () => this.#onDrain());
    // Nobody fills our memory before we know who it is.
    ws.pause();
  }

  get isOpen(): boolean {
    return this.#ws.readyState === WebSocket.OPEN;
  }
  get isLagging(): boolean {
    return this.#lagging;
  }

  admit(room: Room): void {
    this.room = room;
    this.#seat = room.join(this);
    const early = this.#early;
    this.#early = [];
    for (const frame of early) this.#handle(frame);
    this.resumeReading();
  }

  /** Rights as they are now: enforced from the next flush on. */
  allow(person: { id: string; name: string }, access: RoomAccess): void {
    const before = this.access;
    this.person = person;
    this.access = access;
    if (this.room && this.#seat) this.room.accessChanged(this.#seat, before);
  }

  send(frames: Buffer): boolean {
    if (this.#lagging || !this.isOpen) return false;
    this.#socket.write(frames);
    this.#sentAt = performance.now();
    if (this.#socket.writableLength > this.#limits.maxQueuedBytes) this.#lagging = true;
    return true;
  }

  /** The person can do nothing more here, at once: what is queued of theirs is refused, too. */
  close(code: number, reason: string): void {
    if (code !== CLOSE.RETRY) this.access = NO_ACCESS;
    this.#leave();
    this.#ws.close(code, reason);
    // The answer to a close frame is read like the rest.
    this.resumeReading();
  }

  /** Closes, and resolves when the connection is gone; cuts it off when the other side does not answer in time. */
  end(code: number, reason: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.#ws.readyState === WebSocket.CLOSED) return resolve();
      const late = setTimeout(() => this.#ws.terminate(), END_MS);
      this.#ws.once("close", () => {
        clearTimeout(late);
        resolve();
      });
      this.close(code, reason);
    });
  }

  pauseReading(): void {
    this.#ws.pause();
  }

  resumeReading(): void {
    this.#ws.resume();
  }

  ping(): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    return new Promise((resolve) => {
      this.#awaitingPong.push({ ping: this.#sendPing(), resolve });
    });
  }

  #sendPing(): number {
    this.#pings++;
    this.#pingedAt = performance.now();
    this.#ws.ping(String(this.#pings));
    return this.#pings;
  }

  /** A client may answer only the latest of several pings: a pong answers all before it. */
  #pong(ping: number): void {
    while (this.#awaitingPong[0] && this.#awaitingPong[0].ping <= ping) this.#awaitingPong.shift()?.resolve();
  }

  /** To be called now and then: keeps quiet connections alive, ends dead ones. */
  tidy(): void {
    if (!this.isOpen) return;
    const now = performance.now();
    if (now - this.#heardAt > this.#limits.deadMs) {
      this.#ws.terminate();
      return;
    }
    if (now - Math.max(this.#heardAt, this.#pingedAt) > this.#limits.pingMs) this.#sendPing();
    if (this.#seat && now - this.#sentAt > this.#limits.keepAliveMs) this.send(KEEP_ALIVE_FRAME);
  }

  #onDrain(): void {
    if (!this.#lagging) return;
    this.#lagging = false;
    if (this.room && this.#seat) this.room.resync(this.#seat);
  }

  #leave(): void {
    if (this.room && this.#seat) this.room.leave(this.#seat);
    this.#seat = null;
    this.#early = [];
    this.#pong(Number.POSITIVE_INFINITY);
  }

  #onClose(): void {
    this.#leave();
    this.#closed();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#heardAt = performance.now();
    if (!this.isOpen) return;
    if (!isBinary || !Buffer.isBuffer(data)) this.close(CLOSE.BAD_FRAME, "binary messages only");
    else if (!this.#mayTake()) this.close(CLOSE.TOO_MANY, "too many messages");
    else if (this.#seat) this.#handle(data);
    else if (this.#early.length < MAX_EARLY) this.#early.push(data);
    else this.close(CLOSE.TOO_MANY, "too many messages before the first answer");
  }

  #mayTake(): boolean {
    const { messagesPerSecond, messageBurst } = this.#limits;
    const refill = ((this.#heardAt - this.#refilledAt) / 1000) * messagesPerSecond;
    this.#refilledAt = this.#heardAt;
    this.#tokens = Math.min(messageBurst, this.#tokens + refill) - 1;
    return this.#tokens >= 0;
  }

  #handle(frame: Buffer): void {
    const { room } = this;
    const seat = this.#seat;
    if (!room || !seat) return;
    const message = readClientMessage(frame);
    switch (message?.type) {
      case "step1":
        if (!room.receiveStep1(seat, message.stateVector)) this.close(CLOSE.BAD_FRAME, "bad state vector");
        return;
      case "document": {
        const facts = inspectUpdate(message.update);
        if (facts) room.receiveDocument(seat, message.update, facts);
        else this.close(CLOSE.BAD_FRAME, "bad update");
        return;
      }
      case "presence": {
        const trouble = room.receivePresence(seat, message.entries);
        if (trouble === "bad") this.close(CLOSE.BAD_FRAME, "bad presence");
        if (trouble === "large") this.close(CLOSE.TOO_LARGE, "presence too large");
        return;
      }
      case "query_presence":
        room.sendPresence(seat);
        return;
      case undefined:
        this.close(CLOSE.BAD_FRAME, "bad frame");
    }
  }
}
