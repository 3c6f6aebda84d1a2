import type { AmendmentRef, AmendmentView, ConflictView, DiffBlock } from "../../shared/api/views";
import { holdsUpText } from "../../shared/rules/amendments";
import { applyPatch, makePatch } from "../../shared/text/make-patch";
import type { BlockId, Language, TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Patch } from "../../shared/text/patch";
import { plan } from "../../shared/text/plan";
import { ConflictIndex } from "../../shared/text/together/conflicts";
import { countWords, distanceOf } from "../../shared/text/together/distance";
import { changedPlaces, reachOf } from "../../shared/text/together/reach";
import type { AmendmentRow } from "../db/amendments";
import { tagOf } from "./instrument-summary";
import { type Numbers, numberedDiff } from "./redline";

/** A text that amendments were made against, with its numbers. */
export type Start = { text: TextDoc; numbers: Numbers };

/** How a submitted amendment stands to the text it is put into, and to the others there. The same for everybody who asks. */
export type Placement = Pick<
  AmendmentView,
  "anchor" | "redline" | "submittedAs" | "distance" | "collidesWith" | "excludes"
> & {
  conflicts: ConflictView[];
  /** The text it is put into. */
  on: Start;
  /** Restated against that; null: it is decided, does not fit, or the text says it already. */
  patch: Patch | null;
};

/** `amended`: how many amendments to it were carried; only those change what it says. */
export type Submitted = { row: AmendmentRow; start(): Start; amended: number };

type Placed = {
  tag: string;
  state: AmendmentRow["state"];
  amended: number;
  placement: Omit<Placement, "collidesWith" | "excludes">;
  /** The paragraphs on whose words, places and numbers all of it rests. */
  reach: ReadonlySet<BlockId>;
};

/**
 * Amendments beside the one text that they are put into. A change of one of them costs what lies near it; a change of the text, those that
 * it came near to.
 */
export class Ground {
  readonly numbers: Numbers;
  private readonly placed = new Map<string, Placed>();
  private readonly index: ConflictIndex;
  private readonly indexed = new Set<string>();
  private words: number | null = null;

  /** `before`: the same amendments on the text as it was until now. */
  constructor(
    readonly current: TextDoc,
    private readonly language: Language,
    before: Ground | null,
  ) {
    this.numbers = numberBlocks(current.blocks, language);
    this.index = new ConflictIndex(current, language);
    if (!before) return;
    const changed = changedFrom(before, this);
    if (!changed) return;
    for (const [id, one] of before.placed)
      if (![...one.reach].some((block) => changed.has(block))) this.placed.set(id, one);
  }

  /** Brings in what is new or changed, takes out what is gone. In the order in which they were submitted. */
  hold(submitted: readonly Submitted[]): void {
    const ids = new Set(submitted.map(({ row }) => row.id));
    for (const id of this.placed.keys()) if (!ids.has(id)) this.placed.delete(id);
    for (const id of this.indexed) if (!ids.has(id)) this.leave(id);
    for (const one of submitted) {
      const known = this.placed.get(one.row.id);
      if (known && holdsUpText(known.state) === holdsUpText(one.row.state) && known.amended === one.amended)
        continue;
      this.leave(one.row.id);
      this.placed.set(one.row.id, this.place(one));
    }
    for (const { row } of submitted) {
      const patch = holdsUpText(row.state) ? (this.placed.get(row.id)?.placement.patch ?? null) : null;
      if (!patch || this.indexed.has(row.id)) continue;
      this.index.add(row.id, patch);
      this.indexed.add(row.id);
    }
  }

  placements(): Map<string, Placement> {
    const collisions = this.collisions();
    const excluded = new Map<string, AmendmentRef[]>();
    for (const { adopted, excludes } of this.index.implications())
      excluded.set(adopted, [...(excluded.get(adopted) ?? []), this.refTo(excludes)]);
    return new Map(
      [...this.placed].map(([id, { placement }]) => [
        id,
        {
          ...placement,
          collidesWith: collisions.get(id) ?? [],
          excludes: excluded.get(id) ?? [],
        },
      ]),
    );
  }

  private leave(id: string): void {
    if (this.indexed.delete(id)) this.index.remove(id);
  }

  /** Dry-runs an amendment; what fits is restated against the text as it is now, so that all can be compared. */
  private place({ row, start: startOf, amended }: Submitted): Placed {
    const { patch } = row;
    const start = startOf();
    if (!patch) throw new Error(`amendment ${row.id} is a draft: it has no place yet`);
    const { language } = this;
    const undecided = holdsUpText(row.state);
    // What becomes of the text no longer matters to what is decided.
    const planned = undecided ? plan(start.text, patch, this.current, language) : null;
    const restated = planned?.ok ? makePatch(this.current, planned.result) : null;
    const asSubmitted = changesOf(start.text, start.numbers, patch, language);
    const now = restated ? changesOf(this.current, this.numbers, restated, language) : asSubmitted;
    const pathOf = (id: BlockId) => (this.numbers.get(id) ?? start.numbers.get(id))?.path ?? id;
    return {
      tag: tagOf(row.number),
      state: row.state,
      amended,
      reach: reachOf(patch, start.text),
      placement: {
        anchor: row.anchorBlock === null ? null : { block: row.anchorBlock, path: pathOf(row.anchorBlock) },
        redline: now,
        submittedAs: sameWords(now, asSubmitted) ? null : asSubmitted,
        conflicts:
          planned?.ok === false ? planned.conflicts.map((one) => ({ ...one, path: pathOf(one.block) })) : [],
        distance: undecided ? this.distance(restated ?? patch) : null,
        on: { text: this.current, numbers: this.numbers },
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

  private collisions(): Map<string, AmendmentView["collidesWith"]> {
    const found = new Map<string, AmendmentView["collidesWith"]>();
    const note = (id: string, other: string, conflicts: ConflictView[]) => {
      const known = found.get(id);
      const one = { ...this.refTo(other), conflicts };
      if (known) known.push(one);
      else found.set(id, [one]);
    };
    for (const { a, b, conflicts } of this.index.pairs()) {
      const views = conflicts.map((one) => ({
        ...one,
        path: this.numbers.get(one.block)?.path ?? one.block,
      }));
      note(a, b, views);
      note(
        b,
        a,
        views.map(({ ours, theirs, ...rest }) => ({ ...rest, ours: theirs, theirs: ours })),
      );
    }
    return found;
  }
}

/** Only the paragraphs it touches. */
function changesOf(before: TextDoc, numbers: Numbers, patch: Patch, language: Language): DiffBlock[] {
  const after = applyPatch(before, patch);
  const numbered = keepsNumbers(patch) ? numbers : numberBlocks(after.blocks, language);
  return numberedDiff(before, after, language, { before: numbers, after: numbered }).filter(
    ({ change }) => change !== "same",
  );
}

function keepsNumbers(patch: Patch): boolean {
  return patch.changes.every(
    (change) =>
      change.op === "revise" &&
      change.before.kind === change.after.kind &&
      change.before.level === change.after.level &&
      change.before.provisional === change.after.provisional &&
      change.before.runs.length > 0 === change.after.runs.length > 0,
  );
}

function sameWords(a: readonly DiffBlock[], b: readonly DiffBlock[]): boolean {
  const said = (blocks: readonly DiffBlock[]) =>
    JSON.stringify(blocks.map(({ id, change, spans }) => [id, change, spans]));
  return a === b || said(a) === said(b);
}

/** See there; those that got another number as well. Null: any may have. */
function changedFrom(before: Ground, now: Ground): Set<BlockId> | null {
  const changed = changedPlaces(before.current, now.current);
  if (!changed) return null;
  for (const [id, { label, path }] of now.numbers) {
    const then = before.numbers.get(id);
    if (then?.path !== path || then.label !== label) changed.add(id);
  }
  return changed;
}
