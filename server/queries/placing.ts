import { changeIn } from "../../shared/api/snippet";
import type {
  AmendmentRef,
  AmendmentSummary,
  AmendmentView,
  ConflictView,
} from "../../shared/api/views/amendments";
import { holdsUpText } from "../../shared/rules/amendments";
import { makePatch, touchedBlocks } from "../../shared/text/make-patch";
import {
  type Block,
  type BlockId,
  type Language,
  sameBlock,
  sameShape,
  type TextDoc,
} from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Patch } from "../../shared/text/patch";
import { Planner } from "../../shared/text/plan";
import { hasReferences } from "../../shared/text/references";
import { ConflictIndex } from "../../shared/text/together/conflicts";
import { countWords, distanceOf } from "../../shared/text/together/distance";
import {
  besideGone,
  changedPlaces,
  mayMeetAnywhere,
  type PutIn,
  putInSince,
  reachOf,
  reworded,
} from "../../shared/text/together/reach";
import type { AmendmentRow } from "../db/amendments";
import { tagOf } from "./instrument-summary";
import { changesOf, type Known, keepsNumbers, knownOf, sameWords } from "./patch-redline";
import type { Numbers } from "./redline";

/** A text that amendments were made against, with its numbers. */
export type Start = { text: TextDoc; numbers: Numbers };

/** How a submitted amendment stands to the text it is put into, and to the others there. The same for everybody who asks. */
export type Placement = Pick<
  AmendmentView,
  "anchor" | "redline" | "submittedAs" | "distance" | "collidesWith" | "excludes"
> &
  Pick<AmendmentSummary, "change" | "touches"> & {
    conflicts: ConflictView[];
    /** The text it is put into. */
    on: Start;
    /** Restated against that; null: it is decided, does not fit, or the text says it already. */
    patch: Patch | null;
  };

/** What it is to the other undecided ones. */
type Relations = Pick<Placement, "collidesWith" | "excludes">;
const NO_RELATIONS: Relations = { collidesWith: [], excludes: [] };

/** `amended`: how many amendments to it were carried; only those change what it says. */
export type Submitted = { row: AmendmentRow; start(): Start; amended: number };

type Placed = {
  tag: string;
  /** As it was when it was placed. */
  row: Pick<AmendmentRow, "state" | "patch" | "baseVersionId">;
  amended: number;
  placement: Omit<Placement, keyof Relations | "on">;
  /** The paragraphs on whose places and numbers all of it rests; null: on all. */
  reach: ReadonlySet<BlockId> | null;
  /** Those of them on whose words. */
  words: ReadonlySet<BlockId>;
  /** It gives paragraphs other numbers: what refers to them reads otherwise with it, wherever it stands. */
  renumbers: boolean;
};

/** How the text that an amendment was made against became what it is now. */
type Between = { planner: Planner; putIn: PutIn[] | null };

/**
 * Amendments beside the one text that they are put into. A change of one of them costs what lies near it; other words in the text, those
 * that it came near to.
 */
export class Ground {
  readonly numbers: Numbers;
  private readonly placed: Map<string, Placed>;
  private readonly index: ConflictIndex;
  private readonly indexed: Set<string>;
  /** By amendment; what is missing is worked out when it is asked for. */
  private readonly relations: Map<string, Relations>;
  private readonly between = new Map<TextDoc, Between | null>();
  private readonly known = new Map<TextDoc, Known>();
  private words: number | null = null;

  /** `before`: the same amendments on the text as it was until now. It is not to be used any more. */
  constructor(
    readonly current: TextDoc,
    private readonly language: Language,
    before: Ground | null,
  ) {
    this.numbers = numberBlocks(current.blocks, language);
    const changed = before && changedFrom(before, this);
    if (!before || !changed) {
      this.placed = new Map();
      this.index = new ConflictIndex(current, language);
      this.indexed = new Set();
      this.relations = new Map();
      return;
    }
    this.placed = before.placed;
    const { places, words, references } = changed;
    const isKept = (one: Placed) =>
      one.reach !== null &&
      !(references && one.renumbers) &&
      places.every((id) => !one.reach?.has(id)) &&
      words.every((id) => !one.words.has(id));
    for (const [id, one] of this.placed) {
      if (isKept(one)) continue;
      before.leave(id);
      this.placed.delete(id);
    }
    if (samePlaces(before.current, current)) {
      this.index = before.index;
      this.indexed = before.indexed;
      this.relations = before.relations;
      this.index.reword(current);
    } else {
      this.index = new ConflictIndex(current, language);
      this.indexed = new Set();
      this.relations = new Map();
    }
  }

  /** Brings in what is new or changed, takes out what is gone. In the order in which they were submitted. */
  hold(submitted: readonly Submitted[]): void {
    const ids = new Set(submitted.map(({ row }) => row.id));
    for (const id of this.placed.keys()) if (!ids.has(id)) this.placed.delete(id);
    for (const id of this.indexed) if (!ids.has(id)) this.leave(id);
    for (const one of submitted) {
      const { id, state } = one.row;
      const known = this.placed.get(id);
      if (
        !known ||
        known.row.patch !== one.row.patch ||
        known.row.baseVersionId !== one.row.baseVersionId ||
        holdsUpText(known.row.state) !== holdsUpText(state) ||
        known.amended !== one.amended
      ) {
        this.leave(id);
        this.placed.set(id, this.place(one));
      }
      const patch = holdsUpText(state) ? (this.placed.get(id)?.placement.patch ?? null) : null;
      if (!patch || this.indexed.has(id)) continue;
      this.index.add(id, patch);
      this.indexed.add(id);
      this.forget(id);
    }
  }

  placements(): Map<string, Placement> {
    const on = { text: this.current, numbers: this.numbers };
    return new Map(
      [...this.placed].map(([id, { placement }]) => [id, { ...placement, on, ...this.relationsOf(id) }]),
    );
  }

  private leave(id: string): void {
    if (!this.indexed.has(id)) return;
    this.forget(id);
    this.indexed.delete(id);
    this.index.remove(id);
  }

  /** What was said of it and of those that it collides with has to be said anew. */
  private forget(id: string): void {
    this.relations.delete(id);
    for (const { a, b } of this.index.pairsOf(id)) this.relations.delete(a === id ? b : a);
  }

  private relationsOf(id: string): Relations {
    if (!this.indexed.has(id)) return NO_RELATIONS;
    const known = this.relations.get(id);
    if (known) return known;
    const relations = {
      collidesWith: this.index.pairsOf(id).map(({ a, b, conflicts }) => ({
        ...this.refTo(a === id ? b : a),
        conflicts: conflicts.map(({ ours, theirs, ...rest }) => ({
          ...rest,
          path: this.numbers.get(rest.block)?.path ?? rest.block,
          ours: a === id ? ours : theirs,
          theirs: a === id ? theirs : ours,
        })),
      })),
      excludes: this.index.excludedBy(id).map((other) => this.refTo(other)),
    };
    this.relations.set(id, relations);
    return relations;
  }

  /** null: it reads as the text does now, and a patch against it is one against that. */
  private since(start: TextDoc): Between | null {
    const known = this.between.get(start);
    if (known !== undefined) return known;
    const reads = start.blocks.length === this.current.blocks.length;
    const isNow =
      reads && start.blocks.every((block, i) => sameBlock(block, this.current.blocks[i] as Block));
    const between = isNow
      ? null
      : {
          planner: new Planner(start, this.current, this.language),
          putIn: putInSince(start, this.current),
        };
    this.between.set(start, between);
    return between;
  }

  private knownOf(text: TextDoc): Known {
    const found = this.known.get(text);
    if (found) return found;
    const known = knownOf(text);
    this.known.set(text, known);
    return known;
  }

  /** Dry-runs an amendment; what fits is restated against the text as it is now, so that all can be compared. */
  private place({ row, start: startOf, amended }: Submitted): Placed {
    const { patch } = row;
    const start = startOf();
    if (!patch) throw new Error(`amendment ${row.id} is a draft: it has no place yet`);
    const { language } = this;
    const begun = this.knownOf(start.text);
    const present = this.knownOf(this.current);
    const undecided = holdsUpText(row.state);
    // What becomes of the text no longer matters to what is decided.
    const since = undecided ? this.since(start.text) : null;
    const planned = since?.planner.plan(patch) ?? null;
    const restated = planned?.ok
      ? makePatch(this.current, planned.result, present.base)
      : undecided && since === null
        ? patch
        : null;
    const reach = reachOf(patch, begun.base);
    const asSubmitted = changesOf(begun, start.numbers, patch, reach, language);
    const now =
      restated && restated !== patch
        ? changesOf(present, this.numbers, restated, reach, language)
        : asSubmitted;
    // Of paragraphs that changed places it may be others that are said to have moved.
    const words = new Set([
      ...touchedBlocks(patch),
      ...(restated ? touchedBlocks(restated) : []),
      ...now.map(({ id }) => id),
    ]);
    for (const { ids, before, after } of since?.putIn ?? []) {
      if (!(before !== null && reach.has(before)) && !(after !== null && reach.has(after))) continue;
      for (const id of ids) words.add(id);
    }
    if (since) for (const id of besideGone(patch, begun.base, present.base)) words.add(id);
    for (const id of words) reach.add(id);
    if (restated && restated !== patch) for (const id of reachOf(restated, present.base)) reach.add(id);
    const pathOf = (id: BlockId) => (this.numbers.get(id) ?? start.numbers.get(id))?.path ?? id;
    return {
      tag: tagOf(row.number),
      row,
      amended,
      reach: since && (!since.putIn || mayMeetAnywhere(patch, begun.base, present.base)) ? null : reach,
      words,
      renumbers: !keepsNumbers(patch),
      placement: {
        anchor: row.anchorBlock === null ? null : { block: row.anchorBlock, path: pathOf(row.anchorBlock) },
        redline: now,
        change: changeIn(now),
        touches: now.flatMap(({ id, change }) => (change === "inserted" ? [] : [id])),
        submittedAs: sameWords(now, asSubmitted) ? null : asSubmitted,
        conflicts:
          planned?.ok === false ? planned.conflicts.map((one) => ({ ...one, path: pathOf(one.block) })) : [],
        distance: undecided ? this.distance(restated ?? patch) : null,
        patch: restated,
      },
    };
  }

  private distance(patch: Patch): AmendmentView["distance"] {
    this.words ??= countWords(this.current, this.language);
    const { reach, measure, ...found } = distanceOf(patch, this.words, this.language);
    return {
      reach,
      paragraphs: {
        deleted: found.deletes.length,
        replaced: found.replaces.length,
        inserted: found.inserts.length,
        revised: found.revises.length,
        moved: found.moves.length,
        reshaped: found.reshapes.length,
      },
      words: { deleted: found.wordsDeleted, inserted: found.wordsInserted, carried: found.wordsCarried },
      measure,
    };
  }

  private refTo(id: string): AmendmentRef {
    return { id, tag: this.placed.get(id)?.tag ?? tagOf(null) };
  }
}

type Changed = {
  /** Paragraphs that came, went or got another number, and those beside them. */
  places: BlockId[];
  /** Those that only read otherwise. */
  words: BlockId[];
  /** A reference may be among what changed. */
  references: boolean;
};

/** Null: any may have changed. */
function changedFrom(before: Ground, now: Ground): Changed | null {
  const places = changedPlaces(before.current, now.current, sameShape);
  if (!places) return null;
  for (const [id, { label, path }] of now.numbers) {
    const then = before.numbers.get(id);
    if (then?.path !== path || then.label !== label) places.add(id);
  }
  const words = reworded(before.current, now.current);
  const isIn = ({ id }: Block) => places.has(id) || words.has(id);
  return {
    places: [...places],
    words: [...words],
    references: [before, now].some(({ current }) => hasReferences({ blocks: current.blocks.filter(isIn) })),
  };
}

function samePlaces(before: TextDoc, now: TextDoc): boolean {
  return (
    before.blocks.length === now.blocks.length && before.blocks.every(({ id }, i) => id === now.blocks[i]?.id)
  );
}
