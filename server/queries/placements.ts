import { createHash } from "node:crypto";
import { applyPatch } from "../../shared/text/make-patch";
import { type Block, type BlockId, sameBlock, type TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";
import type { Patch } from "../../shared/text/patch";
import type { AmendmentRow } from "../db/amendments";
import { type InstrumentRow, selectTexts } from "../db/instruments";
import type { Db } from "../db/rows";
import { groupBy } from "./group-by";
import { Memo } from "./memo";
import { type ReadAmendments, readAmendmentRows } from "./patches";
import { Ground, type Placement, type Start, type Submitted } from "./placing";
import { readVersionText, textSha256 } from "./text-content";

/** By amendment; drafts have none. */
export type Placements = ReadonlyMap<string, Placement>;

/** What placing amendments is made with. */
export type PlacesFrom = { pool: Db; readText(room: string): Promise<TextDoc>; placements: PlacementCache };

/**
 * How the amendments of an instrument stand to the texts as they are now, `rows` as `PlacementCache.rows` reads them. After every act all screens ask at once: so it is made once for
 * one state of the texts and the amendments, and from the state before, of which mostly little has changed.
 */
export async function placeAmendments(
  from: PlacesFrom,
  instrument: InstrumentRow,
  rows: readonly AmendmentRow[],
): Promise<Placements> {
  const { submitted, said } = placedFrom(rows);
  const live = new Map<string, TextDoc>();
  const key = createHash("sha256").update(instrument.id).update(said);
  const hashes = new Map<string, string>();
  for (const text of await selectTexts(from.pool, instrument.id)) {
    if (!submitted.some(({ language }) => language === text.language)) continue;
    const current = await from.readText(text.room);
    live.set(text.language, current);
    const sha256 = textSha256(current, text.language);
    hashes.set(text.language, sha256);
    key.update(sha256);
  }
  return from.placements.get(key.digest("hex"), from.pool, {
    instrument: instrument.id,
    live,
    hashes,
    rows: submitted,
  });
}

type PlacedFrom = {
  submitted: AmendmentRow[];
  /** All of them that their places depend on. */
  said: string;
};
const placedFromRows = new WeakMap<readonly AmendmentRow[], PlacedFrom>();

function placedFrom(rows: readonly AmendmentRow[]): PlacedFrom {
  const known = placedFromRows.get(rows);
  if (known) return known;
  const submitted = rows.filter(({ patch }) => patch !== null);
  const said = submitted.map(
    ({ id, state, baseVersionId, patch }) => `${id} ${state} ${baseVersionId} ${patch && numberOf(patch)}`,
  );
  const found = { submitted, said: said.join() };
  placedFromRows.set(rows, found);
  return found;
}

const numbers = new WeakMap<Patch, number>();
let last = 0;

/** Tells patches apart that `PlacementCache.rows` gave: one that was not revised is the same object every time. */
function numberOf(patch: Patch): number {
  const number = numbers.get(patch) ?? ++last;
  numbers.set(patch, number);
  return number;
}

type State = {
  instrument: string;
  live: ReadonlyMap<string, TextDoc>;
  hashes: ReadonlyMap<string, string>;
  rows: readonly AmendmentRow[];
};

/** The last few states, and for the last few instruments what the next one is made from. */
export class PlacementCache {
  private readonly states: Memo<Placements>;
  private readonly books: Memo<Book>;
  private readonly read: Memo<ReadAmendments>;

  constructor(states: number, instruments: number) {
    this.states = new Memo(states);
    this.books = new Memo(instruments);
    this.read = new Memo(instruments);
  }

  /** The amendments of an instrument, as screens read them again and again: the very same as long as none changes. */
  async rows(db: Db, instrumentId: string): Promise<AmendmentRow[]> {
    const last = await this.read.get(instrumentId, async () => ({ mark: null, rows: [] }));
    const read = await readAmendmentRows(db, instrumentId, last);
    Object.assign(last, read);
    return read.rows;
  }

  get(key: string, db: Db, state: State): Promise<Placements> {
    return this.states.get(key, async () => {
      const book = await this.books.get(state.instrument, async () => new Book());
      const versions = await book.readVersions(db, state.rows);
      return book.place(state, versions);
    });
  }
}

/** One instrument's amendments on their texts, and those to an amendment on their parent's. */
class Book {
  private readonly grounds = new Map<string, { hash: string; ground: Ground }>();
  private readonly versions = new Map<string, Start>();

  /** Versions never change: each is read once. */
  async readVersions(db: Db, rows: readonly AmendmentRow[]): Promise<ReadonlyMap<string, Start>> {
    for (const { baseVersionId, language } of rows) {
      if (this.versions.has(baseVersionId)) continue;
      const text = this.withKnownBlocks(await readVersionText(db, baseVersionId));
      this.versions.set(baseVersionId, { text, numbers: numberBlocks(text.blocks, language) });
    }
    return this.versions;
  }

  /** Takes no turn in between: two states that are asked for at once are made one after the other. */
  place({ live, hashes, rows }: State, versions: ReadonlyMap<string, Start>): Placements {
    const placements = new Map<string, Placement>();
    const startOf = (row: AmendmentRow): Start => {
      const version = versions.get(row.baseVersionId);
      if (!version) throw new Error(`version ${row.baseVersionId} was not read`);
      if (!row.parentPatch) return version;
      const text = applyPatch(version.text, row.parentPatch);
      return { text, numbers: numberBlocks(text.blocks, row.language) };
    };
    const subs = groupBy(
      rows.filter(({ parentId }) => parentId !== null),
      ({ parentId }) => parentId,
    );
    const carriedInto = ({ id }: AmendmentRow) =>
      subs.get(id)?.filter(({ state }) => state === "adopted").length ?? 0;
    const put = (key: string, hash: string, current: TextDoc, members: readonly AmendmentRow[]) => {
      const [first] = members;
      if (!first) return;
      const known = this.grounds.get(key);
      const ground =
        known?.hash === hash
          ? known.ground
          : new Ground(this.withKnownBlocks(current), first.language, known?.ground ?? null);
      this.grounds.set(key, { hash, ground });
      ground.hold(
        members.map((row): Submitted => ({ row, start: () => startOf(row), amended: carriedInto(row) })),
      );
      for (const [id, placement] of ground.placements()) placements.set(id, placement);
    };
    for (const [language, current] of live)
      put(
        language,
        hashes.get(language) ?? "",
        current,
        rows.filter((row) => row.language === language && row.parentId === null),
      );
    for (const parent of rows) {
      const below = subs.get(parent.id);
      if (!below || !parent.patch) continue;
      const said = `${carriedInto(parent)} ${parent.baseVersionId} ${numberOf(parent.patch)}`;
      put(parent.id, said, applyPatch(startOf(parent).text, parent.patch), below);
    }
    return placements;
  }

  /** With the very objects for paragraphs that read alike: they are then compared at no cost. */
  private withKnownBlocks(text: TextDoc): TextDoc {
    const known = new Map<BlockId, Block>();
    for (const { text: version } of this.versions.values())
      for (const block of version.blocks) known.set(block.id, block);
    return {
      blocks: text.blocks.map((block) => {
        const old = known.get(block.id);
        return old && sameBlock(old, block) ? old : block;
      }),
    };
  }
}
