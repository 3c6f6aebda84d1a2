import pg from "pg";

/** A connection inside a transaction: what statements that belong together take as their argument. */
export type Tx = pg.PoolClient;

/** The database did not answer, refused us, or is too old. The message is one line, without the password. */
export class DatabaseUnreachable extends Error {
  override name = "DatabaseUnreachable";
}

/** The oldest server whose SQL the program uses. */
const oldestMajor = 15;

/** A hundred times what the slowest statement of a conference takes. */
const PATIENCE_MS = 120_000;

/**
 * A pool that outlives its server's restarts: a lost connection is reported to `onError` and replaced. One that nobody answers on any more
 * is given up after `patienceMs` (two minutes; null: never, for what may take as long as it takes). `max` is the number of connections (10).
 */
export function openPool(
  url: string,
  options: { max?: number; patienceMs?: number | null; onError?: (error: Error) => void } = {},
): pg.Pool {
  const report = options.onError ?? (() => {});
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: "concord",
    // Statements of a transaction that do not wait for each other go out one behind the other.
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: options.patienceMs === null ? 0 : (options.patienceMs ?? PATIENCE_MS),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // Without listeners a stopping server would end this process: the pool's for idle connections, the client's own
  // for those in use, whose query rejects as well.
  pool.on("error", report);
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. The connection goes back
 * in either case, or is closed when its state is unknown. `work` must not catch a failed statement and go on: the
 * server would roll back at the commit, so that throws too.
 */
export function withTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(pool, "begin", work);
}

/** Runs reads that must all see one moment: what commits meanwhile is not there for any of them. */
export function withSnapshot<T>(pool: pg.Pool, read: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(pool, "begin isolation level repeatable read read only", read);
}

async function inTransaction<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  const answers: Promise<unknown>[] = [];
  let broken: Error | undefined;
  try {
    await tx.query(begin);
    unanswered.set(tx, answers);
    try {
      const result = await work(tx);
      await Promise.all(answers);
      const { command } = await tx.query("commit");
      if (command !== "COMMIT") throw new Error("The transaction was rolled back after a failed statement.");
      return result;
    } catch (error) {
      const failed = (await Promise.allSettled(answers)).find(({ status }) => status === "rejected");
      await tx.query("rollback").catch((failure: Error) => {
        broken = failure;
      });
      // What failed first is why all that came after it did.
      throw failed?.status === "rejected" ? failed.reason : error;
    }
  } finally {
    unanswered.delete(tx);
    tx.release(broken);
  }
}

/** By transaction: answers that nobody has waited for yet. */
const unanswered = new WeakMap<object, Promise<unknown>[]>();

/**
 * For a statement whose answer the next one does not need. Resolves when `answer` is there; in a transaction at once, which then fails before
 * its commit at the latest if `answer` does. Statements are carried out in their order: whatever is read next sees what was written.
 */
export async function answeredLater(db: object, answer: Promise<unknown>): Promise<void> {
  const answers = unanswered.get(db);
  if (!answers) {
    await answer;
    return;
  }
  answer.catch(() => {});
  answers.push(answer);
}

/**
 * Resolves once the database answers; retries while it starts or its name is not known yet, for `deadlineMs`.
 * @throws DatabaseUnreachable at once for a wrong password, user or database, or a server older than 15
 */
export async function waitForDatabase(pool: pg.Pool, deadlineMs: number): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (let pauseMs = 25; ; pauseMs = Math.min(2 * pauseMs, 500)) {
    const attempt = await tryDatabase(pool);
    if (attempt.ok) {
      if (attempt.version >= oldestMajor * 10_000) return;
      const major = Math.floor(attempt.version / 10_000);
      throw new DatabaseUnreachable(
        `The database at ${describe(pool)} is Postgres ${major}; ${oldestMajor} or newer is needed.`,
      );
    }
    if (!attempt.retry || Date.now() + pauseMs > deadline) {
      throw new DatabaseUnreachable(`The database at ${describe(pool)} cannot be used: ${attempt.reason}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Short, and unlike that of every other database: of another server, of another name, restored elsewhere. */
export async function identifyDatabase(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `select system_identifier || '.' || d.oid as id
     from pg_control_system(), pg_database d where d.datname = current_database()`,
  );
  const [row] = rows;
  if (!row) throw new Error("the database does not know itself");
  return row.id;
}

type Attempt = { ok: true; version: number } | { ok: false; retry: boolean; reason: string };

async function tryDatabase(pool: pg.Pool): Promise<Attempt> {
  try {
    const { rows } = await pool.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    );
    return { ok: true, version: Number(rows[0]?.version) };
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? "");
    // 28: authorisation. 3D000: no such database. An option or certificate that is wrong stays wrong as well.
    const hopeless = /^28|^3D000$|^ERR_|CERT/.test(code);
    return { ok: false, retry: !hopeless, reason: reasonOf(error) };
  }
}

/** `localhost` may stand for two addresses: then the error is a list of errors without a message of its own. */
function reasonOf(error: unknown): string {
  const { errors, message } = (error ?? {}) as { errors?: unknown; message?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return reasonOf(errors[0]);
  return String(message || error)
    .replaceAll(/\s+/g, " ")
    .replace(/\.$/, "");
}

/** host:port/database as user: never the URL, which holds the password. */
function describe(pool: pg.Pool): string {
  const { host, port, database, user } = new pg.Client(pool.options);
  return `${host}:${port}/${database} as ${user ?? "nobody"}`;
}
