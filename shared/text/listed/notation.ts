/** A paragraph in drafters' notation: `…promote [-learning-] [+education+]…`, as our own lists have it. */
export type Marked = { path: string; before: string; after: string };

const LINE = /^([^:：]{1,60})[:：]\s*(.*)$/su;
/** No span within a span: an opening sign that nothing closes is read once. */
const SPAN = /\[([+-])((?:(?!\[[+-])[\s\S])*?)\1\]/g;

export function hasNotation(said: string): boolean {
  return said.search(SPAN) >= 0;
}

/** One line a paragraph: its name, and its words with what is struck out and put in. null: some line has no name. */
export function readNotation(said: string): Marked[] | null {
  const lines = said.split("\n").filter((line) => line.trim() !== "");
  const marked: Marked[] = [];
  for (const line of lines) {
    const [, path, words] = LINE.exec(line) ?? [];
    if (path === undefined || words === undefined) return null;
    marked.push({ path: path.trim(), ...sidesOf(words) });
  }
  return marked;
}

export function sidesOf(words: string): { before: string; after: string } {
  return {
    before: words.replace(SPAN, (_, sign, inner) => (sign === "-" ? inner : "")).trim(),
    after: words.replace(SPAN, (_, sign, inner) => (sign === "+" ? inner : "")).trim(),
  };
}
