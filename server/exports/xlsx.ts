import writeXlsxFile, { type Row } from "write-excel-file/node";
import type { Cell, Table } from "./table";
import { storable } from "./xml";

/** More does not go into one cell of the format. */
const MAX_LETTERS = 32_767;

/** A workbook with one sheet, its head in sight whatever is scrolled. Words are kept as words: nothing in it is a formula. */
export function xlsxOf({ name, columns, rows }: Table): Promise<Buffer> {
  const head: Row = columns.map(({ title }) => ({ value: title, type: String, fontWeight: "bold" }));
  return writeXlsxFile([head, ...rows.map((row) => row.map(cellOf))], {
    sheet: name,
    stickyRowsCount: 1,
    columns: columns.map(({ width }) => ({ width })),
  }).toBuffer();
}

function cellOf(cell: Cell): Row[number] {
  if (cell === null || cell === "") return null;
  if (typeof cell === "number") return { value: cell, type: Number };
  if (cell instanceof Date) return { value: cell, type: Date, format: "yyyy-mm-dd hh:mm" };
  return { value: shortened(storable(cell)), type: String, wrap: true, alignVertical: "top" };
}

function shortened(words: string): string {
  return words.length > MAX_LETTERS ? `${words.slice(0, MAX_LETTERS - 1)}…` : words;
}
