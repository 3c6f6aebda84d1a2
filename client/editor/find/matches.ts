import type { Node } from "prosemirror-model";
import type { Language } from "../../../shared/text/model";
import { tokenise } from "../../../shared/text/tokens";

export type FindOptions = { query: string; matchCase: boolean; wholeWord: boolean };

/** A place in the document. `isFixed`: it stands in a paragraph that is agreed, and is not replaced. */
export type Match = { from: number; to: number; isFixed: boolean };

const FIXED: ReadonlySet<unknown> = new Set(["agreed", "agreed_ad_ref"]);

/**
 * Every place where the words of the query stand within one paragraph, in order; matches do not overlap. Straight and curved quotation
 * marks, and ordinary and no-break spaces, are the same: nobody types the others into a search.
 */
export function findMatches(doc: Node, options: FindOptions, language: Language): Match[] {
  const query = fold(options.query, options.matchCase);
  if (query === "") return [];
  const matches: Match[] = [];
  doc.forEach((block, at) => {
    const text = block.textContent;
    const folded = fold(text, options.matchCase);
    let edges: ReadonlySet<number> | null = null;
    for (let i = folded.indexOf(query); i >= 0; ) {
      const end = i + query.length;
      if (options.wholeWord) edges ??= wordEdges(text, language);
      if (!edges || (edges.has(i) && edges.has(end))) {
        matches.push({ from: at + 1 + i, to: at + 1 + end, isFixed: FIXED.has(block.attrs.status) });
        i = folded.indexOf(query, end);
      } else i = folded.indexOf(query, i + 1);
    }
  });
  return matches;
}

const LIKE: Readonly<Record<string, string>> = {
  "’": "'",
  "‘": "'",
  "“": '"',
  "”": '"',
  "\u00a0": " ",
  "\u202f": " ",
};

/** Keeps every character at its place: one whose small form is longer stays as it is. */
function fold(text: string, matchCase: boolean): string {
  const plain = text.replace(/[’‘“”\u00a0\u202f]/g, (sign) => LIKE[sign] ?? sign);
  if (matchCase) return plain;
  const small = plain.toLowerCase();
  if (small.length === plain.length) return small;
  return Array.from(plain, (sign) => {
    const one = sign.toLowerCase();
    return one.length === sign.length ? one : sign;
  }).join("");
}

function wordEdges(text: string, language: Language): Set<number> {
  const edges = new Set([0]);
  let at = 0;
  for (const token of tokenise(text, language)) {
    at += token.length;
    edges.add(at);
  }
  return edges;
}
