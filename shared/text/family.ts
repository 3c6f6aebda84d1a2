import type { Block, BlockKind } from "./model";

type Shape = Pick<Block, "kind" | "level">;

/** How far down a paragraph stands: what follows one and stands deeper is under it. A note belongs to what it follows. */
export function depthOf({ kind, level }: Shape): number {
  switch (kind) {
    case "feature":
      return 1;
    case "measure":
    case "source":
      return 2;
    case "point":
      return 2 + Math.max(level, 1);
    case "note":
      return 9;
    default:
      return 0;
  }
}

export function isBelow(block: Shape): boolean {
  return depthOf(block) > 2;
}

/** The place behind a block and all that stands under it: under a heading, its part up to the next one. */
export function familyEnd(blocks: readonly Shape[], at: number): number {
  const own = blocks[at];
  if (!own) return at;
  let end = at + 1;
  while (end < blocks.length && isUnder(blocks[end] as Shape, own)) end += 1;
  return end;
}

/** Whether a block that follows `above` at once, or only others under it, stands under it as well. */
function isUnder(block: Shape, above: Shape): boolean {
  if (above.kind === "heading") return block.kind !== "heading" && block.kind !== "title";
  // Features stand under areas alone, measures and sources under these.
  const floor =
    above.kind === "area" || above.kind === "feature" ? depthOf(above) : Math.max(depthOf(above), 2);
  return depthOf(block) > floor;
}

/** What holds blocks of a structured text. */
const HOLDER: Readonly<Partial<Record<BlockKind, BlockKind>>> = {
  area: "heading",
  feature: "area",
  measure: "feature",
  source: "feature",
};

/**
 * Where a block may be put with all that stands under it, as places before which it would stand: where it cuts nothing from what that
 * stands under, nor comes to stand outside of what holds its kind. A title that is the first stays the first.
 */
export function placesFor(blocks: readonly Shape[], at: number): number[] {
  const own = blocks[at];
  if (!own) return [];
  const end = familyEnd(blocks, at);
  const isHeld = hasHolder(blocks, at, own);
  const places: number[] = [];
  for (let place = blocks[0]?.kind === "title" ? 1 : 0; place <= blocks.length; place += 1) {
    const next = blocks[place];
    if (place >= at && place <= end) continue;
    if (next && (isUnder(next, own) || depthOf(next) > depthOf(own))) continue;
    if (!isHeld || hasHolder(blocks, place, own)) places.push(place);
  }
  return places;
}

/** Whether what stands nearest above a place, of those that may hold others, holds blocks of that kind. */
function hasHolder(blocks: readonly Shape[], place: number, { kind, level }: Shape): boolean {
  const depth = depthOf({ kind, level });
  for (let i = place - 1; i >= 0; i -= 1) {
    const above = blocks[i] as Shape;
    if (above.kind === HOLDER[kind]) return true;
    if (kind !== "area" && depthOf(above) < depth) return false;
  }
  return false;
}
