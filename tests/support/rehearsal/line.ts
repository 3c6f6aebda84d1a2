import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { until } from "../children";
import type { Random } from "../random";
import type { Answer, Person, TestServer } from "../server";

/** Where a command is on its way when the server dies; then the one in which nobody sends anything. */
export const MOMENTS = ["before", "under way", "answered", "after"] as const;
/** `answered`: the answer has left the server, and never reaches who asked. */
export type Strike = { moment: (typeof MOMENTS)[number]; delayMs: number };

/**
 * `count` strikes at different commands, by their number (from 1). `tookMs`: how long each took when nobody struck, within
 * which a strike under way falls.
 */
export function strikes(random: Random, count: number, tookMs: readonly number[]): Map<number, Strike> {
  const plan = new Map<number, Strike>();
  while (plan.size < count) {
    const moment = MOMENTS[plan.size % MOMENTS.length] ?? "before";
    const at = random.below(tookMs.length);
    if (!plan.has(at + 1)) plan.set(at + 1, { moment, delayMs: random.next() * (tookMs[at] ?? 0) });
  }
  return plan;
}

/**
 * How commands reach the server, as the real client sends them: each with a key of its own, and again with the same one
 * when no answer came. On the way the server is killed with -9, as planned, and started again on its data.
 */
export class Line {
  commands = 0;
  /** Of each command that nobody struck. */
  readonly tookMs: number[] = [];
  /** Strikes so far: what the sender saw of each, and whether the command had been carried out by then. */
  readonly struck: { command: number; moment: Strike["moment"]; answered: boolean }[] = [];

  constructor(
    private readonly server: TestServer,
    private readonly plan: ReadonlyMap<number, Strike> = new Map(),
  ) {}

  async send(person: Person, name: string, body: object): Promise<Answer> {
    const number = ++this.commands;
    const init = {
      method: "POST",
      headers: {
        cookie: person.cookie,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      body: JSON.stringify(body),
    };
    const attempt = () => fetch(`${this.server.baseUrl}/api/commands/${name}`, init);
    const strike = this.plan.get(number);
    if (!strike) {
      const from = performance.now();
      const answer = await answerOf(await attempt());
      this.tookMs.push(performance.now() - from);
      return answer;
    }

    const { moment } = strike;
    if (moment === "before") await this.#kill();
    const sent = attempt().then(
      async (response) => (moment === "answered" ? { lost: response.status } : await answerOf(response)),
      () => null,
    );
    if (moment === "under way") await turnsUntil(performance.now() + strike.delayMs);
    else await sent;
    if (moment !== "before") await this.#kill();
    const seen = await sent.catch(() => null);
    await this.#restart();
    this.struck.push({ command: number, moment, answered: seen !== null });
    if (seen && "body" in seen) return seen;
    const again = await answerOf(await attempt());
    // It was carried out, or refused, once: whoever asks again hears the same.
    if (seen) expect({ name, status: again.status }).toEqual({ name, status: seen.lost });
    return again;
  }

  /**
   * Nobody sends anything, and the server dies where silence decides: at its deadline, within the transaction that decides, and once
   * the decision is there to be read.
   */
  async strikeAtDeadline(pool: Pool, vote: string, deadline: Date): Promise<void> {
    await until("the deadline", () => Date.now() >= deadline.getTime());
    await this.#kill();
    const other = await pool.connect();
    try {
      await other.query("begin");
      await other.query("select from votes where id = $1 for update", [vote]);
      await this.#restart();
      await until("the decision waits for the vote's row", async () => (await waiting(pool)) > 0);
      await this.#kill();
    } finally {
      await other.query("rollback");
      other.release();
    }
    await this.#restart();
    await until("it is decided", async () => {
      const { rows } = await pool.query("select state from votes where id = $1", [vote]);
      return rows[0]?.state === "so_decided";
    });
    await this.#kill();
    await this.#restart();
  }

  async get(person: Person, address: string): Promise<Answer> {
    return answerOf(await fetch(this.server.baseUrl + address, { headers: { cookie: person.cookie } }));
  }

  async #kill(): Promise<void> {
    expect(await this.server.kill("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
  }

  async #restart(): Promise<void> {
    await this.server.start();
  }
}

async function waiting(pool: Pool): Promise<number> {
  const { rows } = await pool.query(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query like '%for update of v%'`,
  );
  return rows[0].count;
}

/** Not a timer: those know whole milliseconds, in which a commit begins and ends. */
function turnsUntil(due: number): Promise<void> {
  return new Promise((resolve) => {
    const turn = () => (performance.now() < due ? setImmediate(turn) : resolve());
    turn();
  });
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}
