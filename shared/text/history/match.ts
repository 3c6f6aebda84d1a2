import { type Block, type BlockId, blockText, type Language, type TextDoc } from "../model";
import { isWord, tokenise } from "../tokens";

/** From how alike two paragraphs are the same one, revised: a share of pairs of neighbouring characters (Dice). Ours, see the bench. */
const ALIKE = 0.5;
/** How many of the paragraphs that share the rarest words are looked at closely. */
const CANDIDATES = 6;

/** How many of a paragraph's words, the rarest, lead to them. */
const RAREST = 12;

/** A pair of paragraphs by their places in both texts; `likeness` from 0 to 1 (the very same words). */
export type Match = { before: number; after: number; likeness: number };

/**
 * Which paragraphs of a text are which of an earlier one, without ids: those with the same words first, then the most alike. Each is
 * matched once. Only paragraphs that share rare words are compared.
 */
export function matchBlocks(before: readonly Block[], after: readonly Block[], language: Language): Match[] {
  const [old, fresh] = [before, after].map((blocks) => blocks.map((block) => normalised(blockText(block))));
  if (!old || !fresh) return [];
  const matches: Match[] = [];
  const taken = new Set<number>();
  const found = new Set<number>();
  const take = (match: Match) => {
    if (taken.has(match.before) || found.has(match.after)) return;
    taken.add(match.before);
    found.add(match.after);
    matches.push(match);
  };

  // The same words at several places: the first is the first, the second the second.
  const places = new Map<string, number[]>();
  old.forEach((text, i) => {
    places.set(text, [...(places.get(text) ?? []), i]);
  });
  fresh.forEach((text, i) => {
    const place = places.get(text)?.shift();
    if (place !== undefined) take({ before: place, after: i, likeness: 1 });
  });

  const sharing = new Map<string, number[]>();
  const left = old.flatMap((_, i) => (taken.has(i) ? [] : [i]));
  for (const i of left) {
    for (const word of distinctWords(old[i] ?? "", language)) {
      const known = sharing.get(word);
      if (known) known.push(i);
      else sharing.set(word, [i]);
    }
  }
  const pairsOf = new Map<string, Map<string, number>>();
  const close: Match[] = [];
  fresh.forEach((text, i) => {
    if (found.has(i)) return;
    const weight = new Map<number, number>();
    const held = [...distinctWords(text, language)].map((word) => sharing.get(word) ?? []);
    held.sort((x, y) => x.length - y.length);
    for (const holders of held.filter(({ length }) => length > 0).slice(0, RAREST)) {
      for (const holder of holders) weight.set(holder, (weight.get(holder) ?? 0) + 1 / holders.length);
    }
    const likely = [...weight].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, CANDIDATES);
    for (const [place] of likely) {
      const likeness = dice(bigrams(text, pairsOf), bigrams(old[place] ?? "", pairsOf));
      if (likeness >= ALIKE) close.push({ before: place, after: i, likeness });
    }
  });
  const distance = ({ before: b, after: a }: Match) => Math.abs(b / old.length - a / fresh.length);
  close.sort((x, y) => y.likeness - x.likeness || distance(x) - distance(y));
  close.forEach(take);
  return matches.sort((x, y) => x.after - y.after);
}

/**
 * The text with the ids of `before` where its paragraphs are the same ones, so that it can be compared with it: what moved is then shown as
 * moved. `newId` names the others: 1, 2, 3 …; an id that `before` has is not used.
 */
export function withIdsOf(
  before: TextDoc,
  text: TextDoc,
  language: Language,
  newId: (n: number) => BlockId,
): TextDoc {
  const known = new Set(before.blocks.map(({ id }) => id));
  const place = new Map(
    matchBlocks(before.blocks, text.blocks, language).map((match) => [match.after, match.before]),
  );
  let count = 0;
  const fresh = (): BlockId => {
    for (;;) {
      count += 1;
      const id = newId(count);
      if (!known.has(id)) return id;
    }
  };
  return {
    blocks: text.blocks.map((block, i) => ({
      ...block,
      id: before.blocks[place.get(i) ?? -1]?.id ?? fresh(),
    })),
  };
}

function normalised(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

function distinctWords(text: string, language: Language): Set<string> {
  return new Set(
    tokenise(text, language)
      .filter(isWord)
      .map((word) => word.toLowerCase()),
  );
}

function bigrams(text: string, known: Map<string, Map<string, number>>): Map<string, number> {
  const cached = known.get(text);
  if (cached) return cached;
  const counts = new Map<string, number>();
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = text.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  known.set(text, counts);
  return counts;
}

function dice(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, all] = [0, 0];
  for (const [pair, count] of a) {
    shared += Math.min(count, b.get(pair) ?? 0);
    all += count;
  }
  for (const count of b.values()) all += count;
  return all === 0 ? 0 : (2 * shared) / all;
}
