import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { BlockId, BlockStatus, Language } from "../../shared/text/model";
import { type BlockNumber, numberBlocks } from "../../shared/text/numbering";
import { asStatus, blockHeadFromNode } from "../../shared/text/schema";
import { readOwnSelection } from "./own-selection";

/** Numbers depend on what blocks are and on their order alone: the words are left out, so that typing renumbers nothing. */
export function numbersOf(doc: Node, language: Language): Map<string, BlockNumber> {
  return numberBlocks(doc.children.map(blockHeadFromNode), language);
}

/** Where agreement stands on the paragraphs of a text that follows another: `language` is the one negotiated in. */
export type AgreementElsewhere = { language: Language; statuses: ReadonlyMap<BlockId, BlockStatus> };

/**
 * Puts the number before each paragraph, as an attribute that the style sheet prints: it is never part of the words.
 * So is where agreement on it stands. Drawn anew after each change and found by id, because a change from Yjs may replace the whole document.
 * `anchors`: addresses may lead to its paragraphs; of two texts on one page only one's may.
 */
export function numbering(
  language: Language,
  standing: (id: BlockId, status: BlockStatus) => string,
  anchors = true,
): Plugin<DecorationSet> {
  const draw = (doc: Node) => {
    const numbers = numbersOf(doc, language);
    const decorations: Decoration[] = [];
    doc.forEach((node, at) => {
      const number = numbers.get(String(node.attrs.id));
      if (!number) return;
      decorations.push(
        Decoration.node(at, at + node.nodeSize, {
          // The end of an address that leads to the paragraph (`#op4-b`).
          ...(anchors ? { id: String(node.attrs.id) } : {}),
          "data-label": number.label,
          "data-path": number.path,
          "data-standing": standing(String(node.attrs.id), asStatus(node.attrs.status)),
          ...(node.content.size === 0 ? { class: "is-empty" } : {}),
        }),
      );
    });
    return DecorationSet.create(doc, decorations);
  };
  return new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => draw(state.doc),
      apply(tr, set, before, after) {
        if (tr.getMeta(REFRESH)) return draw(after.doc);
        if (!tr.docChanged) return set;
        if (!hasSameParagraphs(before.doc, after.doc)) return draw(after.doc);
        // Typing renumbers nothing: the numbers move along, unless one went with a paragraph that was made anew.
        const moved = set.map(tr.mapping, after.doc);
        return moved.find().length === set.find().length ? moved : draw(after.doc);
      },
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });
}

const REFRESH = "refresh numbering";

/** Draws what stands in the margins anew, after something outside the text has changed it. */
export function refreshNumbering(view: EditorView): void {
  readOwnSelection(view);
  view.dispatch(view.state.tr.setMeta(REFRESH, true));
}

/** The same kinds in the same order, and the same ones of them empty. */
function hasSameParagraphs(before: Node, after: Node): boolean {
  return (
    before.childCount === after.childCount &&
    before.children.every((one, i) => {
      const other = after.child(i);
      return (
        one === other || (one.sameMarkup(other) && (one.content.size === 0) === (other.content.size === 0))
      );
    })
  );
}
