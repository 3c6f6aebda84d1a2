import { mergeSides } from "../merge/merge-sides";
import { type Ground, groundOf, type Side, sideOfPatch } from "../merge/side";
import { joinedBy, putUnder, reshaped } from "../merge/structure";
import type { Block, BlockId, Language, TextDoc } from "../model";
import type { Conflict, Patch } from "../patch";
import { baseOf } from "../read-patch";
import { impliesRejection } from "./implications";

/**
 * What keeps two amendments of one version from both being adopted, whichever comes first; empty when they are compatible
 * (Rule A7). `ours` are the words of `a`. Throws when either was not made against `base`. For many amendments: `ConflictIndex`.
 */
export function conflictsBetween(base: TextDoc, a: Patch, b: Patch, language: Language): Conflict[] {
  const ground = groundOf(baseOf(base), language);
  return mergeSides(ground, sideOfPatch(ground, a), sideOfPatch(ground, b)).conflicts;
}

/** Two amendments that can't both be adopted. `a` was put in before `b`; `ours` are the words of `a`. */
export type Collision = { a: string; b: string; conflicts: Conflict[] };

type Entry = {
  id: string;
  order: number;
  patch: Patch;
  side: Side;
  posts: Place[];
  collisions: Map<Entry, Conflict[]>;
};

/**
 * All pairs of amendments of one version that can't both be adopted, kept as amendments come, change and go. One change costs
 * what lies near it, not how many amendments there are: only those that touch the same paragraph or the same gap are compared.
 */
export class ConflictIndex {
  /** The paragraphs of the ground, where `reword` changes them. */
  private readonly words: Block[];
  private readonly ground: Ground;
  private readonly entries = new Map<string, Entry>();
  private readonly near = new Map<Place, Set<Entry>>();
  private count = 0;

  constructor(base: TextDoc, language: Language) {
    this.words = [...base.blocks];
    this.ground = groundOf(baseOf({ blocks: this.words }), language);
  }

  /** Throws when the amendment is here already, or was not made against the version. */
  add(id: string, patch: Patch): void {
    if (this.entries.has(id)) throw new Error(`Amendment ${id} is in the index already`);
    this.put(id, patch, this.count++);
  }

  /** The amendment with other words; it keeps its place in the order. */
  update(id: string, patch: Patch): void {
    this.put(id, patch, this.take(id).order);
  }

  remove(id: string): void {
    this.take(id);
  }

  /** All that collide, by the order in which they were put in. */
  pairs(): Collision[] {
    return this.inOrder(this.entries.values()).flatMap((entry) =>
      this.inOrder(entry.collisions.keys()).flatMap((other) =>
        other.order > entry.order ? [this.collision(entry, other)] : [],
      ),
    );
  }

  /** Those that collide with one, by the order in which they were put in. */
  pairsOf(id: string): Collision[] {
    const entry = this.entry(id);
    return this.inOrder(entry.collisions.keys()).map((other) => this.collision(entry, other));
  }

  /** Those that one's adoption necessarily rejects (Rule A5). */
  excludedBy(id: string): string[] {
    const entry = this.entry(id);
    return this.inOrder(entry.collisions.keys()).flatMap((other) =>
      impliesRejection(this.ground, entry.side, other.side) ? [other.id] : [],
    );
  }

  /** Whose adoption necessarily rejects whom, as `moot` of the rules takes it. */
  implications(): { adopted: string; excludes: string }[] {
    return this.inOrder(this.entries.values()).flatMap(({ id }) =>
      this.excludedBy(id).map((excludes) => ({ adopted: id, excludes })),
    );
  }

  /**
   * The text as it reads now: the same paragraphs in the same places, some in other words. Amendments whose own paragraphs those are have to
   * be taken out before, and put in again as they then read.
   */
  reword(base: TextDoc): void {
    const { blocks, cuts } = this.ground;
    const reworded: BlockId[] = [];
    base.blocks.forEach((block, i) => {
      if (blocks[i]?.id !== block.id) throw new Error(`Paragraph ${block.id} does not stand where it stood`);
      if (blocks[i] === block) return;
      this.words[i] = block;
      cuts.delete(block.id);
      reworded.push(block.id);
    });
    // Of two that changed places either may be said to have moved, also the one that the patch does not touch.
    for (const { id, patch, side } of [...this.entries.values()])
      if (reworded.some((block) => side.moved.has(block))) this.update(id, patch);
  }

  private collision(entry: Entry, other: Entry): Collision {
    const [a, b] = entry.order < other.order ? [entry, other] : [other, entry];
    return { a: a.id, b: b.id, conflicts: entry.collisions.get(other) ?? [] };
  }

  private inOrder(entries: Iterable<Entry>): Entry[] {
    return [...entries].sort((a, b) => a.order - b.order);
  }

  private put(id: string, patch: Patch, order: number): void {
    const side = sideOfPatch(this.ground, patch);
    const { posts, looks } = placesOf(side, this.ground);
    const entry: Entry = { id, order, patch, side, posts, collisions: new Map() };
    const others = new Set<Entry>();
    for (const place of looks) for (const other of this.near.get(place) ?? []) others.add(other);
    for (const other of others) {
      const [first, second] = order < other.order ? [entry, other] : [other, entry];
      const { conflicts } = mergeSides(this.ground, first.side, second.side);
      if (conflicts.length === 0) continue;
      entry.collisions.set(other, conflicts);
      other.collisions.set(entry, conflicts);
    }
    for (const place of posts) {
      const there = this.near.get(place);
      if (there) there.add(entry);
      else this.near.set(place, new Set([entry]));
    }
    this.entries.set(id, entry);
  }

  private take(id: string): Entry {
    const entry = this.entry(id);
    this.entries.delete(id);
    for (const place of entry.posts) this.near.get(place)?.delete(entry);
    for (const other of entry.collisions.keys()) other.collisions.delete(entry);
    return entry;
  }

  private entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (!entry) throw new Error(`The index has no amendment ${id}`);
    return entry;
  }
}

/** A block or gap and what is done there, as one number; a new block by its id. */
type Place = number | string;

/**
 * What can be done at one place. `joined`: other paragraphs were made one with it. `closed`: a gap between such two. `reshaped`: set higher
 * or lower. `above`: something was put under it. `between`: stands between such two, and `sheltered` is a gap there.
 */
const ACTS = {
  revised: 0,
  joined: 1,
  deleted: 2,
  moved: 3,
  followed: 4,
  filled: 5,
  closed: 6,
  above: 7,
  reshaped: 8,
  between: 9,
  sheltered: 10,
} as const;
const ACTS_AT_MOST = 16;
type Act = keyof typeof ACTS;

/** What an act can collide with at the same place; all else there is compatible, see `mergeSides`. */
const RIVALS: { [A in Act]: readonly Act[] } = {
  revised: ["revised", "deleted"],
  joined: ["moved"],
  deleted: ["revised", "deleted", "moved", "followed", "above"],
  moved: ["moved", "deleted", "joined", "followed", "above", "reshaped"],
  followed: ["moved", "deleted"],
  filled: ["filled", "closed", "sheltered"],
  closed: ["filled"],
  above: ["deleted", "moved", "reshaped"],
  reshaped: ["moved", "above", "between"],
  between: ["reshaped"],
  sheltered: ["filled"],
};

/** Where a side is found, and where it looks for others: two sides that do not meet so are compatible. */
function placesOf(side: Side, base: Ground): { posts: Place[]; looks: Place[] } {
  const posts: Place[] = [];
  const looks: Place[] = [];
  const note = (act: Act, index: number) => {
    posts.push(index * ACTS_AT_MOST + ACTS[act]);
    for (const rival of RIVALS[act]) looks.push(index * ACTS_AT_MOST + ACTS[rival]);
  };
  const noteAll = (act: Act, ids: ReadonlySet<string>) => {
    for (const id of ids) note(act, base.place.get(id) ?? -1);
  };
  noteAll("revised", side.revised);
  for (const [id, into] of joinedBy(base, side)) {
    const [place, other] = [base.place.get(id) ?? -1, base.place.get(into) ?? -1];
    note("joined", other);
    for (let gap = Math.min(place, other) + 1; gap <= Math.max(place, other); gap++) note("closed", gap);
  }
  noteAll("deleted", side.deleted);
  noteAll("moved", side.moved);
  for (const chain of side.chains) {
    const { from, to } = chain;
    note("followed", from - 1);
    for (let gap = from; gap <= to; gap++) note("filled", gap);
  }
  for (const id of reshaped(base, side)) note("reshaped", base.place.get(id) ?? -1);
  for (const { gap, above } of putUnder(base, side)) {
    const first = above ? above.place : -1;
    const isThere = above !== null && base.place.get(above.block.id) === first;
    if (isThere) note("above", first);
    // What the side itself put there stands before the block of that place, and not on it.
    for (let i = above && !isThere ? first : first + 1; i < gap; i++) note("between", i);
    for (let i = first + 1; i <= gap; i++) note("sheltered", i);
  }
  posts.push(...side.inserted);
  looks.push(...side.inserted);
  return { posts, looks };
}
