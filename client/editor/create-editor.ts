import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { initProseMirrorDoc } from "y-prosemirror";
import type { NotTaken } from "../../shared/text/html-paragraphs";
import type { BlockId, BlockStatus, Language } from "../../shared/text/model";
import { schema } from "../../shared/text/schema";
import { FRAGMENT } from "../../shared/text/yjs";
import type { Room } from "../collab/room";
import { agreedLock } from "./agreed-lock";
import { blockIds } from "./block-ids";
import { bracketGlyphs } from "./brackets";
import { commentMarks } from "./comment-marks";
import { crossReferences } from "./cross-references";
import { cursors } from "./cursors";
import { find } from "./find/find";
import { idKeyedSync } from "./id-keyed-binding";
import { editorKeys } from "./keys";
import { dragHandle } from "./menus/drag-handle";
import { type SlashMenu, slashMenu } from "./menus/slash";
import { numbering } from "./numbering-plugin";
import { ownSelection } from "./own-selection";
import { paste } from "./paste/paste";
import { provisionalNumbers } from "./provisional-numbers";
import { typography } from "./typography";
import { ownUndo, type Spared } from "./undo/own-undo";

export type EditorOptions = {
  room: Room;
  language: Language;
  createId: () => string;
  /** Name that stands beside a bracket made here. */
  proposer: () => string;
  isEditable: () => boolean;
  /** People speak about its paragraphs by number: new ones take provisional numbers. */
  isDebated: () => boolean;
  /** Someone tried to change what is agreed. */
  onAgreed: () => void;
  /** Undo has left a step as it is. */
  onSpared: (spared: Spared) => void;
  /** What stands in the margin of a paragraph that is not simply open; "" for nothing. `refreshNumbering` asks it again. */
  standing: (id: BlockId, status: BlockStatus) => string;
  /** For a cross-reference whose paragraph is gone. */
  goneLabel: string;
  /** For people who do not see the screen: what this field is and how to leave it. */
  label: string;
  describedBy: string;
  slash: SlashMenu;
  dragLabel: string;
  /** Whether addresses may lead to the paragraphs: of two texts on one page only one's may. */
  anchors: boolean;
  onNotTaken: (what: NotTaken) => void;
  onChange: (state: EditorState) => void;
};

const BARS_PX = { top: 140, bottom: 88, left: 5, right: 5 };

/** Binds a view to the room's text. The room must be loaded: an editor on an empty text could seed a second one. */
export function createEditor(place: HTMLElement, options: EditorOptions): EditorView {
  const { room, language, createId, proposer } = options;
  const fragment = room.doc.getXmlFragment(FRAGMENT);
  const { doc, mapping } = initProseMirrorDoc(fragment, schema);
  const state = EditorState.create({
    doc,
    plugins: [
      ownSelection(room.beforeOthers),
      idKeyedSync(fragment, mapping),
      cursors(fragment, room.awareness),
      ...ownUndo(options.onSpared),
      agreedLock(options.onAgreed),
      blockIds(createId),
      provisionalNumbers(language, options.isDebated),
      paste(options.onNotTaken),
      typography(language),
      // Before the keys: while its menu is open, Enter and the arrows are the menu's.
      slashMenu(options.slash),
      ...editorKeys({ createId, proposer }),
      numbering(language, options.standing, options.anchors),
      crossReferences(options.goneLabel),
      find(language),
      bracketGlyphs(),
      commentMarks(room.doc),
      dragHandle(options.dragLabel),
    ],
  });
  const view = new EditorView(place, {
    state,
    editable: options.isEditable,
    // Nobody types beneath the bars that stand above and below the text.
    scrollMargin: BARS_PX,
    scrollThreshold: BARS_PX,
    attributes: () => ({
      class: "text",
      lang: language,
      "aria-label": options.label,
      // What cannot be written in is a part of the page, not a field to stop at.
      ...(options.isEditable()
        ? { role: "textbox", "aria-multiline": "true", "aria-describedby": options.describedBy }
        : { role: "region" }),
    }),
    // `this`, not `view`: a plugin may dispatch while the view is still being made.
    dispatchTransaction(this: EditorView, tr) {
      // The cursors' plugin answers presence a moment later, when the view may be gone.
      if (this.isDestroyed) return;
      this.updateState(this.state.apply(tr));
      options.onChange(this.state);
    },
  });
  options.onChange(view.state);
  return view;
}
