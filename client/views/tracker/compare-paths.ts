const ORDER = ["Title", "Organ", "PP", "OP"];

function rank(path: string): number {
  const index = ORDER.findIndex((prefix) => path.startsWith(prefix));
  return index < 0 ? ORDER.length : index;
}

let collator: Intl.Collator | undefined;

/** Made when it is first needed: a browser's first takes 20 ms. */
function inNumbers(a: string, b: string): number {
  collator ??= new Intl.Collator("en", { numeric: true });
  return collator.compare(a, b);
}

/** As paragraphs follow each other in a text: the preamble before the operative part, by number within. */
export function comparePaths(a: string, b: string): number {
  return rank(a) - rank(b) || inNumbers(a, b);
}
