import { randomUUID } from "node:crypto";
import { withTransaction } from "../../server/db/pool";
import { insertRoom } from "../../server/db/rooms";
import { type Child, startChild } from "./children";
import { type BareClient, connect, seedOf, textOf } from "./collab-kit";
import { type TestDatabase, testDatabase } from "./database";
import type { Random } from "./random";
import { MOMENTS, type Strike } from "./strike";

/** A database on which room servers are killed while people type, and all that was started around it. */
export class CrashSite {
  readonly #children: Child[] = [];
  readonly #clients: BareClient[] = [];

  private constructor(readonly database: TestDatabase) {}

  static async open(): Promise<CrashSite> {
    return new CrashSite(await testDatabase());
  }

  async close(): Promise<void> {
    for (const { ws } of this.#clients) ws.terminate();
    for (const child of this.#children) await child.kill("SIGKILL");
    await this.database.drop();
  }

  /** A room server in a process of its own. With "bus" it talks to others on this database. */
  start(strike: Strike | null, ...more: "bus"[]): Child {
    const child = startChild("collab-child.ts", [this.database.url, JSON.stringify(strike), ...more]);
    this.#children.push(child);
    return child;
  }

  join(url: string): BareClient {
    const client = connect(url);
    this.#clients.push(client);
    return client;
  }

  async addRoom(name: string): Promise<{ name: string; id: string }> {
    const id = randomUUID();
    const state = seedOf(textOf("One.", "Two.", "Three.", "Four.", "Five."));
    await withTransaction(this.database.pool, (tx) => insertRoom(tx, { id, name, schemaVersion: 1, state }));
    return { name, id };
  }
}

/** The `turn`th of the moments, once so many people are in full flow, and within `spread` edits from there. */
export function strikeAt(random: Random, turn: number, people: number, spread: number): Strike {
  const moment = MOMENTS[turn % MOMENTS.length] ?? "received";
  const isRare = moment === "compacting" || moment === "compacted";
  return {
    moment,
    nth: isRare ? 1 : people * 3 + random.below(spread),
    // A commit takes about a millisecond: it is struck at its beginning, its end and in between.
    delayMs: moment === "appending" ? random.next() * 2 : 0,
  };
}
