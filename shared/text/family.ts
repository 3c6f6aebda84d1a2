import type { Block } from "./model";

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

/** The place behind a block and all that stands under it. */
export function familyEnd(blocks: readonly Block[], at: number): number {
  const own = blocks[at];
  if (!own) return at;
  // Features stand under areas alone.
  const deepest = own.kind === "area" ? 0 : Math.max(depthOf(own), 2);
  const floor = own.kind === "feature" ? 1 : deepest;
  let end = at + 1;
  while (end < blocks.length && depthOf(blocks[end] as Block) > floor) end += 1;
  return end;
}
