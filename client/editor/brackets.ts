import type { Mark, Node } from "prosemirror-model";
import { type Command, type EditorState, Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

type Stretch = { id: string; proposer: string; from: number; to: number };

/** Every bracket of the document, in order; one that was torn apart counts as several stretches. */
export function bracketStretches(doc: Node): Stretch[] {
  const done: Stretch[] = [];
  doc.forEach((block, at) => {
    const open = new Map<string, Stretch>();
    block.forEach((child, offset) => {
      const from = at + 1 + offset;
      const to = from + child.nodeSize;
      const marks = child.marks.filter((mark) => mark.type.name === "bracket");
      for (const mark of marks) {
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
  });
  return done;
}

/** Draws "[" and "]" as characters that people read and copy, and the proposer's name beside them. */
export function bracketGlyphs(): Plugin<DecorationSet> {
  const draw = (doc: Node) =>
    DecorationSet.create(
      doc,
      bracketStretches(doc).flatMap((one) => [
        inMargin(doc, one),
        Decoration.widget(one.from, () => glyph("[", "bracket-open"), {
          side: 1,
          marks: [],
          key: `[${one.id}`,
        }),
        Decoration.widget(one.to, () => closing(one.proposer), {
          side: -1,
          marks: [],
          key: `]${one.id}${one.proposer}`,
        }),
      ]),
    );
  return new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => draw(state.doc),
      apply: (tr, set, _before, after) => (tr.docChanged ? draw(after.doc) : set),
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });
}

/** The paragraph's mark in the margin; twice on one paragraph is the same as once. */
function inMargin(doc: Node, stretch: Stretch): Decoration {
  const $from = doc.resolve(stretch.from);
  return Decoration.node($from.before(1), $from.after(1), { class: "has-brackets" });
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
