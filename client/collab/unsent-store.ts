import { answer, browserDatabase } from "../offline/browser-database";

/**
 * Changes that the server has not confirmed, in the browser's own database: they outlive the page and the browser. Kept for each
 * person and room, and read only for the person who wrote them; what the server has confirmed is removed.
 */
export type Unsent = {
  /** Yjs update; what it builds on is with the server, or in an earlier one of these. */
  bytes: Uint8Array;
  /** Shape of the text that the update is for. */
  schemaVersion: number;
  /** The paragraphs it changed, by block id, as they then read: to be copied where the update cannot be sent. */
  words: Record<string, string>;
};
export type KeptUnsent = Unsent & { key: number };

export type UnsentStore = {
  /** In the order in which they were kept. */
  read(): Promise<KeptUnsent[]>;
  /** Resolves with the key once it is on the disk. */
  keep(unsent: Unsent): Promise<number>;
  remove(keys: readonly number[]): Promise<void>;
};

type Row = Unsent & { person: string; room: string; keptAt: number };

const ROWS = "rows";
const BY_PERSON = "person";
const database = browserDatabase("concord-unsent", (made) => {
  made.createObjectStore(ROWS, { autoIncrement: true }).createIndex(BY_PERSON, "person");
});

/** Words that nobody came back for in so long are of no use any more, and should not lie about. */
const FORGOTTEN_AFTER_MS = 60 * 24 * 60 * 60 * 1000;

/** `now` in milliseconds since 1970. Every call rejects where the browser gives the page no database. */
export function unsentStore(person: string, room: string, now: () => number = Date.now): UnsentStore {
  return {
    async read() {
      return withRows("readwrite", async (rows) => {
        const found: KeptUnsent[] = [];
        await eachRow(rows, (row, key, cursor) => {
          if (now() - row.keptAt > FORGOTTEN_AFTER_MS) cursor.delete();
          else if (row.person === person && row.room === room) {
            found.push({ key, bytes: row.bytes, schemaVersion: row.schemaVersion, words: row.words });
          }
        });
        return found;
      });
    },
    async keep(unsent) {
      const row: Row = { ...unsent, person, room, keptAt: now() };
      return withRows("readwrite", async (rows) => Number(await answer(rows.add(row))));
    },
    async remove(keys) {
      if (keys.length === 0) return;
      await withRows("readwrite", async (rows) => {
        await Promise.all(keys.map((key) => answer(rows.delete(key))));
      });
    },
  };
}

/** How many rows this person has on this machine, in whatever room. */
export function countUnsentOf(person: string): Promise<number> {
  return withRows("readonly", (rows) => answer(rows.index(BY_PERSON).count(person)));
}

/** For signing out of a machine that others use, too. */
export function forgetUnsentOf(person: string): Promise<void> {
  return withRows("readwrite", (rows) =>
    eachRow(rows, (row, _key, cursor) => {
      if (row.person === person) cursor.delete();
    }),
  );
}

function withRows<T>(mode: IDBTransactionMode, act: (rows: IDBObjectStore) => Promise<T>): Promise<T> {
  return database.within([ROWS], mode, act);
}

function eachRow(
  rows: IDBObjectStore,
  see: (row: Row, key: number, cursor: IDBCursorWithValue) => void,
): Promise<void> {
  const request = rows.openCursor();
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return resolve();
      see(cursor.value as Row, Number(cursor.primaryKey), cursor);
      cursor.continue();
    };
  });
}
