import { smallestSpans } from "../diff";
import {
  type Block,
  type BlockId,
  blockHead,
  kindAfter,
  type Language,
  LEVEL_OF_KIND,
  type Mark,
  normaliseRuns,
  type Run,
  sameMarks,
  type TextDoc,
} from "../model";
import { numberedInDebate } from "../provisional";

/** What may be asked for in a form (Rule A15): other words, a new paragraph after it, or that it goes. */
export const TYPED_CHANGES = ["reword", "after", "strike"] as const;
export type TypedChange = (typeof TYPED_CHANGES)[number];

/** Words typed into a form, about one paragraph. `newId`: the id of the paragraph that they become, where they become one. */
export type Typed = { change: TypedChange; block: BlockId; words: string; newId: BlockId };

/**
 * The text as it would stand. A paragraph goes with all that stands under it, and a new one stands after that; where nothing was typed the
 * text stays as it is. Throws when the text has no such paragraph.
 */
export function typedText(base: TextDoc, typed: Typed, language: Language): TextDoc {
  const at = base.blocks.findIndex(({ id }) => id === typed.block);
  const block = base.blocks[at];
  if (!block) throw new Error(`The text has no paragraph ${typed.block}`);
  const words = typedWords(typed.words);
  const [before, rest] = [base.blocks.slice(0, at), base.blocks.slice(at + 1)];
  const over = rest.findIndex((one) => !standsUnder(one, block));
  const under = over < 0 ? rest.length : over;
  if (typed.change === "strike") return { blocks: [...before, ...rest.slice(under)] };
  if (words === "") return base;
  if (typed.change === "reword")
    return {
      blocks: [...before, { ...blockHead(block), runs: reworded(block.runs, words, language) }, ...rest],
    };
  const kind = kindAfter(block.kind, rest[0]?.kind ?? null);
  const isBeside = kind === block.kind;
  const level = isBeside ? block.level : (LEVEL_OF_KIND[kind] ?? 0);
  const fresh: Block = { id: typed.newId, kind, level, runs: [{ text: words, marks: [] }] };
  const place = isBeside ? under : 0;
  const blocks = [...before, block, ...rest.slice(0, place), fresh, ...rest.slice(place)];
  return numberedInDebate(base, { blocks }, language);
}

const PARTS_OF_FEATURES: readonly Block["kind"][] = ["feature", "measure", "source"];

function standsUnder(one: Block, above: Block): boolean {
  if (one.kind === "point") return above.kind !== "point" || one.level > above.level;
  return (
    (above.kind === "area" || above.kind === "feature") &&
    PARTS_OF_FEATURES.includes(one.kind) &&
    one.level > above.level
  );
}

/** One paragraph of what was typed. Spaces that do not break are part of the words, as in front of a French colon. */
export function typedWords(text: string): string {
  return text.replace(/[ \t\r\n]+/g, " ").trim();
}

/** Words typed over others: what stayed keeps its marks, and what is new has those in the midst of which it stands. */
export function reworded(runs: readonly Run[], words: string, language: Language): Run[] {
  /** `marks` null: what is new. */
  const parts: { text: string; marks: readonly Mark[] | null }[] = [];
  let removed: Run[] = [];
  for (const span of smallestSpans(runs, words === "" ? [] : [{ text: words, marks: [] }], language)) {
    if (span.op === "delete") removed.push(span);
    else {
      if (span.op === "insert") parts.push(...typedOver(removed, span.text));
      else parts.push({ text: span.text, marks: span.marksBefore ?? span.marks });
      removed = [];
    }
  }
  const said = parts.filter(({ text }) => text !== "");
  return normaliseRuns(
    said.map(({ text, marks }, i) => ({
      text,
      marks: marks ? [...marks] : around(said[i - 1]?.marks ?? [], said[i + 1]?.marks ?? []),
    })),
  );
}

/** Within a word, too, letters that stayed at both ends are the old ones. */
function typedOver(removed: readonly Run[], words: string) {
  const before = removed.map(({ text }) => text).join("");
  const most = Math.min(before.length, words.length);
  let start = 0;
  while (start < most && before[start] === words[start]) start += 1;
  // A letter of two halves is kept whole or not at all.
  if (/[\ud800-\udbff]/.test(before[start - 1] ?? "")) start -= 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === words[words.length - 1 - end]) end += 1;
  if (end > 0 && /[\udc00-\udfff]/.test(before[before.length - end] ?? "")) end -= 1;
  return [
    ...slice(removed, 0, start),
    { text: words.slice(start, words.length - end), marks: null },
    ...slice(removed, before.length - end, before.length),
  ];
}

/** What both neighbours have. A reference is a number and takes no words in. */
function around(left: readonly Mark[], right: readonly Mark[]): Mark[] {
  return left.filter((mark) => mark.type !== "xref" && right.some((other) => sameMarks([mark], [other])));
}

function slice(runs: readonly Run[], from: number, to: number): Run[] {
  let at = 0;
  return runs.map(({ text, marks }) => {
    const part = text.slice(Math.max(0, from - at), Math.max(0, to - at));
    at += text.length;
    return { text: part, marks };
  });
}
