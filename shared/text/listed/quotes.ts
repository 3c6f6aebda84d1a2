/** Words in quotation marks, and where they stand with their marks: UTF-16, end exclusive. */
export type Quoted = { words: string; from: number; to: number };

const PAIRS =
  '“([^”]*)”|„([^“”]*)[“”]|«\\s*([^»]*?)\\s*»|「([^」]*)」|『([^』]*)』|"([^"]*)"|‘([^’]*(?:’\\p{L}[^’]*)*)’';
// A straight one is an apostrophe inside a word.
const SINGLE = "(?<![\\p{L}\\p{N}])'((?:[^']|'(?=\\p{L}))*)'(?![\\p{L}\\p{N}])";
const QUOTED = new RegExp(`${PAIRS}|${SINGLE}`, "gu");

export function quotedIn(said: string): Quoted[] {
  return [...said.matchAll(QUOTED)].flatMap((match) => {
    const words = match.slice(1).find((group) => group !== undefined);
    if (words === undefined || words.trim() === "") return [];
    return [{ words: words.trim(), from: match.index, to: match.index + match[0].length }];
  });
}

/** A paragraph in quotation marks is shorter; looking for their ends in more takes its time. */
const LONGEST = 5_000;

/** The words themselves, where all of them stand in quotation marks. */
export function unquoted(said: string): string {
  const words = said.trim();
  if (words.length > LONGEST) return words;
  const [only, ...others] = quotedIn(words);
  return only && others.length === 0 && only.from === 0 && only.to === words.length ? only.words : words;
}
