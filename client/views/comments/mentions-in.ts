type Named = { name: string };
/** A stretch of a comment: plain words, or the name of somebody who is told. */
export type Stretch<T extends Named> = { words: string; person: T | null };

/** Cuts words at each `@` that the name of one of `people` follows; of two names that fit, the longer one is meant. */
export function stretches<T extends Named>(words: string, people: readonly T[]): Stretch<T>[] {
  const longestFirst = [...people].sort((a, b) => b.name.length - a.name.length);
  const done: Stretch<T>[] = [];
  let plain = "";
  for (let at = 0; at < words.length; ) {
    const person =
      words[at] === "@" ? longestFirst.find(({ name }) => words.startsWith(name, at + 1)) : undefined;
    if (!person) {
      plain += words[at];
      at += 1;
      continue;
    }
    if (plain !== "") done.push({ words: plain, person: null });
    plain = "";
    done.push({ words: `@${person.name}`, person });
    at += 1 + person.name.length;
  }
  return plain === "" ? done : [...done, { words: plain, person: null }];
}

/** Everybody whom the words name. */
export function mentionsIn<T extends Named>(words: string, people: readonly T[]): T[] {
  return [...new Set(stretches(words, people).flatMap(({ person }) => (person ? [person] : [])))];
}

/** What is being typed after the last `@` before the cursor; null when no name is being typed. */
export function nameBeingTyped(beforeCursor: string): string | null {
  return /(?:^|[\s(])@([\p{L}\p{M}'’. -]{0,30})$/u.exec(beforeCursor)?.[1] ?? null;
}
