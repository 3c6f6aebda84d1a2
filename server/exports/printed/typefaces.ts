import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Language } from "../../../shared/text/model";

export type Style = { bold: boolean; italic: boolean };
/** A font that is embedded. `name`: under which a document knows it. */
export type Typeface = { name: string; bytes: Uint8Array };
/** Characters that are set in one typeface. */
export type Set = { text: string; face: Loaded };

/** Where a line may break, and the like: nothing to see. */
const INVISIBLE = /(?!\n)[\p{Cc}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/gu;
/** Spaces of other widths, which the fonts do not have. */
const FIXED_SPACES = /[\u2000-\u200a\u202f\u205f]/g;

const WEIGHTS = { regular: 400, bold: 600 };
const FAMILIES = ["source-serif-4", "noto-serif-sc"] as const;
type Family = (typeof FAMILIES)[number];
/** One of the files that a family comes in, and the characters that it may have. */
type Part = { family: Family; part: string; ranges: Array<[number, number]> };
type Loaded = Typeface & { has(codePoint: number): boolean };

/** General punctuation, which each of the two families draws in its own way. */
const isPunctuation = (codePoint: number) =>
  codePoint === 0xb7 || (codePoint >= 0x2010 && codePoint <= 0x203e);

/**
 * The serif of the screens, for paper: its variable fonts come in many small files, one for each group of characters, and are read
 * as they are needed, each fixed at one weight. Kept for the next document.
 */
export class Typefaces {
  readonly #loaded = new Map<string, Promise<Loaded>>();
  /** What was found, by character, style and whether it is for Chinese. */
  readonly #faces = new Map<number, Loaded | null>();
  #parts: Promise<Part[]> | null = null;

  /** `fontsDir`: where the packages of the fonts lie. */
  constructor(private readonly fontsDir: string) {}

  /** Cut into stretches of one typeface each. What no font has is written as its code: nothing is left out unseen. */
  async set(text: string, style: Style, language: Language): Promise<Set[]> {
    const sets: Set[] = [];
    for (const character of text.replaceAll(INVISIBLE, "").replaceAll(FIXED_SPACES, "\u00a0")) {
      const before = sets.at(-1);
      if (before && /\s/.test(character) && before.face.has(0x20)) {
        before.text += character;
        continue;
      }
      const face = await this.#faceOf(character.codePointAt(0) ?? 0, style, language);
      const shown = face ? character : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`;
      const used = face ?? (await this.#faceOf(0x3f, style, language));
      if (!used) throw new Error("the fonts have no question mark");
      if (before?.face === used) before.text += shown;
      else sets.push({ text: shown, face: used });
    }
    return sets;
  }

  async #faceOf(codePoint: number, style: Style, language: Language): Promise<Loaded | null> {
    const key = codePoint * 8 + Number(style.bold) * 4 + Number(style.italic) * 2 + Number(language === "zh");
    const known = this.#faces.get(key);
    if (known !== undefined) return known;
    const found = await this.#find(codePoint, style, language);
    this.#faces.set(key, found);
    return found;
  }

  async #find(codePoint: number, style: Style, language: Language): Promise<Loaded | null> {
    const chineseFirst = language === "zh" && isPunctuation(codePoint);
    const order = chineseFirst ? [...FAMILIES].reverse() : FAMILIES;
    this.#parts ??= this.#readParts();
    const parts = await this.#parts;
    for (const family of order)
      for (const part of parts) {
        if (part.family !== family) continue;
        if (!part.ranges.some(([from, to]) => codePoint >= from && codePoint <= to)) continue;
        const face = await this.#load(part, style, language);
        if (face.has(codePoint)) return face;
      }
    return null;
  }

  #load({ family, part, ranges }: Part, style: Style, language: Language): Promise<Loaded> {
    const slanted = style.italic && family === "source-serif-4" ? "italic" : "normal";
    // Chinese has no italics: what is emphasised is heavier.
    const heavy = style.bold || (style.italic && family === "noto-serif-sc" && language === "zh");
    const file = path.join(family, "files", `${family}-${part}-wght-${slanted}.woff2`);
    const wght = heavy ? WEIGHTS.bold : WEIGHTS.regular;
    const name = `${family}-${part}-${slanted}-${wght}`;
    const known = this.#loaded.get(name);
    if (known) return known;
    const loading = this.#read(name, file, wght, ranges);
    this.#loaded.set(name, loading);
    loading.catch(() => this.#loaded.delete(name));
    return loading;
  }

  async #read(name: string, file: string, wght: number, ranges: Part["ranges"]): Promise<Loaded> {
    // Loaded by the first who prints: most starts of the server never need them.
    const [{ default: subsetFont }, fontkit] = await Promise.all([import("subset-font"), import("fontkit")]);
    const characters = ranges
      .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i))
      .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
      .map((codePoint) => String.fromCodePoint(codePoint))
      .join("");
    const variable = await readFile(path.join(this.fontsDir, file));
    const fixed = await subsetFont(variable, characters, {
      targetFormat: "truetype",
      variationAxes: { wght },
    });
    // The outline of an empty last glyph is looked for where the file ends: so it ends a little later.
    const bytes = Buffer.concat([fixed, Buffer.alloc(16)]);
    const font = fontkit.create(bytes);
    return { name, bytes, has: (codePoint) => font.hasGlyphForCodePoint(codePoint) };
  }

  async #readParts(): Promise<Part[]> {
    const lists = await Promise.all(
      FAMILIES.map(async (family) => {
        const file = await readFile(path.join(this.fontsDir, family, "unicode.json"), "utf8");
        const parts = z.record(z.string(), z.string()).parse(JSON.parse(file));
        return Object.entries(parts).map(([part, ranges]) => ({
          family,
          part: part.replaceAll(/[[\]]/g, ""),
          ranges: ranges.split(",").map(rangeOf),
        }));
      }),
    );
    return lists.flat();
  }
}

/** `U+4E00-4E7F`, as style sheets have it. */
function rangeOf(text: string): [number, number] {
  const [from = "", to = from] = text.trim().replace(/^U\+/i, "").split("-");
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
