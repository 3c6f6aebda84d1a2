import { z } from "zod";

/** Version of the shape below; stored with every version and room, and asked of every client. */
export const TEXT_SCHEMA_VERSION = 1;

export const LANGUAGES = ["en", "zh", "fr", "es"] as const;
export const languageShape = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageShape>;

export function isLanguage(value: string | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

export const BLOCK_KINDS = [
  "title",
  "organ",
  "preambular",
  "operative",
  "point",
  "heading",
  "area",
  "feature",
  "measure",
  "source",
  "note",
] as const;
export const blockKindShape = z.enum(BLOCK_KINDS);
export type BlockKind = z.infer<typeof blockKindShape>;

/** How deep a paragraph of a kind stands in the texts we know; points are set by their author. */
export const LEVEL_OF_KIND: Readonly<Partial<Record<BlockKind, number>>> = {
  feature: 1,
  measure: 2,
  source: 2,
  point: 1,
};

/**
 * What comes after a heading, an area, a feature or opening words, where nothing says otherwise: they hold paragraphs of
 * another kind, and rarely another of their own.
 */
const KIND_AFTER: Readonly<Partial<Record<BlockKind, BlockKind>>> = {
  title: "organ",
  organ: "preambular",
  heading: "operative",
  area: "feature",
  feature: "measure",
};

/**
 * The kind of a new paragraph after one of this kind. Under what holds other paragraphs, what the text has there already (`next`; null:
 * it ends there): an area after a tier, a feature after an area.
 */
export function kindAfter(kind: BlockKind, next: BlockKind | null): BlockKind {
  const usual = KIND_AFTER[kind];
  if (!usual) return kind;
  return next === kind ? usual : (next ?? usual);
}

/** Where agreement on one paragraph stands; kept in the live draft, never part of the text that is hashed. */
export const BLOCK_STATUSES = ["open", "reopened", "agreed_ad_ref", "agreed"] as const;
export type BlockStatus = (typeof BLOCK_STATUSES)[number];

/** How a paragraph put in during the debate is numbered: after the one before it (2 *bis*), or as another wording of it (2 *alt*). */
export const PROVISIONAL_KINDS = ["bis", "alt"] as const;
export type ProvisionalKind = (typeof PROVISIONAL_KINDS)[number];

const BLOCK_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const blockIdShape = z.string().regex(BLOCK_ID);
/** Stable, unique within an instrument, the same in all its languages. */
export type BlockId = string;

/** What `blockIdShape` says, for each paragraph of a text and again and again. */
export function isBlockId(value: unknown): value is BlockId {
  return typeof value === "string" && BLOCK_ID.test(value);
}

export const markShape = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("em") }),
  z.strictObject({ type: z.literal("strong") }),
  /** One bracket is all runs that carry the same `id`; `proposer` is a name as people read it. */
  z.strictObject({
    type: z.literal("bracket"),
    id: z.string().min(1).max(64),
    proposer: z.string().max(200),
  }),
  /** A cross-reference, shown as the current number of `block`. */
  z.strictObject({ type: z.literal("xref"), block: blockIdShape }),
]);
export type Mark = z.infer<typeof markShape>;

export const runShape = z.strictObject({
  text: z.string().min(1).max(100_000),
  marks: z.array(markShape).max(16),
});
/** Text under one set of marks. Marks are sorted (`compareMarks`); neighbouring runs never have equal marks. */
export type Run = z.infer<typeof runShape>;

export const blockShape = z.strictObject({
  id: blockIdShape,
  kind: blockKindShape,
  level: z.int().min(0).max(6),
  /** Its neighbours keep their numbers until the text is final. Left out where there is none: old hashes stay as they are. */
  provisional: z.enum(PROVISIONAL_KINDS).optional(),
  runs: z.array(runShape).max(10_000),
});
export type Block = z.infer<typeof blockShape>;

/** All of a block but its words: only members that have a value. */
export function blockHead({ id, kind, level, provisional }: Omit<Block, "runs">): Omit<Block, "runs"> {
  return provisional === undefined ? { id, kind, level } : { id, kind, level, provisional };
}

export const textDocShape = z.strictObject({ blocks: z.array(blockShape).max(20_000) });
/** A text as data: what a version stores, what is hashed, what amendments patch. */
export type TextDoc = z.infer<typeof textDocShape>;

/** The block's characters without marks (UTF-16). */
export function blockText(block: Block): string {
  return block.runs.map((run) => run.text).join("");
}

function markKey(mark: Mark): string {
  switch (mark.type) {
    case "em":
    case "strong":
      return mark.type;
    case "bracket":
      return `bracket ${mark.id} ${mark.proposer}`;
    case "xref":
      return `xref ${mark.block}`;
  }
}

export function compareMarks(a: Mark, b: Mark): number {
  const x = markKey(a);
  const y = markKey(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  return a.length === b.length && a.every((mark, i) => markKey(mark) === markKey(b[i] as Mark));
}

/** Sorted, each mark once, and one cross-reference at most: text can't be shown as two numbers. */
export function normaliseMarks(marks: readonly Mark[]): Mark[] {
  if (marks.length < 2) return [...marks];
  const sorted = [...marks].sort(compareMarks);
  return sorted.filter((mark, i) => {
    const previous = sorted[i - 1];
    if (!previous) return true;
    return mark.type === "xref" ? previous.type !== "xref" : compareMarks(previous, mark) !== 0;
  });
}

/** Joins neighbours with equal marks, drops empty runs, sorts marks: the one form in which runs are compared and hashed. */
export function normaliseRuns(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    if (run.text === "") continue;
    const marks = normaliseMarks(run.marks);
    const last = out.at(-1);
    if (last && sameMarks(last.marks, marks)) out[out.length - 1] = { text: last.text + run.text, marks };
    else out.push({ text: run.text, marks });
  }
  return out;
}

export function sameRuns(a: readonly Run[], b: readonly Run[]): boolean {
  if (a === b) return true;
  const [one, other] = [a[0], b[0]];
  if (a.length === 1 && b.length === 1 && one?.marks.length === 0 && other?.marks.length === 0)
    return one.text === other.text;
  const x = normaliseRuns(a);
  const y = normaliseRuns(b);
  return x.length === y.length && x.every((run, i) => sameRun(run, y[i]));
}

function sameRun(a: Run, b: Run | undefined): boolean {
  return b !== undefined && a.text === b.text && sameMarks(a.marks, b.marks);
}

/** Equal in what it is and how it is numbered, whatever it says. */
export function sameShape(a: Block, b: Block): boolean {
  return a.kind === b.kind && a.level === b.level && a.provisional === b.provisional;
}

/** Equal in everything that is hashed. */
export function sameBlock(a: Block, b: Block): boolean {
  return a === b || (a.id === b.id && sameShape(a, b) && sameRuns(a.runs, b.runs));
}

/** Plain text with `*…*` for emphasis, as the seed files have it, to runs. An unpaired asterisk stays as it is. */
export function runsFromMarkup(text: string): Run[] {
  const runs: Run[] = [];
  const emphasis = /\*([^*]+)\*/g;
  let at = 0;
  for (const match of text.matchAll(emphasis)) {
    runs.push({ text: text.slice(at, match.index), marks: [] });
    runs.push({ text: match[1] as string, marks: [{ type: "em" }] });
    at = match.index + match[0].length;
  }
  runs.push({ text: text.slice(at), marks: [] });
  return normaliseRuns(runs);
}
