import type { Request, Response } from "express";
import type { Pool } from "pg";
import type { LiveEvent } from "../../shared/api/live";
import type { LedgerEntry } from "../../shared/records/ledger";
import type { Nodes } from "../bus/nodes";
import { selectLedgerAfter, selectLedgerHead } from "../db/ledger";

const HEARTBEAT_MS = 20_000;
/** A client further behind than this is told to read everything anew. */
const REPLAY_LIMIT = 500;
/** What nodes tell each other: there are new acts of a conference. */
const ACTS = "acts";

type Listener = { conferenceId: string; send(event: LiveEvent): unknown };

/** What opened a stream, and ends it. `isCurrent` asks whether it has not ended meanwhile. */
export type Session = { id: string; expiresInMs: number; isCurrent(): Promise<boolean> };

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
    for (const listener of this.#listeners) {
      if (listener.conferenceId === conferenceId) for (const event of events) listener.send(event);
    }
  }

  /** Another node has written to the ledger. */
  #look(conferenceId: string): void {
    const from = this.#passedOn.get(conferenceId);
    // Nobody has listened yet: who comes reads the ledger.
    if (from === undefined) return;
    this.#after(conferenceId, from).then((events) => this.#passOn(conferenceId, events), this.failed);
  }

  get streams(): number {
    return this.#streams.size;
  }

  async serve(request: Request, response: Response, conferenceId: string, session: Session): Promise<void> {
    // Gone while it was asked who they are: then "close" has been, and nothing would ever let go of this stream.
    if (response.destroyed || request.socket.destroyed) return;
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    this.#streams.set(response, session);
    // Events that arrive while the past is being read wait here, and those the past held already are dropped.
    let sent = 0;
    let waiting: LiveEvent[] | null = [];
    const write = (event: LiveEvent) => {
      if (event.seq <= sent) return;
      sent = event.seq;
      response.write(`id: ${event.seq}\nevent: act\ndata: ${JSON.stringify(event)}\n\n`);
    };
    const send = (event: LiveEvent) => {
      if (waiting) return waiting.push(event);
      if (event.seq <= sent + 1) return write(event);
      // A command that committed before this one is told of later, as it still sees to its sockets: its acts are in the
      // ledger, and are read there. Written in the order of arrival they would be dropped.
      waiting = [event];
      this.#after(conferenceId, sent).then(
        // What the ledger does not hold now will not be in it the next time either.
        (missed) => goOn(missed, missed.length > 0 ? send : write),
        () => response.end(),
      );
    };
    const goOn = (past: LiveEvent[], next: (event: LiveEvent) => void) => {
      for (const event of past) write(event);
      const late = waiting ?? [];
      waiting = null;
      for (const event of late) next(event);
    };
    const listener: Listener = { conferenceId, send };
    this.#listeners.add(listener);
    const beat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
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
    response.write(`id: ${past.from}\nevent: ready\ndata: ${JSON.stringify(ready)}\n\n`);
    goOn(past.events, send);
    // Ended after it was looked up and before it was among the streams that are told.
    await this.#check(response, session);
  }

  /** `from`: the last number the client has; `complete` false: too far behind, nothing is replayed. */
  async #past(conferenceId: string, lastEventId: string | undefined) {
    const { seq: head } = await selectLedgerHead(this.pool, conferenceId);
    if (!this.#passedOn.has(conferenceId)) this.#passedOn.set(conferenceId, head);
    const last = lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
    if (last === null || last >= head) return { head, from: head, events: [], complete: true };
    if (head - last > REPLAY_LIMIT) return { head, from: head, events: [], complete: false };
    return { head, from: last, events: await this.#after(conferenceId, last), complete: true };
  }

  async #after(conferenceId: string, seq: number): Promise<LiveEvent[]> {
    const rows = await selectLedgerAfter(this.pool, conferenceId, seq, REPLAY_LIMIT);
    return rows.map((row) => ({
      seq: row.seq,
      act: row.act,
      subject: row.subject,
      instrument: instrumentOf(JSON.parse(row.entry) as LedgerEntry),
    }));
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
    for (const response of this.#streams.keys()) response.end();
  }
}

/** Entries say which instrument they are about when it is not plain from the subject; null makes every screen look. */
function instrumentOf(entry: LedgerEntry): string | null {
  const { instrument } = (entry.data ?? {}) as { instrument?: unknown };
  return typeof instrument === "string" ? instrument : null;
}
