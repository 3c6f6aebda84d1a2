import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type pg from "pg";
import { type Embedded, startEmbedded } from "../../server/db/embedded";
import { migrate } from "../../server/db/migrate";
import { openPool, waitForDatabase, withTransaction } from "../../server/db/pool";
import { insertRoom, roomStore } from "../../server/db/rooms";
import { until } from "../support/children";
import {
  type BareClient,
  connect,
  loggedDoc,
  paragraphs,
  type Served,
  seedOf,
  serve,
  textOf,
} from "../support/collab-kit";
import { Random } from "../support/random";
import { postmasterOf } from "../support/server";
import { type Strike, striker, watched } from "../support/strike";
import { Typists } from "../support/typists";

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 20);
const SEED = Number(process.env.CRASH_SEED ?? 1);
const EDITORS = 10;
const ROOM = "declaration.en";

let dataDir: string;
let embedded: Embedded;
let pool: pg.Pool;
let served: Served;
let roomId: string;
/** What the store is about to do is told to this. */
let now: (moment: Strike["moment"]) => void = () => {};
const clients: BareClient[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-crash-"));
  embedded = await startEmbedded({ dataDir, log: () => {} });
  pool = openPool(embedded.url);
  await migrate(pool, path.join(process.cwd(), "sql", "migrations"));
  roomId = randomUUID();
  const state = seedOf(textOf("One.", "Two.", "Three.", "Four.", "Five."));
  await withTransaction(pool, (tx) => insertRoom(tx, { id: roomId, name: ROOM, schemaVersion: 1, state }));
  served = await serve({
    store: watched(roomStore(pool), (moment) => now(moment)),
    limits: { compactRows: 20 },
  });
}, 60_000);
afterAll(async () => {
  for (const { ws } of clients) ws.terminate();
  await served.stop();
  await pool.end();
  await embedded.stop();
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

/** A connection to a server that may not be able to read the room yet. */
async function join(query: string, doc?: BareClient["doc"]): Promise<BareClient> {
  for (;;) {
    const client = connect(`${served.url}/${ROOM}?${query}`, doc ? { doc } : {});
    clients.push(client);
    await until("synced, or sent to try again", () => client.synced || client.closed !== null);
    if (client.synced) return client;
    expect(client.closed?.code).toBe(4503);
  }
}

/** Everything at once as when the machine goes; the postmaster alone; one that serves us, and Postgres starts itself anew. */
const WAYS = ["all", "postmaster", "backend"] as const;
type Way = (typeof WAYS)[number];

async function victims(way: Way): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number; type: string }>(
    `select pid, backend_type as type from pg_stat_activity
     where pid <> pg_backend_pid() or $1 order by pid`,
    [way === "backend"],
  );
  const backends = rows.filter(({ type }) => type === "client backend").map(({ pid }) => pid);
  const postmaster = await postmasterOf(dataDir);
  if (postmaster === null) throw new Error("Postgres does not run.");
  if (way === "backend") return backends.slice(0, 1);
  return way === "postmaster" ? [postmaster] : [postmaster, ...rows.map(({ pid }) => pid)];
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {} // It ended by itself.
  }
}

const MOMENTS = ["applied", "appending", "committed", "saved", "compacting", "compacted"] as const;

function plan(random: Random, round: number): Strike | null {
  if (round % 3 === 0) return null;
  const moment = MOMENTS[(round - Math.ceil(round / 3)) % MOMENTS.length] ?? "appending";
  const isRare = moment === "compacting" || moment === "compacted";
  return {
    moment,
    nth: isRare ? 1 : 1 + random.below(60),
    delayMs: moment === "appending" ? random.next() * 2 : 0,
  };
}

test(`a Postgres killed ${ROUNDS} times while ten people type loses nothing that is saved, and the server goes on (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const typists = new Typists(random);
  const seen = { kept: 0, lost: 0 };
  let editors: BareClient[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Half of them come back with what they had; the others begin with an empty document, and what was lost stays so.
    editors = await Promise.all(
      Array.from({ length: EDITORS }, (_, i) => join(`as=E${i}`, i % 2 === 0 ? editors[i]?.doc : undefined)),
    );
    await until("all is saved", () => editors.every(({ saved, sent }) => saved === sent));
    const witness = await join("as=Witness&read");
    expect({ round, broken: typists.broken(witness.text().join("\n")) }).toEqual({ round, broken: [] });
    witness.ws.terminate();

    typists.begin();
    const strike = plan(random, round);
    const pids = await victims(WAYS[round % WAYS.length] ?? "all");
    let isStruck = false;
    const hit = () => {
      isStruck = true;
      kill(pids);
    };
    now = strike ? striker(strike, hit) : () => {};
    const endsAt = performance.now() + 20 + random.below(200);
    await until("everybody is sent to try again", () => {
      if (!strike && !isStruck && performance.now() > endsAt) hit();
      typists.type(editors);
      typists.settle();
      return editors.every(({ closed }) => closed !== null);
    });
    expect({ round, codes: [...new Set(editors.map(({ closed }) => closed?.code))] }).toEqual({
      round,
      codes: [4503],
    });
    await waitForDatabase(pool, 15_000);
    const text = paragraphs(await loggedDoc(roomStore(pool), roomId)).join("\n");
    expect({ round, broken: typists.broken(text) }).toEqual({ round, broken: [] });
    const { kept, lost } = typists.unpromised(text);
    seen.kept += kept;
    seen.lost += lost;
  }
  expect(typists.promised.size).toBeGreaterThan(ROUNDS * 30);
  expect(seen.lost).toBeGreaterThan(0);
}, 180_000);
