import { isSameEdit } from "../merge/merge-words";
import { changeOf, type Ground, type Side } from "../merge/side";
import type { Edit, WordChange } from "../merge/word-change";
import type { BlockId } from "../model";

/**
 * Whether adopting `adopted` necessarily rejects `other` (Rule A5): everything that `other` does is decided otherwise by `adopted`.
 * That is so where it edits or moves a paragraph that is taken out, changes only words that are replaced or struck out, gives another
 * kind or level, or another place. Not so where it does anything besides, takes out a whole paragraph that the other only amends, or
 * puts something in at the same place: that may be wanted as well, and has to be redrafted on the text as it then stands.
 * What both do alike is not decided otherwise, but needs nothing more.
 */
export function impliesRejection(ground: Ground, adopted: Side, other: Side): boolean {
  if (other.inserted.size > 0) return false;
  for (const id of other.deleted) if (!adopted.deleted.has(id)) return false;
  let excluded = false;
  for (const id of other.moved) {
    if (!adopted.deleted.has(id) && !adopted.moved.has(id)) return false;
    excluded = true;
  }
  for (const id of other.revised) {
    if (!adopted.deleted.has(id) && !replacesAll(ground, adopted, other, id)) return false;
    excluded = true;
  }
  return excluded;
}

function replacesAll(ground: Ground, adopted: Side, other: Side, id: BlockId): boolean {
  if (!adopted.revised.has(id)) return false;
  const old = ground.blocks[ground.place.get(id) ?? -1];
  const [theirs, ours] = [adopted.blockOf(id), other.blockOf(id)];
  const [wide, narrow] = [changeOf(ground, adopted, id), changeOf(ground, other, id)];
  if (!old || !theirs || !ours || !wide || !narrow) return false;
  for (const attribute of ["kind", "level"] as const)
    if (ours[attribute] !== old[attribute] && theirs[attribute] === old[attribute]) return false;
  return (
    narrow.edits.every((edit) => wide.edits.some((one) => covers(one, edit, wide, narrow))) &&
    narrow.loose.every((n) => wide.edits.some(({ from, to }) => from <= n && n < to))
  );
}

/** Every word that `edit` changes, or stands between, is replaced or struck out by `wide`. */
function covers(wide: Edit, edit: Edit, wider: WordChange, narrower: WordChange): boolean {
  if (wide.from === wide.to) return isSameEdit(wide, wider, edit, narrower);
  if (edit.from === edit.to) return wide.from < edit.from && edit.to < wide.to;
  return wide.from <= edit.from && edit.to <= wide.to;
}
