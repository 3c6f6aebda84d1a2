import { Plugin } from "prosemirror-state";
import { yUndoPluginKey } from "y-prosemirror";
import type { Language } from "../../shared/text/model";
import { typeset } from "../../shared/text/typography";

/**
 * Quotation marks, apostrophes and the spaces around them as the language has them, while they are typed. One undo gives back the
 * sign as it is on the keyboard.
 */
export function typography(language: Language): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, from, to, sign) {
        const { $from } = view.state.selection;
        if (from !== to || $from.pos !== from || view.composing) return false;
        const becomes = typeset($from.parent.textBetween(0, $from.parentOffset), sign, language);
        if (!becomes) return false;
        const before = view.state.doc;
        view.dispatch(view.state.tr.insertText(sign, from, to).scrollIntoView());
        // What is agreed takes no letter.
        if (view.state.doc.eq(before)) return true;
        const undo = yUndoPluginKey.getState(view.state)?.undoManager;
        undo?.stopCapturing();
        const { tr } = view.state;
        view.dispatch(tr.insertText(becomes.text, from - becomes.replaces, from + sign.length));
        undo?.stopCapturing();
        return true;
      },
    },
  });
}
