import { type Command, type EditorState, Plugin, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { BlockId, Language } from "../../shared/text/model";
import { GONE } from "../../shared/text/references";
import { schema } from "../../shared/text/schema";
import { numbersOf, numbersShown } from "./numbering-plugin";
import { type PlacedBlock, placedBlocks, redraw } from "./redraw";

type Reference = { block: BlockId; from: number; to: number };
type Drawn = { numbers: ReturnType<typeof numbersShown>; set: DecorationSet };

/** In one paragraph, in order. */
export function referencesIn({ at, node }: PlacedBlock): Reference[] {
  const found: Reference[] = [];
  node.forEach((child, offset) => {
    const mark = schema.marks.xref.isInSet(child.marks);
    if (!mark) return;
    const from = at + 1 + offset;
    const block = String(mark.attrs.block);
    const last = found.at(-1);
    // One reference stays one when part of it is emphasised.
    if (last && last.to === from && last.block === block) last.to = from + child.nodeSize;
    else found.push({ block, from, to: from + child.nodeSize });
  });
  return found;
}

/**
 * Shows every cross-reference as the number that its paragraph has now, over whatever number was written when it was made;
 * `GONE` where the paragraph is. The cursor steps over it as over one letter, since what is shown is not what stands there.
 */
export function crossReferences(goneLabel: string): Plugin<Drawn> {
  const drawIn =
    (numbers: Drawn["numbers"]) =>
    (block: PlacedBlock): Decoration[] =>
      referencesIn(block).map(({ block, from, to }) => {
        const number = numbers.get(block);
        const attributes = {
          class: "reference",
          "data-number": number?.cite ?? GONE,
          title: number?.path ?? goneLabel,
          ...(number ? {} : { "data-gone": "true" }),
        };
        return Decoration.inline(from, to, attributes, { key: Object.values(attributes).join("\n") });
      });
  const draw = (state: EditorState): Drawn => {
    const numbers = numbersShown(state);
    const set = DecorationSet.create(state.doc, placedBlocks(state.doc).flatMap(drawIn(numbers)));
    return { numbers, set };
  };
  return new Plugin<Drawn>({
    state: {
      init: (_config, state) => draw(state),
      apply: (tr, { numbers, set }, _before, after) =>
        numbersShown(after) === numbers ? { numbers, set: redraw(set, tr, drawIn(numbers)) } : draw(after),
    },
    props: {
      decorations(state) {
        return this.getState(state)?.set;
      },
      handleKeyDown: (view, event) => {
        const command = KEYS[event.key];
        if (!command || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
        return command(view.state, (tr) => view.dispatch(tr));
      },
    },
    appendTransaction: (transactions, _before, after) => {
      if (!transactions.some((tr) => tr.selectionSet) || !after.selection.empty) return null;
      const inside = referenceAround(after, (one, at) => one.from < at && at < one.to);
      return inside ? after.tr.setSelection(TextSelection.create(after.doc, inside.to)) : null;
    },
  });
}

function referenceAround(
  { selection: { empty, $head } }: EditorState,
  test: (one: Reference, at: number) => boolean,
): Reference | null {
  if (!empty || $head.depth === 0) return null;
  const references = referencesIn({ at: $head.before(1), node: $head.node(1) });
  return references.find((one) => test(one, $head.pos)) ?? null;
}

const KEYS: Readonly<Record<string, Command>> = {
  ArrowLeft: jump((one, at) => one.to === at, "from"),
  ArrowRight: jump((one, at) => one.from === at, "to"),
  Backspace: remove((one, at) => one.to === at),
  Delete: remove((one, at) => one.from === at),
};

function jump(test: (one: Reference, at: number) => boolean, end: "from" | "to"): Command {
  return (state, dispatch) => {
    const one = referenceAround(state, test);
    if (!one) return false;
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, one[end])));
    return true;
  };
}

function remove(test: (one: Reference, at: number) => boolean): Command {
  return (state, dispatch) => {
    const one = referenceAround(state, test);
    if (!one) return false;
    dispatch?.(state.tr.delete(one.from, one.to));
    return true;
  };
}

/** Puts a reference to a paragraph in place of the selection. */
export function insertReference(block: BlockId, language: Language): Command {
  return (state, dispatch) => {
    const number = numbersOf(state.doc, language).get(block);
    const { $from, from, to } = state.selection;
    if (!number || $from.depth === 0) return false;
    const marks = [...$from.marks(), schema.marks.xref.create({ block })];
    dispatch?.(state.tr.replaceWith(from, to, schema.text(number.cite, marks)).scrollIntoView());
    return true;
  };
}
