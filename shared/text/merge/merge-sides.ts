import { type Block, type BlockId, blockHead, blockText, sameBlock, sameShape } from "../model";
import type { Conflict } from "../patch";
import type { Base } from "../read-patch";
import { mergeWords, wordConflicts } from "./merge-words";
import { carriedElsewhere } from "./moved-words";
import { type Chain, changeOf, type Ground, type Side } from "./side";
import { aboveOf, joinedBy, putUnder } from "./structure";

/** `twins`: chains of ours that theirs holds already, as the value. */
export type Merge = { conflicts: Conflict[]; twins: ReadonlyMap<Chain, Chain> };

/**
 * Everything that keeps two sides of one base from standing together, in the order of the base; none when they merge. Costs what
 * changed, not what there is. Exchanging the sides exchanges `ours` and `theirs` in the conflicts and nothing else.
 */
export function mergeSides(base: Ground, ours: Side, theirs: Side): Merge {
  const merge: Merge = { conflicts: [], twins: NO_TWINS };
  const add = (conflict: Conflict) => {
    const same = (one: Conflict) =>
      one.kind === conflict.kind &&
      one.block === conflict.block &&
      one.ours === conflict.ours &&
      one.theirs === conflict.theirs;
    if (!merge.conflicts.some(same)) merge.conflicts.push(conflict);
  };
  findContents(base, ours, theirs, add);
  if (isStructural(base, ours) || isStructural(base, theirs)) findStructure(base, ours, theirs, merge, add);
  findCarried(base, ours, theirs, merge, add);
  if (merge.conflicts.length > 1) {
    const place = (conflict: Conflict) => base.place.get(conflict.block) ?? base.blocks.length;
    merge.conflicts.sort((x, y) => place(x) - place(y));
  }
  return merge;
}

const NO_TWINS: Merge["twins"] = new Map();

/** Most amendments change words only, and most of the time of the index would go into finding that nothing moved. */
function isStructural(base: Ground, side: Side): boolean {
  const { chains, deleted, moved } = side;
  return chains.length + deleted.size + moved.size > 0 || putUnder(base, side).length > 0;
}

function findStructure(base: Ground, ours: Side, theirs: Side, merge: Merge, add: Report): void {
  merge.twins = mergePlaces(base, ours, theirs, add);
  for (const [mine, yours, report] of [
    [ours, theirs, add],
    [theirs, ours, (conflict: Conflict) => add(exchanged(conflict))],
  ] as const) {
    findDeletions(mine, yours, report);
    findFollowers(base, mine, yours, merge.twins, report);
    findNewParents(base, mine, yours, merge.twins, report);
    findJoins(base, mine, yours, report);
  }
}

type Report = (conflict: Conflict) => void;

function findCarried(base: Ground, ours: Side, theirs: Side, { twins }: Merge, add: Report): void {
  for (const { block, words, by } of carriedElsewhere(base, ours, theirs, twins)) {
    if (by === "both") add({ kind: "move_against_move", block, ours: words, theirs: words });
    else
      add({
        kind: "edit_against_delete",
        block,
        ours: by === "ours" ? words : "",
        theirs: by === "theirs" ? words : "",
      });
  }
}

function exchanged({ ours, theirs, ...conflict }: Conflict): Conflict {
  return { ...conflict, ours: theirs, theirs: ours };
}

function findContents(base: Ground, ours: Side, theirs: Side, add: Report): void {
  const [fewer, more] = ours.revised.size <= theirs.revised.size ? [ours, theirs] : [theirs, ours];
  for (const id of fewer.revised) {
    if (!more.revised.has(id)) continue;
    const old = base.blocks[base.place.get(id) ?? -1];
    const mine = ours.blockOf(id);
    const yours = theirs.blockOf(id);
    if (!old || !mine || !yours) continue;
    if (shapesCollide(old, mine, yours))
      add({ kind: "kind_against_kind", block: id, ours: shapeOf(mine), theirs: shapeOf(yours) });
    const [change, other] = [changeOf(base, ours, id), changeOf(base, theirs, id)];
    const cut = base.cuts.get(id);
    if (!change || !other || !cut) continue;
    for (const { kind, ours: words, theirs: others } of wordConflicts(cut, change, other))
      add({ kind, block: id, ours: words, theirs: others });
  }
}

function shapesCollide(old: Block, mine: Block, yours: Block): boolean {
  if (sameShape(old, mine) || sameShape(old, yours)) return false;
  return (
    pick(old.kind, mine.kind, yours.kind) === undefined ||
    pick(old.level, mine.level, yours.level) === undefined ||
    pick(old.provisional ?? null, mine.provisional ?? null, yours.provisional ?? null) === undefined
  );
}

function shapeOf({ kind, level, provisional }: Block): string {
  return [kind, level, provisional].filter((part) => part !== undefined).join(" ");
}

/** A block that both sides revised, with both changes. Only where `mergeSides` found no conflict. */
export function mergedBlock(base: Ground, ours: Side, theirs: Side, id: BlockId): Block {
  const old = base.blocks[base.place.get(id) ?? -1];
  const mine = ours.blockOf(id);
  const yours = theirs.blockOf(id);
  const [change, other] = [changeOf(base, ours, id), changeOf(base, theirs, id)];
  const cut = base.cuts.get(id);
  if (!old || !mine || !yours || !change || !other || !cut) throw new Error(`Not both have block ${id}`);
  const kind = pick(old.kind, mine.kind, yours.kind) ?? old.kind;
  const level = pick(old.level, mine.level, yours.level) ?? old.level;
  const numbered = pick(old.provisional ?? null, mine.provisional ?? null, yours.provisional ?? null);
  const provisional = numbered === undefined ? old.provisional : (numbered ?? undefined);
  return { ...blockHead({ id, kind, level, provisional }), runs: mergeWords(cut, change, other) };
}

/** The value that changed; undefined when both changed it, and not alike. */
function pick<T>(old: T, mine: T, yours: T): T | undefined {
  if (mine === yours || yours === old) return mine;
  return mine === old ? yours : undefined;
}

function mergePlaces(base: Base, ours: Side, theirs: Side, add: Report): Merge["twins"] {
  const twins = new Map<Chain, Chain>();
  for (const mine of ours.chains) {
    for (const yours of theirs.chains) {
      if (mine.from > yours.to || yours.from > mine.to) continue;
      if (areTwins(mine, yours, ours, theirs)) {
        twins.set(mine, yours);
        continue;
      }
      const movedOnly = [...mine.blocks, ...yours.blocks].every(({ id }) => base.place.has(id));
      const gap = Math.max(mine.from, yours.from);
      add({
        kind: movedOnly ? "move_against_move" : "same_insertion_point",
        block:
          base.blocks[gap - 1]?.id ?? base.blocks[0]?.id ?? [...mine.blocks, ...yours.blocks][0]?.id ?? "",
        ours: textOf(mine.blocks),
        theirs: textOf(yours.blocks),
      });
    }
  }
  const twinned = new Set([...twins.keys()].flatMap((chain) => chain.blocks.map(({ id }) => id)));
  for (const id of ours.moved) {
    if (!theirs.moved.has(id) || twinned.has(id)) continue;
    const words = textOf([base.blocks[base.place.get(id) ?? -1]]);
    add({ kind: "move_against_move", block: id, ours: words, theirs: words });
  }
  for (const id of ours.inserted) {
    if (!theirs.inserted.has(id) || twinned.has(id)) continue;
    // One new paragraph at two places: only when it was adopted already and then moved.
    const words = (side: Side) => textOf([side.blockOf(id)]);
    add({ kind: "same_insertion_point", block: id, ours: words(ours), theirs: words(theirs) });
  }
  return twins;
}

/** The same blocks at the same place; new ones also under other ids, if they say the same. */
function areTwins(mine: Chain, yours: Chain, ours: Side, theirs: Side): boolean {
  return (
    mine.blocks.length === yours.blocks.length &&
    mine.blocks.every((block, i) => {
      const other = yours.blocks[i];
      if (!other) return false;
      if (!ours.inserted.has(block.id) || !theirs.inserted.has(other.id)) return block.id === other.id;
      return sameBlock({ ...block, id: other.id }, other);
    })
  );
}

function findDeletions(mine: Side, yours: Side, add: Report): void {
  for (const id of mine.deleted) {
    const own = yours.blockOf(id);
    if (own && yours.revised.has(id))
      add({ kind: "edit_against_delete", block: id, ours: "", theirs: blockText(own) });
    if (own && yours.moved.has(id)) {
      add({ kind: "structure_against_move", block: id, ours: "", theirs: blockText(own) });
    }
  }
}

/** Of two paragraphs made one, nobody can say where the words belong when the other side moves that one, or puts something between them. */
function findJoins(base: Ground, mine: Side, yours: Side, add: Report): void {
  if (yours.chains.length === 0) return;
  for (const [id, into] of joinedBy(base, mine)) {
    const whole = textOf([mine.blockOf(into)]);
    if (!yours.blockOf(id)) continue;
    const report = (theirs: string) =>
      add({ kind: "structure_against_move", block: into, ours: whole, theirs });
    if (yours.moved.has(into)) report(textOf([yours.blockOf(into)]));
    const [place, other] = [base.place.get(id) ?? -1, base.place.get(into) ?? -1];
    const [first, last] = [Math.min(place, other) + 1, Math.max(place, other)];
    for (const { from, to, blocks } of yours.chains) if (from <= last && to >= first) report(textOf(blocks));
  }
}

/**
 * Put after a paragraph that the other side moved (the second half of one split in two, say): does it follow? Or put between two
 * that the other side took out: nothing is left there to put it between.
 */
function findFollowers(base: Base, mine: Side, yours: Side, twins: Merge["twins"], add: Report): void {
  if (yours.moved.size + yours.deleted.size === 0) return;
  const twinned = new Set([...twins].flat());
  for (const chain of mine.chains) {
    const before = base.blocks[chain.from - 1];
    const after = base.blocks[chain.to];
    if (!before || twinned.has(chain)) continue;
    if (after && yours.deleted.has(before.id) && yours.deleted.has(after.id)) {
      add({ kind: "edit_against_delete", block: before.id, ours: textOf(chain.blocks), theirs: "" });
    }
    if (!yours.moved.has(before.id)) continue;
    add({
      kind: "structure_against_move",
      block: before.id,
      ours: textOf(chain.blocks),
      theirs: textOf([yours.blockOf(before.id)]),
    });
  }
}

/** What one side puts under a paragraph would come to stand under another by what the other side did. */
function findNewParents(base: Ground, mine: Side, yours: Side, twins: Merge["twins"], add: Report): void {
  const twinned = new Set<Chain | BlockId>([...twins].flat());
  for (const put of putUnder(base, mine)) {
    const { gap, words, by, above } = put;
    if (twinned.has(by)) continue;
    if (typeof by === "string" && yours.moved.has(by)) {
      add({ kind: "structure_against_move", block: by, ours: words, theirs: textOf([yours.blockOf(by)]) });
      continue;
    }
    const now = aboveOf(base, [mine, yours], put);
    if (now?.block.id === above?.block.id) continue;
    const parent = above && base.place.has(above.block.id) ? above.block.id : null;
    const kind =
      parent !== null && yours.deleted.has(parent) ? "edit_against_delete" : "structure_against_move";
    const isOther =
      parent !== null && (yours.deleted.has(parent) || yours.moved.has(parent) || yours.revised.has(parent));
    add({
      kind,
      block: parent ?? base.blocks[Math.max(0, gap - 1)]?.id ?? "",
      ours: words,
      theirs: textOf([isOther ? yours.blockOf(parent) : now?.block]),
    });
  }
}

function textOf(blocks: readonly (Block | undefined)[]): string {
  return blocks.map((block) => (block ? blockText(block) : "")).join("\n");
}
