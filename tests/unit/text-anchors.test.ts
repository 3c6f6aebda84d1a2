import { deleteSelection, joinBackward, splitBlock } from "prosemirror-commands";
import * as Y from "yjs";
import { blockIds } from "../../client/editor/block-ids";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { moveBlock } from "../../client/editor/structure-commands";
import { type Anchor, anchorShape } from "../../shared/text/anchor-shape";
import { anchorAt, Places } from "../../shared/text/anchors";
import type { TextDoc } from "../../shared/text/model";
import { encodeTextDoc, FRAGMENT, readTextDoc, writeChange } from "../../shared/text/yjs";
import { HeadlessEditor } from "../support/headless-editor";

const WORDS = {
  a: "Cities shall promote lifelong learning for all, and the city shall report on it.",
  b: "The city shall open its libraries in the evening.",
  c: "学习型城市应当促进全民终身学习。",
};
const TEXT: TextDoc = {
  blocks: Object.entries(WORDS).map(([id, text]) => ({
    id,
    kind: "operative" as const,
    level: 0,
    runs: [{ text, marks: [] }],
  })),
};

let ydoc: Y.Doc;
let editor: HeadlessEditor;
beforeEach(() => {
  ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, encodeTextDoc(TEXT));
  const fragment = ydoc.getXmlFragment(FRAGMENT);
  let made = 0;
  editor = new HeadlessEditor(fragment, (mapping) => [
    idKeyedSync(fragment, mapping),
    blockIds(() => `new${++made}`),
  ]);
});
afterEach(() => editor.destroy());

function on(block: keyof typeof WORDS, words: string): Anchor {
  const from = WORDS[block].indexOf(words);
  return anchorShape.parse(anchorAt(ydoc, block, from, from + words.length));
}

/** The block and the words an anchor stands for now. */
function shows(anchor: Anchor): [string, string, string] | null {
  const place = new Places(ydoc).find(anchor);
  if (!place) return null;
  const block = readTextDoc(ydoc).blocks.find(({ id }) => id === place.block);
  const words = (block?.runs ?? []).map(({ text }) => text).join("");
  return [place.block, words.slice(place.from, place.to), place.found];
}

test("typing before, in and after a phrase leaves the anchor on it, and it does not grow at its edges", () => {
  const anchor = on("a", "lifelong learning");
  editor.putCursor("a", 0);
  editor.type("All ");
  editor.putCursor("a", "All Cities shall promote ".length);
  editor.type("true ");
  editor.putCursor("a", "All Cities shall promote true lifelong learning".length);
  editor.type(" now");
  editor.putCursor("a", "All Cities shall promote true lifelong".length);
  editor.type(" and lifewide");
  expect(shows(anchor)).toEqual(["a", "lifelong and lifewide learning", "letters"]);
});

test("a paragraph split before the phrase takes it along, and joined again brings it back", () => {
  const anchor = on("a", "lifelong learning");
  editor.putCursor("a", "Cities shall ".length);
  editor.run(splitBlock);
  expect(shows(anchor)).toEqual(["new1", "lifelong learning", "words"]);
  editor.putCursor("new1", 0);
  editor.run(joinBackward);
  expect(editor.text()).toHaveLength(3);
  expect(shows(anchor)).toEqual(["a", "lifelong learning", "words"]);
});

test("after a split the words that went are preferred to the same words that stayed", () => {
  const at = WORDS.a.lastIndexOf("shall");
  const anchor = anchorAt(ydoc, "a", at, at + "shall report".length);
  editor.putCursor("a", WORDS.a.indexOf("and the city"));
  editor.run(splitBlock);
  expect(shows(anchor)).toEqual(["new1", "shall report", "words"]);
});

test("a paragraph that is moved takes its phrases along", () => {
  const anchor = on("b", "libraries");
  editor.putCursor("b", 0);
  editor.run(moveBlock(-1));
  expect(editor.text()[0]).toMatch(/^b:/);
  expect(shows(anchor)?.slice(0, 2)).toEqual(["b", "libraries"]);
});

test("an amendment that is adopted changes words around the phrase, moves its paragraph, and the anchor stays on it", () => {
  const anchor = on("b", "libraries");
  const chinese = on("c", "终身学习");
  const [a, b, c] = TEXT.blocks;
  const revised = {
    ...b!,
    runs: [{ text: "Every city shall open all its libraries late in the evening.", marks: [] }],
  };
  writeChange(ydoc, { blocks: [revised, c!, a!] });
  expect(shows(anchor)?.slice(0, 2)).toEqual(["b", "libraries"]);
  expect(shows(chinese)?.slice(0, 2)).toEqual(["c", "终身学习"]);
});

test("a phrase that is struck out is shown at its paragraph; brought back by undo it is found again", () => {
  const anchor = on("b", "open its libraries");
  const from = WORDS.b.indexOf("open its libraries");
  const undo = new Y.UndoManager(ydoc.getXmlFragment(FRAGMENT), { trackedOrigins: new Set(["me"]) });
  const text = (ydoc.getXmlFragment(FRAGMENT).get(1) as Y.XmlElement).get(0) as Y.XmlText;
  ydoc.transact(() => text.delete(from, "open its libraries".length), "me");
  expect(shows(anchor)).toEqual(["b", "", "paragraph"]);
  undo.undo();
  expect(shows(anchor)?.slice(0, 2)).toEqual(["b", "open its libraries"]);
});

test("a paragraph that is struck out leaves its comments without a place", () => {
  const anchor = on("b", "libraries");
  const whole = anchorAt(ydoc, "b", 0, 0);
  editor.select("b", 0, WORDS.b.length);
  editor.run(deleteSelection);
  expect(shows(whole)).toEqual(["b", "", "letters"]);
  ydoc.getXmlFragment(FRAGMENT).delete(1, 1);
  expect(shows(anchor)).toBeNull();
  expect(shows(whole)).toBeNull();
});

test("a comment on a whole paragraph follows its words into the paragraph they were joined to", () => {
  const whole = anchorAt(ydoc, "b", 0, 0);
  editor.putCursor("b", 0);
  editor.run(joinBackward);
  expect(shows(whole)).toEqual(["a", "", "words"]);
});

test("renewed after a split, the anchor holds on to the letters where they are now", () => {
  const anchor = on("a", "lifelong learning");
  expect(new Places(ydoc).renewed(anchor)).toBe(anchor);
  editor.putCursor("a", "Cities shall ".length);
  editor.run(splitBlock);
  const fresh = new Places(ydoc).renewed(anchor);
  expect(fresh).toMatchObject({ block: "new1", quote: "lifelong learning" });
  editor.putCursor("new1", "promote lifelong".length);
  editor.type(" and lifewide");
  expect(shows(fresh)).toEqual(["new1", "lifelong and lifewide learning", "letters"]);
});

test("a short word is not looked for in other paragraphs, where it would stand by chance", () => {
  const anchor = on("a", "city");
  ydoc.getXmlFragment(FRAGMENT).delete(0, 1);
  expect(readTextDoc(ydoc).blocks[0]?.id).toBe("b");
  expect(shows({ ...anchor, before: "", after: "" })).toBeNull();
});

test("positions that nobody wrote are taken for none", () => {
  const anchor = on("a", "lifelong learning");
  for (const bad of ["", "AA==", "////", "AAAA/////w8=", "AZaWlpY="]) {
    expect(shows({ ...anchor, start: bad, end: bad })).toEqual(["a", "lifelong learning", "words"]);
    expect(shows({ ...anchor, start: bad, end: bad, quote: "gone" })).toEqual(["a", "", "paragraph"]);
  }
});

test("a cut through a sign leaves no half of it", () => {
  const doc = new Y.Doc();
  const text = `${"😀".repeat(40)}x${"😀".repeat(40)}`;
  Y.applyUpdate(
    doc,
    encodeTextDoc({ blocks: [{ id: "e", kind: "operative", level: 0, runs: [{ text, marks: [] }] }] }),
  );
  const anchor = anchorAt(doc, "e", 80, 81);
  for (const words of [anchor.before, anchor.quote, anchor.after])
    expect(words).not.toMatch(/\p{Surrogate}/u);
  const odd = anchorAt(doc, "e", 79, 82);
  for (const words of [odd.before, odd.quote, odd.after]) expect(words).not.toMatch(/\p{Surrogate}/u);
});
