import { baseKeymap } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { TextDoc } from "../../../shared/text/model";
import { nodeFromTextDoc } from "../../../shared/text/schema";

/** The least that ProseMirror needs to be typed in: the text in our schema and its standard keys, nothing else. */
export function openBare(place: HTMLElement, text: TextDoc): void {
  new EditorView(place, {
    state: EditorState.create({ doc: nodeFromTextDoc(text), plugins: [keymap(baseKeymap)] }),
    attributes: { class: "text" },
  });
}

Object.assign(globalThis, { openBare });
