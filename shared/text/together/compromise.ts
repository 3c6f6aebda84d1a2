import { makePatch } from "../make-patch";
import { mergeSides } from "../merge/merge-sides";
import { mergeMarks, mergeWords, wordConflicts } from "../merge/merge-words";
import { carriedElsewhere } from "../merge/moved-words";
import { changeOf, type Ground, groundOf, type Side, sideOfPatch } from "../merge/side";
import { joinedBy } from "../merge/structure";
import {
  type Block,
  type BlockId,
  type Language,
  type Mark,
  normaliseRuns,
  type Run,
  type TextDoc,
} from "../model";
import type { Conflict, Patch } from "../patch";
import { baseOf } from "../read-patch";
import { type Stretch, stretchesOf } from "./three-way";

/** `proposer` as people read it, for the brackets. */
export type Party = { patch: Patch; proposer: string };

/**
 * A text for two parties to begin from. `open` are the brackets that stand for what they do not agree on; `undecided` is what brackets cannot
 * show (two places, two kinds), where the text stayed as it was.
 */
export type Compromise = { text: TextDoc; patch: Patch | null; open: string[]; undecided: Conflict[] };

/**
 * What both ask for and what either asks for without the other's words being touched, in clear; where they collide both readings, side by side
 * in brackets with their proposers. A paragraph that one strikes out and the other changes stands in the other's brackets.
 * `bracketId` names the brackets: 1, 2, 3 …; unique in the text.
 */
export function compromise(
  base: TextDoc,
  a: Party,
  b: Party,
  language: Language,
  bracketId: (n: number) => string,
): Compromise {
  const ground = groundOf(baseOf(base), language);
  const [ours, theirs] = [sideOfPatch(ground, a.patch), sideOfPatch(ground, b.patch)];
  const { conflicts, twins } = mergeSides(ground, ours, theirs);
  const open: string[] = [];
  const bracket = (runs: readonly Run[], proposer: string): Run[] => {
    if (runs.length === 0) return [];
    const id = bracketId(open.length + 1);
    open.push(id);
    const mark: Mark = { type: "bracket", id, proposer };
    return runs.map((run) => ({ text: run.text, marks: [...run.marks, mark] }));
  };
  /** A paragraph that one strikes out and the other keeps in other words, or elsewhere. */
  const isKept = (id: BlockId) =>
    [ours, theirs].some(({ revised, moved }) => revised.has(id) || moved.has(id));
  const undecided = conflicts.filter(({ kind, block, ours: words, theirs: others }) =>
    kind === "same_words" || (kind === "edit_against_delete" && isKept(block)) ? words + others === "" : true,
  );
  const untouched = untouchedIn(undecided, ground, [ours, theirs]);
  // Words that stood elsewhere as well would stand there twice.
  for (const { block, to } of carriedElsewhere(ground, ours, theirs, twins))
    for (const id of [block, ...to]) untouched.add(id);
  const contested = contestedMoves(undecided, [ours, theirs]);
  const stays = (id: BlockId) => contested.has(id) || (!ours.moved.has(id) && !theirs.moved.has(id));

  const merged = (id: BlockId): Block | null => {
    const old = ground.blocks[ground.place.get(id) ?? -1];
    const [mine, yours] = [ours.blockOf(id), theirs.blockOf(id)];
    if (!old) return mine ?? yours ?? null;
    if (untouched.has(id)) return old;
    if (!mine || !yours) {
      const left = mine ?? yours;
      const [keeper, keeps] = mine ? [a, ours] : [b, theirs];
      if (!left || !(keeps.revised.has(id) || keeps.moved.has(id))) return null;
      return { ...left, runs: bracket(left.runs, keeper.proposer) };
    }
    return { ...shapeOf(old, mine, yours), runs: wordsOf(ground, ours, theirs, id, a, b, bracket) };
  };

  const collidingGaps = conflicts.some(({ kind }) => kind === "same_insertion_point");
  const twinned = new Set(twins.values());
  const blocks: Block[] = [];
  for (let gap = 0; gap <= ground.blocks.length; gap++) {
    for (const [side, other, party] of [
      [ours, theirs, a],
      [theirs, ours, b],
    ] as const) {
      for (const chain of side.chains) {
        if (chain.from !== gap || twinned.has(chain)) continue;
        const rival =
          collidingGaps &&
          !twins.has(chain) &&
          other.chains.some((one) => !twinned.has(one) && one.from <= chain.to && chain.from <= one.to);
        for (const block of chain.blocks) {
          if (!side.inserted.has(block.id)) {
            const moved = stays(block.id) ? null : merged(block.id);
            if (moved) blocks.push(moved);
          } else if (!untouched.has(block.id) && !blocks.some(({ id }) => id === block.id)) {
            blocks.push(rival ? { ...block, runs: bracket(block.runs, party.proposer) } : block);
          }
        }
      }
    }
    const id = ground.blocks[gap]?.id;
    const block = id !== undefined && stays(id) ? merged(id) : null;
    if (block) blocks.push({ ...block, runs: normaliseRuns(block.runs) });
  }
  const text = { blocks };
  return {
    text,
    patch: makePatch(base, text),
    open,
    undecided: undecided.filter(({ kind }) => kind !== "same_insertion_point"),
  };
}

/** Of two that changed places nobody can say which moved: where one move is contested, none of that side is made. */
function contestedMoves(undecided: readonly Conflict[], sides: readonly Side[]): Set<BlockId> {
  const named = undecided.flatMap(({ kind, block }) => (kind === "same_insertion_point" ? [] : [block]));
  return new Set(sides.flatMap(({ moved }) => (named.some((id) => moved.has(id)) ? [...moved] : [])));
}

/**
 * Struck out by one with something put under it by the other, or made one with another although the other puts something between: the
 * paragraphs stay as they were.
 */
function untouchedIn(undecided: readonly Conflict[], ground: Ground, sides: readonly Side[]): Set<BlockId> {
  const named = new Set(
    undecided.flatMap(({ kind, block }) => (kind === "edit_against_delete" ? [block] : [])),
  );
  const joins = undecided.flatMap(({ kind, block }) => (kind === "structure_against_move" ? [block] : []));
  for (const side of sides) {
    for (const [id, into] of joinedBy(ground, side))
      if (joins.includes(into)) for (const one of [id, into]) named.add(one);
  }
  return named;
}

/** Kind and level as the one has them that changed them; as they were where both did, and not alike. */
function shapeOf(old: Block, mine: Block, yours: Block): Block {
  const choose = <T>(was: T, x: T, y: T): T => (x === y || y === was ? x : x === was ? y : was);
  return {
    ...old,
    kind: choose(old.kind, mine.kind, yours.kind),
    level: choose(old.level, mine.level, yours.level),
  };
}

function wordsOf(
  ground: Ground,
  ours: Side,
  theirs: Side,
  id: BlockId,
  a: Party,
  b: Party,
  bracket: (runs: readonly Run[], proposer: string) => Run[],
): Run[] {
  const old = ground.blocks[ground.place.get(id) ?? -1];
  if (!ours.revised.has(id) && !theirs.revised.has(id)) return old?.runs ?? [];
  const [change, other] = [changeOf(ground, ours, id), changeOf(ground, theirs, id)];
  const cut = ground.cuts.get(id);
  if (!cut || !change || !other) throw new Error(`Not both have block ${id}`);
  if (wordConflicts(cut, change, other).length === 0) return mergeWords(cut, change, other);
  const space = ground.language === "zh" ? "" : " ";
  return normaliseRuns(
    stretchesOf(cut, change, other).flatMap((stretch) => readingOf(stretch, a, b, space, bracket)),
  );
}

function readingOf(
  stretch: Stretch,
  a: Party,
  b: Party,
  space: string,
  bracket: (runs: readonly Run[], proposer: string) => Run[],
): Run[] {
  switch (stretch.changedBy) {
    case "nobody":
      return stretch.base;
    case "ours":
      return stretch.ours;
    case "theirs":
      return stretch.theirs;
    case "both":
      // Alike, or the same words under other marks: those go together, else it would be a collision.
      return textOf(stretch.base) === textOf(stretch.ours) && textOf(stretch.base) === textOf(stretch.theirs)
        ? mergeMarks(stretch.base, stretch.ours, stretch.theirs, () => {})
        : stretch.ours;
    case "collision": {
      const [first, mine] = split(stretch.ours);
      const [second, yours] = split(stretch.theirs);
      const lead = first ?? second;
      const between = mine.length > 0 && yours.length > 0 && space !== "" ? [{ text: space, marks: [] }] : [];
      return [
        ...(lead ? [lead] : []),
        ...bracket(mine, a.proposer),
        ...between,
        ...bracket(yours, b.proposer),
      ];
    }
  }
}

/** The white space that a stretch begins with, and the rest: brackets hold words, not the space before them. */
function split(runs: readonly Run[]): [Run | null, Run[]] {
  const [first, ...rest] = runs;
  const lead = first?.text.match(/^\s+/u)?.[0];
  if (!first || !lead) return [null, [...runs]];
  const left = first.text.slice(lead.length);
  return [
    { text: lead, marks: first.marks },
    left === "" ? rest : [{ text: left, marks: first.marks }, ...rest],
  ];
}

function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join("");
}
