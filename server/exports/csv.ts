import type { Cell, Table } from "./table";

/** With it, spreadsheets read UTF-8 as such. */
const BYTE_ORDER_MARK = "\ufeff";
/** What a spreadsheet would take for a formula, and carry out. */
const FORMULA = /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** RFC 4180. Words that begin like a formula get an apostrophe before them, which spreadsheets do not show. */
export function csvOf({ columns, rows }: Table): string {
  const lines = [columns.map(({ title }) => title), ...rows].map((row) => row.map(field).join(","));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (cell instanceof Date) return cell.toISOString();
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
