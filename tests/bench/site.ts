import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Pool } from "pg";
import { insertBodyMember, selectBody, selectConferences } from "../../server/db/conferences";
import { startEmbedded } from "../../server/db/embedded";
import { insertInstrument, insertText } from "../../server/db/instruments";
import { insertDelegation, insertPerson, insertSession } from "../../server/db/people";
import { openPool, type Tx, withTransaction } from "../../server/db/pool";
import { insertRoom } from "../../server/db/rooms";
import { SESSION_COOKIE } from "../../server/identity/sign-in";
import { hashToken, newToken } from "../../server/identity/tokens";
import type { Stage } from "../../shared/rules/stages";
import { TEXT_SCHEMA_VERSION, type TextDoc } from "../../shared/text/model";
import { encodeTextDoc } from "../../shared/text/yjs";

export type Person = { cookie: string };
type Role = "chair" | "committee-member" | "delegate";

/** A conference to measure on: the worked example, more people, and rooms of any size, in a Postgres of its own. */
export type Site = {
  databaseUrl: string;
  dataDir: string;
  /** People who may type (members of the drafting committee), only read (delegates) or preside, each signed in. */
  signIn(count: number, role: Role): Promise<Person[]>;
  /** New members of the plenary, all present, each with a delegate who is signed in. */
  signInVoters(count: number): Promise<Person[]>;
  /** A text at this stage, in a room of its own. @returns the name of the room, which is the instrument's too */
  addRoom(text: TextDoc | Uint8Array, stage?: Stage): Promise<string>;
  stop(): Promise<void>;
};

export const serveProgram = path.join(__dirname, "serve.mjs");

/** Postgres is no child of the server that is measured: its processor time counts apart. */
export async function openSite(): Promise<Site> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "concord-bench-"));
  const embedded = await startEmbedded({ dataDir, log: () => {} });
  const databaseUrl = embedded.url;
  const stop = async () => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await seed({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir });
    const pool = openPool(databaseUrl, { max: 4 });
    const conference = (await selectConferences(pool))[0];
    if (!conference) throw new Error("Seeding left no conference.");
    let rooms = 0;
    return {
      databaseUrl,
      dataDir,
      signIn: (count, role) =>
        withTransaction(pool, (tx) => signIn(tx, conference.id, role, Array(count).fill(null))),
      signInVoters: (count) => withTransaction(pool, (tx) => signInVoters(tx, conference.id, count)),
      addRoom: (text, stage = "in_reading") => addRoom(pool, conference.id, ++rooms, text, stage),
      async stop() {
        await pool.end();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function seed(settings: Record<string, string>): Promise<void> {
  const seeding = spawn(process.execPath, [serveProgram, "seed"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...settings },
  });
  const [code] = await once(seeding, "close");
  if (code !== 0) throw new Error(`Seeding ended with ${code}.`);
}

/** One person for each of `delegations`; null: without one. */
async function signIn(
  tx: Tx,
  conferenceId: string,
  role: Role,
  delegations: (string | null)[],
): Promise<Person[]> {
  const people: Person[] = [];
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 24 * 3_600_000);
  for (const delegationId of delegations) {
    const id = randomUUID();
    const token = newToken();
    await insertPerson(tx, {
      id,
      conferenceId,
      key: `bench-${id}`,
      name: `Delegate ${id.slice(0, 4)}`,
      role,
      delegationId,
      languages: ["en"],
    });
    await insertSession(tx, { tokenHash: hashToken(token), personId: id, createdAt: now, expiresAt });
    people.push({ cookie: `${SESSION_COOKIE}=${token}` });
  }
  return people;
}

async function signInVoters(tx: Tx, conferenceId: string, count: number): Promise<Person[]> {
  const plenary = await selectBody(tx, conferenceId, "plenary");
  const delegations: string[] = [];
  for (let i = 0; i < count; i++) {
    const id = randomUUID();
    const name = `City ${String(i + 1).padStart(4, "0")}`;
    const words = { en: name, zh: name, fr: name, es: name };
    const row = { id, code: `C${i + 1}`, name: words, kind: "city", region: "Bench", voting: true };
    await insertDelegation(tx, conferenceId, row);
    await insertBodyMember(tx, plenary.id, id, true);
    delegations.push(id);
  }
  return signIn(tx, conferenceId, "delegate", delegations);
}

function addRoom(
  pool: Pool,
  conferenceId: string,
  number: number,
  text: TextDoc | Uint8Array,
  stage: Stage,
): Promise<string> {
  return withTransaction(pool, async (tx) => {
    const name = `bench-${number}`;
    const [instrumentId, roomId] = [randomUUID(), randomUUID()];
    await insertInstrument(tx, {
      id: instrumentId,
      conferenceId,
      slug: name,
      title: { en: name, zh: name, fr: name, es: name },
      verb: "adopt",
      symbol: `BENCH/${number}`,
      revision: 0,
      sourceLanguage: "en",
      stage,
      outcome: null,
      position: 100 + number,
    });
    const state = text instanceof Uint8Array ? text : encodeTextDoc(text);
    await insertRoom(tx, { id: roomId, name, schemaVersion: TEXT_SCHEMA_VERSION, state });
    await insertText(tx, { id: randomUUID(), instrumentId, language: "en", roomId });
    return name;
  });
}

const SYLLABLES = "la con fe ren ce of the par ties re cal ling ci ty lear ning and peo ple sha re".split(
  " ",
);

/** A text of this size: the same words each time. */
export function textOfSize(words: number, paragraphs: number): TextDoc {
  let seed = 1;
  const next = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return seed >> 8;
  };
  const word = () =>
    Array.from({ length: 1 + (next() % 3) }, () => SYLLABLES[next() % SYLLABLES.length]).join("");
  return {
    blocks: Array.from({ length: paragraphs }, (_, i) => ({
      id: `op${i + 1}`,
      kind: "operative",
      level: 0,
      runs: [
        { text: `${Array.from({ length: Math.round(words / paragraphs) }, word).join(" ")}.`, marks: [] },
      ],
    })),
  };
}
