import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket } from "ws";
import { CLOSE } from "../../../shared/api/close-codes";
import type { CollabLimits } from "../limits";
import type { Meter } from "../meter";
import type { Room } from "../room/room";
import { inspectUpdate } from "../text/update";
import { Outlet } from "./outlet";
import { KEEP_ALIVE_FRAME, readClientMessage } from "./protocol";
import type { Member, RoomAccess, Seat } from "./seat";

/** The codes of RFC 6455 with which `ws` itself gives up on what a client sent. */
const WS_PROTOCOL_ERRORS = new Set([1002, 1003, 1007]);
const WS_TOO_LARGE = 1009;

/** Closes with codes that a client of ours understands, also where `ws` decides to close. */
export class CollabWebSocket extends WebSocket {
  /** Why `ws` gave up, in a code of ours. */
  gaveUp: number | null = null;

  override close(code?: number, data?: string | Buffer): void {
    if (code === WS_TOO_LARGE) this.#giveUp(CLOSE.TOO_LARGE, "message too large");
    else if (code !== undefined && WS_PROTOCOL_ERRORS.has(code)) this.#giveUp(CLOSE.BAD_FRAME, "bad frame");
    else super.close(code, data);
  }

  #giveUp(code: number, reason: string): void {
    this.gaveUp = code;
    super.close(code, reason);
  }
}

/** What signed a socket in: one sign-in of one person, and when to ask about it again at the latest. */
export type Session = { id: string; expiresInMs: number };

const NO_ACCESS: RoomAccess = { write: false, presence: false };
/** What a client may have sent before it is admitted: its sync step 1 and its presence, and a little more. */
const MAX_EARLY = 16;
/** A guess: long enough for the close frame and its answer over a slow line. */
const END_MS = 1_000;

export type ConnectionPorts = {
  meter: Meter;
  closed(connection: Connection): void;
  /** The session that signed it in should have ended by now. */
  expired(connection: Connection): void;
};

/** One client's WebSocket: turns frames into calls on its room, and takes frames from it as far as the client reads. */
export class Connection implements Member {
  readonly request: IncomingMessage;
  readonly roomName: string;
  person = { id: "", name: "" };
  sessionId: string | null = null;
  access = NO_ACCESS;
  /** Rights may have changed since they were last asked for. */
  isStale = false;
  /** Numbers the questions for its rights. */
  asked = 0;
  /** The latest whose answer is enforced: what an older one says after it is void. */
  enforced = 0;
  /** When they were last asked for. */
  askedAt = 0;
  room: Room | null = null;
  readonly #ws: CollabWebSocket;
  readonly #outlet: Outlet;
  readonly #limits: CollabLimits;
  readonly #ports: ConnectionPorts;
  #closedFor: number | null = null;
  #expiry: NodeJS.Timeout | undefined;
  #seat: Seat | null = null;
  #early: Buffer[] = [];
  #lagging = false;
  /** The longest of what is queued: a whole text may be more than may wait, and is let through. */
  #longestQueued = 0;
  #tokens: number;
  #byteTokens: number;
  #refilledAt: number;
  #heardAt: number;
  #sentAt: number;
  /** Since it was last looked after. */
  #hasSent = false;
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
    ports: ConnectionPorts,
  ) {
    this.#ws = ws;
    this.#outlet = new Outlet(socket);
    this.request = request;
    this.roomName = roomName;
    this.#limits = limits;
    this.#ports = ports;
    this.#tokens = limits.messageBurst;
    this.#byteTokens = limits.byteBurst;
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
    this.#seat = room.audience.join(this);
    const early = this.#early;
    this.#early = [];
    for (const frame of early) this.#handle(frame);
    this.resumeReading();
  }

  /** Rights as they are now: enforced from the next flush on. */
  allow(person: { id: string; name: string }, access: RoomAccess, session: Session): void {
    const before = this.access;
    this.person = person;
    this.access = access;
    this.sessionId = session.id;
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => this.#ports.expired(this), session.expiresInMs);
    this.#expiry.unref();
    if (before.write === access.write && before.presence === access.presence) return;
    if (this.room && this.#seat) this.room.accessChanged(this.#seat, before);
  }

  send(frames: Buffer): boolean {
    if (this.#lagging || !this.isOpen) return false;
    this.#hasSent = true;
    // It says true while little is queued: most writes are looked at no further.
    if (this.#outlet.write(frames)) return true;
    this.#longestQueued = Math.max(this.#longestQueued, frames.length);
    if (this.#outlet.queuedBytes - this.#longestQueued > this.#limits.maxQueuedBytes) this.#lagging = true;
    return true;
  }

  /** The person can do nothing more here, at once: what is queued of theirs is refused, too. */
  close(code: number, reason: string): void {
    if (code !== CLOSE.RETRY) this.access = NO_ACCESS;
    this.#closedFor ??= code;
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
    if (this.#hasSent) this.#sentAt = now;
    this.#hasSent = false;
    if (now - this.#heardAt > this.#limits.deadMs) {
      this.#ws.terminate();
      return;
    }
    if (now - Math.max(this.#heardAt, this.#pingedAt) > this.#limits.pingMs) this.#sendPing();
    if (this.#seat && now - this.#sentAt > this.#limits.keepAliveMs) this.send(KEEP_ALIVE_FRAME);
  }

  #onDrain(): void {
    this.#longestQueued = 0;
    if (!this.#lagging) return;
    this.#lagging = false;
    if (this.room && this.#seat) this.room.resync(this.#seat);
  }

  #leave(): void {
    clearTimeout(this.#expiry);
    if (this.room && this.#seat) this.room.leave(this.#seat);
    this.#seat = null;
    this.#early = [];
    this.#pong(Number.POSITIVE_INFINITY);
  }

  #onClose(): void {
    this.#leave();
    this.#ports.closed(this);
    this.#ports.meter.closed(this.#closedFor ?? this.#ws.gaveUp);
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#heardAt = performance.now();
    if (!this.isOpen) return;
    if (!isBinary || !Buffer.isBuffer(data)) this.close(CLOSE.BAD_FRAME, "binary messages only");
    else if (!this.#mayTake(data.length)) this.close(CLOSE.TOO_FAST, "too many messages, or too large");
    else if (this.#seat) this.#handle(data);
    else if (this.#early.length < MAX_EARLY) this.#early.push(data);
    else this.close(CLOSE.TOO_FAST, "too many messages before the first answer");
  }

  #mayTake(bytes: number): boolean {
    const { messagesPerSecond, messageBurst, bytesPerSecond, byteBurst } = this.#limits;
    const seconds = (this.#heardAt - this.#refilledAt) / 1000;
    this.#refilledAt = this.#heardAt;
    this.#tokens = Math.min(messageBurst, this.#tokens + seconds * messagesPerSecond) - 1;
    this.#byteTokens = Math.min(byteBurst, this.#byteTokens + seconds * bytesPerSecond) - bytes;
    return this.#tokens >= 0 && this.#byteTokens >= 0;
  }

  #handle(frame: Buffer): void {
    const { room } = this;
    const seat = this.#seat;
    if (!room || !seat) return;
    const message = readClientMessage(frame);
    switch (message?.type) {
      case "step1":
        if (!room.audience.receiveStep1(seat, message.stateVector))
          this.close(CLOSE.BAD_FRAME, "bad state vector");
        return;
      case "document": {
        const facts = inspectUpdate(message.update);
        if (facts) room.receiveDocument(seat, message.update, facts);
        else this.close(CLOSE.BAD_FRAME, "bad update");
        return;
      }
      case "presence": {
        const trouble = room.audience.receivePresence(seat, message.entries);
        if (trouble === "bad") this.close(CLOSE.BAD_FRAME, "bad presence");
        if (trouble === "large") this.close(CLOSE.TOO_LARGE, "presence too large");
        return;
      }
      case "query_presence":
        room.audience.sendPresence(seat);
        return;
      case undefined:
        this.close(CLOSE.BAD_FRAME, "bad frame");
    }
  }
}
