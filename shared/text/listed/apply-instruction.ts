import { familyEnd, isBelow } from "../family";
import { type Block, type BlockId, type Language, normaliseRuns, type TextDoc } from "../model";
import { numberBlocks } from "../numbering";
import { type Edit, editsBetween, placeEdits } from "../revisions/place-edits";
import { folded, type Printed, printBlock } from "../revisions/printed";
import { hasHan } from "../tokens";
import { type FoundParagraph, readTypedNumbers } from "../typed-numbers";
import type { Instruction } from "./instructions";

export type Applied =
  | { ok: true; text: TextDoc }
  | { ok: false; problem: "words_not_found" | "words_ambiguous" | "text_differs"; said: string };

type Place = { text: TextDoc; language: Language; newId: () => BlockId };

/** The text with an instruction carried out on one of its blocks. Words are looked for as the paragraph reads on paper. */
export function applyInstruction(
  place: Place,
  id: BlockId,
  instruction: Exclude<Instruction, { do: "new_paragraph" }>,
): Applied {
  const { text, language } = place;
  const at = text.blocks.findIndex((block) => block.id === id);
  const block = text.blocks[at];
  if (!block) throw new Error(`the text has no block ${id}`);
  if (instruction.do === "strike_paragraph")
    return done(text.blocks.toSpliced(at, familyEnd(text.blocks, at) - at));
  const printed = printBlock(block, numberBlocks(text.blocks, language));
  if (instruction.do === "substitute") return substituted(place, at, printed, instruction.put);
  const edit = editOf(printed.text, instruction);
  if (!edit.ok) return edit;
  return done(text.blocks.with(at, edited(block, printed, [edit.edit])));
}

function done(blocks: readonly Block[]): Applied {
  return { ok: true, text: { blocks: [...blocks] } };
}

function edited(block: Block, printed: Printed, edits: readonly Edit[]): Block {
  return {
    ...block,
    runs: placeEdits(block.runs, { ranges: printed.ranges, differences: [] }, edits, []).runs,
  };
}

/** One paragraph in the place of another; further lines follow it as paragraphs of their own. */
function substituted(place: Place, at: number, printed: Printed, put: string): Applied {
  const { text, language } = place;
  const block = text.blocks[at] as Block;
  const [first, ...rest] = paragraphsOf(put, block);
  if (!first) return done(text.blocks);
  const edits = editsBetween(printed.text, first.words, language);
  const blocks = text.blocks.with(at, edited(block, printed, edits));
  return done(blocks.toSpliced(at + 1, 0, ...rest.map((one) => newBlock(one, place.newId()))));
}

/** A block reads as `before` in drafters' notation, and would read as `after`. */
export function applyNotation(
  { text, language }: Place,
  id: BlockId,
  { before, after }: { before: string; after: string },
): Applied {
  const at = text.blocks.findIndex((block) => block.id === id);
  const block = text.blocks[at];
  if (!block) throw new Error(`the text has no block ${id}`);
  const printed = printBlock(block, numberBlocks(text.blocks, language));
  if (folded(printed.text).trim() !== folded(before).trim())
    return { ok: false, problem: "text_differs", said: before };
  if (after === "") return done(text.blocks.toSpliced(at, 1));
  return done(text.blocks.with(at, edited(block, printed, editsBetween(printed.text, after, language))));
}

/** `put` as new paragraphs before or after a block and what stands under it. */
export function insertParagraphs(
  { text, newId }: Place,
  id: BlockId,
  { where, isPoint, put }: Pick<Extract<Instruction, { do: "new_paragraph" }>, "where" | "isPoint" | "put">,
): TextDoc {
  const at = text.blocks.findIndex((block) => block.id === id);
  const beside = text.blocks[at];
  if (!beside) throw new Error(`the text has no block ${id}`);
  const found = paragraphsOf(put, likeNew(beside, isPoint));
  const blocks = found.map((one) => newBlock(one, newId()));
  const place = where === "before" ? at : familyEnd(text.blocks, at);
  return { blocks: text.blocks.toSpliced(place, 0, ...blocks) };
}

/** What a new paragraph beside another is: the same, but the first after the opening words begins the preamble. */
function likeNew({ kind, level }: Block, isPoint: boolean): Pick<Block, "kind" | "level"> {
  if (isPoint && kind !== "point") return { kind: "point", level: 1 };
  if (kind === "title" || kind === "organ") return { kind: "preambular", level: 0 };
  return { kind, level };
}

type Paragraph = Pick<Block, "kind" | "level"> & { words: string };

/** Lines as paragraphs, without the numbers typed before them. The first is what it stands for; a sign says what others are. */
function paragraphsOf(put: string, as: Pick<Block, "kind" | "level">): Paragraph[] {
  const lines = put.split("\n").filter((line) => line.trim() !== "");
  const found = readTypedNumbers(
    lines.map((line): FoundParagraph => ({ kind: null, level: 0, runs: [{ text: line.trim(), marks: [] }] })),
  );
  return found.flatMap(({ kind, level, runs }, i) => {
    const words = runs
      .map(({ text }) => text)
      .join("")
      .trim();
    if (words === "") return [];
    const isOwn = kind !== null && (i > 0 || (kind === "point" && !isBelow(as)));
    return [{ words, ...(isOwn ? { kind, level } : { kind: as.kind, level: as.level }) }];
  });
}

function newBlock({ words, kind, level }: Paragraph, id: BlockId): Block {
  return { id, kind, level, runs: normaliseRuns([{ text: words, marks: [] }]) };
}

type Words = Exclude<Instruction, { do: "new_paragraph" | "strike_paragraph" | "substitute" }>;
type EditFound = { ok: true; edit: Edit } | Extract<Applied, { ok: false }>;

function editOf(text: string, instruction: Words): EditFound {
  if (instruction.do === "insert_at") {
    const isEnd = instruction.where === "end";
    // Before the sign that ends the paragraph, unless what is put in has its own.
    const end = /[\p{L}\p{N})\]”»]$/u.test(instruction.put)
      ? text.length - (/[.;,:。；，：]\s*$/u.exec(text)?.[0].length ?? 0)
      : text.length;
    const at = isEnd ? end : 0;
    return { ok: true, edit: insertion(text, at, isEnd ? "after" : "before", instruction.put) };
  }
  const found = findWords(text, instruction.words);
  if (!found.ok) return found;
  const { from, to } = found;
  if (instruction.do === "strike") return { ok: true, edit: { from, to, put: [] } };
  if (instruction.do === "replace")
    return { ok: true, edit: { from, to, put: [{ text: instruction.put, marks: [] }] } };
  const at = instruction.where === "after" ? to : from;
  return { ok: true, edit: insertion(text, at, instruction.where, instruction.put) };
}

/** Between words that are written apart stands a space. */
function insertion(text: string, at: number, where: "after" | "before", words: string): Edit {
  const [left, right] = [text.charAt(at - 1), text.charAt(at)];
  const apart = (a: string, b: string) =>
    a !== "" &&
    b !== "" &&
    !/\s/u.test(a + b) &&
    !hasHan(a) &&
    !hasHan(b) &&
    !/[\p{Pe}\p{Pf}.,;:!?，。；：、]/u.test(b) &&
    !/[\p{Ps}\p{Pi}]/u.test(a);
  const head = where === "after" && apart(left, words.charAt(0)) ? " " : "";
  const tail = where === "before" && apart(words.slice(-1), right) ? " " : "";
  return { from: at, to: at, put: [{ text: head + words + tail, marks: [] }] };
}

function findWords(
  text: string,
  words: string,
): { ok: true; from: number; to: number } | Extract<Applied, { ok: false }> {
  for (const alike of [sameSigns, (said: string) => sameSigns(said).toLowerCase()]) {
    const [hay, needle] = [alike(text), alike(words.replace(/\s+/gu, " ").trim())];
    const all = placesOf(hay, needle);
    // "art" stands in "party", too.
    const whole = all.filter((at) => isWholeWord(hay, at, needle.length));
    const places = whole.length > 0 ? whole : all;
    const [from] = places;
    if (places.length > 1) return { ok: false, problem: "words_ambiguous", said: words };
    if (from !== undefined) return { ok: true, from, to: from + needle.length };
  }
  return { ok: false, problem: "words_not_found", said: words };
}

function placesOf(text: string, words: string): number[] {
  const places: number[] = [];
  if (words === "") return places;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) places.push(at);
  return places;
}

function isWholeWord(text: string, at: number, length: number): boolean {
  const joins = (a: string, b: string) =>
    /[\p{L}\p{N}]/u.test(a) && /[\p{L}\p{N}]/u.test(b) && !hasHan(a) && !hasHan(b);
  return (
    !joins(text.charAt(at - 1), text.charAt(at)) &&
    !joins(text.charAt(at + length - 1), text.charAt(at + length))
  );
}

/** `folded`, sign by sign: places stay what they are. */
function sameSigns(text: string): string {
  return text.replace(/[\s‘’ʼ“”„«»\u2010\u2011]/gu, (sign) => folded(sign));
}
