import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/**
 * Lets the view read what the browser has selected and typed, now. To be called before the view is changed by anything but the
 * person's own input: browsers tell of a new selection a moment after it was made, and ProseMirror writes the one it knows over it
 * whenever it draws. Twenty people's letters fall into that moment often: the person selects, and nothing is selected.
 */
export function readOwnSelection(view: EditorView): void {
  if (view.isDestroyed || view.composing || !view.hasFocus()) return;
  // ProseMirror's own listener does it; it has no other name that may be called from outside.
  view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
}

/** Reads it before what others do is put in, and before a key acts on it. To stand before all plugins that have keys. */
export function ownSelection(beforeOthers: (listener: () => void) => () => void): Plugin {
  return new Plugin({
    view: (view) => ({ destroy: beforeOthers(() => readOwnSelection(view)) }),
    props: {
      handleKeyDown(view, event) {
        if (!event.isComposing) readOwnSelection(view);
        return false;
      },
    },
  });
}
