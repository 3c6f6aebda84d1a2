import { fromBase64, toBase64 } from "lib0/buffer";
import * as Y from "yjs";
import { type Anchor, AROUND, LONGEST_QUOTE } from "./anchor-shape";
import type { BlockId } from "./model";
import { type BlockElement, findBlocks, textsOf } from "./yjs";

/**
 * Where an anchor is now. `from` and `to` count UTF-16 units in the block, 0 and 0 for a whole paragraph. `found`: its own letters
 * are there; the same words were found elsewhere; or only the paragraph is left of it.
 */
export type Place = { block: BlockId; from: number; to: number; found: "letters" | "words" | "paragraph" };

/** `from === to`: the whole paragraph. Throws for a block that is not there. */
export function anchorAt(ydoc: Y.Doc, block: BlockId, from: number, to: number): Anchor {
  return new Places(ydoc).anchorAt(block, from, to);
}

/** Looks up anchors in a text as it stands at one moment. */
export class Places {
  readonly #ydoc: Y.Doc;
  readonly #blocks: { id: BlockId; element: BlockElement; words(): string }[];
  readonly #indexOf: Map<unknown, number>;
  readonly #indexById: Map<BlockId, number>;

  constructor(ydoc: Y.Doc) {
    this.#ydoc = ydoc;
    this.#blocks = findBlocks(ydoc).map(({ element, id }) => ({ id, element, words: once(element) }));
    this.#indexOf = new Map(this.#blocks.map(({ element }, i) => [element, i]));
    this.#indexById = new Map(this.#blocks.map(({ id }, i) => [id, i]));
  }

  has(block: BlockId): boolean {
    return this.#indexById.has(block);
  }

  /** null: neither the paragraph nor its words are left. */
  find(anchor: Anchor): Place | null {
    const isWhole = anchor.start === null || anchor.end === null;
    const home = this.#indexById.get(anchor.block);
    if (isWhole) {
      if (home !== undefined) return { block: anchor.block, from: 0, to: 0, found: "letters" };
      const joined = this.#search(anchor, undefined);
      return joined && { block: joined.block, from: 0, to: 0, found: "words" };
    }
    const exact = this.#letters(anchor);
    if (exact) return exact;
    const words = this.#search(anchor, home);
    if (words) return words;
    return home === undefined ? null : { block: anchor.block, from: 0, to: 0, found: "paragraph" };
  }

  anchorAt(block: BlockId, from: number, to: number): Anchor {
    const found = this.#blocks[this.#indexById.get(block) ?? -1];
    if (!found) throw new Error(`There is no block ${block}`);
    const words = found.words();
    const isWhole = from === to;
    const [start, end] = isWhole ? [0, words.length] : [from, to];
    return {
      block,
      // A stretch does not grow by what is typed at its edges.
      start: isWhole ? null : positionAt(found.element, start, 0),
      end: isWhole ? null : positionAt(found.element, end, -1),
      quote: wellFormed(words.slice(start, Math.min(end, start + LONGEST_QUOTE))),
      before: wellFormed(words.slice(Math.max(0, start - AROUND), start)),
      after: wellFormed(words.slice(end, end + AROUND)),
    };
  }

  /** The anchor to keep from now on: holding on to the letters where it was found. The same one when nothing is gained. */
  renewed(anchor: Anchor): Anchor {
    const place = this.find(anchor);
    if (!place || place.found === "paragraph") return anchor;
    const fresh = this.anchorAt(place.block, place.from, place.to);
    const gained = place.found === "words" || fresh.block !== anchor.block || fresh.quote !== anchor.quote;
    return gained ? fresh : anchor;
  }

  #letters({ start, end }: Anchor): Place | null {
    const from = this.#resolve(start);
    const to = this.#resolve(end);
    if (!from || !to || from.index !== to.index || from.offset >= to.offset) return null;
    const block = this.#blocks[from.index];
    return block ? { block: block.id, from: from.offset, to: to.offset, found: "letters" } : null;
  }

  #resolve(position: string | null): { index: number; offset: number } | null {
    const relative = position === null ? null : decode(position);
    const at = relative && resolveIn(this.#ydoc, relative);
    if (!at || !(at.type instanceof Y.XmlText)) return null;
    const index = this.#indexOf.get(at.type.parent);
    const element = index === undefined ? undefined : this.#blocks[index]?.element;
    if (index === undefined || !element) return null;
    let offset = at.index;
    for (const text of textsOf(element)) {
      if (text === at.type) return { index, offset };
      offset += text.length;
    }
    return null;
  }

  /** The occurrence of the words that stands most like the one they were taken from. */
  #search(anchor: Anchor, home: number | undefined): Place | null {
    const { quote } = anchor;
    if (quote === "") return null;
    let best: { place: Place; score: number; distance: number } | null = null;
    this.#blocks.forEach((block, index) => {
      const words = block.words();
      for (let from = words.indexOf(quote); from >= 0; from = words.indexOf(quote, from + 1)) {
        const to = from + quote.length;
        const context =
          sameEnd(words.slice(0, from), anchor.before) + sameStart(words.slice(to), anchor.after);
        const isHome = index === home;
        if (!isHome && weight(quote) + context < ENOUGH_ELSEWHERE) continue;
        const score = context + (isHome ? HOME_BONUS : 0);
        const distance = Math.abs(index - (home ?? index));
        if (best && (best.score > score || (best.score === score && best.distance <= distance))) continue;
        best = { place: { block: block.id, from, to, found: "words" }, score, distance };
      }
    });
    return (best as { place: Place } | null)?.place ?? null;
  }
}

/** Guesses, held by tests: fewer letters than this stand in a text by chance, and the own paragraph outweighs some context. */
const ENOUGH_ELSEWHERE = 12;
const HOME_BONUS = 8;
/** A Chinese sign says about as much as this many letters. */
const HAN_WEIGHT = 3;

function weight(words: string): number {
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  return words.length + han * (HAN_WEIGHT - 1);
}

/** Read when they are first asked for: most anchors are found by their letters alone. */
function once(element: BlockElement): () => string {
  let words: string | undefined;
  return () => {
    words ??= wordsOf(element);
    return words;
  };
}

function wordsOf(element: BlockElement): string {
  // Yjs would spell formatting as tags in `toString`; the delta has the characters alone.
  return textsOf(element)
    .flatMap((text) => text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === "string" ? insert : ""))
    .join("");
}

function positionAt(element: BlockElement, offset: number, assoc: number): string {
  const texts = textsOf(element);
  let left = offset;
  for (const [i, text] of texts.entries()) {
    const isLast = i === texts.length - 1;
    if (left < text.length || isLast || (assoc < 0 && left === text.length))
      return toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, left, assoc)));
    left -= text.length;
  }
  throw new Error("A block without a text has no words to hold on to");
}

/** null for bytes that are no position: they may come from anybody. */
function decode(position: string): Y.RelativePosition | null {
  try {
    return Y.decodeRelativePosition(fromBase64(position));
  } catch {
    return null;
  }
}

function resolveIn(ydoc: Y.Doc, position: Y.RelativePosition): Y.AbsolutePosition | null {
  try {
    return Y.createAbsolutePositionFromRelativePosition(position, ydoc);
  } catch {
    // It names letters that this text never had.
    return null;
  }
}

function sameStart(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n += 1;
  return n;
}

function sameEnd(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a[a.length - 1 - n] === b[b.length - 1 - n]) n += 1;
  return n;
}

/** Without the halves of signs that a cut by length may leave at either end. */
function wellFormed(words: string): string {
  return words.replace(/^[\uDC00-\uDFFF]/, "").replace(/[\uD800-\uDBFF]$/, "");
}
