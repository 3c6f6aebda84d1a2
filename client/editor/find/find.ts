import { type Command, type EditorState, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { yUndoPluginKey } from "y-prosemirror";
import type { Language } from "../../../shared/text/model";
import { type FindOptions, findMatches, type Match } from "./matches";

export type FindState = {
  options: FindOptions;
  withReplace: boolean;
  matches: readonly Match[];
  /** Place of the match that the selection is on; -1 for none. */
  current: number;
  /** Counts up each time the panel is asked for: then its field takes the focus. */
  asked: number;
};
type Shown = FindState & { marks: DecorationSet };

const key = new PluginKey<Shown | null>("find");
type Meta =
  | { open: { withReplace: boolean; query?: string } }
  | { set: Partial<FindOptions> }
  | { close: true };

const NOTHING: FindOptions = { query: "", matchCase: false, wholeWord: false };

/** Finds words while its panel is open, and marks them; closed, it does nothing. */
export function find(language: Language): Plugin<Shown | null> {
  const look = (state: EditorState, before: FindState): Shown => {
    const matches = findMatches(state.doc, before.options, language);
    const marks = matches.map((one) => Decoration.inline(one.from, one.to, { class: "found" }));
    return onSelection(state, { ...before, matches, marks: DecorationSet.create(state.doc, marks) });
  };
  return new Plugin<Shown | null>({
    key,
    state: {
      init: () => null,
      apply(tr, before, _old, state) {
        const meta = tr.getMeta(key) as Meta | undefined;
        if (meta && "close" in meta) return null;
        if (meta && "open" in meta) {
          const options = before?.options ?? NOTHING;
          const { withReplace, query } = meta.open;
          const asked = (before?.asked ?? 0) + 1;
          const next = { options: query ? { ...options, query } : options, withReplace, asked };
          return look(state, { ...next, matches: [], current: -1 });
        }
        if (!before) return null;
        if (meta && "set" in meta)
          return look(state, { ...before, options: { ...before.options, ...meta.set } });
        if (tr.docChanged) return look(state, before);
        return tr.selectionSet ? onSelection(state, before) : before;
      },
    },
    props: {
      decorations(state) {
        const shown = key.getState(state);
        const here = shown?.matches[shown.current];
        if (!here) return shown?.marks;
        return shown.marks.add(state.doc, [Decoration.inline(here.from, here.to, { class: "found-here" })]);
      },
    },
  });
}

function onSelection<T extends FindState>(state: EditorState, found: T): T {
  const { from, to } = state.selection;
  return { ...found, current: found.matches.findIndex((one) => one.from === from && one.to === to) };
}

export function findState(state: EditorState): FindState | null {
  return key.getState(state) ?? null;
}

/** Opens the panel; a short selection is what is looked for. */
export function openFind(withReplace: boolean): Command {
  return (state, dispatch) => {
    const { from, to, $from, $to } = state.selection;
    const query = $from.sameParent($to) ? state.doc.textBetween(from, to) : "";
    dispatch?.(state.tr.setMeta(key, { open: { withReplace, query } } satisfies Meta));
    return true;
  };
}

export const closeFind: Command = (state, dispatch) => {
  if (!key.getState(state)) return false;
  dispatch?.(state.tr.setMeta(key, { close: true } satisfies Meta));
  return true;
};

export function setFind(set: Partial<FindOptions>): Command {
  return (state, dispatch) => {
    dispatch?.(state.tr.setMeta(key, { set } satisfies Meta));
    return true;
  };
}

/** Selects the next match from the cursor on, or the one before, round the ends. */
export function goToMatch(direction: 1 | -1): Command {
  return (state, dispatch) => {
    const matches = key.getState(state)?.matches ?? [];
    const { from, to } = state.selection;
    const ahead =
      direction > 0 ? matches.find((one) => one.from >= to) : matches.findLast((one) => one.to <= from);
    const match = ahead ?? (direction > 0 ? matches[0] : matches.at(-1));
    if (!match) return false;
    const tr = state.tr.setSelection(TextSelection.create(state.doc, match.from, match.to));
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** Replaces the selected match, or goes to the next one if none is selected, and goes on. */
export function replaceMatch(view: EditorView, replacement: string): void {
  const found = key.getState(view.state);
  const match = found?.matches[found.current];
  if (match && !match.isFixed) replaceAt(view, [match], replacement);
  goToMatch(1)(view.state, (tr) => view.dispatch(tr));
}

/** Replaces every match that is not in an agreed paragraph, as one step to undo. Returns how many. */
export function replaceAll(view: EditorView, replacement: string): number {
  const matches = (key.getState(view.state)?.matches ?? []).filter((one) => !one.isFixed);
  if (matches.length > 0) replaceAt(view, matches, replacement);
  return matches.length;
}

function replaceAt(view: EditorView, matches: readonly Match[], replacement: string): void {
  const tr = view.state.tr;
  for (const { from, to } of [...matches].reverse()) {
    // As emphasised, and in the brackets, as the first letter that goes.
    const marks = view.state.doc.nodeAt(from)?.marks ?? [];
    if (replacement === "") tr.delete(from, to);
    else tr.replaceWith(from, to, view.state.schema.text(replacement, marks));
  }
  oneStep(view.state, () => view.dispatch(tr));
}

/** Apart from what was typed shortly before and after. */
function oneStep(state: EditorState, act: () => void): void {
  const manager = yUndoPluginKey.getState(state)?.undoManager;
  manager?.stopCapturing();
  act();
  manager?.stopCapturing();
}
