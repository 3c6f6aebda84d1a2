import type { LedgerRow } from "./views/record";

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The little of an entry's data that says in a list what it was about. */
export function gistOf({ data, subject }: Pick<LedgerRow, "data" | "subject">): string {
  if (!isRecord(data)) return subject;
  const parts = ["tag", "instrument", "language", "delegation", "choice", "result"].map((key) => data[key]);
  const said = parts.filter((part): part is string => typeof part === "string" && part !== "");
  return said.length > 0 ? said.join(" · ") : subject;
}
