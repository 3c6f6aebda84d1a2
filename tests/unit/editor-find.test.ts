import type { EditorView } from "prosemirror-view";
import { undoCommand, yUndoPlugin } from "y-prosemirror";
import * as Y from "yjs";
import {
  find,
  findState,
  goToMatch,
  openFind,
  replaceAll,
  replaceMatch,
  setFind,
} from "../../client/editor/find/find";
import { findMatches } from "../../client/editor/find/matches";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { countWords } from "../../shared/text/count-words";
import type { BlockStatus, Language, Run } from "../../shared/text/model";
import { FRAGMENT, writeTextDoc } from "../../shared/text/yjs";
import { HeadlessEditor } from "../support/headless-editor";

function editorOn(
  paragraphs: readonly (string | Run[])[],
  { statuses, language = "en" }: { statuses?: ReadonlyMap<string, BlockStatus>; language?: Language } = {},
): HeadlessEditor {
  const doc = new Y.Doc();
  const blocks = paragraphs.map((words, i) => ({
    id: `p${i}`,
    kind: "operative" as const,
    level: 0,
    runs: typeof words === "string" ? [{ text: words, marks: [] }] : words,
  }));
  writeTextDoc(doc, { blocks }, statuses);
  const fragment = doc.getXmlFragment(FRAGMENT);
  return new HeadlessEditor(fragment, (mapping) => [
    idKeyedSync(fragment, mapping),
    yUndoPlugin({ protectedNodes: new Set(["block"]) }),
    find(language),
  ]);
}

const found = (editor: HeadlessEditor, query: string, options = {}, language: Language = "en") =>
  findMatches(editor.state.doc, { query, matchCase: false, wholeWord: false, ...options }, language).map(
    ({ from, to }) => editor.state.doc.textBetween(from, to),
  );
const viewOf = (editor: HeadlessEditor) => editor as unknown as EditorView;

describe("what is found", () => {
  test("without regard to case unless asked, never over the end of a paragraph, and never overlapping", () => {
    const editor = editorOn(["City and city", "ci", "ty aaa"]);
    expect(found(editor, "city")).toEqual(["City", "city"]);
    expect(found(editor, "city", { matchCase: true })).toEqual(["city"]);
    expect(found(editor, "aa")).toEqual(["aa"]);
    expect(found(editor, "")).toEqual([]);
  });

  test("whole words, with their accents and hyphens, and Chinese ones by the segmenter", () => {
    expect(found(editorOn(["art, article, state-of-the-art"]), "art", { wholeWord: true })).toEqual(["art"]);
    expect(found(editorOn(["l’école, les écoles"]), "école", { wholeWord: true }, "fr")).toEqual(["école"]);
    const chinese = editorOn(["学习型城市的学习"]);
    expect(found(chinese, "学习", {}, "zh")).toHaveLength(2);
    expect(found(chinese, "城市", { wholeWord: true }, "zh")).toEqual(["城市"]);
    expect(found(chinese, "市的", { wholeWord: true }, "zh")).toEqual([]);
  });

  test("curved marks and no-break spaces by the keys that people have; letters whose small form is longer stay put", () => {
    expect(found(editorOn(["l’école\u00a0»"]), "l'école »")).toEqual(["l’école\u00a0»"]);
    expect(found(editorOn(["İİ city"]), "city")).toEqual(["city"]);
  });
});

describe("replacing", () => {
  test("all at once is one step to undo, apart from what was typed just before, and leaves agreed paragraphs", () => {
    const editor = editorOn(["the city", "the city", "a city, this city"], {
      statuses: new Map([["p1", "agreed" as const]]),
    });
    editor.putCursor("p0", 0);
    editor.type("Now ");
    editor.run(openFind(true));
    editor.run(setFind({ query: "city" }));
    expect(findState(editor.state)?.matches.map((one) => one.isFixed)).toEqual([false, true, false, false]);
    expect(replaceAll(viewOf(editor), "town")).toBe(3);
    expect(editor.text()).toEqual(["p0:Now the town", "p1:the city", "p2:a town, this town"]);
    editor.run(undoCommand);
    expect(editor.text()).toEqual(["p0:Now the city", "p1:the city", "p2:a city, this city"]);
  });

  test("one after the other keeps emphasis, passes agreed ones over and goes round", () => {
    const em: Run[] = [
      { text: "a ", marks: [] },
      { text: "city", marks: [{ type: "em" }] },
      { text: " grows", marks: [] },
    ];
    const editor = editorOn([em, "city"], { statuses: new Map([["p1", "agreed_ad_ref" as const]]) });
    editor.putCursor("p0", 0);
    editor.run(openFind(true));
    editor.run(setFind({ query: "city" }));
    replaceMatch(viewOf(editor), "town");
    expect(findState(editor.state)?.current).toBe(0);
    replaceMatch(viewOf(editor), "town");
    expect(editor.block("p0").child(1).text).toBe("town");
    expect(
      editor
        .block("p0")
        .child(1)
        .marks.map((mark) => mark.type.name),
    ).toEqual(["em"]);
    replaceMatch(viewOf(editor), "town");
    expect(editor.text()[1]).toBe("p1:city");
    editor.run(setFind({ query: "a" }));
    editor.run(goToMatch(-1));
    expect(editor.state.selection.from).toBe(editor.startOf("p0"));
  });
});

describe("[text] counts", () => {
  test.each([
    ["en", "Cities, state-of-the-art – 3.5 per cent.", 5],
    ["fr", "l’école d’été", 4],
    ["zh", "学习型城市，Learning Cities 2013年。", 9],
    ["en", "  ", 0],
  ] as const)("%s: %s", (language, text, words) => {
    expect(countWords(text, language)).toEqual({ words, characters: text.length });
  });

  test("a character is what people see as one", () => {
    expect(countWords("e\u0301té 👩‍👩‍👧 𠀀", "fr").characters).toBe(7);
  });
});
