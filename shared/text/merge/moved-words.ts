import { type BlockId, blockText } from "../model";
import { type Word, wordsOf } from "../words";
import { isSameEdit } from "./merge-words";
import { type Chain, changeOf, cutIn, type Ground, type Side } from "./side";

/** Fewer words stand in two places by chance, unless they are all of a paragraph. */
const FEWEST_WORDS = 3;

/** `by`: who put them in elsewhere, each at a place of its own where it is both. `to`: the paragraphs in which they stand there. */
type Carried = { block: BlockId; words: string; by: "ours" | "theirs" | "both"; to: ReadonlySet<BlockId> };

/**
 * Words, a sentence say, that both sides took out alike and one of them put in elsewhere, or each at another place: merged they would stand
 * although one struck them out, or stand there twice.
 */
export function carriedElsewhere(
  ground: Ground,
  ours: Side,
  theirs: Side,
  twins: ReadonlyMap<Chain, Chain>,
): Carried[] {
  const gone = takenOutByBoth(ground, ours, theirs);
  if (gone.length === 0) return [];
  const twinned = new Set([...twins].flat());
  return gone.flatMap((one): Carried[] => {
    let mine = comeTo(ground, ours, twinned, one);
    let yours = comeTo(ground, theirs, twinned, one);
    if (one.isWhole && mine.size + yours.size === 0) {
      mine = besideIn(ground, ours, twinned, one);
      yours = besideIn(ground, theirs, twinned, one);
      // Both put new paragraphs in its place, which collide or are the same.
      if (mine.size > 0 && yours.size > 0) return [];
    }
    if (mine.size + yours.size === 0 || [...mine].some((id) => yours.has(id))) return [];
    return [
      {
        block: one.block,
        words: saidOf(one),
        by: mine.size === 0 ? "theirs" : yours.size === 0 ? "ours" : "both",
        to: new Set([...mine, ...yours]),
      },
    ];
  });
}

type Places = ReadonlySet<BlockId>;
type Gone = { block: BlockId; words: readonly Word[]; isWhole: boolean };

function takenOutByBoth(ground: Ground, ours: Side, theirs: Side): Gone[] {
  const gone: Gone[] = [];
  for (const id of ours.deleted) {
    const block = theirs.deleted.has(id) ? ground.blocks[ground.place.get(id) ?? -1] : undefined;
    const words = block ? cutIn(ground, block).words.slice(0, -1) : [];
    if (words.length > 0) gone.push({ block: id, words, isWhole: true });
  }
  for (const id of ours.revised) {
    if (!theirs.revised.has(id)) continue;
    const [change, other] = [changeOf(ground, ours, id), changeOf(ground, theirs, id)];
    if (!change || !other) continue;
    for (const edit of change.edits) {
      if (edit.afterTo > edit.afterFrom) continue;
      if (!other.edits.some((one) => isSameEdit(edit, change, one, other))) continue;
      const words = ground.cuts.get(id)?.words.slice(edit.from, edit.to) ?? [];
      gone.push({ block: id, words, isWhole: false });
    }
  }
  return gone;
}

/** The paragraphs in which the words stand now and did not stand before. */
function comeTo(ground: Ground, side: Side, twinned: ReadonlySet<Chain>, { words, isWhole }: Gone): Places {
  const found = new Set<BlockId>();
  const sought = joinedUp(words);
  const isTelling = isWhole || words.length >= FEWEST_WORDS;
  for (const chain of side.chains) {
    if (twinned.has(chain)) continue;
    for (const block of chain.blocks) {
      if (!side.inserted.has(block.id)) continue;
      const own = joinedUp(wordsOf(blockText(block), ground.language));
      if (isTelling ? own.includes(sought) : own === sought) found.add(block.id);
    }
  }
  if (!isTelling) return found;
  for (const id of side.revised) {
    const change = changeOf(ground, side, id);
    if (!change || !joinedUp(change.own.words).includes(sought)) continue;
    if (!joinedUp(ground.cuts.get(id)?.words ?? []).includes(sought)) found.add(id);
  }
  return found;
}

/**
 * The paragraphs that hold half of a paragraph's words, two and two as they stood, where that one stood: new ones there, and those beside it
 * that were given them. None when they hold less.
 */
function besideIn(ground: Ground, side: Side, twinned: ReadonlySet<Chain>, { block, words }: Gone): Places {
  const place = ground.place.get(block) ?? -1;
  const sought = new Set(pairsOf(words));
  const found = new Set<string>();
  const to = new Set<BlockId>();
  const look = (id: BlockId, put: readonly Word[]) => {
    for (const pair of pairsOf(put)) {
      if (!sought.has(pair)) continue;
      found.add(pair);
      to.add(id);
    }
  };
  for (const chain of side.chains) {
    if (twinned.has(chain) || chain.from > place + 1 || chain.to < place) continue;
    for (const own of chain.blocks)
      if (side.inserted.has(own.id)) look(own.id, wordsOf(blockText(own), ground.language));
  }
  for (const step of [-1, 1]) {
    let i = place + step;
    while (side.deleted.has(ground.blocks[i]?.id ?? "")) i += step;
    const beside = ground.blocks[i]?.id;
    if (beside === undefined || !side.revised.has(beside)) continue;
    const change = changeOf(ground, side, beside);
    for (const { afterFrom, afterTo } of change?.edits ?? [])
      look(beside, change?.own.words.slice(afterFrom, afterTo) ?? []);
  }
  return sought.size > 0 && found.size * 2 >= sought.size ? to : new Set();
}

/** Each word with the next, as words alone are often alike; of a single word, that. */
function pairsOf(words: readonly Word[]): string[] {
  const texts = words.flatMap(({ text }) => (text === "" ? [] : [text]));
  return texts.length === 1 ? texts : texts.slice(1).map((text, i) => `${texts[i]} ${text}`);
}

function saidOf({ words }: Gone): string {
  return words
    .map(({ space, text }) => space + text)
    .join("")
    .trim();
}

/** Without white space, which may be another at another place. */
function joinedUp(words: readonly Word[]): string {
  return words.map(({ text }) => text).join("");
}
