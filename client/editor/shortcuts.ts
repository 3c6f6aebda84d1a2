/**
 * Every key of the drafting room, once: the keymap is built from this list and the dialog prints it. Keys are named as
 * prosemirror-keymap names them ("Mod" is Command on a Mac, Control elsewhere).
 */
const EDITOR_SHORTCUTS = [
  { id: "newParagraph", group: "paragraph", keys: ["Enter"] },
  { id: "deeper", group: "paragraph", keys: ["Tab"] },
  { id: "shallower", group: "paragraph", keys: ["Shift-Tab"] },
  { id: "moveUp", group: "paragraph", keys: ["Alt-ArrowUp"] },
  { id: "moveDown", group: "paragraph", keys: ["Alt-ArrowDown"] },
  { id: "preambular", group: "kinds", keys: ["Alt-Shift-1"] },
  { id: "operative", group: "kinds", keys: ["Alt-Shift-2"] },
  { id: "point", group: "kinds", keys: ["Alt-Shift-3"] },
  { id: "heading", group: "kinds", keys: ["Alt-Shift-4"] },
  { id: "area", group: "kinds", keys: ["Alt-Shift-5"] },
  { id: "feature", group: "kinds", keys: ["Alt-Shift-6"] },
  { id: "measure", group: "kinds", keys: ["Alt-Shift-7"] },
  { id: "source", group: "kinds", keys: ["Alt-Shift-8"] },
  { id: "note", group: "kinds", keys: ["Alt-Shift-9"] },
  { id: "title", group: "kinds", keys: ["Alt-Shift-0"] },
  { id: "emphasis", group: "words", keys: ["Mod-i"] },
  { id: "strong", group: "words", keys: ["Mod-b"] },
  { id: "bracket", group: "words", keys: ["Mod-["] },
  { id: "alternative", group: "words", keys: ["Mod-]"] },
  { id: "undo", group: "words", keys: ["Mod-z"] },
  { id: "redo", group: "words", keys: ["Mod-y", "Mod-Shift-z"] },
  { id: "find", group: "screen", keys: ["Mod-f"] },
  { id: "replace", group: "screen", keys: ["Mod-h", "Mod-Alt-f"] },
  { id: "findNext", group: "screen", keys: ["F3", "Mod-g"] },
  { id: "findPrevious", group: "screen", keys: ["Shift-F3", "Mod-Shift-g"] },
] as const satisfies readonly Shortcut[];

/** Keys that are not the keymap's: they are printed here, and answered where they belong. */
const OTHER_SHORTCUTS = [
  { id: "menu", group: "paragraph", keys: ["/"] },
  { id: "paragraph", group: "paragraph", keys: ["Alt-Enter"] },
  { id: "reference", group: "words", keys: ["Mod-k"] },
  { id: "brackets", group: "words", keys: ["F9"] },
  { id: "comment", group: "comments", keys: ["Mod-Alt-m"] },
  { id: "nextComment", group: "comments", keys: ["F8"] },
  { id: "previousComment", group: "comments", keys: ["Shift-F8"] },
  { id: "backToText", group: "comments", keys: ["Escape"] },
  { id: "leave", group: "screen", keys: ["Escape", "Tab"], inTurn: true },
  { id: "help", group: "screen", keys: ["Mod-/", "?"] },
] as const satisfies readonly Shortcut[];

export const SHORTCUT_GROUPS = ["paragraph", "kinds", "words", "comments", "screen"] as const;

export type Shortcut = {
  id: string;
  group: (typeof SHORTCUT_GROUPS)[number];
  /** Either of them does it; or one after the other, where `inTurn`. */
  keys: readonly string[];
  inTurn?: true;
};

export type EditorShortcut = (typeof EDITOR_SHORTCUTS)[number]["id"];
type OtherShortcut = (typeof OTHER_SHORTCUTS)[number]["id"];

export function keysOf(id: EditorShortcut): readonly string[] {
  return EDITOR_SHORTCUTS.find((one) => one.id === id)?.keys ?? [];
}

export const EDITOR_SHORTCUT_IDS: readonly EditorShortcut[] = EDITOR_SHORTCUTS.map(({ id }) => id);

export const ALL_SHORTCUTS: readonly (Shortcut & { id: EditorShortcut | OtherShortcut })[] = [
  ...EDITOR_SHORTCUTS,
  ...OTHER_SHORTCUTS,
];

const MAC_SIGNS: Readonly<Record<string, string>> = {
  Mod: "⌘",
  Alt: "⌥",
  Shift: "⇧",
  Enter: "⏎",
  Escape: "esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
};
const OTHER_SIGNS: Readonly<Record<string, string>> = {
  Mod: "Ctrl",
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** The keys to press together, as this machine's keyboard calls them. */
export function keySigns(key: string, isMac: boolean): string[] {
  const signs = isMac ? MAC_SIGNS : OTHER_SIGNS;
  // A key that is itself a hyphen stands last and alone.
  return key.split(/-(?!$)/).map((part) => signs[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

export function isMac(): boolean {
  return /Mac|iP(hone|[oa]d)/.test(navigator.platform);
}
