import type { Mark, Node } from "prosemirror-model";
import { type Command, type EditorState, Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { type PlacedBlock, placedBlocks, redraw } from "./redraw";

type Stretch = { id: string; proposer: string; from: number; to: number };

/** Every bracket of the document, in order; one that was torn apart counts as several stretches. */
export function bracketStretches(doc: Node): Stretch[] {
  const done: Stretch[] = [];
  doc.forEach((node, at) => {
    done.push(...stretchesIn({ node, at }));
  });
  return done;
}

function stretchesIn({ node, at }: PlacedBlock): Stretch[] {
  const done: Stretch[] = [];
  const open = new Map<string, Stretch>();
  node.forEach((child, offset) => {
    const from = at + 1 + offset;
    const to = from + child.nodeSize;
    for (const mark of child.marks) {
      if (mark.type.name !== "bracket") continue;
      const id = String(mark.attrs.id);
      const stretch = open.get(id);
      if (stretch && stretch.to === from) stretch.to = to;
      else {
        const fresh = { id, proposer: String(mark.attrs.proposer), from, to };
        open.set(id, fresh);
        done.push(fresh);
      }
    }
  });
  return done;
}

/** Draws "[" and "]" as characters that people read and copy, and the proposer's name beside them. */
export function bracketGlyphs(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    state: {
      init: (_config, { doc }) =>
        DecorationSet.create(
          doc,
          placedBlocks(doc).flatMap((block) => glyphsIn(block)),
        ),
      apply: (tr, set) => redraw(set, tr, glyphsIn),
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
      handleTextInput(view, from, to, words) {
        const { nodeBefore, nodeAfter } = view.state.doc.resolve(from);
        const opened = nodeAfter?.marks.find(
          (one) => one.type.name === "bracket" && !one.isInSet(nodeBefore?.marks ?? []),
        );
        // Where the cursor is drawn behind "[", what is typed belongs to the words in brackets.
        const drawnIn = view.dom.ownerDocument.getSelection()?.anchorNode?.parentElement;
        const isInside =
          drawnIn?.closest<HTMLElement>("[data-bracket]")?.dataset.bracket === opened?.attrs.id;
        if (from !== to || !nodeAfter || !opened || !isInside) return false;
        view.dispatch(
          view.state.tr.insert(from, view.state.schema.text(words, nodeAfter.marks)).scrollIntoView(),
        );
        return true;
      },
    },
  });
}

/** On which side of it the browser has the cursor is left to the browser: put right while a mouse is drawn over words, it would end that. */
const GLYPH = { marks: [], relaxedSide: true };

function glyphsIn(block: PlacedBlock): Decoration[] {
  const stretches = stretchesIn(block);
  if (stretches.length === 0) return [];
  const { at, node } = block;
  return [
    // The paragraph's mark in the margin.
    Decoration.node(at, at + node.nodeSize, { class: "has-brackets" }, { key: "has-brackets" }),
    ...stretches.flatMap(({ id, proposer, from, to }) => [
      Decoration.widget(from, () => glyph("[", "bracket-open"), { ...GLYPH, side: 1, key: `[${id}` }),
      Decoration.widget(to, () => closing(proposer), { ...GLYPH, side: -1, key: `]${id}${proposer}` }),
    ]),
  ];
}

function glyph(text: string, className: string): HTMLElement {
  const span = document.createElement("span");
  span.className = className;
  span.textContent = text;
  return span;
}

function closing(name: string): HTMLElement {
  const span = glyph("]", "bracket-close");
  if (name !== "") span.append(glyph(name, "bracket-proposer"));
  return span;
}

/** Puts the selected words in brackets; a selection wholly inside a bracket takes that bracket away. */
export function toggleBracket(createId: () => string, proposer: () => string): Command {
  return (state, dispatch) => {
    const around = bracketAround(state);
    if (around) {
      dispatch?.(removeBracket(state, String(around.attrs.id)));
      return true;
    }
    const { from, to, empty } = state.selection;
    const type = state.schema.marks.bracket;
    if (empty || !type) return false;
    dispatch?.(state.tr.addMark(from, to, type.create({ id: createId(), proposer: proposer() })));
    return true;
  };
}

/** The innermost bracket that holds all of the selection. */
export function bracketAround(state: EditorState): Mark | null {
  const { from, to } = state.selection;
  const inside = bracketStretches(state.doc).filter(
    (one) => one.from <= from && to <= one.to && from < one.to,
  );
  const innermost = inside.reduce<Stretch | null>(
    (best, one) => (best === null || one.to - one.from < best.to - best.from ? one : best),
    null,
  );
  const type = state.schema.marks.bracket;
  return innermost && type ? type.create({ id: innermost.id, proposer: innermost.proposer }) : null;
}

function removeBracket(state: EditorState, id: string) {
  const tr = state.tr;
  const type = state.schema.marks.bracket;
  for (const one of bracketStretches(state.doc)) {
    if (one.id === id && type) tr.removeMark(one.from, one.to, type.create({ id, proposer: one.proposer }));
  }
  return tr;
}
