const ORDER = ["Title", "Organ", "PP", "OP"];

function rank(path: string): number {
  const index = ORDER.findIndex((prefix) => path.startsWith(prefix));
  return index < 0 ? ORDER.length : index;
}

const inNumbers = new Intl.Collator("en", { numeric: true });

/** As paragraphs follow each other in a text: the preamble before the operative part, by number within. */
export function comparePaths(a: string, b: string): number {
  return rank(a) - rank(b) || inNumbers.compare(a, b);
}
