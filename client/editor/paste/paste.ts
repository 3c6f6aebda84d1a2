import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import {
  type FoundText,
  type HtmlNode,
  type NotTaken,
  paragraphsFromHtml,
  paragraphsFromPlain,
} from "../../../shared/text/html-paragraphs";
import { type BlockKind, LEVEL_OF_KIND } from "../../../shared/text/model";
import { asKind, nodeFromBlock } from "../../../shared/text/schema";
import type { FoundParagraph } from "../../../shared/text/typed-numbers";

const NOTHING: NotTaken = { tables: 0, images: 0, footnotes: 0 };

/** Takes words, emphasis and lists from other programs, and nothing of how they looked there. What is copied here stays as it is. */
export function paste(onNotTaken: (what: NotTaken) => void): Plugin {
  const take = (view: EditorView, data: DataTransfer): boolean => {
    const found = textIn(data);
    if (!found || !view.editable) return false;
    if (found.paragraphs.length > 0) view.dispatch(insertParagraphs(view.state, found.paragraphs));
    if (Object.values(found.notTaken).some((count) => count > 0)) onNotTaken(found.notTaken);
    return true;
  };
  return new Plugin({
    props: {
      handlePaste: (view, event) => event.clipboardData !== null && take(view, event.clipboardData),
      handleDrop(view, event, _slice, moved) {
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (moved || !event.dataTransfer || !place) return false;
        const { tr } = view.state;
        view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(place.pos))));
        if (!take(view, event.dataTransfer)) return false;
        event.preventDefault();
        return true;
      },
    },
  });
}

/** Null for what was copied here: the editor's own clipboard keeps kinds, brackets and ids. */
function textIn(data: DataTransfer): FoundText | null {
  const html = data.getData("text/html");
  if (html.includes("data-pm-slice")) return null;
  if (html !== "") {
    const page = new DOMParser().parseFromString(html, "text/html");
    return paragraphsFromHtml([...page.body.childNodes].flatMap(toNode));
  }
  const plain = data.getData("text/plain");
  if (plain !== "") return { paragraphs: paragraphsFromPlain(plain), notTaken: NOTHING };
  const images = [...data.files].filter((file) => file.type.startsWith("image/")).length;
  return images > 0 ? { paragraphs: [], notTaken: { ...NOTHING, images } } : null;
}

function toNode(node: globalThis.Node): HtmlNode[] {
  if (node instanceof Text) return [node.data];
  if (!(node instanceof Element)) return [];
  const attributes = Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]));
  return [{ tag: node.localName, attributes, children: [...node.childNodes].flatMap(toNode) }];
}

/** Under kinds that stand once or alone: what ordinary paragraphs that are put in there are. */
const UNDER: Readonly<Partial<Record<BlockKind, BlockKind>>> = {
  title: "operative",
  organ: "operative",
  heading: "operative",
  area: "feature",
};
const STRUCTURE: readonly BlockKind[] = ["area", "feature", "measure", "source"];

/**
 * Puts paragraphs in place of the selection. One ordinary paragraph goes into the words; of several, the first joins what stands
 * before the cursor, unless it is a point or a heading; an empty paragraph becomes the first of them.
 */
export function insertParagraphs(state: EditorState, found: readonly FoundParagraph[]): Transaction {
  const tr = state.tr.deleteSelection();
  const { $from } = tr.selection;
  const here = $from.parent.type.name === "block" ? $from.parent : null;
  const ownKind = here ? asKind(here.attrs.kind) : "operative";
  const hereKind = UNDER[ownKind] ?? ownKind;
  const hereLevel = here && hereKind === ownKind ? Number(here.attrs.level) : (LEVEL_OF_KIND[hereKind] ?? 0);
  const isStructure = STRUCTURE.includes(ownKind);
  // What is put in among points is points, however it was counted where it came from.
  const under = hereKind === "point" && found.some(({ kind }) => kind === "operative") ? hereLevel : 0;
  const toBlock = ({ kind, level, runs }: FoundParagraph): Node => {
    if (kind === null || (isStructure && kind === "operative"))
      return nodeFromBlock({ id: "", kind: hereKind, level: hereLevel, runs });
    // A list among features and measures is one of measures.
    if (isStructure && kind === "point")
      return nodeFromBlock({ id: "", kind: "measure", level: LEVEL_OF_KIND.measure ?? 0, runs });
    const isPoint = kind === "point" || (under > 0 && kind === "operative");
    return nodeFromBlock({
      id: "",
      kind: isPoint ? "point" : kind,
      level: isPoint ? level + under : level,
      runs,
    });
  };
  const blocks = found.map(toBlock);
  const [first] = found;

  if (!here) {
    tr.replaceSelectionWith(blocks[0] as Node).insert(tr.selection.to, blocks.slice(1));
    return tr.scrollIntoView();
  }
  const joins = first?.kind === null || (found.length === 1 && here.content.size > 0);
  if (here.content.size === 0) {
    const own = blocks[0] as Node;
    const attrs = joins ? here.attrs : { ...own.attrs, id: here.attrs.id };
    const whole = [here.type.create(attrs, own.content), ...blocks.slice(1)];
    tr.replaceWith($from.before(1), $from.after(1), whole);
    return atEnd(tr, $from.before(1), whole);
  }
  let at = $from.pos;
  if (joins) {
    const words = (blocks.shift() as Node).content;
    tr.insert(at, words);
    at += words.size;
  }
  if (blocks.length === 0) return tr.setSelection(TextSelection.create(tr.doc, at)).scrollIntoView();
  const $at = tr.doc.resolve(at);
  let place = $at.parentOffset === 0 ? $at.before(1) : $at.after(1);
  if ($at.parentOffset > 0 && $at.parentOffset < $at.parent.content.size) {
    tr.split(at, 1, [{ type: here.type, attrs: { ...here.attrs, id: "", status: "open" } }]);
    place = at + 1;
  }
  tr.insert(place, blocks);
  return atEnd(tr, place, blocks);
}

/** The cursor behind the last word of what was put in at `place`. */
function atEnd(tr: Transaction, place: number, blocks: readonly Node[]): Transaction {
  const size = blocks.reduce((sum, block) => sum + block.nodeSize, 0);
  return tr.setSelection(TextSelection.create(tr.doc, place + size - 1)).scrollIntoView();
}
