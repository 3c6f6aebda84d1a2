import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import type { AmendmentSummary } from "../../../shared/api/views/amendments";
import { type ParagraphStanding, standingOf } from "../../../shared/rules/paragraphs";
import { familyEnd } from "../../../shared/text/family";
import type { BlockStatus, Language } from "../../../shared/text/model";
import { asLevel, asStatus } from "../../../shared/text/schema";
import { bracketStretches } from "../../editor/brackets";
import { type AgreementElsewhere, numbersOf } from "../../editor/numbering-plugin";
import { currentBlock, shapesOf } from "../../editor/structure-commands";
import type { AlsoPlace } from "./amendment-card";

export type OutlineItem = {
  id: string;
  level: number;
  /** `OP 4 (b)`; empty where a paragraph has no name. */
  path: string;
  words: string;
  standing: ParagraphStanding;
  brackets: number;
  amendments: number;
  isCurrent: boolean;
};

const FIRST_WORDS = 60;

/**
 * The text at a glance: every paragraph of the top level with what is unsettled in it and under it, and under the
 * one where the cursor is, its own.
 */
export function outlineItems(
  state: EditorState,
  language: Language,
  amendments: readonly AmendmentSummary[],
  elsewhere: AgreementElsewhere | null,
): OutlineItem[] {
  const { doc } = state;
  const numbers = numbersOf(doc, language);
  const brackets = countBy(bracketsByBlock(state));
  const standing = amendmentsByBlock(amendments);
  const current = currentBlock(state)?.index ?? -1;

  const shapes = shapesOf(doc);
  const items: OutlineItem[] = [];
  for (let index = 0; index < doc.childCount; ) {
    // What stands in the part of a heading is listed beside it.
    const end = shapes[index]?.kind === "heading" ? index + 1 : familyEnd(shapes, index);
    const isOpen = current >= index && current < end;
    for (let i = index; i < end && (i === index || isOpen); i += 1) {
      const node = doc.child(i);
      const family = i === index && !isOpen ? idsIn(state, index, end) : [String(node.attrs.id)];
      const id = String(node.attrs.id);
      items.push({
        id,
        level: asLevel(node.attrs.level),
        path: numbers.get(id)?.path ?? "",
        words: node.textBetween(0, Math.min(node.content.size, FIRST_WORDS)),
        standing: standingOf(statusOf(node, elsewhere), brackets.get(id) ?? 0),
        brackets: sum(family, brackets),
        amendments: new Set(family.flatMap((one) => standing.get(one) ?? [])).size,
        isCurrent: i === current,
      });
    }
    index = end;
  }
  return items;
}

/** Agreement on a paragraph is one for all languages. */
export function statusOf(node: Node, elsewhere: AgreementElsewhere | null): BlockStatus {
  return elsewhere ? (elsewhere.statuses.get(String(node.attrs.id)) ?? "open") : asStatus(node.attrs.status);
}

/** Where it stands, and then the other paragraphs that it changes. */
function placesOf({ anchor, touches }: Pick<AmendmentSummary, "anchor" | "touches">): string[] {
  return [...new Set([...(anchor ? [anchor.block] : []), ...touches])];
}

/** By amendment: the paragraphs of the text that it changes besides the one where it stands, in their order and with their names. */
export function alsoPlaces(
  { doc }: EditorState,
  language: Language,
  amendments: readonly AmendmentSummary[],
): Map<string, AlsoPlace[]> {
  const several = amendments.map((one) => ({ id: one.id, blocks: placesOf(one).slice(1) }));
  const also = new Map<string, AlsoPlace[]>();
  if (several.every(({ blocks }) => blocks.length === 0)) return also;
  const numbers = numbersOf(doc, language);
  const places = new Map(
    doc.children.map((node, i) => {
      const block = String(node.attrs.id);
      const path = numbers.get(block)?.path || node.textBetween(0, Math.min(node.content.size, FIRST_WORDS));
      return [block, { i, block, path }];
    }),
  );
  for (const { id, blocks } of several) {
    const there = blocks.flatMap((block) => places.get(block) ?? []).sort((a, b) => a.i - b.i);
    if (there.length > 0)
      also.set(
        id,
        there.map(({ block, path }) => ({ block, path })),
      );
  }
  return also;
}

function amendmentsByBlock(amendments: readonly AmendmentSummary[]): Map<string, AmendmentSummary[]> {
  const found = new Map<string, AmendmentSummary[]>();
  for (const one of amendments)
    for (const block of placesOf(one)) {
      const there = found.get(block);
      if (there) there.push(one);
      else found.set(block, [one]);
    }
  return found;
}

/** The block of each bracket; one that was torn apart within a block counts once. */
export function bracketsByBlock(state: EditorState): string[] {
  const seen = new Set<string>();
  return bracketStretches(state.doc).flatMap((one) => {
    const block = String(state.doc.resolve(one.from).node(1).attrs.id);
    const key = `${one.id} ${block}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [block];
  });
}

function idsIn(state: EditorState, from: number, to: number): string[] {
  return state.doc.children.slice(from, to).map((node) => String(node.attrs.id));
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function sum(ids: readonly string[], counts: ReadonlyMap<string, number>): number {
  return ids.reduce((total, id) => total + (counts.get(id) ?? 0), 0);
}
