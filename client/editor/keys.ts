import { baseKeymap, chainCommands, toggleMark } from "prosemirror-commands";
import { keydownHandler, keymap } from "prosemirror-keymap";
import { type Command, type EditorState, Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { schema } from "../../shared/text/schema";
import { addAlternative } from "./bracket-stacks";
import { toggleBracket } from "./brackets";
import { goToMatch, openFind } from "./find/find";
import { EDITOR_SHORTCUT_IDS, type EditorShortcut, keysOf } from "./shortcuts";
import { changeLevel, enter, hasLevels, moveBlock, setKind } from "./structure-commands";
import { redo, undo } from "./undo/own-undo";

export type KeyContext = { createId: () => string; proposer: () => string };

/** Answered wherever the focus is on the screen of a text. */
const FIND: Record<"find" | "replace" | "findNext" | "findPrevious", Command> = {
  find: openFind(false),
  replace: openFind(true),
  findNext: chainCommands(goToMatch(1), openFind(false)),
  findPrevious: chainCommands(goToMatch(-1), openFind(false)),
};

const isFindKey = keydownHandler(
  Object.fromEntries(
    (Object.keys(FIND) as (keyof typeof FIND)[]).flatMap((id) => keysOf(id).map((key) => [key, FIND[id]])),
  ),
);

/** For keys that were pressed beside the text, and not in a dialog or in what answers them itself. True: done. */
export function findFromOutside(view: EditorView, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  if (event.target instanceof Element && event.target.closest('[role="dialog"], .ProseMirror')) return false;
  return isFindKey(view, event);
}

export const toggleEmphasis: Command = toggleMark(schema.marks.em);
export const toggleStrong: Command = toggleMark(schema.marks.strong);

export function editorKeys(context: KeyContext): Plugin[] {
  const leaving = { now: false };
  const commands = commandsOf(context, leaving);
  const bindings = EDITOR_SHORTCUT_IDS.flatMap((id) => keysOf(id).map((key) => [key, commands[id]]));
  return [watchEscape(leaving), keymap(Object.fromEntries(bindings)), keymap(baseKeymap)];
}

function commandsOf(context: KeyContext, leaving: Leaving): Record<EditorShortcut, Command> {
  return {
    newParagraph: enter,
    deeper: unlessLeaving(leaving, chainCommands(changeLevel(1), hasLevels)),
    shallower: unlessLeaving(leaving, chainCommands(changeLevel(-1), hasLevels)),
    moveUp: chainCommands(moveBlock(-1), stay),
    moveDown: chainCommands(moveBlock(1), stay),
    emphasis: toggleEmphasis,
    strong: toggleStrong,
    preambular: setKind("preambular"),
    operative: setKind("operative"),
    point: setKind("point"),
    heading: setKind("heading"),
    area: setKind("area"),
    feature: setKind("feature"),
    measure: setKind("measure"),
    source: setKind("source"),
    note: setKind("note"),
    title: setKind("title"),
    bracket: toggleBracket(context.createId, context.proposer),
    alternative: addAlternative(context.createId, context.proposer),
    undo,
    redo,
    ...FIND,
  };
}

type Leaving = { now: boolean };

/** After Escape, Tab leaves the text, also from a point: nobody is caught in it (WCAG 2.1.2). */
function watchEscape(leaving: Leaving): Plugin {
  return new Plugin({
    props: {
      handleKeyDown(_view, event) {
        if (event.key === "Escape") leaving.now = true;
        else if (event.key !== "Tab" && event.key !== "Shift") leaving.now = false;
        return false;
      },
      handleDOMEvents: {
        focus() {
          leaving.now = false;
          return false;
        },
      },
    },
  });
}

function unlessLeaving(leaving: Leaving, command: Command): Command {
  return (state, dispatch, view) => !leaving.now && command(state, dispatch, view);
}

/** At the edge of the text the key does nothing, rather than what the browser would do with it. */
const stay: Command = () => true;

/** All of the selection is emphasised, or what is typed next would be. */
export function isEmphasised(state: EditorState): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return schema.marks.em.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  let isAll = true;
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isText && !schema.marks.em.isInSet(node.marks)) isAll = false;
  });
  return isAll;
}
