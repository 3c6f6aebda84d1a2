import readXlsxFile from "read-excel-file/node";
import { csvOf } from "../../server/exports/csv";
import { columnWidths, longestWords } from "../../server/exports/printed/columns";
import { longestWord } from "../../server/exports/printed/lines";
import type { Table } from "../../server/exports/table";
import { xlsxOf } from "../../server/exports/xlsx";

const at = new Date("2013-10-22T08:30:00.000Z");
const table = (...rows: Table["rows"]): Table => ({
  name: "List",
  columns: ["One", "Two"].map((title) => ({ title, width: 10 })),
  rows,
});

describe("as CSV", () => {
  test("spreadsheets read it as UTF-8, in lines of their own", () => {
    expect(csvOf(table(["Élise", 2], ["中文", null]))).toBe("\ufeffOne,Two\r\nÉlise,2\r\n中文,\r\n");
  });

  test("commas, quotes and line breaks stay within their field", () => {
    expect(csvOf(table(['say "yes", twice', "a\nb"]))).toBe(
      '\ufeffOne,Two\r\n"say ""yes"", twice","a\nb"\r\n',
    );
  });

  test.each(["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "＝1", '=cmd|"/c calc"!A1'])(
    "words that begin like a formula are not one: %j",
    (words) => {
      const [, line] = csvOf(table([words, 1])).split("\r\n", 2);
      expect(line?.replace(/^"/, "").startsWith("'")).toBe(true);
    },
  );

  test("numbers are numbers, also below zero; dates are those of ISO 8601", () => {
    expect(csvOf(table([-3, at]))).toBe("\ufeffOne,Two\r\n-3,2013-10-22T08:30:00.000Z\r\n");
  });
});

async function sheetOf(given: Table) {
  const [sheet] = await readXlsxFile(await xlsxOf(given));
  return sheet?.data ?? [];
}

describe("as XLSX", () => {
  test("what goes in comes out: words in any language, numbers, dates, and nothing", async () => {
    const rows: Table["rows"] = [
      ["Élise", 2],
      ["中文 [+ajouté+]\n[-supprimé-]", null],
      ["=1+1", at],
    ];
    const [head, ...read] = await sheetOf(table(...rows));
    expect(head).toEqual(["One", "Two"]);
    const [, , last] = read;
    // Days and their parts as one number: a moment may be lost.
    expect(Math.abs(new Date(String(last?.[1])).getTime() - at.getTime())).toBeLessThan(1_001);
    expect(read.map((row) => row.map((cell) => (cell instanceof Date ? at : cell)))).toEqual(rows);
  });

  test("signs that its format cannot hold are left out, and what is too long for a cell is cut", async () => {
    const [, row] = await sheetOf(table(["bell\u0007 and half\ud800!", "x".repeat(40_000)]));
    expect(row?.[0]).toBe("bell and half!");
    expect(String(row?.[1])).toHaveLength(32_767);
  });
});

describe("columns of a table on paper", () => {
  test("as wide as they ask, and none narrower than its longest word", () => {
    expect(columnWidths([1, 3], [10, 10], 100)).toEqual([25, 75]);
    expect(columnWidths([1, 3], [40, 10], 100)).toEqual([40, 60]);
    // What one gets more of another has less, which may then need its own least.
    expect(columnWidths([1, 2, 5], [40, 24, 10], 100)).toEqual([40, 24, 36]);
  });

  test("of a file that any program may open, a column has room for its longest word, and Chinese breaks anywhere", () => {
    const cell = (text: string) => [{ text }];
    const wide = longestWords([
      [cell("Amendment"), cell("决定")],
      [cell("A-10 to A-12"), cell("裁定为不可受理")],
    ]);
    expect(wide).toEqual([expect.closeTo(9 * 0.8), 4]);
  });

  test("where the longest words have no room beside each other, the widest give way, and the room is filled", () => {
    expect(columnWidths([1, 1, 1], [20, 300, 30], 100)).toEqual([20, 50, 30]);
    expect(columnWidths([1, 1, 1], [300, 10, 200], 100)).toEqual([45, 10, 45]);
  });

  test("the longest word is what stands between two places where a line may break", () => {
    const measure = ({ text }: { text: string }) => text.length;
    const longest = (...texts: string[]) =>
      longestWord(
        texts.map((text, as) => ({ text, as })),
        measure,
      );
    expect(longest("a reconsideration of it")).toBe("reconsideration".length);
    // Begun in one typeface and ended in another.
    expect(longest("a recon", "sideration of it")).toBe("reconsideration".length);
    expect(longest("学习型城市")).toBe(1);
    expect(longest("")).toBe(0);
  });
});
