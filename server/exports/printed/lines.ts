import LineBreaker from "linebreak";

/** Characters under one typeface and style; `T` is whatever draws them. */
export type Stretch<T> = { text: string; as: T };
export type Line<T> = { stretches: Array<Stretch<T> & { width: number }>; width: number };

/**
 * Fills lines of `width` from the left. Breaks where Unicode allows it (UAX #14), also in Chinese; within a word that is wider
 * than a line, as a hash is, wherever the line is full. Spaces at the end of a line are left out.
 */
export function breakLines<T>(
  stretches: ReadonlyArray<Stretch<T>>,
  width: number,
  measure: (stretch: Stretch<T>) => number,
): Line<T>[] {
  const lines: Line<T>[] = [];
  let line: Stretch<T>[] = [];
  let used = 0;
  const widthOf = (some: readonly Stretch<T>[]) => some.reduce((sum, one) => sum + measure(one), 0);
  const end = () => {
    const kept = trimmed(line).map((one) => ({ ...one, width: measure(one) }));
    lines.push({ stretches: kept, width: kept.reduce((sum, one) => sum + one.width, 0) });
    line = [];
    used = 0;
  };
  for (const { pieces, required } of words(stretches)) {
    const needed = widthOf(trimmed(pieces));
    if (used > 0 && used + needed > width) end();
    for (const piece of needed > width ? pieces.flatMap(characters) : pieces) {
      const more = measure(piece);
      if (used > 0 && needed > width && used + more > width) end();
      line = joined(line, piece);
      used += more;
    }
    if (required) end();
  }
  if (line.length > 0 || lines.length === 0) end();
  return lines;
}

/** The width below which one of these words would have to be cut. */
export function longestWord<T>(
  stretches: ReadonlyArray<Stretch<T>>,
  measure: (stretch: Stretch<T>) => number,
): number {
  return Math.max(
    0,
    ...words(stretches).map(({ pieces }) => trimmed(pieces).reduce((sum, one) => sum + measure(one), 0)),
  );
}

/** What stays together on a line, each with the space after it. */
function words<T>(stretches: ReadonlyArray<Stretch<T>>): Array<{ pieces: Stretch<T>[]; required: boolean }> {
  const text = stretches.map((one) => one.text).join("");
  const breaker = new LineBreaker(text);
  const found: Array<{ pieces: Stretch<T>[]; required: boolean }> = [];
  let from = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    const isLast = next.position >= text.length;
    found.push({ pieces: cut(stretches, from, next.position), required: next.required && !isLast });
    from = next.position;
  }
  return found;
}

function cut<T>(stretches: ReadonlyArray<Stretch<T>>, from: number, to: number): Stretch<T>[] {
  const pieces: Stretch<T>[] = [];
  let at = 0;
  for (const { text, as } of stretches) {
    const piece = text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (piece !== "") pieces.push({ text: piece, as });
    at += text.length;
    if (at >= to) break;
  }
  return pieces;
}

function characters<T>({ text, as }: Stretch<T>): Stretch<T>[] {
  return Array.from(text, (character) => ({ text: character, as }));
}

function joined<T>(line: Stretch<T>[], piece: Stretch<T>): Stretch<T>[] {
  const last = line.at(-1);
  if (last?.as !== piece.as) return [...line, piece];
  return [...line.slice(0, -1), { text: last.text + piece.text, as: piece.as }];
}

function trimmed<T>(line: readonly Stretch<T>[]): Stretch<T>[] {
  const kept = [...line];
  for (let last = kept.at(-1); last; last = kept.at(-1)) {
    const text = last.text.replace(/[ \t\r\n]+$/, "");
    kept.pop();
    if (text !== "") {
      kept.push({ ...last, text });
      break;
    }
  }
  return kept;
}
