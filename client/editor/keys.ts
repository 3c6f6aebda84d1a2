import { baseKeymap, chainCommands, toggleMark } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { Command, EditorState, Plugin } from "prosemirror-state";
import { redoCommand, undoCommand } from "y-prosemirror";
import { schema } from "../../shared/text/schema";
import { toggleBracket } from "./brackets";
import { changeLevel, enter, moveBlock } from "./structure-commands";

export type KeyContext = { createId: () => string; proposer: () => string };

export const toggleEmphasis: Command = toggleMark(schema.marks.em);
export const toggleStrong: Command = toggleMark(schema.marks.strong);

export function editorKeys(context: KeyContext): Plugin[] {
  const bracket = toggleBracket(context.createId, context.proposer);
  return [
    keymap({
      Enter: enter,
      Tab: changeLevel(1),
      "Shift-Tab": changeLevel(-1),
      "Mod-i": toggleEmphasis,
      "Mod-b": toggleStrong,
      "Mod-[": bracket,
      "Mod-z": undoCommand,
      "Mod-y": redoCommand,
      "Mod-Shift-z": redoCommand,
      "Alt-ArrowUp": chainCommands(moveBlock(-1), stay),
      "Alt-ArrowDown": chainCommands(moveBlock(1), stay),
    }),
    keymap(baseKeymap),
  ];
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
