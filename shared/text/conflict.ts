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
