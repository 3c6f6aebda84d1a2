import { createHash } from "node:crypto";
import type { QueryConfig, QueryResult } from "pg";
import { z } from "zod";
import { answeredLater } from "./pool";

/** What can run a query: a pool or a transaction's client. */
export type Db = {
  query(text: string, values?: unknown[]): Promise<QueryResult>;
  query(config: QueryConfig): Promise<QueryResult>;
};

/** bigint columns arrive as strings; every number kept here is far below 2^53. */
export const bigintColumn = z.coerce.number().int();
/** Of an amendment: `[15]`, and `[15, 1]` for the first to that one; null while it is a draft. */
export const amendmentNumberColumn = z.array(z.number()).nullable();
/** Timestamps arrive as Date and leave as ISO 8601 in UTC with milliseconds. */
export const timeColumn = z.date().transform((date) => date.toISOString());

const names = new Map<string, string>();

/**
 * The statement under a name that is its own, so that a connection has it parsed and planned once: planning one that gathers what belongs
 * to a row takes longer than running it.
 */
function prepared(text: string, values: unknown[]): QueryConfig {
  const name = names.get(text) ?? createHash("sha256").update(text).digest("base64url").slice(0, 16);
  names.set(text, name);
  return { name, text, values };
}

/** Parses rows at the boundary; a row of another shape is a programming fault and throws, naming the column. */
export async function many<T>(db: Db, shape: z.ZodType<T>, sql: string, values: unknown[]): Promise<T[]> {
  const { rows } = await db.query(prepared(sql, values));
  return z.array(shape).parse(rows);
}

export async function optional<T>(
  db: Db,
  shape: z.ZodType<T>,
  sql: string,
  values: unknown[],
): Promise<T | null> {
  const rows = await many(db, shape, sql, values);
  if (rows.length > 1) throw new Error(`expected one row at most, got ${rows.length}: ${sql}`);
  return rows[0] ?? null;
}

export async function one<T>(db: Db, shape: z.ZodType<T>, sql: string, values: unknown[]): Promise<T> {
  const row = await optional(db, shape, sql, values);
  if (row === null) throw new Error(`expected a row: ${sql}`);
  return row;
}

/** Runs a statement that may touch any number of rows, and gives how many it did. */
export async function touch(db: Db, sql: string, values: unknown[]): Promise<number> {
  const { rowCount } = await db.query(prepared(sql, values));
  return rowCount ?? 0;
}

/** `touch`, where it does not matter how many. In a transaction it is not waited for, see `answeredLater`. */
export function write(db: Db, sql: string, values: unknown[]): Promise<void> {
  return answeredLater(db, touch(db, sql, values));
}

/** `write` that must touch exactly `count` rows. */
export function change(db: Db, count: number, sql: string, values: unknown[]): Promise<void> {
  const touched = touch(db, sql, values).then((rows) => {
    if (rows !== count) throw new Error(`expected to change ${count} rows, changed ${rows}: ${sql}`);
  });
  return answeredLater(db, touched);
}
