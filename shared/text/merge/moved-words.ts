import { type BlockId, blockText } from "../model";
import { type Word, wordsOf } from "../words";
import { isSameEdit } from "./merge-words";
import { type Chain, changeOf, cutIn, type Ground, type Side } from "./side";

/** Fewer words stand in two places by chance. */
const FEWEST_WORDS = 3;

/** Words, a sentence say, that both sides took out alike and each put in at a place of its own: merged they would stand there twice. */
export function movedTwice(
  ground: Ground,
  ours: Side,
  theirs: Side,
  twins: ReadonlyMap<Chain, Chain>,
): { block: BlockId; words: string }[] {
  const gone = takenOutByBoth(ground, ours, theirs);
  if (gone.length === 0) return [];
  const twinned = new Set([...twins].flat());
  return gone.flatMap(({ block, words }) => {
    const sought = joinedUp(words);
    const mine = comeTo(ground, ours, twinned, sought);
    const yours = comeTo(ground, theirs, twinned, sought);
    if (mine.size === 0 || yours.size === 0 || [...mine].some((id) => yours.has(id))) return [];
    const said = words.map(({ space, text }) => space + text).join("");
    return [{ block, words: said.trim() }];
  });
}

function takenOutByBoth(
  ground: Ground,
  ours: Side,
  theirs: Side,
): { block: BlockId; words: readonly Word[] }[] {
  const gone: { block: BlockId; words: readonly Word[] }[] = [];
  const note = (block: BlockId, words: readonly Word[]) => {
    if (words.length >= FEWEST_WORDS) gone.push({ block, words });
  };
  for (const id of ours.deleted) {
    const block = theirs.deleted.has(id) ? ground.blocks[ground.place.get(id) ?? -1] : undefined;
    if (block) note(id, cutIn(ground, block).words.slice(0, -1));
  }
  for (const id of ours.revised) {
    if (!theirs.revised.has(id)) continue;
    const [change, other] = [changeOf(ground, ours, id), changeOf(ground, theirs, id)];
    if (!change || !other) continue;
    for (const edit of change.edits) {
      if (edit.afterTo > edit.afterFrom || edit.to - edit.from < FEWEST_WORDS) continue;
      if (!other.edits.some((one) => isSameEdit(edit, change, one, other))) continue;
      note(id, ground.cuts.get(id)?.words.slice(edit.from, edit.to) ?? []);
    }
  }
  return gone;
}

/** The paragraphs in which the words stand now and did not stand before. */
function comeTo(ground: Ground, side: Side, twinned: ReadonlySet<Chain>, sought: string): Set<BlockId> {
  const found = new Set<BlockId>();
  for (const chain of side.chains) {
    if (twinned.has(chain)) continue;
    for (const block of chain.blocks)
      if (side.inserted.has(block.id) && holds(wordsOf(blockText(block), ground.language), sought))
        found.add(block.id);
  }
  for (const id of side.revised) {
    const change = changeOf(ground, side, id);
    if (change && holds(change.own.words, sought) && !holds(ground.cuts.get(id)?.words ?? [], sought))
      found.add(id);
  }
  return found;
}

function holds(words: readonly Word[], sought: string): boolean {
  return joinedUp(words).includes(sought);
}

/** Without white space, which may be another at another place. */
function joinedUp(words: readonly Word[]): string {
  return words.map(({ text }) => text).join("");
}
