import type { Language } from "../../../shared/text/model";
import type { Line } from "./lines";
import type { Doc, Look, Typesetter } from "./typesetter";

export type Element = PDFKit.Mixins.PDFMarking extends { struct(...given: never[]): infer E } ? E : never;

/** A4 in points, and where the text stands on it: some seventy letters a line. */
export const PAGE = { width: 595.28, height: 841.89, left: 82, right: 82, top: 84, bottom: 84 };
export const MEASURE = PAGE.width - PAGE.left - PAGE.right;
export const SIZES = { text: 11, small: 9, 1: 21, 2: 14, 3: 11.5 } as const;
export const LEADING: Record<Language, number> = { en: 1.42, fr: 1.42, es: 1.42, zh: 1.62 };
export const INK = "#1a1a18";
export const QUIET = "#5c5c57";
const HAIRLINE = 0.5;
/** So many pieces are laid out before whoever else waits for the processor has it. */
const AT_A_TIME = 12;

/** The page that is being filled, from the top: where the next line stands, and what is drawn with its tag for who listens. */
export class Sheet {
  y = PAGE.top;
  readonly #root: Element;
  #put = 0;

  constructor(
    readonly doc: Doc,
    readonly set: Typesetter,
  ) {
    this.#root = doc.struct("Document");
    doc.addStructure(this.#root);
  }

  begin(tag: string, language: Language): Element {
    const element = this.doc.struct(tag, { lang: language });
    this.#root.add(element);
    return element;
  }

  end(): void {
    this.#root.end();
  }

  marked(element: Element, tag: string, draw: () => void): void {
    const content = this.doc.markStructureContent(tag);
    draw();
    this.doc.endMarkedContent();
    element.add(content);
  }

  /** Lines one under the other, over as many pages as they need. */
  flow(element: Element, tag: string, lines: Line<Look>[], x: number, leading: number, color = INK): void {
    for (let from = 0; from < lines.length; ) {
      if (!this.fits(leading)) this.turn();
      const to = Math.min(lines.length, from + Math.floor((PAGE.height - PAGE.bottom - this.y) / leading));
      this.marked(element, tag, () => {
        for (const line of lines.slice(from, to)) {
          this.draw(line, x, this.y + (line.stretches[0]?.as.size ?? SIZES.text), color);
          this.y += leading;
        }
      });
      from = to;
    }
  }

  draw({ stretches }: Line<Look>, x: number, baseline: number, color: string): void {
    let at = x;
    for (const { text, as, width } of stretches) {
      this.set.take(as);
      this.doc.fillColor(color).text(text, at, baseline, { lineBreak: false, baseline: "alphabetic" });
      at += width;
    }
  }

  hairline(x: number, y: number, width: number, color = "#b9b9b2"): void {
    this.doc.markContent("Artifact", { type: "Layout" });
    this.doc
      .lineWidth(HAIRLINE)
      .strokeColor(color)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke();
    this.doc.endMarkedContent();
  }

  fits(height: number): boolean {
    return this.y + height <= PAGE.height - PAGE.bottom;
  }

  room(height: number): void {
    if (!this.fits(height)) this.turn();
  }

  turn(): void {
    if (this.y === PAGE.top) return;
    this.doc.addPage();
    this.y = PAGE.top;
  }

  async settle(): Promise<void> {
    if (++this.#put % AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
