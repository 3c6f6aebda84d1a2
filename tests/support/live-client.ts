import { type LiveEvent, liveEventShape } from "../../shared/api/live";
import { until } from "./children";
import type { InProcess, Person } from "./in-process";

type Message = { id: string; event: string; data: unknown };

/** Reads `/api/live` as a browser's EventSource does; it does not reconnect by itself. */
export class LiveClient {
  readonly messages: Message[] = [];
  ended = false;
  readonly #aborter = new AbortController();

  private constructor(readonly response: Response) {}

  static async open(hall: InProcess, who: Person, lastEventId?: string): Promise<LiveClient> {
    const aborter = new AbortController();
    const response = await fetch(`${hall.url}/api/live`, {
      signal: aborter.signal,
      headers: {
        cookie: who.cookie,
        accept: "text/event-stream",
        "accept-encoding": "gzip",
        ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
      },
    });
    const client = new LiveClient(response);
    client.#aborter.signal.addEventListener("abort", () => aborter.abort());
    void client.#read().catch(() => {
      client.ended = true;
    });
    await until("the stream is ready", () => client.messages.length > 0 || client.ended);
    return client;
  }

  async #read(): Promise<void> {
    const reader = this.response.body?.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      text += decoder.decode(next.value, { stream: true });
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) this.#take(part);
    }
    this.ended = true;
  }

  #take(part: string): void {
    const fields = new Map(
      part
        .split("\n")
        .filter((line) => !line.startsWith(":"))
        .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)] as const),
    );
    const [id, event, data] = [fields.get("id"), fields.get("event"), fields.get("data")];
    if (data === undefined) return;
    this.messages.push({ id: id ?? "", event: event ?? "message", data: JSON.parse(data) });
  }

  /** The acts so far, each held against the promised shape. */
  get acts(): LiveEvent[] {
    return this.messages
      .filter(({ event }) => event === "act")
      .map(({ id, data }) => {
        const event = liveEventShape.parse(data);
        if (id !== String(event.seq)) throw new Error(`event ${event.seq} has id ${id}`);
        return event;
      });
  }

  get lastId(): string {
    return this.messages.at(-1)?.id ?? "";
  }

  get ready(): unknown {
    return this.messages.find(({ event }) => event === "ready")?.data;
  }

  /** Resolves once an act with this number has come. */
  reaches(seq: number): Promise<void> {
    return until(`act ${seq} on the stream`, () => this.acts.some((act) => act.seq >= seq));
  }

  close(): void {
    this.#aborter.abort();
  }
}
