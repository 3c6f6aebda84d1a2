import { type Block, type BlockId, blockText, type Language, type TextDoc } from "../model";
import { amongOthers, changesNumbers, type Unplaced } from "./among-others";
import { copiedRuns, type Lost, newRuns, revisedRuns } from "./build-paragraph";
import { inOrder, keptIds, type Left, recognise, tiesOf } from "./left";
import { type MarkedText, type SeenParagraph, seenBy, textOfSeen } from "./marked";
import { keyOf, kindsByNumber, type Original, type Originals, signLengths } from "./original";

export type Proposed = {
  text: TextDoc;
  /** Blocks that were one, or became one: what is done to them is one proposal. */
  ties: BlockId[][];
  /** The comments beside each block that is proposed or struck out. */
  comments: Map<BlockId, Set<string>>;
  unplaced: Unplaced[];
};

/**
 * The version with what one author revised in a file of it, and with nothing else of the file: words are put in and struck out where file
 * and version say the same, and what stands elsewhere is named.
 */
export function proposedBy(
  author: string,
  version: TextDoc,
  text: MarkedText,
  originals: Originals,
  language: Language,
  newId: () => BlockId,
): Proposed {
  const { paragraphs } = originals;
  const unplaced: Unplaced[] = amongOthers(text, author);
  const lose = (lost: readonly Lost[]) =>
    unplaced.push(...lost.map((one) => ({ problem: "not_placed" as const, ...one })));
  const seen = seenBy(text, author);
  const signs = signLengths(seen);
  if (changesNumbers(seen, signs, author)) unplaced.push({ problem: "number_typed", block: null, said: "" });
  const left = recognise(seen, signs, paragraphs, language);
  const blocks = new Map<BlockId, Block>(version.blocks.map((block) => [block.id, block]));

  for (const one of left) {
    const own = one.own === null ? undefined : paragraphs[one.own];
    if (!own || one.own === null) continue;
    const block = one.id === null ? undefined : blocks.get(one.id);
    if (!block) {
      if (textOfSeen(one.seen) !== own.text) lose([{ block: null, said: textOfSeen(one.seen).trim() }]);
      continue;
    }
    // What was cut out here and pasted there is the same paragraph: what was rewritten on the way is a revision of it.
    const { runs, lost } = one.sources.includes(one.own)
      ? revisedRuns(block, { paragraph: one.own, original: own }, one.pieces, author, paragraphs)
      : copiedRuns(block, own, one.pieces, language);
    lose(lost);
    const shaped = reshaped(block, one.seen, author, originals);
    if (!shaped) lose([{ block: block.id, said: `¶ ${blockText(block)}` }]);
    blocks.set(block.id, { ...(shaped ?? block), runs });
  }
  const byNumber = kindsByNumber(seen);
  left.forEach((one, place) => {
    if (one.own !== null || !isNew(one, paragraphs)) return;
    const { runs, lost } = newRuns(one.pieces, paragraphs);
    lose(lost);
    if (runs.length === 0) return;
    const from = one.sources.map((i) => paragraphs[i]?.block).find((block) => block != null);
    const known = one.seen.look.sign === "" ? undefined : originals.kindOfLook.get(keyOf(one.seen.look));
    const sign = byNumber[place];
    const beside = nearest(left, place, blocks, -1) ?? nearest(left, place, blocks, 1);
    const { kind, level } =
      sign?.kind && !known ? { kind: sign.kind, level: sign.level } : (known ?? from ?? like(beside));
    one.id = newId();
    blocks.set(one.id, { id: one.id, kind, level, runs });
  });

  const order = inOrder(version, left, keptIds(version, left, paragraphs), paragraphs);
  return {
    text: { blocks: order.flatMap((id) => blocks.get(id) ?? []) },
    ties: tiesOf(left, paragraphs),
    comments: commentsOf(text, left, paragraphs),
    unplaced,
  };
}

/** The block in another place of its list, or as another kind; null: nobody can say as what. */
function reshaped(
  block: Block,
  { ends }: SeenParagraph,
  author: string,
  { kindOfLook }: Originals,
): Block | null {
  if (ends.reshaped?.by !== author) return block;
  const known = kindOfLook.get(keyOf(ends.look));
  if (known) return { ...block, ...known };
  const deeper = ends.look.depth - ends.reshaped.before.depth;
  if (deeper === 0 && ends.look.sign === ends.reshaped.before.sign) return block;
  if (deeper === 0 || block.kind !== "point") return null;
  return { ...block, level: Math.min(Math.max(block.level + deeper, 1), 3) };
}

/** A paragraph that only the file has, and that nobody put into it, is no revision. */
function isNew({ seen, sources, pieces }: Left, originals: readonly Original[]): boolean {
  if (textOfSeen(seen).trim() === "") return false;
  return (
    pieces.some(({ from, text }) => from === null && text.trim() !== "") ||
    sources.some((i) => originals[i]?.block)
  );
}

/** Without a sign of its own, a paragraph is what the one before it is; the first after the opening words begins the preamble. */
function like(block: Block | null): Pick<Block, "kind" | "level"> {
  if (!block || block.kind === "title" || block.kind === "organ") return { kind: "preambular", level: 0 };
  return { kind: block.kind, level: block.level };
}

function nearest(
  left: readonly Left[],
  place: number,
  blocks: ReadonlyMap<BlockId, Block>,
  step: 1 | -1,
): Block | null {
  for (let i = place + step; i >= 0 && i < left.length; i += step) {
    const id = left[i]?.id;
    const block = id == null ? undefined : blocks.get(id);
    if (block) return block;
  }
  return null;
}

function commentsOf(
  text: MarkedText,
  left: readonly Left[],
  originals: readonly Original[],
): Map<BlockId, Set<string>> {
  const found = new Map<BlockId, Set<string>>();
  const note = (id: BlockId | null | undefined, comments: readonly string[]) => {
    if (id == null || comments.length === 0) return;
    const known = found.get(id) ?? new Set();
    for (const one of comments) known.add(one);
    found.set(id, known);
  };
  for (const { id, pieces } of left) for (const { run } of pieces) note(id, run.comments);
  // Beside words that were struck out, too.
  for (const { run, from } of seenBy(text, null).flatMap(({ pieces }) => pieces))
    if (from) note(originals[from.paragraph]?.block?.id, run.comments);
  return found;
}
