import type { Request, Response } from "express";
import type { Pool } from "pg";
import { type LiveEvent, liveEventOf } from "../../shared/api/live";
import type { LedgerEntry } from "../../shared/records/ledger";
import type { Nodes } from "../bus/nodes";
import { Outlet } from "../collab/wire/outlet";
import { selectLedgerAfter, selectLedgerHead } from "../db/ledger";
import { Coalesced } from "../queries/coalesced";

const HEARTBEAT_MS = 20_000;
const HEARTBEAT = Buffer.from(": still here\n\n");
/**
 * In a burst (five hundred ballots in some seconds) each screen is written to so often at most: what came meanwhile comes
 * together. Below what anybody notices; an act that comes alone is told at once.
 */
const TOGETHER_MS = 100;
/** And the more screens there are, the less often: however many listen, telling of a burst takes a small part of its time. */
const PER_STREAM_MS = 0.5;
/** So many are written to in one turn of the process; between two it sees to whoever votes. */
const TOLD_AT_ONCE = 25;
/** A reader for whom so much waits is gone or stuck. It comes again, and the ledger says what it missed. */
const MAX_QUEUED_BYTES = 1024 * 1024;
/** A client further behind than this is told to read everything anew. */
const REPLAY_LIMIT = 500;
/** What nodes tell each other: there are new acts of a conference. */
const ACTS = "acts";

/** An act, and how it is written to a stream. */
type Told = { event: LiveEvent; text: string };
/** Acts that wait until those before them are told; `stop` ends the telling. */
type Together = { acts: Told[]; stop(): void };
/** `bytes`: all of them as a stream that has missed none is written them: made once for all. */
type Burst = { acts: readonly Told[]; bytes: Buffer };
type Listener = { conferenceId: string; send(burst: Burst): void };

/** What opened a stream, and ends it. `isCurrent` asks whether it has not ended meanwhile. */
export type Session = { id: string; expiresInMs: number; isCurrent(): Promise<boolean> };

function toldOf(event: LiveEvent): Told {
  return { event, text: `id: ${event.seq}\nevent: act\ndata: ${JSON.stringify(event)}\n\n` };
}

/**
 * Server-sent events: what was just written to the ledger, to every screen of the conference. The ledger's number is the
 * event's id, so a stream that breaks goes on where it stopped: `Last-Event-ID` is answered from the ledger itself.
 */
export class LiveHub {
  readonly #listeners = new Set<Listener>();
  /** With the session that each was opened by. */
  readonly #streams = new Map<Response, Session>();
  /** The newest act that was passed on, by conference. */
  readonly #passedOn = new Map<string, number>();
  /** Acts that wait to be told together, by conference; there while a burst lasts. */
  readonly #together = new Map<string, Together>();
  readonly #reads = new Coalesced();

  /** `nodes`: the other servers on the same database, whose acts are heard of and read from the ledger. */
  constructor(
    private readonly pool: Pool,
    private readonly nodes: Nodes | null,
    private readonly failed: (error: unknown) => void,
  ) {
    nodes?.onTold(ACTS, (conferenceId) => this.#look(String(conferenceId)));
    nodes?.bus.onGap(() => {
      for (const conferenceId of this.#passedOn.keys()) this.#look(conferenceId);
      for (const [response, session] of this.#streams) void this.#check(response, session);
    });
  }

  publish(conferenceId: string, events: LiveEvent[]): void {
    this.nodes?.tell(ACTS, conferenceId);
    this.#passOn(conferenceId, events);
  }

  #passOn(conferenceId: string, events: LiveEvent[]): void {
    const seqs = events.map(({ seq }) => seq);
    this.#passedOn.set(conferenceId, Math.max(this.#passedOn.get(conferenceId) ?? 0, ...seqs));
    const acts = events.map(toldOf);
    const burst = this.#together.get(conferenceId);
    if (burst) burst.acts.push(...acts);
    else this.#tell(conferenceId, acts);
  }

  #tell(conferenceId: string, acts: Told[]): void {
    const burst = { acts, bytes: Buffer.from(acts.map(({ text }) => text).join("")) };
    const meanwhile: Together = { acts: [], stop: () => {} };
    this.#together.set(conferenceId, meanwhile);
    const listeners = [...this.#listeners].filter((one) => one.conferenceId === conferenceId);
    const tellFrom = (from: number) => {
      for (const listener of listeners.slice(from, from + TOLD_AT_ONCE))
        if (this.#listeners.has(listener)) listener.send(burst);
      if (from + TOLD_AT_ONCE < listeners.length) {
        const next = setImmediate(() => tellFrom(from + TOLD_AT_ONCE));
        meanwhile.stop = () => clearImmediate(next);
        return;
      }
      const timer = setTimeout(
        () => {
          this.#together.delete(conferenceId);
          // Commands tell of their acts as they finish, which is not always in the order in which they were committed.
          const inOrder = meanwhile.acts.sort((x, y) => x.event.seq - y.event.seq);
          if (inOrder.length > 0) this.#tell(conferenceId, inOrder);
        },
        Math.max(TOGETHER_MS, PER_STREAM_MS * listeners.length),
      );
      meanwhile.stop = () => clearTimeout(timer);
    };
    tellFrom(0);
  }

  /** Another node has written to the ledger. */
  #look(conferenceId: string): void {
    const from = this.#passedOn.get(conferenceId);
    // Nobody has listened yet: who comes reads the ledger.
    if (from === undefined) return;
    this.#after(conferenceId, from).then((events) => {
      this.#passOn(conferenceId, events);
      // After a long silence of the bus there may be more than are read at once.
      if (events.length === REPLAY_LIMIT) this.#look(conferenceId);
    }, this.failed);
  }

  get streams(): number {
    return this.#streams.size;
  }

  async serve(request: Request, response: Response, conferenceId: string, session: Session): Promise<void> {
    // Gone while it was asked who they are: then "close" has been, and nothing would ever let go of this stream.
    if (response.destroyed || request.socket.destroyed) return;
    // Not in chunks: the stream lasts as long as its connection, and then the same bytes go to every screen, past what a response does
    // for each write. In a burst that was a tenth of the server's time.
    response.removeHeader("transfer-encoding");
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      connection: "close",
    });
    response.flushHeaders();
    const outlet = new Outlet(request.socket);
    const writeOut = (bytes: Buffer) => {
      if (response.writableEnded || response.destroyed) return;
      if (!outlet.write(bytes) && outlet.queuedBytes > MAX_QUEUED_BYTES) response.destroy();
    };
    this.#streams.set(response, session);
    // Events that arrive while the past is being read wait here, and those the past held already are dropped.
    let sent = 0;
    let waiting: Told[] | null = [];
    let text = "";
    const write = (told: Told) => {
      if (told.event.seq <= sent) return;
      sent = told.event.seq;
      text += told.text;
    };
    const flush = () => {
      if (text !== "") writeOut(Buffer.from(text));
      text = "";
    };
    const send = (told: Told) => {
      if (waiting) {
        waiting.push(told);
        return;
      }
      if (told.event.seq <= sent + 1) return write(told);
      // A command that committed before this one is told of later, as it still sees to its sockets: its acts are in the
      // ledger, and are read there. Written in the order of arrival they would be dropped.
      waiting = [told];
      // All streams miss the same one.
      this.#reads
        .get(`${conferenceId} ${sent}`, () => this.#after(conferenceId, sent))
        .then(
          // What the ledger does not hold now will not be in it the next time either.
          (missed) => goOn(missed, missed.length > 0 ? send : write),
          () => response.end(),
        );
    };
    const goOn = (past: LiveEvent[], next: (told: Told) => void) => {
      for (const event of past) write(toldOf(event));
      const late = waiting ?? [];
      waiting = null;
      for (const told of late) next(told);
      flush();
    };
    const listener: Listener = {
      conferenceId,
      send({ acts, bytes }) {
        if (waiting === null && acts.every(({ event }, i) => event.seq === sent + 1 + i)) {
          sent += acts.length;
          writeOut(bytes);
          return;
        }
        for (const told of acts) send(told);
        flush();
      },
    };
    this.#listeners.add(listener);
    const beat = setInterval(() => writeOut(HEARTBEAT), HEARTBEAT_MS);
    // The client comes again, and is then asked who it is.
    const expiry = setTimeout(() => response.end(), session.expiresInMs);
    response.on("close", () => {
      clearInterval(beat);
      clearTimeout(expiry);
      this.#listeners.delete(listener);
      this.#streams.delete(response);
    });

    const past = await this.#past(conferenceId, request.get("last-event-id"));
    sent = past.from;
    const ready = { head: past.head, complete: past.complete };
    writeOut(Buffer.from(`id: ${past.from}\nevent: ready\ndata: ${JSON.stringify(ready)}\n\n`));
    goOn(past.events, send);
    // Ended after it was looked up and before it was among the streams that are told.
    await this.#check(response, session);
  }

  /** `from`: the last number the client has; `complete` false: too far behind, nothing is replayed. */
  async #past(conferenceId: string, lastEventId: string | undefined) {
    const { seq: head } = await selectLedgerHead(this.pool, conferenceId);
    if (!this.#passedOn.has(conferenceId)) {
      this.#passedOn.set(conferenceId, head);
      // What another node told while the head was read was for nobody.
      this.#look(conferenceId);
    }
    const last = lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
    if (last === null || last >= head) return { head, from: head, events: [], complete: true };
    if (head - last > REPLAY_LIMIT) return { head, from: head, events: [], complete: false };
    return { head, from: last, events: await this.#after(conferenceId, last), complete: true };
  }

  async #after(conferenceId: string, seq: number): Promise<LiveEvent[]> {
    const rows = await selectLedgerAfter(this.pool, conferenceId, seq, REPLAY_LIMIT);
    return rows.map((row) => liveEventOf(JSON.parse(row.entry) as LedgerEntry));
  }

  /** Ends the streams that this sign-in has opened. */
  endSession(sessionId: string): void {
    for (const [response, session] of this.#streams) if (session.id === sessionId) response.end();
  }

  /** Who comes again is asked who they are; so it may end once too often. */
  async #check(response: Response, session: Session): Promise<void> {
    if (!(await session.isCurrent().catch(() => false))) response.end();
  }

  close(): void {
    for (const { stop } of this.#together.values()) stop();
    this.#together.clear();
    for (const response of this.#streams.keys()) response.end();
  }
}
