import { type Block, type BlockId, type Language, normaliseRuns, type Run } from "../model";
import { type Piece, runOf, type SeenParagraph } from "./marked";
import type { Original } from "./original";
import { type Edit, editsBetween, placeEdits, type Restyle, slice } from "./place-edits";

/** Words of a file that could not be given a place in the version: nobody's amendment has them. */
export type Lost = { block: BlockId | null; said: string };

/** The paragraph without the number that was typed before it. */
export function withoutSign({ pieces }: SeenParagraph, signLength: number): Piece[] {
  let left = signLength;
  return pieces.flatMap((piece) => {
    const taken = Math.min(left, piece.text.length);
    left -= taken;
    if (taken === piece.text.length && taken > 0) return [];
    const from = piece.from && { ...piece.from, at: piece.from.at + taken };
    return [{ ...piece, text: piece.text.slice(taken), from }];
  });
}

/** What an author made of a paragraph that the version has: its block with the edits put into it. */
export function revisedRuns(
  block: Block,
  own: { paragraph: number; original: Original },
  pieces: readonly Piece[],
  author: string,
  originals: readonly Original[],
): { runs: Run[]; lost: Lost[] } {
  const { original, paragraph } = own;
  const { text, signLength } = original;
  const edits: Edit[] = [];
  const restyles: Restyle[] = [];
  const lost: Lost[] = [];
  let put: Run[] = [];
  let at = signLength;
  const close = (to: number) => {
    if (to > at || put.length > 0) edits.push({ from: at, to: Math.max(to, at), put });
    put = [];
    at = Math.max(to, at);
  };
  for (const piece of pieces) {
    const { run, from } = piece;
    if (from?.paragraph !== paragraph) {
      const words = wordsOf(piece, block, originals);
      put.push(...words.runs);
      lost.push(...words.lost);
      continue;
    }
    close(from.at);
    const end = from.at + piece.text.length;
    if (run.restyled?.by === author && isRestyled(run))
      restyles.push({ from: from.at, to: end, em: run.em, strong: run.strong });
    at = Math.max(at, end);
  }
  close(text.length);
  const placed = inPlace(block, original, edits, restyles);
  return { runs: placed.runs, lost: [...lost, ...placed.lost] };
}

/** The same of a paragraph that was cut out and pasted elsewhere: `pieces` are new, and what they change is found by comparing. */
export function copiedRuns(
  block: Block,
  original: Original,
  pieces: readonly Piece[],
  language: Language,
): { runs: Run[]; lost: Lost[] } {
  const { text, signLength } = original;
  const after = pieces.map((piece) => piece.text).join("");
  return inPlace(block, original, editsBetween(text.slice(signLength), after, language, signLength), []);
}

function inPlace(
  block: Block,
  { alignment, text }: Original,
  edits: readonly Edit[],
  restyles: readonly Restyle[],
): { runs: Run[]; lost: Lost[] } {
  if (!alignment) throw new Error(`block ${block.id} is aligned with no paragraph`);
  const { runs, lost } = placeEdits(block.runs, alignment, edits.filter(isChange), restyles);
  return {
    runs: trimmed(runs),
    lost: lost.flatMap(({ from, to, put }) => {
      const said = `${text.slice(from, to)} → ${wordsIn(put)}`;
      return said.trim() === "→" ? [] : [{ block: block.id, said }];
    }),
  };
}

/** A paragraph that the version does not have: new words, and those that came from its other paragraphs. */
export function newRuns(
  pieces: readonly Piece[],
  originals: readonly Original[],
): { runs: Run[]; lost: Lost[] } {
  const words = pieces.map((piece) => wordsOf(piece, null, originals));
  return { runs: trimmed(words.flatMap(({ runs }) => runs)), lost: words.flatMap(({ lost }) => lost) };
}

/** Words that came from another paragraph are taken as the version has them: what only the file says there, nobody tracked. */
function wordsOf(
  { run, text, from }: Piece,
  into: Block | null,
  originals: readonly Original[],
): { runs: Run[]; lost: Lost[] } {
  if (from === null) return { runs: [emphasised(run, text, into)], lost: [] };
  const { alignment, block, signLength } = originals[from.paragraph] ?? {};
  if (!alignment || !block)
    return { runs: [], lost: text.trim() === "" ? [] : [{ block: null, said: text }] };
  const runs: Run[] = [];
  const missing: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const place = from.at + i;
    const range = alignment.ranges[place];
    if (range) runs.push(...slice(block.runs, range.from, range.to));
    else if (place >= (signLength ?? 0)) missing.push(text.charAt(i));
  }
  const said = missing.join("");
  return { runs, lost: said.trim() === "" ? [] : [{ block: block.id, said }] };
}

/** All of a title or heading is strong: that says nothing about its words. */
function emphasised(run: Piece["run"], text: string, into: Block | null): Run {
  const isHeading = into?.kind === "title" || into?.kind === "heading" || into?.kind === "area";
  return runOf(isHeading ? { ...run, strong: false } : run, text);
}

function isRestyled({ em, strong, restyled }: Piece["run"]): boolean {
  return restyled !== null && (restyled.em !== em || restyled.strong !== strong);
}

function isChange({ from, to, put }: Edit): boolean {
  return from < to || put.some(({ text }) => text !== "");
}

function wordsIn(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join("");
}

function trimmed(runs: readonly Run[]): Run[] {
  const words = wordsIn(runs);
  const start = words.length - words.trimStart().length;
  return normaliseRuns(slice(runs, start, words.trimEnd().length));
}
