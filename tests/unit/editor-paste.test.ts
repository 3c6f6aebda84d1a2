import * as Y from "yjs";
import { blockIds } from "../../client/editor/block-ids";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { insertParagraphs } from "../../client/editor/paste/paste";
import type { Block } from "../../shared/text/model";
import type { FoundParagraph } from "../../shared/text/typed-numbers";
import { FRAGMENT, writeTextDoc } from "../../shared/text/yjs";
import { HeadlessEditor } from "../support/headless-editor";

function editor(more: readonly Block[] = []): HeadlessEditor {
  const doc = new Y.Doc();
  writeTextDoc(doc, {
    blocks: [
      { id: "h", kind: "heading", level: 0, runs: [{ text: "Part", marks: [] }] },
      { id: "op", kind: "operative", level: 0, runs: [{ text: "We commit.", marks: [] }] },
      { id: "a", kind: "point", level: 1, runs: [] },
      ...more,
    ],
  });
  const fragment = doc.getXmlFragment(FRAGMENT);
  let made = 0;
  return new HeadlessEditor(fragment, (mapping) => [
    idKeyedSync(fragment, mapping),
    blockIds(() => {
      made += 1;
      return `new${made}`;
    }),
  ]);
}

const found = (text: string, kind: FoundParagraph["kind"] = null, level = 0): FoundParagraph => ({
  kind,
  level,
  runs: [{ text, marks: [] }],
});
const show = (one: HeadlessEditor) =>
  one.state.doc.children.map(
    ({ attrs, textContent }) => `${attrs.id} ${attrs.kind}${attrs.level}: ${textContent}`,
  );

function pasted(id: string, offset: number, ...paragraphs: FoundParagraph[]): HeadlessEditor {
  const one = editor();
  one.putCursor(id, offset);
  one.dispatch(insertParagraphs(one.state, paragraphs));
  one.type("|");
  return one;
}

test("one paragraph goes into the words, also a point", () => {
  expect(show(pasted("op", 2, found(" all")))[1]).toBe("op operative0: We all| commit.");
  expect(show(pasted("op", 2, found(" all", "point", 1)))[1]).toBe("op operative0: We all| commit.");
});

test("several part the paragraph; the first joins its beginning, and ids stay with what was there", () => {
  expect(show(pasted("op", 3, found("one"), found("two", "point", 1), found("three", "point", 2)))).toEqual([
    "h heading0: Part",
    "op operative0: We one",
    "new1 point1: two",
    "new2 point2: three|",
    "new3 operative0: commit.",
    "a point1: ",
  ]);
});

test("before a paragraph and behind it nothing is parted", () => {
  expect(show(pasted("op", 0, found("one", "point", 1), found("two", "point", 1))).slice(1, 4)).toEqual([
    "new1 point1: one",
    "new2 point1: two|",
    "op operative0: We commit.",
  ]);
  expect(show(pasted("op", 10, found("one", "point", 1), found("two", "point", 1))).slice(1, 4)).toEqual([
    "op operative0: We commit.",
    "new1 point1: one",
    "new2 point1: two|",
  ]);
});

test("an empty paragraph becomes the first of them and keeps its id", () => {
  expect(show(pasted("a", 0, found("title", "heading"), found("words"))).slice(2)).toEqual([
    "a heading0: title",
    "new1 point1: words|",
  ]);
  expect(show(pasted("a", 0, found("words")))[2]).toBe("a point1: words|");
});

test("ordinary paragraphs are of the kind that stands there, behind a heading operative ones", () => {
  expect(show(pasted("h", 4, found(" I"), found("We act."))).slice(0, 2)).toEqual([
    "h heading0: Part I",
    "new1 operative0: We act.|",
  ]);
});

test("operative paragraphs that are put in among points are points, and their points a level deeper", () => {
  expect(
    show(pasted("a", 0, found("one", "operative"), found("two", "point", 1), found("three", "operative"))),
  ).toEqual([
    "h heading0: Part",
    "op operative0: We commit.",
    "a point1: one",
    "new1 point2: two",
    "new2 point1: three|",
  ]);
});

test("among areas, features and measures, a list is measures and what is ordinary stands under its area", () => {
  const one = editor([
    { id: "area", kind: "area", level: 0, runs: [{ text: "Sleep", marks: [] }] },
    { id: "feature", kind: "feature", level: 1, runs: [{ text: "Everybody sleeps.", marks: [] }] },
  ]);
  one.putCursor("area", "Sleep".length);
  one.dispatch(
    insertParagraphs(one.state, [found(" well"), found("Nobody wakes."), found("Also this", "operative")]),
  );
  one.putCursor("feature", "Everybody sleeps.".length);
  one.dispatch(insertParagraphs(one.state, [found("Hours", "point", 1), found("Nights", "point", 2)]));
  expect(
    show(one)
      .slice(3)
      .map((line) => line.slice(line.indexOf(" ") + 1)),
  ).toEqual([
    "area0: Sleep well",
    "feature1: Nobody wakes.",
    "feature1: Also this",
    "feature1: Everybody sleeps.",
    "measure2: Hours",
    "measure2: Nights",
  ]);
});
