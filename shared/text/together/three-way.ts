import { mergeSides } from "../merge/merge-sides";
import { isSameEdit, wordConflicts } from "../merge/merge-words";
import { changeOf, type Ground, groundOf, type Side, sideOfPatch } from "../merge/side";
import {
  alike,
  type Cut,
  cutOf,
  type Edit,
  type Piece,
  piecesOf,
  placeOf,
  type WordChange,
  wordChange,
} from "../merge/word-change";
import { type Block, type BlockId, type Language, normaliseRuns, type Run, type TextDoc } from "../model";
import type { Conflict, ConflictKind, Patch } from "../patch";
import { baseOf } from "../read-patch";

/**
 * A stretch of a paragraph in its three readings. Joined, the stretches are each of the three. `changedBy` says who changed it: "both":
 * alike, or in ways that go together; "collision": in ways that don't, and `kind` says how.
 */
export type Stretch = {
  changedBy: "nobody" | "ours" | "theirs" | "both" | "collision";
  kind?: ConflictKind;
  base: Run[];
  ours: Run[];
  theirs: Run[];
};

/** What one side makes of the paragraph as a whole. */
export type Fate = "kept" | "revised" | "moved" | "deleted" | "inserted" | "absent";

export type ThreeWayBlock = {
  id: BlockId;
  base: Block | null;
  ours: Block | null;
  theirs: Block | null;
  fate: { ours: Fate; theirs: Fate };
  stretches: Stretch[];
};

export type ThreeWay = { blocks: ThreeWayBlock[]; conflicts: Conflict[] };

/** Two amendments of one text beside it, word by word: every paragraph that either touches, in the order of the text. */
export function threeWay(base: TextDoc, a: Patch, b: Patch, language: Language): ThreeWay {
  const ground = groundOf(baseOf(base), language);
  const [ours, theirs] = [sideOfPatch(ground, a), sideOfPatch(ground, b)];
  const { conflicts } = mergeSides(ground, ours, theirs);
  return { blocks: touched(ground, ours, theirs).map((id) => row(ground, ours, theirs, id)), conflicts };
}

/** New paragraphs stand where they are put; ours before theirs. */
function touched(ground: Ground, ours: Side, theirs: Side): BlockId[] {
  const ids: BlockId[] = [];
  for (let gap = 0; gap <= ground.blocks.length; gap++) {
    for (const side of [ours, theirs]) {
      for (const chain of side.chains)
        if (chain.from === gap)
          ids.push(...chain.blocks.map(({ id }) => id).filter((id) => side.inserted.has(id)));
    }
    const id = ground.blocks[gap]?.id;
    if (id !== undefined && (fateOf(ours, id) !== "kept" || fateOf(theirs, id) !== "kept")) ids.push(id);
  }
  return [...new Set(ids)];
}

function fateOf(side: Side, id: BlockId): Fate {
  if (side.deleted.has(id)) return "deleted";
  if (side.inserted.has(id)) return "inserted";
  if (side.moved.has(id)) return "moved";
  if (side.revised.has(id)) return "revised";
  return side.blockOf(id) ? "kept" : "absent";
}

function row(ground: Ground, ours: Side, theirs: Side, id: BlockId): ThreeWayBlock {
  const base = ground.blocks[ground.place.get(id) ?? -1] ?? null;
  const [mine, yours] = [ours.blockOf(id) ?? null, theirs.blockOf(id) ?? null];
  const [change, other] = [changeOf(ground, ours, id), changeOf(ground, theirs, id)];
  const cut = ground.cuts.get(id);
  return {
    id,
    base,
    ours: mine,
    theirs: yours,
    fate: { ours: fateOf(ours, id), theirs: fateOf(theirs, id) },
    stretches:
      cut && change && other
        ? stretchesOf(cut, change, other)
        : wholeStretches(base, mine, yours, ground.language),
  };
}

/** One of the sides does not have the paragraph: the other's changes against what stood, or one stretch. */
function wholeStretches(
  base: Block | null,
  ours: Block | null,
  theirs: Block | null,
  language: Language,
): Stretch[] {
  if (base && (ours || theirs)) {
    const cut = cutOf(base.runs, language);
    const change = wordChange(cut, (ours ?? theirs ?? base).runs, language);
    const none = wordChange(cut, base.runs, language);
    const stretches = ours ? stretchesOf(cut, change, none) : stretchesOf(cut, none, change);
    return stretches.map((one) => {
      const changed = one.changedBy !== "nobody";
      const stretch: Stretch = ours ? { ...one, theirs: [] } : { ...one, ours: [] };
      return changed
        ? { ...stretch, changedBy: "collision", kind: "edit_against_delete" }
        : { ...stretch, changedBy: ours ? "theirs" : "ours" };
    });
  }
  const changedBy = base || (ours && theirs) ? "both" : ours ? "ours" : "theirs";
  return [{ changedBy, base: base?.runs ?? [], ours: ours?.runs ?? [], theirs: theirs?.runs ?? [] }];
}

/** `ours` and `theirs`: how many words of each side stand there; null: up to where both keep a word again. */
type Region = {
  from: number;
  to: number;
  changedBy: Stretch["changedBy"];
  kind?: ConflictKind;
  ours: number | null;
  theirs: number | null;
};

export function stretchesOf(cut: Cut, ours: WordChange, theirs: WordChange): Stretch[] {
  const writer = new StretchWriter();
  let [at, atOurs, atTheirs] = [0, 0, 0];
  const read = (base: number, mine: number, yours: number) => {
    const reading = {
      base: joined(piecesOf(cut).slice(at, at + base)),
      ours: joined(piecesOf(ours.own).slice(atOurs, atOurs + mine)),
      theirs: joined(piecesOf(theirs.own).slice(atTheirs, atTheirs + yours)),
    };
    at += base;
    atOurs += mine;
    atTheirs += yours;
    return reading;
  };
  const keepUntil = (end: number) => {
    while (at < end) {
      const word = read(1, 1, 1);
      const [byUs, byThem] = [!alike(word.base, word.ours), !alike(word.base, word.theirs)];
      writer.push({
        changedBy: byUs && byThem ? "both" : byUs ? "ours" : byThem ? "theirs" : "nobody",
        ...word,
      });
    }
  };
  for (const { from, to, changedBy, kind, ...words } of regionsOf(cut, ours, theirs)) {
    keepUntil(from);
    const mine = words.ours ?? placeOf(ours, to) - atOurs;
    const yours = words.theirs ?? placeOf(theirs, to) - atTheirs;
    writer.push({ changedBy, ...(kind ? { kind } : {}), ...read(to - from, mine, yours) });
  }
  keepUntil(cut.words.length);
  return writer.end();
}

/** Where words were put in, taken out or replaced, in the order of the text; they do not overlap. */
function regionsOf(cut: Cut, ours: WordChange, theirs: WordChange): Region[] {
  const collisions: Region[] = [];
  for (const { kind, from, to } of wordConflicts(cut, ours, theirs).sort((x, y) => x.from - y.from)) {
    const last = collisions.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else collisions.push({ from, to, changedBy: "collision", kind, ours: null, theirs: null });
  }
  const collides = ({ from, to }: Edit) => collisions.some((one) => one.from <= from && to <= one.to);
  const regions = [...collisions];
  const repeated = new Set<Edit>();
  for (const edit of ours.edits) {
    if (collides(edit)) continue;
    const size = edit.afterTo - edit.afterFrom;
    const twin = theirs.edits.find((other) => isSameEdit(edit, ours, other, theirs));
    if (twin) repeated.add(twin);
    regions.push({
      from: edit.from,
      to: edit.to,
      changedBy: twin ? "both" : "ours",
      ours: size,
      theirs: twin ? size : edit.to - edit.from,
    });
  }
  for (const edit of theirs.edits) {
    if (collides(edit) || repeated.has(edit)) continue;
    const size = edit.afterTo - edit.afterFrom;
    regions.push({
      from: edit.from,
      to: edit.to,
      changedBy: "theirs",
      ours: edit.to - edit.from,
      theirs: size,
    });
  }
  // An insertion stands before the word that a change at the same place begins with.
  return regions.sort((x, y) => x.from - y.from || x.to - y.to);
}

function joined(pieces: readonly Piece[]): Run[] {
  return normaliseRuns(pieces.flatMap(({ space, text }) => [...space, ...text]));
}

/** Joins neighbours that were changed by the same. */
class StretchWriter {
  private readonly stretches: Stretch[] = [];

  push(stretch: Stretch): void {
    const last = this.stretches.at(-1);
    if (!last || last.changedBy !== stretch.changedBy || last.changedBy === "collision") {
      this.stretches.push({ ...stretch });
      return;
    }
    for (const reading of ["base", "ours", "theirs"] as const)
      last[reading] = [...last[reading], ...stretch[reading]];
  }

  end(): Stretch[] {
    return this.stretches
      .map((one) => ({
        ...one,
        base: normaliseRuns(one.base),
        ours: normaliseRuns(one.ours),
        theirs: normaliseRuns(one.theirs),
      }))
      .filter(({ base, ours, theirs }) => base.length + ours.length + theirs.length > 0);
  }
}
