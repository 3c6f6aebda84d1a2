import type { TFunction } from "i18next";
import type { Node } from "prosemirror-model";
import type { Command, EditorState } from "prosemirror-state";
import { BLOCK_KINDS, type BlockKind } from "../../../shared/text/model";
import { addAlternative } from "../bracket-stacks";
import { bracketAround, toggleBracket } from "../brackets";
import { openFind } from "../find/find";
import { isEmphasised, type KeyContext, toggleEmphasis } from "../keys";
import type { EditorShortcut } from "../shortcuts";
import { changeLevel, moveBlock, setKind } from "../structure-commands";
import { redo, undo } from "../undo/own-undo";

/** One thing that can be done to the text where the cursor is: an entry of the slash menu, a tool of the toolbar. */
export type Action = {
  id: string;
  label: string;
  sign: string;
  command: Command;
  /** Key that does the same. */
  shortcut?: EditorShortcut;
  /** Tools of one group stand together; without a group it is in the slash menu alone. */
  tool?: "level" | "words" | "place" | "history" | "find";
  isOn?: (state: EditorState) => boolean;
};

const PROSE: readonly BlockKind[] = ["operative", "point", "preambular", "heading", "note", "title", "organ"];
const STRUCTURE: readonly BlockKind[] = ["feature", "measure", "source", "area", "heading", "note"];

/** First the kinds of paragraph that such a text is written with: the first of a menu is what Enter takes. */
export function likelyFirst(doc: Node, actions: readonly Action[]): Action[] {
  const isStructured = doc.children.some(({ attrs }) => attrs.kind === "area");
  const order: readonly string[] = isStructured ? [...STRUCTURE, ...PROSE] : [...PROSE, ...STRUCTURE];
  const place = ({ id }: Action) => (order.includes(id) ? order.indexOf(id) : order.length);
  return actions.toSorted((a, b) => place(a) - place(b));
}

export function actionsFor(t: TFunction<"drafting">, context: KeyContext): Action[] {
  const inBracket = (state: EditorState) => bracketAround(state) !== null;
  return [
    ...BLOCK_KINDS.map((kind) => ({
      id: kind,
      label: t(`kinds.${kind}`),
      sign: "¶",
      command: setKind(kind),
      ...(kind === "organ" ? {} : { shortcut: kind }),
    })),
    {
      id: "shallower",
      label: t("shallower"),
      sign: "⇤",
      command: changeLevel(-1),
      shortcut: "shallower",
      tool: "level",
    },
    {
      id: "deeper",
      label: t("deeper"),
      sign: "⇥",
      command: changeLevel(1),
      shortcut: "deeper",
      tool: "level",
    },
    {
      id: "emphasis",
      label: t("emphasis"),
      sign: "i",
      command: toggleEmphasis,
      shortcut: "emphasis",
      tool: "words",
      isOn: isEmphasised,
    },
    {
      id: "bracket",
      label: t("bracket"),
      sign: "[ ]",
      command: toggleBracket(context.createId, context.proposer),
      shortcut: "bracket",
      tool: "words",
      isOn: inBracket,
    },
    {
      id: "alternative",
      label: t("alternative"),
      sign: "[ ][ ]",
      command: addAlternative(context.createId, context.proposer),
      shortcut: "alternative",
      tool: "words",
    },
    {
      id: "moveUp",
      label: t("moveUp"),
      sign: "↑",
      command: moveBlock(-1),
      shortcut: "moveUp",
      tool: "place",
    },
    {
      id: "moveDown",
      label: t("moveDown"),
      sign: "↓",
      command: moveBlock(1),
      shortcut: "moveDown",
      tool: "place",
    },
    {
      id: "undo",
      label: t("undo"),
      sign: "↶",
      command: undo,
      shortcut: "undo",
      tool: "history",
    },
    {
      id: "redo",
      label: t("redo"),
      sign: "↷",
      command: redo,
      shortcut: "redo",
      tool: "history",
    },
    { id: "find", label: t("find"), sign: "⌕", command: openFind(true), shortcut: "replace", tool: "find" },
  ];
}
