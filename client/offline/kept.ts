import { answer, browserDatabase } from "./browser-database";

/**
 * What opens a drafting room without the server: the last answers the screen was drawn from, and the text as the server last had
 * it. Of one person at a time: signing out, or somebody else signing in, removes it. What is not yet sent is kept elsewhere
 * (collab/unsent-store.ts) and outlives both.
 */
const ANSWERS = "answers";
const TEXTS = "texts";
const database = browserDatabase("concord-kept", (made) => {
  made.createObjectStore(ANSWERS);
  made.createObjectStore(TEXTS);
});

type KeptText = { state: Uint8Array; schemaVersion: number };

/** Of whom this page keeps; null: nobody is signed in, and nothing is written. */
let owner: string | null = null;
const OWNER = "owner";

/** What another person left is gone once this is done: nothing is read before. */
let cleared: Promise<void> = Promise.resolve();

/** From now on what is kept is this person's. What was another's is removed. */
export function keepFor(person: string): void {
  if (owner === person) return;
  owner = person;
  // Without a database in this browser nothing is kept, and all else works.
  cleared = claim(person).catch(() => undefined);
  void cleared.then(() => {
    for (const key of due) void keepNow(key).catch(() => undefined);
  });
}

async function claim(person: string): Promise<void> {
  const before = await database.within([ANSWERS], "readonly", (rows) => answer(rows.get(OWNER)));
  if (before === person) return;
  await clear();
  await database.within([ANSWERS], "readwrite", (rows) => answer(rows.put(person, OWNER)));
}

/** Signed out: nothing of what was kept stays. */
export async function forgetKept(): Promise<void> {
  owner = null;
  waiting.clear();
  due.clear();
  await clear();
}

async function clear(): Promise<void> {
  await database.within([ANSWERS, TEXTS], "readwrite", async (answers, texts) => {
    answers.clear();
    await answer(texts.clear());
  });
}

/** In another tab somebody may have signed out, or in, since: then it is not written. */
async function write(store: typeof ANSWERS | typeof TEXTS, key: string, value: unknown): Promise<void> {
  if (owner === null) return;
  await database.within([ANSWERS, TEXTS], "readwrite", async (answers, texts) => {
    if ((await answer<unknown>(answers.get(OWNER))) !== owner) return;
    await answer((store === ANSWERS ? answers : texts).put(value, key));
  });
}

/** Answers come again with each act of anybody: the last of a while is enough. */
const PAUSE_MS = 2_000;
const waiting = new Map<string, unknown>();
/** What has waited long enough, and only for whose it is. */
const due = new Set<string>();

/** Keeps an answer, in a moment; a page that is gone by then has kept the one before. */
export function keepSoon(key: string, value: unknown): void {
  if (!waiting.has(key)) setTimeout(() => void keepNow(key).catch(() => undefined), PAUSE_MS);
  waiting.set(key, value);
}

async function keepNow(key: string): Promise<void> {
  if (!waiting.has(key)) return;
  due.add(key);
  if (owner === null) return;
  const value = waiting.get(key);
  waiting.delete(key);
  due.delete(key);
  await cleared;
  await write(ANSWERS, `answer ${key}`, value);
}

/** undefined: none is kept. */
export async function keptAnswer(key: string): Promise<unknown> {
  await cleared;
  return database.within([ANSWERS], "readonly", (rows) => answer<unknown>(rows.get(`answer ${key}`)));
}

/** Where a room's text is kept between pages. */
export type TextStore = {
  keep(text: KeptText): Promise<void>;
  read(): Promise<KeptText | null>;
  remove(): Promise<void>;
};

export function keptTextOf(room: string): TextStore {
  return {
    async keep(text) {
      await write(TEXTS, room, text);
    },
    async read() {
      await cleared;
      const found: unknown = await database.within([TEXTS], "readonly", (rows) => answer(rows.get(room)));
      return (found as KeptText | undefined) ?? null;
    },
    async remove() {
      await database.within([TEXTS], "readwrite", (rows) => answer(rows.delete(room)));
    },
  };
}
