import type PDFDocument from "pdfkit";
import type { Language } from "../../../shared/text/model";
import { type Heading, heading, type Piece, type PrintedDocument, type Run } from "./document";
import { breakLines, type Line, type Stretch } from "./lines";
import type { Typeface, Typefaces } from "./typefaces";

type Doc = InstanceType<typeof PDFDocument>;
type Look = { face: Typeface; size: number };
type Element = PDFKit.Mixins.PDFMarking extends { struct(...given: never[]): infer E } ? E : never;

/** A4 in points, and where the text stands on it: some seventy letters a line. */
const PAGE = { width: 595.28, height: 841.89, left: 82, right: 82, top: 84, bottom: 84 };
const MEASURE = PAGE.width - PAGE.left - PAGE.right;
const SIZES = { text: 11, small: 9, 1: 21, 2: 14, 3: 11.5 } as const;
const LEADING: Record<Language, number> = { en: 1.42, fr: 1.42, es: 1.42, zh: 1.62 };
const INDENT = 24;
const CELL_GAP = 10;
const INK = "#1a1a18";
const QUIET = "#5c5c57";
const HAIRLINE = 0.5;
const PLAIN = { bold: false, italic: false };
/** Room to sign in above each line, and between two beside each other. */
const SIGNATURES = { above: 44, between: 28 };
/** So many pieces are laid out before whoever else waits for the processor has it. */
const AT_A_TIME = 12;

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
  const paper = new Paper(doc, typefaces);
  for (const piece of printed.pieces) await paper.put(piece);
  await paper.finish(printed, pageOf);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

class Paper {
  #y = PAGE.top;
  readonly #root: Element;
  readonly #known = new Set<string>();
  readonly #widths = new Map<Look, Map<string, number>>();
  readonly #looks = new Map<string, Look>();
  #put = 0;

  constructor(
    private readonly doc: Doc,
    private readonly typefaces: Typefaces,
  ) {
    this.#root = doc.struct("Document");
    doc.addStructure(this.#root);
  }

  async put(piece: Piece): Promise<void> {
    await this.#settle();
    switch (piece.kind) {
      case "heading":
        return this.#heading(piece);
      case "paragraph":
        return this.#paragraph(piece);
      case "table":
        return this.#table(piece);
      case "signatures":
        return this.#signatures(piece);
      case "rule":
        this.#room(20);
        this.#hairline(PAGE.left, this.#y + 6, MEASURE);
        this.#y += 16;
        return;
      case "page":
        this.#turn();
        return;
    }
  }

  async #heading({ level, language, runs }: Heading): Promise<void> {
    const size = SIZES[level];
    const bold = runs.map((run) => ({ ...run, bold: true }));
    const lines = await this.#lines(bold, size, language, MEASURE);
    const leading = size * (language === "zh" ? 1.4 : 1.25);
    const isAtTop = this.#y === PAGE.top;
    const above = isAtTop ? 0 : size * 0.9;
    // A heading does not stand alone at the foot of a page.
    if (!this.#fits(above + lines.length * leading + 3 * SIZES.text * 1.5)) this.#turn();
    else this.#y += above;
    const text = runs.map((run) => run.text).join("");
    if (level < 3) this.doc.outline.addItem(text);
    const element = this.#begin(`H${level}`, language);
    this.#flow(element, `H${level}`, lines, PAGE.left, leading);
    element.end();
    this.#y += size * 0.35;
  }

  async #paragraph(piece: Extract<Piece, { kind: "paragraph" }>): Promise<void> {
    const { language, label, indent, small, runs } = piece;
    const size = small ? SIZES.small : SIZES.text;
    const leading = size * LEADING[language];
    const left = PAGE.left + indent * INDENT;
    const [labelled] = label === "" ? [] : await this.#lines([{ text: label }], size, language, MEASURE);
    const hang = labelled ? Math.max(INDENT, labelled.width + 6) : 0;
    const lines = await this.#lines(runs, size, language, PAGE.left + MEASURE - left - hang);
    // Two lines at least stay together, or all there are.
    this.#room(Math.min(lines.length, 2) * leading);
    const element = this.#begin("P", language);
    if (labelled)
      this.#marked(element, "P", () => this.#draw(labelled, left, this.#y + size, small ? QUIET : INK));
    this.#flow(element, "P", lines, left + hang, leading, small ? QUIET : INK);
    element.end();
    this.#y += size * 0.5;
  }

  async #table({ language, widths, head, rows }: Extract<Piece, { kind: "table" }>): Promise<void> {
    const whole = widths.reduce((sum, one) => sum + one, 0);
    const columns = widths.map((width) => (width / whole) * (MEASURE + CELL_GAP) - CELL_GAP);
    const size = SIZES.small + 0.5;
    const leading = size * LEADING[language];
    const set = (row: Run[][], bold: boolean) =>
      Promise.all(
        row.map((runs, i) =>
          this.#lines(
            runs.map((run) => (bold ? { ...run, bold } : run)),
            size,
            language,
            columns[i] ?? 0,
          ),
        ),
      );
    const table = this.#begin("Table", language);
    const headed = head && (await set(head, true));
    const draw = (cells: Line<Look>[][], tag: "TH" | "TD") => {
      const height = Math.max(...cells.map((lines) => lines.length));
      const row = this.doc.struct("TR");
      table.add(row);
      const elements = cells.map(() => {
        const cell = this.doc.struct(tag);
        row.add(cell);
        return cell;
      });
      for (let from = 0; from < height; ) {
        if (!this.#fits(leading)) {
          this.#turn();
          if (headed && tag === "TD") repeatHead(headed);
        }
        const fitting = Math.max(1, Math.floor((PAGE.height - PAGE.bottom - this.#y) / leading));
        const to = Math.min(height, from + fitting);
        let x = PAGE.left;
        for (const [i, lines] of cells.entries()) {
          const element = elements[i];
          const shown = lines.slice(from, to);
          if (element && shown.length > 0)
            this.#marked(element, tag, () => {
              for (const [n, line] of shown.entries()) this.#draw(line, x, this.#y + size + n * leading, INK);
            });
          x += (columns[i] ?? 0) + CELL_GAP;
        }
        this.#y += (to - from) * leading;
        from = to;
      }
      for (const element of elements) element.end();
      row.end();
      this.#y += 2;
      this.#hairline(PAGE.left, this.#y, MEASURE);
      this.#y += 3;
    };
    // Said once to those who listen, and shown on each page.
    const repeatHead = (cells: Line<Look>[][]) => {
      this.doc.markContent("Artifact", { type: "Pagination" });
      let x = PAGE.left;
      for (const [i, lines] of cells.entries()) {
        for (const [n, line] of lines.entries()) this.#draw(line, x, this.#y + size + n * leading, INK);
        x += (columns[i] ?? 0) + CELL_GAP;
      }
      this.doc.endMarkedContent();
      this.#y += Math.max(...cells.map((lines) => lines.length)) * leading + 2;
      this.#hairline(PAGE.left, this.#y, MEASURE);
      this.#y += 3;
    };
    const heightOf = (cells: Line<Look>[][]) => Math.max(...cells.map((lines) => lines.length)) * leading + 5;
    if (headed) {
      this.#room(heightOf(headed) + 2 * leading);
      draw(headed, "TH");
    }
    for (const row of rows) {
      await this.#settle();
      const cells = await set(row, false);
      if (!this.#fits(heightOf(cells)) && heightOf(cells) < PAGE.height - PAGE.top - PAGE.bottom - 40) {
        this.#turn();
        if (headed) repeatHead(headed);
      }
      draw(cells, "TD");
    }
    table.end();
    this.#y += 8;
  }

  async #signatures({ language, title, under }: Extract<Piece, { kind: "signatures" }>): Promise<void> {
    const size = SIZES.small + 0.5;
    const leading = size * LEADING[language];
    const width = (MEASURE - SIGNATURES.between) / 2;
    const set = async (words: string[]) =>
      (await Promise.all(words.map((text) => this.#lines([{ text }], size, language, width)))).flat();
    const places = await Promise.all(under.map(set));
    const height = Math.max(...places.map((lines) => lines.length)) * leading;
    const rows = Math.ceil(places.length / 2);
    this.#room(50 + rows * (SIGNATURES.above + height + 10));
    await this.#heading(heading(language, 2, title));
    for (const [i, lines] of places.entries()) {
      const x = PAGE.left + (i % 2) * (width + SIGNATURES.between);
      const y = this.#y + Math.floor(i / 2) * (SIGNATURES.above + height + 10) + SIGNATURES.above;
      this.#hairline(x, y, width, INK);
      const element = this.#begin("P", language);
      this.#marked(element, "P", () => {
        for (const [n, line] of lines.entries()) this.#draw(line, x, y + size + 4 + n * leading, INK);
      });
      element.end();
    }
    this.#y += rows * (SIGNATURES.above + height + 10);
  }

  /** Heads and feet, once it is known how many pages there are. */
  async finish(printed: PrintedDocument, pageOf: (page: number, pages: number) => string): Promise<void> {
    this.#root.end();
    const { start, count } = this.doc.bufferedPageRange();
    const { language } = printed;
    for (let i = 0; i < count; i++) {
      this.doc.switchToPage(start + i);
      const foot = await this.#line(pageOf(i + 1, count), SIZES.small, language);
      const head = i === 0 ? null : await this.#line(printed.head, SIZES.small, language, MEASURE * 0.66);
      const symbol = i === 0 ? null : await this.#line(printed.symbol, SIZES.small, language);
      this.doc.markContent("Artifact", { type: "Pagination" });
      this.#draw(foot, PAGE.left + (MEASURE - foot.width) / 2, PAGE.height - PAGE.bottom + 38, QUIET);
      if (head && symbol) {
        this.#draw(head, PAGE.left, PAGE.top - 30, QUIET);
        this.#draw(symbol, PAGE.left + MEASURE - symbol.width, PAGE.top - 30, QUIET);
      }
      this.doc.endMarkedContent();
    }
  }

  async #line(text: string, size: number, language: Language, width = MEASURE): Promise<Line<Look>> {
    const [line] = await this.#lines([{ text }], size, language, width);
    if (!line) throw new Error("no words make one empty line");
    return line;
  }

  async #lines(runs: readonly Run[], size: number, language: Language, width: number): Promise<Line<Look>[]> {
    const stretches: Stretch<Look>[] = [];
    for (const { text, bold, italic } of runs) {
      const style = { ...PLAIN, ...(bold ? { bold } : {}), ...(italic ? { italic } : {}) };
      for (const { text: part, face } of await this.typefaces.set(text, style, language)) {
        stretches.push({ text: part, as: this.#look(face, size) });
      }
    }
    return breakLines(stretches, width, (stretch) => this.#widthOf(stretch));
  }

  #look(face: Typeface, size: number): Look {
    const key = `${face.name} ${size}`;
    const look = this.#looks.get(key) ?? { face, size };
    this.#looks.set(key, look);
    return look;
  }

  #widthOf({ text, as }: Stretch<Look>): number {
    const widths = this.#widths.get(as) ?? new Map<string, number>();
    this.#widths.set(as, widths);
    let width = widths.get(text);
    if (width === undefined) {
      this.#take(as);
      width = this.doc.widthOfString(text);
      widths.set(text, width);
    }
    return width;
  }

  async #settle(): Promise<void> {
    if (++this.#put % AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
  }

  #take({ face, size }: Look): void {
    if (!this.#known.has(face.name)) {
      this.doc.registerFont(face.name, face.bytes as Buffer);
      this.#known.add(face.name);
    }
    this.doc.font(face.name).fontSize(size);
  }

  #flow(element: Element, tag: string, lines: Line<Look>[], x: number, leading: number, color = INK): void {
    for (let from = 0; from < lines.length; ) {
      if (!this.#fits(leading)) this.#turn();
      const to = Math.min(lines.length, from + Math.floor((PAGE.height - PAGE.bottom - this.#y) / leading));
      this.#marked(element, tag, () => {
        for (const line of lines.slice(from, to)) {
          this.#draw(line, x, this.#y + (line.stretches[0]?.as.size ?? SIZES.text), color);
          this.#y += leading;
        }
      });
      from = to;
    }
  }

  #draw({ stretches }: Line<Look>, x: number, baseline: number, color: string): void {
    let at = x;
    for (const { text, as, width } of stretches) {
      this.#take(as);
      this.doc.fillColor(color).text(text, at, baseline, { lineBreak: false, baseline: "alphabetic" });
      at += width;
    }
  }

  #hairline(x: number, y: number, width: number, color = "#b9b9b2"): void {
    this.doc.markContent("Artifact", { type: "Layout" });
    this.doc
      .lineWidth(HAIRLINE)
      .strokeColor(color)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke();
    this.doc.endMarkedContent();
  }

  #begin(tag: string, language: Language): Element {
    const element = this.doc.struct(tag, { lang: language });
    this.#root.add(element);
    return element;
  }

  #marked(element: Element, tag: string, draw: () => void): void {
    const content = this.doc.markStructureContent(tag);
    draw();
    this.doc.endMarkedContent();
    element.add(content);
  }

  #fits(height: number): boolean {
    return this.#y + height <= PAGE.height - PAGE.bottom;
  }

  #room(height: number): void {
    if (!this.#fits(height)) this.#turn();
  }

  #turn(): void {
    if (this.#y === PAGE.top) return;
    this.doc.addPage();
    this.#y = PAGE.top;
  }
}
