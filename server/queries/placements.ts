import { createHash } from "node:crypto";
import type { AmendmentView, ConflictView } from "../../shared/api/views";
import { holdsUpText } from "../../shared/rules/amendments";
import { applyPatch, makePatch } from "../../shared/text/make-patch";
import type { TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Patch } from "../../shared/text/patch";
import { plan } from "../../shared/text/plan";
import { ConflictIndex } from "../../shared/text/together/conflicts";
import type { AmendmentRow } from "../db/amendments";
import { type InstrumentRow, selectTexts } from "../db/instruments";
import type { Db } from "../db/rows";
import { tagOf } from "./instrument-summary";
import type { Memo } from "./memo";
import { redline } from "./redline";
import { readVersionText, textSha256 } from "./text-content";

/** How a submitted amendment stands to the text as it is now, and to the others. The same for everybody who asks. */
export type Placement = Pick<AmendmentView, "anchor" | "redline" | "collidesWith"> & {
  conflicts: ConflictView[];
};
export type Placements = Map<string, Placement>;

type Placed = {
  row: AmendmentRow;
  base: TextDoc;
  current: TextDoc;
  conflicts: ConflictView[];
  rebased: Patch | null;
};

/**
 * By amendment; drafts have none. It takes about a millisecond an amendment, and after every act all screens ask at
 * once: so it is made once for one state of the texts and the amendments. Patches and versions never change.
 */
export async function placeAmendments(
  from: { pool: Db; readText(room: string): Promise<TextDoc>; placements: Memo<Placements> },
  instrument: InstrumentRow,
  rows: AmendmentRow[],
): Promise<Placements> {
  const submitted = rows.filter(({ patch }) => patch !== null);
  const live = new Map<string, TextDoc>();
  const key = createHash("sha256").update(instrument.id);
  for (const text of await selectTexts(from.pool, instrument.id)) {
    if (!submitted.some(({ language }) => language === text.language)) continue;
    const current = await from.readText(text.room);
    live.set(text.language, current);
    key.update(textSha256(current, text.language));
  }
  for (const { id, state } of submitted) key.update(`${id} ${state}`);
  return from.placements.get(key.digest("hex"), () => placeAll(from.pool, live, submitted));
}

async function placeAll(db: Db, live: Map<string, TextDoc>, rows: AmendmentRow[]): Promise<Placements> {
  const placed = await place(db, live, rows);
  const collisions = collisionsOf(placed);
  return new Map(
    placed.map((one) => [
      one.row.id,
      {
        anchor: anchorOf(one),
        redline: redlineOf(one),
        conflicts: one.conflicts,
        collidesWith: collisions.get(one.row.id) ?? [],
      },
    ]),
  );
}

/** Dry-runs every amendment on its text as it is now; what fits is restated against that text, so that all can be compared. */
async function place(db: Db, live: Map<string, TextDoc>, rows: AmendmentRow[]): Promise<Placed[]> {
  const bases = new Map<string, TextDoc>();
  const placed: Placed[] = [];
  for (const row of rows) {
    const base = bases.get(row.baseVersionId) ?? (await readVersionText(db, row.baseVersionId));
    bases.set(row.baseVersionId, base);
    const current = live.get(row.language) ?? base;
    const placing = row.patch ? plan(base, row.patch, current, row.language) : null;
    const numbers = new Map([
      ...numberBlocks(base.blocks, row.language),
      ...numberBlocks(current.blocks, row.language),
    ]);
    placed.push({
      row,
      base,
      current,
      conflicts:
        placing && !placing.ok
          ? placing.conflicts.map((one) => ({ ...one, path: numbers.get(one.block)?.path ?? one.block }))
          : [],
      rebased: placing?.ok ? makePatch(current, placing.result) : null,
    });
  }
  return placed;
}

type Collisions = Map<string, AmendmentView["collidesWith"]>;

/** By amendment: the other undecided ones that cannot be adopted beside it, as both read against the present text. */
function collisionsOf(placed: Placed[]): Collisions {
  const found: Collisions = new Map();
  const note = (one: AmendmentRow, other: AmendmentRow, conflicts: ConflictView[]) =>
    found.set(one.id, [...(found.get(one.id) ?? []), { id: other.id, tag: tagOf(other.number), conflicts }]);
  for (const language of new Set(placed.map(({ row }) => row.language))) {
    const open = placed.filter(({ row }) => row.language === language && holdsUpText(row.state));
    const rivals = open.flatMap(({ row, rebased, current }) =>
      rebased ? [{ row, patch: rebased, current }] : [],
    );
    const current = rivals[0]?.current;
    if (!current) continue;
    const numbers = numberBlocks(current.blocks, language);
    const rows = new Map(rivals.map(({ row }) => [row.id, row]));
    const index = new ConflictIndex(current, language);
    for (const { row, patch } of rivals) index.add(row.id, patch);
    for (const { a, b, conflicts } of index.pairs()) {
      const one = rows.get(a);
      const other = rows.get(b);
      if (!one || !other) throw new Error(`no amendments ${a} and ${b} in the conflict index`);
      const views = conflicts.map((conflict) => ({
        ...conflict,
        path: numbers.get(conflict.block)?.path ?? conflict.block,
      }));
      note(one, other, views);
      note(
        other,
        one,
        views.map(({ ours, theirs, ...rest }) => ({ ...rest, ours: theirs, theirs: ours })),
      );
    }
  }
  return found;
}

function anchorOf({ row, base, current }: Placed): AmendmentView["anchor"] {
  if (!row.anchorBlock) return null;
  const path =
    numberBlocks(current.blocks, row.language).get(row.anchorBlock)?.path ??
    numberBlocks(base.blocks, row.language).get(row.anchorBlock)?.path;
  return { block: row.anchorBlock, path: path ?? row.anchorBlock };
}

/** Only the paragraphs it touches, against the version it was made from. */
function redlineOf({ row, base }: Placed): AmendmentView["redline"] {
  if (!row.patch) return [];
  return redline(base, applyPatch(base, row.patch), row.language).blocks.filter(
    ({ change }) => change !== "same",
  );
}
