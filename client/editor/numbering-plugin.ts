import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { BlockId, BlockStatus, Language } from "../../shared/text/model";
import { type BlockNumber, numberBlocks } from "../../shared/text/numbering";
import { asStatus, blockHeadFromNode } from "../../shared/text/schema";
import { readOwnSelection } from "./own-selection";
import { type PlacedBlock, placedBlocks, redraw } from "./redraw";

/** Numbers depend on what blocks are and on their order alone: the words are left out, so that typing renumbers nothing. */
export function numbersOf(doc: Node, language: Language): Map<string, BlockNumber> {
  return numberBlocks(doc.children.map(blockHeadFromNode), language);
}

/** Where agreement stands on the paragraphs of a text that follows another: `language` is the one negotiated in. */
export type AgreementElsewhere = { language: Language; statuses: ReadonlyMap<BlockId, BlockStatus> };

type Numbered = { numbers: ReadonlyMap<BlockId, BlockNumber>; set: DecorationSet };
const key = new PluginKey<Numbered>("numbering");

/**
 * Puts the number before each paragraph, as an attribute that the style sheet prints: it is never part of the words.
 * So is where agreement on it stands. Found by id, because a change from Yjs may replace the whole document; counted anew only
 * when there are other paragraphs than before, or of another kind.
 * `anchors`: addresses may lead to its paragraphs; of two texts on one page only one's may.
 */
export function numbering(
  language: Language,
  standing: (id: BlockId, status: BlockStatus) => string,
  anchors = true,
): Plugin<Numbered> {
  const drawIn =
    (numbers: ReadonlyMap<BlockId, BlockNumber>) =>
    ({ at, node }: PlacedBlock): Decoration[] => {
      const id = String(node.attrs.id);
      const number = numbers.get(id);
      if (!number) return [];
      const attributes = {
        // The end of an address that leads to the paragraph (`#op4-b`).
        ...(anchors ? { id } : {}),
        "data-label": number.label,
        "data-path": number.path,
        "data-standing": standing(id, asStatus(node.attrs.status)),
        ...(node.content.size === 0 ? { class: "is-empty" } : {}),
      };
      return [
        Decoration.node(at, at + node.nodeSize, attributes, { key: Object.values(attributes).join("\n") }),
      ];
    };
  const draw = (doc: Node): Numbered => {
    const numbers = numbersOf(doc, language);
    const set = DecorationSet.create(doc, placedBlocks(doc).flatMap(drawIn(numbers)));
    return { numbers, set };
  };
  return new Plugin<Numbered>({
    key,
    state: {
      init: (_config, state) => draw(state.doc),
      apply(tr, { numbers, set }) {
        if (tr.getMeta(REFRESH) || !hasSameHeads(tr.before, tr.doc)) return draw(tr.doc);
        return { numbers, set: redraw(set, tr, drawIn(numbers)) };
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.set,
    },
  });
}

/** As the margin shows them: the same map as long as no number is another one. For plugins that stand after `numbering`. */
export function numbersShown(state: EditorState): ReadonlyMap<BlockId, BlockNumber> {
  const shown = key.getState(state);
  if (!shown) throw new Error("Nothing is numbered here");
  return shown.numbers;
}

const REFRESH = "refresh numbering";

/** Draws what stands in the margins anew, after something outside the text has changed it. */
export function refreshNumbering(view: EditorView): void {
  readOwnSelection(view);
  view.dispatch(view.state.tr.setMeta(REFRESH, true));
}

/** The same paragraphs in the same order, of the same kinds. */
function hasSameHeads(before: Node, after: Node): boolean {
  return (
    before.childCount === after.childCount &&
    before.children.every((one, i) => one === after.child(i) || one.sameMarkup(after.child(i)))
  );
}
