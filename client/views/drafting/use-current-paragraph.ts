import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useEffect, useState } from "react";
import { useLocation } from "react-router";
import { currentBlock, putCursorIn } from "../../editor/structure-commands";

/** Id of the paragraph that what is done is done to: where the cursor is, or for a reader the one last chosen or pointed at. */
export function useCurrentParagraph(
  view: EditorView | null,
  state: EditorState | null,
  editable: boolean,
): string | null {
  // A link within the program changes the address without an event of the browser's.
  const location = useLocation();
  const [chosen, setChosen] = useState(fromAddress(location));
  useEffect(() => {
    const id = fromAddress(location);
    setChosen(id);
    // A writer's cursor stays where they write.
    if (view && !editable) putCursorIn(view, id);
  }, [location, view, editable]);
  useEffect(() => {
    if (!view) return;
    const onPoint = (event: Event) => {
      const paragraph = event.target instanceof Element ? event.target.closest(".text > p") : null;
      if (paragraph) setChosen(paragraph.id);
    };
    const { dom } = view;
    dom.addEventListener("pointerdown", onPoint);
    return () => dom.removeEventListener("pointerdown", onPoint);
  }, [view]);
  if (!state) return null;
  const id = editable ? String(currentBlock(state)?.node.attrs.id ?? "") : chosen;
  return state.doc.children.some((node) => node.attrs.id === id) ? id : null;
}

function fromAddress({ hash }: { hash: string }): string {
  return decodeURIComponent(hash.slice(1));
}
