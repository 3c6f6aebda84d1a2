import type PDFDocument from "pdfkit";
import type { Language } from "../../../shared/text/model";
import type { Run } from "./document";
import { breakLines, type Line, longestWord, type Stretch } from "./lines";
import type { Typeface, Typefaces } from "./typefaces";

export type Doc = InstanceType<typeof PDFDocument>;
export type Look = { face: Typeface; size: number };

const PLAIN = { bold: false, italic: false };

/** Words as lines, in the typefaces that have their characters; sizes and widths in points. */
export class Typesetter {
  readonly #known = new Set<string>();
  readonly #widths = new Map<Look, Map<string, number>>();
  readonly #looks = new Map<string, Look>();

  constructor(
    private readonly doc: Doc,
    private readonly typefaces: Typefaces,
  ) {}

  async lines(runs: readonly Run[], size: number, language: Language, width: number): Promise<Line<Look>[]> {
    const stretches = await this.#stretches(runs, size, language);
    return breakLines(stretches, width, (stretch) => this.#widthOf(stretch));
  }

  /** What fits into the first line. */
  async line(text: string, size: number, language: Language, width: number): Promise<Line<Look>> {
    const [line] = await this.lines([{ text }], size, language, width);
    if (!line) throw new Error("no words make one empty line");
    return line;
  }

  /** The width below which a word would have to be cut. */
  async leastWidth(runs: readonly Run[], size: number, language: Language): Promise<number> {
    return longestWord(await this.#stretches(runs, size, language), (stretch) => this.#widthOf(stretch));
  }

  /** What is written next is written so. */
  take({ face, size }: Look): void {
    if (!this.#known.has(face.name)) {
      this.doc.registerFont(face.name, face.bytes as Buffer);
      this.#known.add(face.name);
    }
    this.doc.font(face.name).fontSize(size);
  }

  async #stretches(runs: readonly Run[], size: number, language: Language): Promise<Stretch<Look>[]> {
    const stretches: Stretch<Look>[] = [];
    for (const { text, bold, italic } of runs) {
      const style = { ...PLAIN, ...(bold ? { bold } : {}), ...(italic ? { italic } : {}) };
      for (const { text: part, face } of await this.typefaces.set(text, style, language)) {
        stretches.push({ text: part, as: this.#look(face, size) });
      }
    }
    return stretches;
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
      this.take(as);
      width = this.doc.widthOfString(text);
      widths.set(text, width);
    }
    return width;
  }
}
