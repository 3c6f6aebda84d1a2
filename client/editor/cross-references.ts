import type { Node } from "prosemirror-model";
import { type Command, type EditorState, Plugin, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { BlockId, Language } from "../../shared/text/model";
import { GONE } from "../../shared/text/references";
import { schema } from "../../shared/text/schema";
import { numbersOf } from "./numbering-plugin";

type Reference = { block: BlockId; from: number; to: number };

export function referencesIn(doc: Node): Reference[] {
  const found: Reference[] = [];
  doc.descendants((node, at) => {
    const mark = schema.marks.xref.isInSet(node.marks);
    if (!mark) return true;
    const block = String(mark.attrs.block);
    const last = found.at(-1);
    // One reference stays one when part of it is emphasised.
    if (last && last.to === at && last.block === block) last.to = at + node.nodeSize;
    else found.push({ block, from: at, to: at + node.nodeSize });
    return false;
  });
  return found;
}

/**
 * Shows every cross-reference as the number that its paragraph has now, over whatever number was written when it was made;
 * `GONE` where the paragraph is. The cursor steps over it as over one letter, since what is shown is not what stands there.
 */
export function crossReferences(language: Language, goneLabel: string): Plugin<DecorationSet> {
  const draw = (doc: Node) => {
    const references = referencesIn(doc);
    if (references.length === 0) return DecorationSet.empty;
    const numbers = numbersOf(doc, language);
    return DecorationSet.create(
      doc,
      references.map(({ block, from, to }) => {
        const number = numbers.get(block);
        return Decoration.inline(from, to, {
          class: "reference",
          "data-number": number?.cite ?? GONE,
          title: number?.path ?? goneLabel,
          ...(number ? {} : { "data-gone": "true" }),
        });
      }),
    );
  };
  return new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => draw(state.doc),
      apply: (tr, set, _before, after) => (tr.docChanged ? draw(after.doc) : set),
    },
    props: {
      decorations(state) {
        return this.getState(state);
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
  { doc, selection }: EditorState,
  test: (one: Reference, at: number) => boolean,
): Reference | null {
  if (!selection.empty) return null;
  return referencesIn(doc).find((one) => test(one, selection.head)) ?? null;
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
