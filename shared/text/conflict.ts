import { applyPatch } from "./make-patch";
import { mergeSides } from "./merge";
import type { Language, TextDoc } from "./model";
import type { Conflict, Patch } from "./patch";
import { type Base, baseOf, type Side, sideOf } from "./side";

/**
 * What keeps two amendments of one version from both being adopted, whichever comes first; empty when they are compatible
 * (Rule A7). `ours` are the words of `a`. Throws when either was not made against `base`.
 *
 * All against all costs what they change, not the length of the text: what a patch makes of a text is worked out once and kept
 * as long as both objects are.
 */
export function conflictsBetween(base: TextDoc, a: Patch, b: Patch, language: Language): Conflict[] {
  const prepared = prepare(base);
  return mergeSides(prepared.base, sideOn(prepared, base, a), sideOn(prepared, base, b), language).conflicts;
}

type Prepared = { base: Base; sides: WeakMap<Patch, Side> };

const preparedBases = new WeakMap<TextDoc, Prepared>();

function prepare(base: TextDoc): Prepared {
  const known = preparedBases.get(base);
  if (known) return known;
  const prepared: Prepared = { base: baseOf(base), sides: new WeakMap() };
  preparedBases.set(base, prepared);
  return prepared;
}

function sideOn(prepared: Prepared, base: TextDoc, patch: Patch): Side {
  const known = prepared.sides.get(patch);
  if (known) return known;
  const side = sideOf(prepared.base, applyPatch(base, patch));
  prepared.sides.set(patch, side);
  return side;
}

/** Two of a list of amendments, by index (`a` < `b`), that can't both be adopted. `ours` are the words of `a`. */
export type Collision = { a: number; b: number; conflicts: Conflict[] };

/**
 * `conflictsBetween` for all pairs of amendments of one version, without looking at pairs that change nothing near each other.
 * Sorted by `a`, then `b`.
 */
export function conflictMatrix(base: TextDoc, patches: readonly Patch[], language: Language): Collision[] {
  const prepared = prepare(base);
  const near = new Map<string, number[]>();
  const sides = patches.map((patch) => sideOn(prepared, base, patch));
  sides.forEach((side, i) => {
    for (const place of placesOf(side, prepared.base)) near.set(place, [...(near.get(place) ?? []), i]);
  });
  const collisions: Collision[] = [];
  sides.forEach((side, a) => {
    const others = new Set([...placesOf(side, prepared.base)].flatMap((place) => near.get(place) ?? []));
    for (const b of [...others].sort((x, y) => x - y)) {
      const other = sides[b];
      if (!other || b <= a) continue;
      const { conflicts } = mergeSides(prepared.base, side, other, language);
      if (conflicts.length > 0) collisions.push({ a, b, conflicts });
    }
  });
  return collisions;
}

/** Every block and gap where a side can collide with another: sides without a place in common are compatible. */
function placesOf(side: Side, base: Base): Set<string> {
  const places = new Set<string>();
  const blockAt = (index: number) => {
    const block = base.blocks[index];
    if (block) places.add(block.id);
  };
  for (const id of [...side.revised, ...side.moved, ...side.inserted]) places.add(id);
  for (const id of side.deleted) {
    const index = base.place.get(id) ?? -1;
    for (const neighbour of [index - 1, index, index + 1]) blockAt(neighbour);
  }
  for (const { from, to } of side.chains) {
    blockAt(from - 1);
    blockAt(to);
    // No block's id begins with a sign, so a gap is never taken for a block.
    for (let gap = from; gap <= to; gap++) places.add(`|${gap}`);
  }
  return places;
}
