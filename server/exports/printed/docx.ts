import type { IRunOptions, ISectionOptions, ParagraphChild } from "docx";
import type { Language } from "../../../shared/text/model";
import { storable } from "../xml";
import { columnWidths, longestWords, sharesOf } from "./columns";
import { heading, type Piece, type PrintedDocument, type Run } from "./document";

/** What Word knows: its own names of languages, and fonts that machines have. */
const LOCALES: Record<Language, string> = { en: "en-GB", zh: "zh-CN", fr: "fr-FR", es: "es-ES" };
const FONT = { ascii: "Georgia", hAnsi: "Georgia", cs: "Georgia", eastAsia: "SimSun" };
/** In half points. */
const SIZES = { text: 22, small: 18, 1: 40, 2: 28, 3: 24 } as const;
/** In twentieths of a point: the width of the text on A4 with margins of an inch. */
const MEASURE = 9026;
const INDENT = 480;
/** Of a table's letters, and beside them in a cell. */
const CELL_EM = 200;
const CELL_SIDE = 80;

/** The document as a Word file that can be edited: real headings, lists by indentation, tables with a head that repeats. */
export async function docxOf(
  printed: PrintedDocument,
  pageOf: (page: string, pages: string) => string,
): Promise<Buffer> {
  const docx = await import("docx");
  const { language } = printed;
  const run = (
    { text, bold, italic }: Run,
    in_: Language,
    more: Partial<IRunOptions> = {},
  ): ParagraphChild[] =>
    text.split("\n").map(
      (line, i) =>
        new docx.TextRun({
          text: storable(line),
          ...(i > 0 ? { break: 1 } : {}),
          ...(bold ? { bold } : {}),
          ...(italic ? (in_ === "zh" ? { bold: true } : { italics: true }) : {}),
          language: { value: LOCALES[in_], eastAsia: LOCALES.zh },
          ...more,
        }),
    );
  const runs = (all: readonly Run[], in_: Language, more: Partial<IRunOptions> = {}) =>
    all.flatMap((one) => run(one, in_, more));
  const LEVELS = [docx.HeadingLevel.HEADING_1, docx.HeadingLevel.HEADING_2, docx.HeadingLevel.HEADING_3];
  let isPageDue = false;
  const onNewPage = () => {
    const due = isPageDue;
    isPageDue = false;
    return due ? { pageBreakBefore: true } : {};
  };
  const write = (piece: Piece): ISectionOptions["children"] => {
    switch (piece.kind) {
      case "heading":
        return [
          new docx.Paragraph({
            heading: LEVELS[piece.level - 1],
            keepNext: true,
            ...onNewPage(),
            children: runs(piece.runs, piece.language, { size: SIZES[piece.level], bold: true }),
          }),
        ];
      case "paragraph": {
        const left = piece.indent * INDENT + (piece.label === "" ? 0 : INDENT);
        const label = piece.label === "" ? [] : run({ text: `${piece.label}\t` }, piece.language);
        return [
          new docx.Paragraph({
            ...onNewPage(),
            spacing: { after: 120, line: 300 },
            indent: { left, ...(piece.label === "" ? {} : { hanging: INDENT }) },
            children: [
              ...label,
              ...runs(piece.runs, piece.language, piece.small ? { size: SIZES.small } : {}),
            ],
          }),
        ];
      }
      case "table": {
        // Word makes a column wider by itself for a word that does not fit; other programs cut the word.
        const all = [...(piece.head ? [piece.head] : []), ...piece.rows];
        const shares = piece.widths ?? sharesOf(all);
        const least =
          piece.widths?.map(() => 0) ?? longestWords(all).map((ems) => ems * CELL_EM + 2 * CELL_SIDE);
        const widths = columnWidths(shares, least, MEASURE).map(Math.round);
        const row = (cells: Run[][], head: boolean) =>
          new docx.TableRow({
            tableHeader: head,
            cantSplit: true,
            children: cells.map(
              (cell, i) =>
                new docx.TableCell({
                  width: { size: widths[i] ?? 0, type: docx.WidthType.DXA },
                  margins: { top: 40, bottom: 40, left: CELL_SIDE, right: CELL_SIDE },
                  children: [
                    new docx.Paragraph({
                      children: runs(cell, piece.language, {
                        size: CELL_EM / 10,
                        ...(head ? { bold: true } : {}),
                      }),
                    }),
                  ],
                }),
            ),
          });
        return [
          new docx.Table({
            columnWidths: widths,
            width: { size: MEASURE, type: docx.WidthType.DXA },
            rows: [
              ...(piece.head ? [row(piece.head, true)] : []),
              ...piece.rows.map((cells) => row(cells, false)),
            ],
          }),
          new docx.Paragraph({}),
        ];
      }
      case "signatures":
        return [
          ...(write(heading(piece.language, 2, piece.title)) ?? []),
          ...piece.under.flatMap((words) => [
            new docx.Paragraph({ spacing: { before: 700 }, thematicBreak: true, keepNext: true }),
            ...words.map((text) => new docx.Paragraph({ children: run({ text }, piece.language) })),
          ]),
        ];
      case "rule":
        return [new docx.Paragraph({ thematicBreak: true, spacing: { after: 120 } })];
      case "page":
        isPageDue = true;
        return [];
    }
  };
  const [PAGE, PAGES] = ["{page}", "{pages}"];
  const foot = pageOf(PAGE, PAGES)
    .split(/(\{pages?\})/)
    .map((part) =>
      part === PAGE ? docx.PageNumber.CURRENT : part === PAGES ? docx.PageNumber.TOTAL_PAGES : part,
    );
  const quiet = { size: SIZES.small, color: "5C5C57" };
  const file = new docx.Document({
    title: printed.title,
    subject: printed.symbol,
    creator: "Concord",
    styles: {
      default: {
        document: {
          run: { font: FONT, size: SIZES.text, language: { value: LOCALES[language], eastAsia: LOCALES.zh } },
        },
      },
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1440, right: 1440, bottom: 1440, left: 1440 },
          },
        },
        headers: {
          default: new docx.Header({
            children: [
              new docx.Paragraph({
                tabStops: [{ type: docx.TabStopType.RIGHT, position: MEASURE }],
                children: run({ text: `${printed.head}\t${printed.symbol}` }, language, quiet),
              }),
            ],
          }),
        },
        footers: Object.fromEntries(
          (["default", "first"] as const).map((which) => [
            which,
            new docx.Footer({
              children: [
                new docx.Paragraph({
                  alignment: docx.AlignmentType.CENTER,
                  children: [new docx.TextRun({ ...quiet, children: foot })],
                }),
              ],
            }),
          ]),
        ),
        children: printed.pieces.flatMap((piece) => [...(write(piece) ?? [])]),
      },
    ],
  });
  return docx.Packer.toBuffer(file);
}
