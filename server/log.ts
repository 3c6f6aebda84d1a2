import { stdSerializers } from "pino";

/** A database error also carries the row that was refused: the words of a draft, the choice of a ballot. */
const KEPT = ["type", "message", "stack", "code", "severity", "table", "column", "constraint", "routine"];

/** An error as the log keeps it: what went wrong and where, and nothing that stood in a row. */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (typeof error !== "object" || error === null) return { message: String(error) };
  const serialized: Record<string, unknown> = stdSerializers.err(error as Error);
  return Object.fromEntries(
    KEPT.filter((key) => serialized[key] !== undefined).map((key) => [key, serialized[key]]),
  );
}
