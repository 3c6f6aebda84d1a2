/** Writing in the drafting room: menus, keys, find, paste, what is kept on this machine. */
export const writing = {
  slashMenu: "What to do here",
  dragHandle: "Drag to move this paragraph",
  shortcutsTitle: "Keys",
  showShortcuts: "Show all keys",
  shortcutGroups: { paragraph: "Paragraphs", words: "Words", screen: "Getting around" },
  orKey: "or",
  thenKey: "then",
  shortcuts: {
    newParagraph: "New paragraph",
    deeper: "Point: one level deeper",
    shallower: "Point: one level up",
    moveUp: "Move the paragraph up, with its points",
    moveDown: "Move the paragraph down, with its points",
    emphasis: "Emphasis",
    strong: "Strong",
    bracket: "Put the selected words in brackets, or take the brackets away",
    undo: "Undo what you did last",
    redo: "Do it again",
    menu: "Menu of what can be done here, at the start of a paragraph or after a space",
    leave: "Leave the text",
    help: "This list (the question mark where nothing is being written)",
  },

  leaveTitle_one: "1 change of yours is not saved yet",
  leaveTitle_other: "{{count}} changes of yours are not saved yet",
  leaveKept:
    "They are kept on this machine, for you alone, and go into the text when you open it here again. Nobody else sees them until then.",
  leaveLost: "If you leave now, they may be lost.",
  leaveStay: "Stay",
  leaveGo: "Leave",
  restored: "Changes of yours that had not been sent when you left are in the text again.",
  restoredRead: "Good",
  leftBehindTitle: "Words of yours were never sent",
  leftBehindClosed:
    "They are kept on this machine. The text does not take changes of yours at the moment: copy them if you need them. If you may write again, they go into the text by themselves.",
  leftBehindOld:
    "They are kept on this machine. They were written in an older form of the text, and cannot be put in by themselves: copy them, and write them in where they belong.",
  leftBehindShow_one: "Show the paragraph",
  leftBehindShow_other: "Show the {{count}} paragraphs",
  leftBehindDiscard: "Discard them",
  leftBehindDiscardTitle: "Discard your unsent words?",
  leftBehindDiscardBody: "They exist nowhere else. This cannot be undone.",
  signOutTitle: "Sign out with unsent words?",
  signOutBody:
    "Words that you wrote in a text have not been sent. When you sign out they are deleted from this machine, and nobody has them.",
  signOutGo: "Sign out and delete them",
} as const;
