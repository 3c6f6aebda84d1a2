import type { Run } from "./document";

/** One long cell does not make its column wide: from so many characters on it is read in lines anyway. */
const READ_IN_LINES = 60;

/** What each column asks for by the words in it: its longest cell, in characters. */
export function sharesOf(rows: readonly Run[][][]): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  const lengthOf = (runs: Run[] = []) => runs.reduce((sum, { text }) => sum + text.length, 0);
  return Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => Math.min(READ_IN_LINES, lengthOf(row[column])))),
  );
}

/** As wide as a letter of any bold typeface comes, in ems: what a file is opened with, nobody knows. */
const LETTER_EM = 0.8;
/** Between them a line may break anywhere, but not after each. */
const HAN_KEPT = 4;
const HAN = /\p{Script=Han}/u;

/** How wide each column has to be for its longest word, in ems. */
export function longestWords(rows: readonly Run[][][]): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widthOf = (runs: Run[] = []) =>
    Math.max(
      ...runs
        .map(({ text }) => text)
        .join("")
        .split(/\s+/)
        .map((word) => (HAN.test(word) ? Math.min(HAN_KEPT, word.length) : word.length * LETTER_EM)),
    );
  return Array.from({ length: count }, (_, column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column]))),
  );
}

/**
 * Shares `room` out among columns, none narrower than its longest word (`least`) as long as all of these have room. Where they
 * have not, the widest ones give way: a hash is cut before a name is.
 */
export function columnWidths(shares: readonly number[], least: readonly number[], room: number): number[] {
  const sum = (some: readonly number[]) => some.reduce((all, one) => all + one, 0);
  if (sum(least) > room) return capped(least, room);
  let held = new Set<number>();
  for (;;) {
    const left = room - sum(least.filter((_, i) => held.has(i)));
    const whole = sum(shares.filter((_, i) => !held.has(i)));
    const widths = shares.map((share, i) => (held.has(i) ? (least[i] ?? 0) : (share / whole) * left));
    const tooNarrow = widths.flatMap((width, i) => (width < (least[i] ?? 0) ? [i] : []));
    if (tooNarrow.length === 0) return widths;
    held = new Set([...held, ...tooNarrow]);
  }
}

/** None wider than one cap, all together as wide as the room. */
function capped(widths: readonly number[], room: number): number[] {
  let cap = 0;
  let left = room;
  const ascending = [...widths].sort((a, b) => a - b);
  for (const [at, width] of ascending.entries()) {
    cap = left / (ascending.length - at);
    if (width > cap) break;
    left -= width;
  }
  return widths.map((width) => Math.min(width, cap));
}
