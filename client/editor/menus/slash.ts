import { type Command, type EditorState, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { currentBlock } from "../structure-commands";

/** `at` is the place of the slash; `query` what was typed after it; `chosen` counts through the entries that match. */
export type SlashState = { at: number; query: string; chosen: number };

const key = new PluginKey<SlashState | null>("slash");
type Meta = { open: number } | { close: true } | { step: number };

/** Longer than the name of any entry: then it is no query but text. */
const LONGEST_QUERY = 30;

export type SlashMenu = {
  /** How many entries match the query. */
  count(query: string): number;
  /** Runs the entry at this place among those that match. */
  run(view: EditorView, query: string, chosen: number): void;
  /** Id of the list on screen, and of the entry at a place in it. */
  listId: string;
  entryId(chosen: number): string;
};

/**
 * A slash at the start of a paragraph or after a space opens a menu of commands; what is typed next narrows it. The slash stays
 * text until a command is chosen: who meant a slash goes on writing.
 */
export function slashMenu(menu: SlashMenu): Plugin<SlashState | null> {
  return new Plugin<SlashState | null>({
    key,
    state: {
      init: () => null,
      apply(tr, before, _old, state) {
        const meta = tr.getMeta(key) as Meta | undefined;
        if (meta && "open" in meta) return { at: meta.open, query: "", chosen: 0 };
        if (!before || (meta && "close" in meta)) return null;
        if (meta && "step" in meta) {
          const count = menu.count(before.query);
          return { ...before, chosen: (before.chosen + meta.step + count) % Math.max(count, 1) };
        }
        if (!tr.docChanged && !tr.selectionSet) return before;
        const at = tr.mapping.map(before.at);
        const query = queryAt(state, at);
        if (query === null || menu.count(query) === 0) return null;
        return { at, query, chosen: query === before.query ? before.chosen : 0 };
      },
    },
    props: {
      attributes(state): Record<string, string> {
        const open = key.getState(state);
        if (!open) return {};
        return { "aria-controls": menu.listId, "aria-activedescendant": menu.entryId(open.chosen) };
      },
      handleTextInput(view, from, to, text) {
        if (!view.editable || !opens(view.state, from, to, text)) return false;
        view.dispatch(view.state.tr.insertText(text, from, to).setMeta(key, { open: from } satisfies Meta));
        return true;
      },
      handleKeyDown(view, event) {
        const open = key.getState(view.state);
        if (!open || event.isComposing) return false;
        const say = (meta: Meta) => view.dispatch(view.state.tr.setMeta(key, meta));
        switch (event.key) {
          case "ArrowDown":
            say({ step: 1 });
            return true;
          case "ArrowUp":
            say({ step: -1 });
            return true;
          case "Escape":
            say({ close: true });
            return true;
          case "Enter":
          case "Tab":
            menu.run(view, open.query, open.chosen);
            return true;
        }
        return false;
      },
      handleDOMEvents: {
        blur(view) {
          if (key.getState(view.state)) view.dispatch(view.state.tr.setMeta(key, { close: true }));
          return false;
        },
      },
    },
  });
}

export function slashState(state: EditorState): SlashState | null {
  return key.getState(state) ?? null;
}

/** Takes the slash and the query away, then runs the command; both are one step to undo. */
export function runFromSlash(view: EditorView, command: Command): void {
  const open = key.getState(view.state);
  if (!open) return;
  const end = open.at + 1 + open.query.length;
  view.dispatch(view.state.tr.delete(open.at, end).setMeta(key, { close: true } satisfies Meta));
  command(view.state, view.dispatch, view);
  view.focus();
}

/** A Chinese input method writes "、" for the key with the slash; no paragraph begins with one. */
function opens(state: EditorState, from: number, to: number, text: string): boolean {
  if (from !== to || (text !== "/" && text !== "、")) return false;
  const $from = state.doc.resolve(from);
  if (!currentBlock(state) || !$from.parent.isTextblock) return false;
  const before = $from.parent.textBetween(0, $from.parentOffset);
  return before === "" || (text === "/" && /\s$/.test(before));
}

/** What stands between the slash and the cursor; null when the cursor has left it. */
function queryAt(state: EditorState, at: number): string | null {
  const { selection, doc } = state;
  if (!(selection instanceof TextSelection) || !selection.empty || selection.head <= at) return null;
  const $at = doc.resolve(at);
  if (!$at.parent.isTextblock || !selection.$head.sameParent($at)) return null;
  const typed = doc.textBetween(at, selection.head);
  if (!/^[/、]/.test(typed) || /^.\s|\s\s/.test(typed) || typed.length > LONGEST_QUERY) return null;
  return typed.slice(1);
}
