import { parse } from "csv-parse/sync";
import type { ListRow } from "../../shared/text/listed/columns";
import { knownColumns } from "../../shared/text/listed/read-list";
import type { TextDoc } from "../../shared/text/model";
import { unpack } from "./archive";
import { decode } from "./containers";
import { FileRefused } from "./refused";
import { asWords } from "./words";

/** Far above any forum's list. */
const MAX_ROWS = 2_000;
const MAX_COLUMNS = 60;
const MAX_CHARACTERS = 1_000_000;
/** Of a cell: several pages. */
const MAX_CELL = 20_000;

export type ListFormat = "csv" | "xlsx" | "markdown" | "text";

/** The rows of a list in a file, each with its line; what parts their cells is found out by how well `text` can be changed so. @throws FileRefused */
export async function readRows(file: Buffer, format: ListFormat, text: TextDoc): Promise<ListRow[]> {
  const rows =
    format === "xlsx" ? await fromWorkbook(file) : fromText(decode(file), (some) => knownColumns(text, some));
  const characters = rows.flatMap(({ cells }) => cells).reduce((sum, cell) => sum + cell.length, 0);
  const isLong = rows.some(({ cells }) => cells.some(({ length }) => length > MAX_CELL));
  if (rows.length > MAX_ROWS || characters > MAX_CHARACTERS || isLong)
    throw new FileRefused("file_text_too_long", "more lines than a list has");
  return rows.map(({ line, cells }) => ({ line, cells: cells.slice(0, MAX_COLUMNS).map(cleaned) }));
}

/** Lines within a cell are paragraphs: they stay. */
function cleaned(cell: string): string {
  return cell
    .split(/\r\n?|\n/)
    .map(asWords)
    .join("\n")
    .trim();
}

async function fromWorkbook(file: Buffer): Promise<ListRow[]> {
  // Counted first: what reads it afterwards meets no surprise.
  await unpack(file, () => false);
  const { readSheet } = await import("read-excel-file/node");
  try {
    const rows = await readSheet(file);
    return rows.map((cells, i) => ({
      line: i + 1,
      cells: cells.map((cell) => (cell === null ? "" : String(cell))),
    }));
  } catch (cause) {
    const refused = new FileRefused("file_not_as_named", "it is no workbook that can be read");
    refused.cause = cause;
    throw refused;
  }
}

function fromText(text: string, fits: (rows: readonly ListRow[]) => number): ListRow[] {
  const candidates = [
    tableRows(text),
    ...[",", ";", "\t", "|"].map((delimiter) => delimited(text, delimiter)),
  ];
  const ranked = candidates.map((rows) => ({ rows, fit: rows.length === 0 ? -1 : fits(rows) }));
  const best = ranked.reduce((one, other) => (other.fit > one.fit ? other : one));
  if (best.fit < 0) throw new FileRefused("file_empty", "no line in it");
  return best.rows;
}

const RULE = /^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?\s*$/;

/** A table as Markdown has it: between bars, a bar in a cell behind a backslash. Other lines are around it. */
function tableRows(text: string): ListRow[] {
  return text.split(/\r\n?|\n/).flatMap((said, i) => {
    const words = said.trim();
    if (!words.startsWith("|") || RULE.test(words)) return [];
    const cells = words
      .replace(/^\|/, "")
      .replace(/(?<!\\)\|$/, "")
      .split(/(?<!\\)\|/);
    return [{ line: i + 1, cells: cells.map((cell) => markdownWords(cell)) }];
  });
}

function markdownWords(cell: string): string {
  return cell
    .replaceAll("\\|", "|")
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, "$1")
    .trim();
}

function delimited(text: string, delimiter: string): ListRow[] {
  try {
    const records = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records
      .filter(({ record }) => !RULE.test(record.join("|")))
      .map(({ record, info }) => ({
        // The parser counts to the end of a record; a cell of several lines began earlier.
        line: info.lines - record.join("").split("\n").length + 1,
        cells: record,
      }));
  } catch {
    // Not parted by this sign.
    return [];
  }
}
