import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { type Concord, createConcord } from "../../server/app";
import type { Bus } from "../../server/bus/bus";
import { nameKey } from "../../server/commands/conference/name-key";
import { selectConferences } from "../../server/db/conferences";
import { NotifyBus } from "../../server/db/notify-bus";
import type { Mailer } from "../../server/mail/outbox";
import type { Metrics } from "../../server/metrics/metrics";
import { writeDemo } from "../../server/seed/demo";
import { COMMANDS, type CommandAnswer, type CommandBody, type CommandName } from "../../shared/api/commands";
import { type ApiError, ERROR_STATUS, type ErrorCode, errorShape } from "../../shared/api/errors";
import { QUERIES, type QueryAnswer, type QueryName } from "../../shared/api/routes";
import type { TextDoc } from "../../shared/text/model";
import { until } from "./children";
import { type BareClient, connect } from "./collab-kit";
import { seededDatabase, type TestDatabase } from "./database";
import { TWO_O_CLOCK } from "./example";

/** Somebody who is signed in. `code`: of the delegation. */
export type Person = { name: string; role: string; code: string | null; cookie: string; link: string };

/** What the server is made with instead of the usual. */
type Parts = { bus?: Bus; metrics?: Metrics; mailer?: Mailer };

export type Answer = { status: number; body: unknown; headers: Headers };

/** Moves on by a millisecond at each look, so that no two moments are one. */
export class Clock {
  #at = Date.parse(TWO_O_CLOCK);
  readonly now = (): Date => new Date(this.#at++);
  /** To move it back, pass a negative number. */
  advance(ms: number): void {
    this.#at += ms;
  }
}

const agent = new http.Agent({ keepAlive: true });

/** Not by `fetch`, which takes several times as long, and would have each answer compressed. */
function exchange(
  port: number,
  method: string,
  address: string,
  headers: Record<string, string>,
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method, path: address, headers, agent };
    const request = http.request(options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", reject).on("end", () => {
        const isJson = response.headers["content-type"]?.includes("json") ?? false;
        resolve({
          status: response.statusCode ?? 0,
          headers: headersOf(response.rawHeaders),
          body: isJson && text !== "" ? JSON.parse(text) : text,
        });
      });
    });
    request.on("error", reject).end(body);
  });
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let i = 0; i < raw.length; i += 2) headers.append(raw[i] ?? "", raw[i + 1] ?? "");
  return headers;
}

/** One key for all servers of a test: they share databases, and what is sealed in them. */
const KEYS = [generateKeyPairSync("ed25519").privateKey];

/** The real server in this process, on a free port and a database of its own that holds the worked example. */
export class InProcess {
  readonly clock: Clock;
  /** What the server logged as wrong. Empty, unless a test made it so. */
  readonly complaints: string[] = [];
  #people: Person[] = [];
  #port = 0;
  #dataDir = "";
  #isSecond = false;
  readonly #clients: BareClient[] = [];

  private constructor(
    readonly database: TestDatabase,
    clock: Clock,
    private readonly publicUrl: string | null,
  ) {
    this.clock = clock;
  }

  #concord: Concord | null = null;
  get concord(): Concord {
    if (!this.#concord) throw new Error("The server has not been started.");
    return this.#concord;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  static async start(options: { publicUrl?: string } & Parts = {}): Promise<InProcess> {
    const running = new InProcess(await seededDatabase(), new Clock(), options.publicUrl ?? null);
    await running.#serve(options);
    const { now } = running.clock;
    for (const { id } of await selectConferences(running.database.pool))
      await nameKey(running.concord.deps, id);
    running.#dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-in-process-"));
    const demo = await writeDemo(running.database.pool, {
      dataDir: running.#dataDir,
      baseUrl: running.url,
      now: now(),
    });
    for (const { name, role, delegation, signInUrl } of demo?.people ?? [])
      running.#people.push(await running.signIn(signInUrl, { name, role, code: delegation }));
    return running;
  }

  /** Another server on the database of this one, for the same people. It is stopped first. */
  async second(options: Parts = {}): Promise<InProcess> {
    const running = new InProcess(this.database, this.clock, this.publicUrl);
    running.#isSecond = true;
    running.#people = this.#people;
    await running.#serve(options);
    return running;
  }

  async #serve({ bus, metrics, mailer }: Parts): Promise<void> {
    const { pool } = this.database;
    const concord = createConcord({
      pool,
      logPool: pool,
      bus: bus ?? new NotifyBus(pool, (error) => this.complaints.push(String(error))),
      log: pino({ level: "warn" }, { write: (line: string) => void this.complaints.push(line) }),
      publicUrl: this.publicUrl,
      rootDir: process.cwd(),
      keys: KEYS,
      now: this.clock.now,
      ...(metrics ? { metrics } : {}),
      ...(mailer ? { mailer } : {}),
    });
    this.#concord = concord;
    await new Promise<void>((resolve) => concord.server.listen(0, "127.0.0.1", resolve));
    this.#port = (concord.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.ws.terminate();
    await this.concord.close();
    this.concord.server.closeAllConnections();
    if (this.#isSecond) return;
    await this.database.drop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async signIn(link: string, who: { name: string; role: string; code: string | null }): Promise<Person> {
    const response = await fetch(link, { redirect: "manual" });
    const cookie = response.headers.getSetCookie()[0]?.split(";")[0];
    if (response.status !== 303 || !cookie) throw new Error(`${who.name}'s link answered ${response.status}`);
    return { ...who, cookie, link };
  }

  /** By role, or by the code of the delegation. */
  who(whom: string): Person {
    const found = this.#people.find(({ role, code }) => role === whom || code === whom);
    if (!found) throw new Error(`Nobody is ${whom}.`);
    return found;
  }

  async request(
    who: Person | null,
    method: string,
    address: string,
    more: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    const headers = { ...(who ? { cookie: who.cookie } : {}), ...more.headers };
    return exchange(this.#port, method, address, headers, more.body);
  }

  /** Any body, of the right shape or not. */
  post(
    who: Person | null,
    command: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.request(who, "POST", `/api/commands/${command}`, {
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Carries a command out; fails the test when it is refused, or answered in another shape than promised. */
  async does<N extends CommandName>(
    who: Person,
    command: N,
    body: CommandBody<N>,
    headers: Record<string, string> = {},
  ): Promise<CommandAnswer<N>> {
    const answer = await this.post(who, command, body, headers);
    if (answer.status !== 200)
      throw new Error(`${who.name}: ${command} was answered ${JSON.stringify(answer.body)}`);
    return COMMANDS[command].answer.parse(answer.body) as CommandAnswer<N>;
  }

  /** Reads what a screen reads, and holds the answer against the promised shape. */
  async reads<N extends QueryName>(
    who: Person,
    query: N,
    params: Record<string, string> = {},
    asked: Record<string, string> = {},
  ): Promise<QueryAnswer<N>> {
    const address = QUERIES[query].path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? "");
    const answer = await this.request(who, "GET", `${address}?${new URLSearchParams(asked)}`);
    if (answer.status !== 200)
      throw new Error(`${who.name}: ${address} was answered ${JSON.stringify(answer.body)}`);
    return QUERIES[query].answer.parse(answer.body) as QueryAnswer<N>;
  }

  /** Does `attempt` and holds that it was refused with this code and rule, and that no row of any table changed. */
  async refuses(
    code: ErrorCode,
    attempt: () => Promise<Answer>,
    expected: { rule?: string | null; detail?: unknown } = {},
  ): Promise<ApiError> {
    const before = await this.fingerprint();
    const answer = await attempt();
    const error = asError(answer);
    expect(error).toMatchObject({ rule: null, ...expected, code });
    expect(answer.status).toBe(ERROR_STATUS[code]);
    expect(await this.fingerprint()).toEqual(before);
    return error;
  }

  /**
   * Of each table how many rows it holds and the sum of the transactions that wrote them: whatever is written, changed or
   * deleted changes one of the two. How a room's log is kept is the server's own affair: `rooms` counts its rows.
   */
  async fingerprint(): Promise<Record<string, string>> {
    const { pool } = this.database;
    const { rows: tables } = await pool.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_name not in ('room_states', 'room_updates') order by name",
    );
    const parts = tables.map(
      ({ name }) =>
        `select '${name}' as name, count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) as written from ${name}`,
    );
    const { rows } = await pool.query<{ name: string; written: string }>(parts.join(" union all "));
    return Object.fromEntries(rows.map(({ name, written }) => [name, written]));
  }

  async sql<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.database.pool.query<T>(text, values)).rows;
  }

  /** Behind the record's back, as somebody who owns the database could: triggers and foreign keys do not fire. */
  async tamper(text: string, values: unknown[] = []): Promise<number> {
    const client = await this.database.pool.connect();
    try {
      await client.query("set session_replication_role = replica");
      return (await client.query(text, values)).rowCount ?? 0;
    } finally {
      await client.query("set session_replication_role = origin");
      client.release();
    }
  }

  /** A Yjs client of its own on a real socket; resolves once it has the text, or was sent away. */
  async opens(who: Person | null, room: string, headers: Record<string, string> = {}): Promise<BareClient> {
    const client = connect(`ws://${this.host}/collab/${room}`, {
      headers: { ...(who ? { cookie: who.cookie } : {}), ...headers },
    });
    this.#clients.push(client);
    await until(`${room} opens`, () => client.synced || client.closed !== null);
    return client;
  }

  /** The live text as the server has it. */
  live(instrument: string, language: string): Promise<TextDoc> {
    return this.concord.deps.rooms.read(`beijing-2013.${instrument}.${language}`);
  }

  async stageOf(instrument: string): Promise<{ stage: string; outcome: string | null }> {
    const [row] = await this.sql<{ stage: string; outcome: string | null }>(
      "select stage, outcome from instruments where slug = $1",
      [instrument],
    );
    if (!row) throw new Error(`There is no instrument ${instrument}.`);
    return row;
  }
}

export function asError({ status, body }: Answer): ApiError {
  const parsed = errorShape.safeParse(body);
  if (!parsed.success) throw new Error(`Not an error, but ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  return parsed.data;
}

/** Types `text` at the end of a block, and waits until the server says that it is saved. */
export async function typesAtEnd(client: BareClient, blockId: string, text: string): Promise<void> {
  const { at, length } = blockOf(client, blockId);
  client.type(at, length, text);
  await until("what was typed is saved", () => client.saved === client.sent || client.closed !== null);
}

/** Takes `find` out of a block and puts `put` there. */
export async function replaces(
  client: BareClient,
  blockId: string,
  find: string,
  put: string,
): Promise<void> {
  const { at, text } = blockOf(client, blockId);
  const from = text.indexOf(find);
  if (from < 0) throw new Error(`"${find}" does not stand in ${blockId}: ${text}`);
  const element = client.doc.getXmlFragment("prosemirror").get(at) as import("yjs").XmlElement;
  const words = element.get(0) as import("yjs").XmlText;
  client.doc.transact(() => {
    words.delete(from, find.length);
    words.insert(from, put);
  });
  await until("what was typed is saved", () => client.saved === client.sent || client.closed !== null);
}

function blockOf(client: BareClient, blockId: string): { at: number; text: string; length: number } {
  const blocks = client.doc.getXmlFragment("prosemirror").toArray() as import("yjs").XmlElement[];
  const at = blocks.findIndex((block) => block.getAttribute("id") === blockId);
  const text = client.text()[at];
  if (text === undefined) throw new Error(`There is no block ${blockId}.`);
  return { at, text, length: text.length };
}

export function wordsOf(text: TextDoc, blockId: string): string | null {
  const block = text.blocks.find(({ id }) => id === blockId);
  return block ? block.runs.map((run) => run.text).join("") : null;
}
