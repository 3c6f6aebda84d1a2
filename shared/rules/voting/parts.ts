import type { BlockId, BlockKind, TextDoc } from "../../text/model";
import type { Patch, PatchChange } from "../../text/patch";
import { type Refusal, refuse } from "../refusal";
import type { Part } from "./division";

/** What can be voted separately: a paragraph with all that stands below it, or the changes to it. `id`: its first block. */
export type Divisible = { id: BlockId; blocks: BlockId[]; operative: boolean };

const TOP: ReadonlySet<BlockKind> = new Set(["preambular", "operative", "area"]);
/** Where a paragraph ends, beside the next one. */
const APART: ReadonlySet<BlockKind> = new Set(["title", "organ", "heading"]);

/** Paragraphs, and the points and features within them, in the order of the text (Rule D1). */
export function partsOfText({ blocks }: TextDoc): Divisible[] {
  const parts: Divisible[] = [];
  let operative = true;
  for (const [at, { id, kind, level }] of blocks.entries()) {
    if (TOP.has(kind)) operative = kind !== "preambular";
    else if (kind !== "point" && kind !== "feature") continue;
    const ends = (other: { kind: BlockKind; level: number }) => {
      if (TOP.has(other.kind) || APART.has(other.kind)) return true;
      if (TOP.has(kind)) return false;
      return kind === "feature" ? other.kind === "feature" : other.kind !== "point" || other.level <= level;
    };
    const length = blocks.slice(at + 1).findIndex(ends);
    const end = length < 0 ? blocks.length : at + 1 + length;
    parts.push({ id, blocks: blocks.slice(at, end).map((block) => block.id), operative });
  }
  return parts;
}

function touched(change: PatchChange): BlockId {
  switch (change.op) {
    case "revise":
    case "delete":
      return change.before.id;
    case "insert":
      return change.block.id;
    case "move":
      return change.block;
  }
}

/**
 * The paragraphs that an amendment changes. What is inserted one after the other is one part: without the first, the second
 * would stand nowhere. `kindOf`: in the text that is amended; null: not there.
 */
export function partsOfPatch({ changes }: Patch, kindOf: (id: BlockId) => BlockKind | null): Divisible[] {
  const parts = new Map<BlockId, Divisible>();
  const partOf = new Map<BlockId, Divisible>();
  for (const change of changes) {
    const id = touched(change);
    const kind = change.op === "insert" ? change.block.kind : kindOf(id);
    const before = change.op === "insert" && change.after !== null ? partOf.get(change.after) : undefined;
    const part = partOf.get(id) ?? before ?? { id, blocks: [], operative: false };
    if (!part.blocks.includes(id)) part.blocks.push(id);
    part.operative ||= kind !== "preambular";
    parts.set(part.id, part);
    partOf.set(id, part);
  }
  return [...parts.values()];
}

/** What is left of a patch without the parts that were lost; null: nothing. */
export function withoutParts({ changes }: Patch, lost: ReadonlySet<BlockId>): Patch | null {
  const left = changes.filter((change) => !lost.has(touched(change)));
  return left.length > 0 ? { changes: left } : null;
}

/** The parts asked for: each known, none within another, and not the one thing that the whole is (Rule D1). */
export function choosePart(
  all: readonly Divisible[],
  asked: readonly BlockId[],
): { ok: true; parts: Divisible[] } | Refusal {
  const parts = all.filter(({ id }) => asked.includes(id));
  const blocks = parts.flatMap((part) => part.blocks);
  const nested = new Set(blocks).size < blocks.length;
  const isWhole = parts.length === 1 && remainder(all, parts) === null;
  if (parts.length !== asked.length || parts.length === 0 || nested || isWhole)
    return refuse("not_divisible", "D1", { parts: [...asked] });
  return { ok: true, parts };
}

/**
 * What nobody asked to vote separately. It was not rejected, so while it holds an operative paragraph not all operative
 * parts are (Rule D3). null: nothing is left.
 */
export function remainder(all: readonly Divisible[], parts: readonly Divisible[]): Part | null {
  const apart = new Set(parts.flatMap(({ blocks }) => blocks));
  const left = all.filter(({ blocks }) => blocks.some((id) => !apart.has(id) && isOwn(all, blocks, id)));
  if (left.length === 0) return null;
  return { id: "remainder", operative: left.some(({ operative }) => operative), carried: true };
}

/** Whether `id` stands in these blocks and in no part within them: a paragraph is its opening words and what is its own. */
function isOwn(all: readonly Divisible[], blocks: readonly BlockId[], id: BlockId): boolean {
  return !all.some(
    (inner) => inner.blocks.includes(id) && inner.blocks.length < blocks.length && blocks.includes(inner.id),
  );
}
