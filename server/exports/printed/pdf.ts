import type { Language } from "../../../shared/text/model";
import { type Heading, heading, type Piece, type PrintedDocument } from "./document";
import { putTable } from "./pdf-table";
import { INK, LEADING, MEASURE, PAGE, QUIET, Sheet, SIZES } from "./sheet";
import type { Typefaces } from "./typefaces";
import { Typesetter } from "./typesetter";

const INDENT = 24;
/** Room to sign in above each line, and between two beside each other. */
const SIGNATURES = { above: 44, between: 28 };
/** At the top of a page, between its name and its symbol. */
const HEAD_GAP = 18;

/**
 * A document as PDF: A4, tagged, every font embedded with the characters that are used. The same document gives the same bytes.
 * `pageOf`: what stands at the foot of a page.
 */
export async function pdfOf(
  printed: PrintedDocument,
  typefaces: Typefaces,
  pageOf: (page: number, pages: number) => string,
): Promise<Buffer> {
  const { default: Pdf } = await import("pdfkit");
  const doc = new Pdf({
    size: [PAGE.width, PAGE.height],
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    pdfVersion: "1.7",
    lang: printed.language,
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    // None of the fonts that a reader would have to have.
    font: "",
    info: {
      Title: printed.title,
      Subject: printed.symbol,
      Creator: "Concord",
      Producer: "Concord",
      CreationDate: printed.at,
      ModDate: printed.at,
    },
  });
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on("end", () => resolve()));
  const sheet = new Sheet(doc, new Typesetter(doc, typefaces));
  for (const piece of printed.pieces) {
    await sheet.settle();
    await put(sheet, piece);
  }
  sheet.end();
  await headsAndFeet(sheet, printed, pageOf);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

async function put(sheet: Sheet, piece: Piece): Promise<void> {
  switch (piece.kind) {
    case "heading":
      return putHeading(sheet, piece);
    case "paragraph":
      return putParagraph(sheet, piece);
    case "table":
      return putTable(sheet, piece);
    case "signatures":
      return putSignatures(sheet, piece);
    case "rule":
      sheet.room(20);
      sheet.hairline(PAGE.left, sheet.y + 6, MEASURE);
      sheet.y += 16;
      return;
    case "page":
      sheet.turn();
      return;
  }
}

async function putHeading(sheet: Sheet, { level, language, runs }: Heading): Promise<void> {
  const size = SIZES[level];
  const bold = runs.map((run) => ({ ...run, bold: true }));
  const lines = await sheet.set.lines(bold, size, language, MEASURE);
  const leading = size * (language === "zh" ? 1.4 : 1.25);
  const above = sheet.y === PAGE.top ? 0 : size * 0.9;
  // A heading does not stand alone at the foot of a page.
  if (!sheet.fits(above + lines.length * leading + 3 * SIZES.text * 1.5)) sheet.turn();
  else sheet.y += above;
  if (level < 3) sheet.doc.outline.addItem(runs.map((run) => run.text).join(""));
  const element = sheet.begin(`H${level}`, language);
  sheet.flow(element, `H${level}`, lines, PAGE.left, leading);
  element.end();
  sheet.y += size * 0.35;
}

async function putParagraph(sheet: Sheet, piece: Extract<Piece, { kind: "paragraph" }>): Promise<void> {
  const { language, label, indent, small, runs } = piece;
  const size = small ? SIZES.small : SIZES.text;
  const color = small ? QUIET : INK;
  const leading = size * LEADING[language];
  const left = PAGE.left + indent * INDENT;
  const labelled = label === "" ? null : await sheet.set.line(label, size, language, MEASURE);
  const hang = labelled ? Math.max(INDENT, labelled.width + 6) : 0;
  const lines = await sheet.set.lines(runs, size, language, PAGE.left + MEASURE - left - hang);
  // Two lines at least stay together, or all there are.
  sheet.room(Math.min(lines.length, 2) * leading);
  const element = sheet.begin("P", language);
  if (labelled) sheet.marked(element, "P", () => sheet.draw(labelled, left, sheet.y + size, color));
  sheet.flow(element, "P", lines, left + hang, leading, color);
  element.end();
  sheet.y += size * 0.5;
}

async function putSignatures(sheet: Sheet, piece: Extract<Piece, { kind: "signatures" }>): Promise<void> {
  const { language, title, under } = piece;
  const size = SIZES.small + 0.5;
  const leading = size * LEADING[language];
  const width = (MEASURE - SIGNATURES.between) / 2;
  const set = async (words: string[]) =>
    (await Promise.all(words.map((text) => sheet.set.lines([{ text }], size, language, width)))).flat();
  const places = await Promise.all(under.map(set));
  const height = Math.max(...places.map((lines) => lines.length)) * leading;
  const apart = SIGNATURES.above + height + 10;
  const rows = Math.ceil(places.length / 2);
  sheet.room(50 + rows * apart);
  await putHeading(sheet, heading(language, 2, title));
  for (const [i, lines] of places.entries()) {
    const x = PAGE.left + (i % 2) * (width + SIGNATURES.between);
    const y = sheet.y + Math.floor(i / 2) * apart + SIGNATURES.above;
    sheet.hairline(x, y, width, INK);
    const element = sheet.begin("P", language);
    sheet.marked(element, "P", () => {
      for (const [n, line] of lines.entries()) sheet.draw(line, x, y + size + 4 + n * leading, INK);
    });
    element.end();
  }
  sheet.y += rows * apart;
}

/** Once it is known how many pages there are. */
async function headsAndFeet(
  sheet: Sheet,
  printed: PrintedDocument,
  pageOf: (page: number, pages: number) => string,
): Promise<void> {
  const { doc, set } = sheet;
  const { start, count } = doc.bufferedPageRange();
  const line = (text: string, language: Language, width = MEASURE) =>
    set.line(text, SIZES.small, language, width);
  for (let i = 0; i < count; i++) {
    doc.switchToPage(start + i);
    const foot = await line(pageOf(i + 1, count), printed.language);
    const symbol = i === 0 ? null : await line(printed.symbol, printed.language);
    const head = symbol && (await line(printed.head, printed.language, MEASURE - symbol.width - HEAD_GAP));
    doc.markContent("Artifact", { type: "Pagination" });
    sheet.draw(foot, PAGE.left + (MEASURE - foot.width) / 2, PAGE.height - PAGE.bottom + 38, QUIET);
    if (head && symbol) {
      sheet.draw(head, PAGE.left, PAGE.top - 30, QUIET);
      sheet.draw(symbol, PAGE.left + MEASURE - symbol.width, PAGE.top - 30, QUIET);
    }
    doc.endMarkedContent();
  }
}
