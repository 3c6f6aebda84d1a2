import { smallestSpans } from "../diff";
import { type Language, type Mark, normaliseMarks, normaliseRuns, type Run } from "../model";
import type { Alignment } from "./printed";

/** A change of what a file said: `from` up to `to` (UTF-16, in the file's words) gives way to `put`. */
export type Edit = { from: number; to: number; put: Run[] };
export type Restyle = { from: number; to: number; em: boolean; strong: boolean };

/** `within`: the brackets it stands in. */
type Placed = { from: number; to: number; put: Run[]; within: readonly Mark[] };

/**
 * The block's runs with the edits that stand on words the file and the block share. `lost`: those that do not; they are left out whole.
 * Edits are in order and apart.
 */
export function placeEdits(
  runs: readonly Run[],
  { ranges }: Alignment,
  edits: readonly Edit[],
  restyles: readonly Restyle[],
): { runs: Run[]; lost: Edit[] } {
  const lost: Edit[] = [];
  const placed: Placed[] = [];
  for (const edit of edits) {
    const range = placeOf(ranges, edit);
    const overtaken = range !== null && range.from < (placed.at(-1)?.to ?? 0);
    if (range === null || overtaken) lost.push(edit);
    else placed.push({ ...range, put: edit.put, within: ranges[edit.from - 1]?.open ?? [] });
  }
  let result = restyled(runs, ranges, restyles);
  for (const one of placed.reverse()) result = replaced(result, one);
  return { runs: normaliseRuns(result), lost };
}

/** The edits that make `after` of `before`, word by word, `at` further on: what stays keeps its marks. */
export function editsBetween(before: string, after: string, language: Language, at = 0): Edit[] {
  const plain = (text: string): Run[] => (text === "" ? [] : [{ text, marks: [] }]);
  const edits: Edit[] = [];
  let place = at;
  for (const { op, text } of smallestSpans(plain(before), plain(after), language)) {
    const from = place;
    if (op !== "insert") place += text.length;
    if (op === "same") continue;
    const last = edits.at(-1);
    const put = op === "insert" ? plain(text) : [];
    // A word that is taken out and the one that is put in for it are one edit.
    if (last?.to === from)
      edits[edits.length - 1] = { from: last.from, to: place, put: [...last.put, ...put] };
    else edits.push({ from, to: place, put });
  }
  return edits;
}

function placeOf(ranges: Alignment["ranges"], edit: Edit): { from: number; to: number } | null {
  const before = ranges[edit.from - 1] ?? null;
  const after = ranges[edit.to] ?? null;
  if (edit.from === edit.to) {
    if (ranges.length === 0) return { from: 0, to: 0 };
    const at = before?.to ?? after?.from;
    return at === undefined ? null : { from: at, to: at };
  }
  const struck = ranges.slice(edit.from, edit.to);
  const first = struck[0];
  const last = struck.at(-1);
  if (!first || !last) return null;
  for (let i = 0; i + 1 < struck.length; i++) {
    const here = struck[i];
    const next = struck[i + 1];
    if (!here || !next || here.to !== next.from) return null;
  }
  return { from: first.from, to: last.to };
}

function replaced(runs: readonly Run[], { from, to, put, within }: Placed): Run[] {
  const head = slice(runs, 0, from);
  const tail = slice(runs, to, Number.POSITIVE_INFINITY);
  const middle = put.map(({ text, marks }) => ({ text, marks: normaliseMarks([...marks, ...within]) }));
  const isBare = from < to && middle.every(({ text }) => text === "");
  if (!isBare || !/(^|\s)$/u.test(head.at(-1)?.text ?? "")) return [...head, ...middle, ...tail];
  // Striking out a word leaves the space before it and the one behind it, or a sign behind it: one space is enough, or none.
  if (/^[.,;:!?)\]]/u.test(tail[0]?.text ?? "")) return [...slice(head, 0, from - 1), ...tail];
  return [...head, ...slice(tail, /^\s/u.test(tail[0]?.text ?? "") ? 1 : 0, Number.POSITIVE_INFINITY)];
}

function restyled(runs: readonly Run[], ranges: Alignment["ranges"], restyles: readonly Restyle[]): Run[] {
  let result = [...runs];
  for (const { em, strong, ...found } of restyles) {
    for (const { from, to } of joined(ranges.slice(found.from, found.to))) {
      const emphasised = slice(result, from, to).map(({ text, marks }) => ({
        text,
        marks: normaliseMarks([
          ...marks.filter(({ type }) => type !== "em" && type !== "strong"),
          ...(em ? [{ type: "em" } as const] : []),
          ...(strong ? [{ type: "strong" } as const] : []),
        ]),
      }));
      result = [...slice(result, 0, from), ...emphasised, ...slice(result, to, Number.POSITIVE_INFINITY)];
    }
  }
  return result;
}

/** Ranges that follow each other as one; what stands for nothing is left out. */
function joined(ranges: Alignment["ranges"]): { from: number; to: number }[] {
  const out: { from: number; to: number }[] = [];
  for (const range of ranges) {
    if (!range || range.from === range.to) continue;
    const last = out.at(-1);
    if (last?.to === range.from) last.to = range.to;
    else out.push({ ...range });
  }
  return out;
}

/** The characters `from` up to `to` of runs (UTF-16). */
export function slice(runs: readonly Run[], from: number, to: number): Run[] {
  const out: Run[] = [];
  let at = 0;
  for (const { text, marks } of runs) {
    const piece = text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (piece !== "") out.push({ text: piece, marks });
    at += text.length;
  }
  return out;
}
