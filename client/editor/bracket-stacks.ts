import type { Node } from "prosemirror-model";
import { type Command, type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { schema } from "../../shared/text/schema";
import { bracketAround, bracketStretches, toggleBracket } from "./brackets";

/** Brackets that stand side by side are alternatives: one of them is chosen, or none. */
export type BracketStack = { block: string; alternatives: Alternative[] };
export type Alternative = { id: string; proposer: string; text: string; from: number; to: number };

/** What is left to settle, in the order of the text. A bracket inside another is a matter of its own. */
export function bracketStacks(doc: Node): BracketStack[] {
  const stacks: BracketStack[] = [];
  for (const one of bracketStretches(doc)) {
    const block = String(doc.resolve(one.from).node(1).attrs.id);
    const alternative = { ...one, text: doc.textBetween(one.from, one.to) };
    const beside = stacks.find(
      (stack) => stack.block === block && stack.alternatives.at(-1)?.to === one.from,
    );
    if (beside) beside.alternatives.push(alternative);
    else stacks.push({ block, alternatives: [alternative] });
  }
  return stacks.sort((a, b) => startOf(a) - startOf(b));
}

function startOf(stack: BracketStack): number {
  return stack.alternatives[0]?.from ?? 0;
}

/** The stack that holds the cursor or follows it; the first one when none does. */
export function stackAt(state: EditorState): BracketStack | null {
  const stacks = bracketStacks(state.doc);
  const { head } = state.selection;
  return stacks.find(({ alternatives }) => (alternatives.at(-1)?.to ?? 0) >= head) ?? stacks[0] ?? null;
}

/**
 * Another wording beside the one in brackets: a copy of its words, selected, to be written over. Words that are not in brackets
 * yet are put into them first.
 */
export function addAlternative(createId: () => string, proposer: () => string): Command {
  return (state, dispatch) => {
    const around = bracketAround(state);
    const stack = around && stackOf(state.doc, String(around.attrs.id));
    if (around && stack) {
      const wording = stack.alternatives.find(({ id }) => id === around.attrs.id);
      const at = stack.alternatives.at(-1)?.to;
      if (!wording || at === undefined) return false;
      dispatch?.(withAlternative(state.tr, wording.text, at, createId(), proposer()));
      return true;
    }
    const { from, to, $from, $to } = state.selection;
    // In one paragraph: a wording is an alternative to words that stand together.
    if (!$from.sameParent($to)) return false;
    return toggleBracket(createId, proposer)(
      state,
      dispatch &&
        ((tr) => dispatch(withAlternative(tr, state.doc.textBetween(from, to), to, createId(), proposer()))),
    );
  };
}

function stackOf(doc: Node, id: string): BracketStack | null {
  return bracketStacks(doc).findLast(({ alternatives }) => alternatives.some((one) => one.id === id)) ?? null;
}

function withAlternative(tr: Transaction, words: string, at: number, id: string, proposer: string) {
  tr.insert(at, schema.text(words, [schema.marks.bracket.create({ id, proposer })]));
  return tr.setSelection(TextSelection.create(tr.doc, at, at + words.length)).scrollIntoView();
}

/** Ends a stack: the words of `keep` stay, without brackets, the others go. `keep` null: all of them go. */
export function settle(stack: BracketStack, keep: string | null): Command {
  return (state, dispatch) => {
    const now = bracketStacks(state.doc).find(
      (one) =>
        one.alternatives.length === stack.alternatives.length &&
        one.alternatives.every(({ id }, i) => id === stack.alternatives[i]?.id),
    );
    // Someone else was faster.
    if (!now) return false;
    const tr = state.tr;
    for (const { id, proposer, from, to } of [...now.alternatives].reverse()) {
      if (id === keep) tr.removeMark(from, to, schema.marks.bracket.create({ id, proposer }));
      else tr.delete(from, to);
    }
    dispatch?.(tr);
    return true;
  };
}
