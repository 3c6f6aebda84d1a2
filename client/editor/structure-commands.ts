import type { Node } from "prosemirror-model";
import { type Command, type EditorState, TextSelection } from "prosemirror-state";
import { canSplit } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import { familyEnd, placesFor } from "../../shared/text/family";
import { type BlockKind, kindAfter, LEVEL_OF_KIND } from "../../shared/text/model";
import { asKind, asLevel } from "../../shared/text/schema";
import { isAgreedNode } from "./agreed-lock";

/** Points go from (a) to (i) to (1): deeper lists are not used in conference texts. */
const DEEPEST_POINT = 3;

export type BlockPlace = { index: number; at: number; node: Node };

/** The block that holds the selection's head; null in an empty document or when the whole is selected. */
export function currentBlock(state: EditorState): BlockPlace | null {
  const { $head } = state.selection;
  if ($head.depth === 0) return null;
  return { index: $head.index(0), at: $head.before(1), node: $head.node(1) };
}

/**
 * To go on there: a reader's place in the outline, a writer's cursor. The page is where it should be. On a phone the keyboard stays away
 * until the words are touched.
 */
export function putCursorIn(view: EditorView, id: string): void {
  const index = view.state.doc.children.findIndex((node) => node.attrs.id === id);
  if (view.isDestroyed || index < 0) return;
  const { tr } = view.state;
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, offsetOf(tr.doc, index) + 1)));
  if (view.editable && matchMedia("(hover: hover)").matches) view.focus();
}

/** What Enter at the end of a paragraph begins. */
function kindBelow(doc: Node, { index, node }: BlockPlace): BlockKind {
  const next = index + 1 < doc.childCount ? asKind(doc.child(index + 1).attrs.kind) : null;
  return kindAfter(asKind(node.attrs.kind), next);
}

/**
 * A new paragraph: of the same kind, or at the end of a heading and its like of the kind that stands under it. In an empty one:
 * one level up, and from (a) out of the list.
 */
export const enter: Command = (state, dispatch) => {
  const block = currentBlock(state);
  if (!block) return false;
  if (block.node.content.size === 0 && asLevel(block.node.attrs.level) > 0) return stepUp(state, dispatch);
  if (!dispatch) return true;
  const tr = state.tr.deleteSelection();
  const { $from } = tr.selection;
  if (!canSplit(tr.doc, $from.pos)) return false;
  // A new paragraph is open, whatever was agreed about the one it was split from.
  const fresh = { id: "", status: "open", provisional: null };
  const isAtEnd = $from.parentOffset === $from.parent.content.size && $from.parentOffset > 0;
  const kind = isAtEnd ? kindBelow(tr.doc, { ...block, node: $from.parent, index: $from.index(0) }) : null;
  const changes = kind && kind !== $from.parent.attrs.kind ? { kind, level: LEVEL_OF_KIND[kind] ?? 0 } : {};
  const attrs = { ...$from.parent.attrs, ...fresh, ...changes };
  if ($from.parentOffset === 0 && $from.parent.content.size > 0) {
    tr.insert($from.before(1), $from.parent.type.create(attrs));
  } else {
    tr.split($from.pos, 1, [{ type: $from.parent.type, attrs }]);
  }
  dispatch(tr.scrollIntoView());
  return true;
};

const stepUp: Command = (state, dispatch) => {
  const block = currentBlock(state);
  if (!block) return false;
  const level = asLevel(block.node.attrs.level) - 1;
  const above = lastBefore(state.doc, block.index, (node) => asLevel(node.attrs.level) === level);
  const kind = above ? asKind(above.attrs.kind) : level === 0 ? "operative" : asKind(block.node.attrs.kind);
  dispatch?.(
    state.tr.setNodeMarkup(block.at, undefined, { ...block.node.attrs, level, kind, provisional: null }),
  );
  return true;
};

/** From the outermost in. A source stands where a measure does, and is the last that is written. */
const STRUCTURE: readonly BlockKind[] = ["heading", "area", "feature", "measure", "source"];

/** What the paragraph is part of: a heading is a tier where there are areas. */
function isOfStructure(doc: Node, kind: BlockKind): boolean {
  return STRUCTURE.includes(kind) && (kind !== "heading" || doc.children.some(isArea));
}

const isArea = (node: Node) => node.attrs.kind === "area";

/** Points, and the tiers, areas, features, measures and sources of a structured text. */
export function changeLevel(by: 1 | -1): Command {
  return (state, dispatch) => {
    const block = currentBlock(state);
    if (!block) return false;
    const own = asKind(block.node.attrs.kind);
    if (isOfStructure(state.doc, own)) {
      const kind = STRUCTURE[STRUCTURE.indexOf(own) + by];
      // There is no feature without an area over it, and no measure without a feature.
      const needsHolder = by > 0 && (own === "area" || own === "feature");
      if (!kind || (needsHolder && !standsUnder(state.doc, block.index, own))) return false;
      const level = LEVEL_OF_KIND[kind] ?? 0;
      dispatch?.(
        state.tr.setNodeMarkup(block.at, undefined, { ...block.node.attrs, kind, level, provisional: null }),
      );
      return true;
    }
    if (own !== "point") return false;
    const level = asLevel(block.node.attrs.level) + by;
    if (level < 1 || level > DEEPEST_POINT) return false;
    // There is no (i) without an (a) over it.
    if (by > 0 && level > pointLevelAt(state.doc, block.index - 1) + 1) return false;
    dispatch?.(
      state.tr.setNodeMarkup(block.at, undefined, { ...block.node.attrs, level, provisional: null }),
    );
    return true;
  };
}

/** Where paragraphs have levels, Tab is about these: at the last one it does nothing, rather than lead out of the text. */
export const hasLevels: Command = (state) => {
  const block = currentBlock(state);
  if (!block) return false;
  const kind = asKind(block.node.attrs.kind);
  return kind === "point" || isOfStructure(state.doc, kind);
};

/** Makes the paragraphs of the selection `kind`; a change of attribute, so that their words stay. */
export function setKind(kind: BlockKind): Command {
  return (state, dispatch) => {
    const { from, to } = state.selection;
    const tr = state.tr;
    state.doc.nodesBetween(from, to, (node, at) => {
      if (node.type.name === "block" && node.attrs.kind !== kind) {
        tr.setNodeMarkup(at, undefined, {
          ...node.attrs,
          kind,
          level: LEVEL_OF_KIND[kind] ?? 0,
          provisional: null,
        });
      }
      return false;
    });
    if (!tr.docChanged) return false;
    dispatch?.(tr);
    return true;
  };
}

/** Moves the paragraph, with all that stands under it, past its neighbour. */
export function moveBlock(direction: -1 | 1): Command {
  return (state, dispatch) => {
    const block = currentBlock(state);
    if (!block) return false;
    const { index } = block;
    const places = placesFor(shapesOf(state.doc), index);
    const target =
      direction < 0 ? places.findLast((place) => place < index) : places.find((place) => place > index);
    return target !== undefined && moveFamily(index, target)(state, dispatch);
  };
}

/**
 * Moves the block at `index`, with all that stands under it, before the one at `target`. In one transaction, with the cursor in
 * it: the binding writes a move as a move, so nobody else's paragraph is touched.
 */
export function moveFamily(index: number, target: number): Command {
  return (state, dispatch) => {
    const { doc } = state;
    const end = familyEnd(shapesOf(doc), index);
    if (target >= index && target <= end) return false;
    // What is agreed stays where it was agreed.
    if (doc.children.slice(index, end).some(isAgreedNode)) return false;
    if (!dispatch) return true;
    const from = offsetOf(doc, index);
    const to = offsetOf(doc, end);
    const slice = doc.slice(from, to);
    const { head } = state.selection;
    const headInFamily = head > from && head < from + doc.child(index).nodeSize ? head - from : 1;
    const tr = state.tr.delete(from, to);
    const at = tr.mapping.map(offsetOf(doc, target));
    tr.insert(at, slice.content);
    tr.setSelection(TextSelection.create(tr.doc, at + headInFamily));
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** What the blocks of a text are, without their words. */
export function shapesOf(doc: Node): { kind: BlockKind; level: number }[] {
  return doc.children.map(({ attrs }) => ({ kind: asKind(attrs.kind), level: asLevel(attrs.level) }));
}

/** Whether a paragraph of the kind, before this one, could hold it. */
function standsUnder(doc: Node, index: number, kind: BlockKind): boolean {
  return lastBefore(doc, index, (node) => node.attrs.kind === kind) !== null;
}

/** 0 where no list stands. */
function pointLevelAt(doc: Node, index: number): number {
  const node = index < 0 ? null : doc.child(index);
  return node?.attrs.kind === "point" ? asLevel(node.attrs.level) : 0;
}

export function offsetOf(doc: Node, index: number): number {
  let at = 0;
  for (let i = 0; i < index; i += 1) at += doc.child(i).nodeSize;
  return at;
}

function lastBefore(doc: Node, index: number, test: (node: Node) => boolean): Node | null {
  for (let i = index - 1; i >= 0; i -= 1) if (test(doc.child(i))) return doc.child(i);
  return null;
}
