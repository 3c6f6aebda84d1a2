import { columnWidths, sharesOf } from "./columns";
import type { Piece, Run } from "./document";
import type { Line } from "./lines";
import { INK, LEADING, MEASURE, PAGE, type Sheet, SIZES } from "./sheet";
import type { Look } from "./typesetter";

const SIZE = SIZES.small + 0.5;
const CELL_GAP = 10;
/** Under a row: to its line, and from there to the next row. */
const UNDER = { line: 2, row: 3 };

type Table = Extract<Piece, { kind: "table" }>;
type Cells = Line<Look>[][];

/** A table over as many pages as it needs, its head on each. */
export async function putTable(sheet: Sheet, { language, widths, head, rows }: Table): Promise<void> {
  const leading = SIZE * LEADING[language];
  const bold = head?.map((runs) => runs.map((run) => ({ ...run, bold: true }))) ?? null;
  const columns = await columnsOf(sheet, widths, [...(bold ? [bold] : []), ...rows], language);
  const set = (row: Run[][]) =>
    Promise.all(row.map((runs, i) => sheet.set.lines(runs, SIZE, language, columns[i] ?? 0)));
  const heightOf = (cells: Cells) => Math.max(...cells.map((lines) => lines.length)) * leading + 5;
  /** Calls `draw` with each cell's lines and where they begin. */
  const across = (cells: Cells, draw: (lines: Line<Look>[], x: number, column: number) => void) => {
    let x = PAGE.left;
    for (const [i, lines] of cells.entries()) {
      draw(lines, x, i);
      x += (columns[i] ?? 0) + CELL_GAP;
    }
  };
  const write = (lines: Line<Look>[], x: number) => {
    for (const [n, line] of lines.entries()) sheet.draw(line, x, sheet.y + SIZE + n * leading, INK);
  };
  const under = () => {
    sheet.y += UNDER.line;
    sheet.hairline(PAGE.left, sheet.y, MEASURE);
    sheet.y += UNDER.row;
  };
  const headed = bold && (await set(bold));
  // Said once to those who listen, and shown on each page.
  const turn = (repeats: boolean) => {
    sheet.turn();
    if (!headed || !repeats) return;
    sheet.doc.markContent("Artifact", { type: "Pagination" });
    across(headed, write);
    sheet.doc.endMarkedContent();
    sheet.y += Math.max(...headed.map((lines) => lines.length)) * leading;
    under();
  };

  const table = sheet.begin("Table", language);
  const draw = (cells: Cells, tag: "TH" | "TD") => {
    const height = Math.max(...cells.map((lines) => lines.length));
    const row = sheet.doc.struct("TR");
    table.add(row);
    const elements = cells.map(() => {
      const cell = sheet.doc.struct(tag);
      row.add(cell);
      return cell;
    });
    for (let from = 0; from < height; ) {
      if (!sheet.fits(leading)) turn(tag === "TD");
      const fitting = Math.max(1, Math.floor((PAGE.height - PAGE.bottom - sheet.y) / leading));
      const to = Math.min(height, from + fitting);
      across(cells, (lines, x, i) => {
        const element = elements[i];
        const shown = lines.slice(from, to);
        if (element && shown.length > 0) sheet.marked(element, tag, () => write(shown, x));
      });
      sheet.y += (to - from) * leading;
      from = to;
    }
    for (const element of elements) element.end();
    row.end();
    under();
  };
  if (headed) {
    sheet.room(heightOf(headed) + 2 * leading);
    draw(headed, "TH");
  }
  for (const row of rows) {
    await sheet.settle();
    const cells = await set(row);
    const fitsOnOne = heightOf(cells) < PAGE.height - PAGE.top - PAGE.bottom - 40;
    if (!sheet.fits(heightOf(cells)) && fitsOnOne) turn(true);
    draw(cells, "TD");
  }
  table.end();
  sheet.y += 8;
}

/** Their widths in points: by the shares that were given, or so that no word has to be cut. */
async function columnsOf(
  sheet: Sheet,
  given: number[] | null,
  rows: Run[][][],
  language: Table["language"],
): Promise<number[]> {
  const shares = given ?? sharesOf(rows);
  const least = shares.map(() => 0);
  for (const row of given ? [] : rows) {
    await sheet.settle();
    for (const [i, runs] of row.entries())
      least[i] = Math.max(least[i] ?? 0, await sheet.set.leastWidth(runs, SIZE, language));
  }
  return columnWidths(shares, least, MEASURE - (shares.length - 1) * CELL_GAP);
}
