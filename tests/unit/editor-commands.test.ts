import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { initials } from "../../client/collab/presence";
import { keepColorsApart, presenceColor } from "../../client/collab/presence-color";
import { blockIds } from "../../client/editor/block-ids";
import { bracketStretches, toggleBracket } from "../../client/editor/brackets";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { toggleEmphasis } from "../../client/editor/keys";
import { numbersOf } from "../../client/editor/numbering-plugin";
import {
  changeLevel,
  enter,
  moveBlock,
  moveFamily,
  setKind,
  shapesOf,
} from "../../client/editor/structure-commands";
import { ownUndo, undo } from "../../client/editor/undo/own-undo";
import { contains } from "../../client/ui/contains";
import { alsoPlaces, outlineItems } from "../../client/views/drafting/outline-items";
import { liveRedline } from "../../client/views/propose/live-redline";
import type { AmendmentSummary } from "../../shared/api/views/amendments";
import { placesFor } from "../../shared/text/family";
import type { BlockKind } from "../../shared/text/model";
import { textDocFromNode } from "../../shared/text/schema";
import { FRAGMENT, writeTextDoc } from "../../shared/text/yjs";
import { HeadlessEditor } from "../support/headless-editor";

const PLAN: Array<[string, BlockKind, number]> = [
  ["op1", "operative", 0],
  ["op1-a", "point", 1],
  ["op1-a-i", "point", 2],
  ["op1-b", "point", 1],
  ["op2", "operative", 0],
  ["op2-a", "point", 1],
];

function editorOn(plan = PLAN): HeadlessEditor {
  const doc = new Y.Doc();
  writeTextDoc(doc, {
    blocks: plan.map(([id, kind, level]) => ({
      id,
      kind,
      level,
      runs: [{ text: `words of ${id}`, marks: [] }],
    })),
  });
  const fragment = doc.getXmlFragment(FRAGMENT);
  let made = 0;
  return new HeadlessEditor(fragment, (mapping) => [
    idKeyedSync(fragment, mapping),
    ...ownUndo(() => {}),
    blockIds(() => {
      made += 1;
      return `new${made}`;
    }),
  ]);
}

const ids = (editor: HeadlessEditor) => editor.state.doc.children.map((node) => node.attrs.id);
const end = (id: string) => `words of ${id}`.length;

describe("Enter", () => {
  test("starts a paragraph of the same kind and level, open", () => {
    const editor = editorOn();
    editor.dispatch(editor.state.tr.setNodeAttribute(editor.startOf("op1-b") - 1, "status", "agreed"));
    editor.putCursor("op1-b", end("op1-b"));
    editor.run(enter);
    expect(editor.block("new1").attrs).toEqual({
      id: "new1",
      kind: "point",
      level: 1,
      status: "open",
      provisional: null,
    });
    expect(editor.block("op1-b").attrs.status).toBe("agreed");
  });

  test("in an empty point goes one level up, and from (a) out of the list", () => {
    const editor = editorOn();
    editor.putCursor("op1-a-i", end("op1-a-i"));
    editor.run(enter);
    const kindAndLevel = () => [editor.block("new1").attrs.kind, editor.block("new1").attrs.level];
    expect(kindAndLevel()).toEqual(["point", 2]);
    editor.run(enter);
    expect(kindAndLevel()).toEqual(["point", 1]);
    editor.run(enter);
    expect(kindAndLevel()).toEqual(["operative", 0]);
    expect(ids(editor)).toHaveLength(7);
  });

  test("replaces a selection that runs over two paragraphs", () => {
    const editor = editorOn();
    const from = editor.startOf("op1") + 5;
    const to = editor.startOf("op1-a") + 5;
    const { doc } = editor.state;
    editor.dispatch(editor.state.tr.setSelection(selectionBetween(doc, from, to)));
    editor.run(enter);
    expect(editor.text().slice(0, 2)).toEqual(["op1:words", expect.stringMatching(/^new\d+: of op1-a$/)]);
  });
});

describe("Tab", () => {
  test("changes the level of points between 1 and 3, and of nothing else", () => {
    const editor = editorOn();
    editor.putCursor("op1", 2);
    expect(editor.run(changeLevel(1))).toBe(false);
    editor.putCursor("op1-b", 2);
    expect(editor.run(changeLevel(-1))).toBe(false);
    expect(editor.run(changeLevel(1))).toBe(true);
    expect(editor.run(changeLevel(1))).toBe(true);
    expect(editor.run(changeLevel(1))).toBe(false);
    expect(editor.block("op1-b").attrs.level).toBe(3);
  });
});

describe("Alt with an arrow", () => {
  test("takes what stands under a paragraph along, and keeps the cursor where it was in it", () => {
    const editor = editorOn();
    editor.putCursor("op1", 3);
    editor.run(moveBlock(1));
    expect(ids(editor)).toEqual(["op2", "op2-a", "op1", "op1-a", "op1-a-i", "op1-b"]);
    expect(editor.state.selection.head).toBe(editor.startOf("op1") + 3);
    editor.run(moveBlock(-1));
    expect(ids(editor)).toEqual(PLAN.map(([id]) => id));
  });

  test("moves a point past its sibling, then to the next list, and stops at the edges", () => {
    const editor = editorOn();
    editor.putCursor("op1-a", 0);
    editor.run(moveBlock(1));
    expect(ids(editor).slice(0, 4)).toEqual(["op1", "op1-b", "op1-a", "op1-a-i"]);
    editor.run(moveBlock(1));
    expect(ids(editor)).toEqual(["op1", "op1-b", "op2", "op1-a", "op1-a-i", "op2-a"]);
    editor.run(moveBlock(1));
    expect(editor.run(moveBlock(1))).toBe(false);
    editor.putCursor("op1", 0);
    expect(editor.run(moveBlock(-1))).toBe(false);
  });
});

describe("a paragraph put somewhere else", () => {
  test("goes with what is under it, only where it does not cut another one from its points", () => {
    const editor = editorOn();
    expect(placesFor(shapesOf(editor.state.doc), 4)).toEqual([0]);
    expect(placesFor(shapesOf(editor.state.doc), 1)).toEqual([0, 4, 5, 6]);
    expect(editor.run(moveFamily(4, 5))).toBe(false);
    editor.run(moveFamily(4, 0));
    expect(ids(editor)).toEqual(["op2", "op2-a", "op1", "op1-a", "op1-a-i", "op1-b"]);
    expect(editor.state.selection.head).toBe(editor.startOf("op2"));
  });
});

describe("the Key Features' structure is moved as it stands", () => {
  const FEATURES: Array<[string, BlockKind, number]> = [
    ["title", "title", 0],
    ["about", "note", 0],
    ["t1", "heading", 0],
    ["t1-note", "note", 0],
    ["a1", "area", 0],
    ["a1-f1", "feature", 1],
    ["a1-f1-m1", "measure", 2],
    ["a1-f1-s", "source", 2],
    ["a1-f2", "feature", 1],
    ["a2", "area", 0],
    ["t2", "heading", 0],
    ["a3", "area", 0],
    ["a3-f1", "feature", 1],
    ["a3-f1-m1", "measure", 2],
    ["t3", "heading", 0],
  ];
  const before = FEATURES.map(([id]) => id);
  /** Where `id` stands after its moves, as the blocks from the first that is not where it was to the last. */
  function moved(id: string, ...directions: (1 | -1)[]): string[] {
    const editor = editorOn(FEATURES);
    editor.putCursor(id, 3);
    for (const direction of directions) editor.run(moveBlock(direction));
    expect(editor.state.selection.head).toBe(editor.startOf(id) + 3);
    const after = ids(editor).map(String);
    expect(after.toSorted()).toEqual(before.toSorted());
    const isMoved = (one: string, i: number) => one !== before[i];
    return after.slice(after.findIndex(isMoved), after.findLastIndex(isMoved) + 1);
  }
  const tier1 = before.slice(2, 10);
  const tier2 = before.slice(10, 14);

  test("a tier takes its notes, areas, features, measures and sources past the next tier, and back", () => {
    expect(moved("t1", 1)).toEqual([...tier2, ...tier1]);
    expect(moved("t1", 1, 1)).toEqual([...tier2, "t3", ...tier1]);
    expect(moved("t2", -1)).toEqual([...tier2, ...tier1]);
    expect(moved("t1", 1, -1)).toEqual([]);
  });

  test("an area takes its features past the next area, and from one tier into the next", () => {
    expect(moved("a1", 1)).toEqual(["a2", ...before.slice(4, 9)]);
    expect(moved("a1", 1, 1)).toEqual(["a2", "t2", ...before.slice(4, 9)]);
    expect(moved("a3", -1)).toEqual(["a3", "a3-f1", "a3-f1-m1", "t2"]);
  });

  test("a feature takes its measures and sources past the next one, and into the next area", () => {
    expect(moved("a1-f1", 1)).toEqual(["a1-f2", "a1-f1", "a1-f1-m1", "a1-f1-s"]);
    expect(moved("a1-f2", 1)).toEqual(["a2", "a1-f2"]);
    expect(moved("a1-f2", 1, 1)).toEqual(["a2", "t2", "a3", "a1-f2"]);
  });

  test("nothing comes to stand outside of what holds its kind, nor before the title", () => {
    expect(moved("t1", -1)).toEqual([]);
    expect(moved("a1", -1)).toEqual([]);
    expect(moved("a1-f1", -1)).toEqual([]);
    expect(moved("a1-f1-m1", -1)).toEqual([]);
    expect(moved("about", -1)).toEqual([]);
  });

  test("where a tier may be put is before another tier or at the end", () => {
    const shapes = shapesOf(editorOn(FEATURES).state.doc);
    expect(placesFor(shapes, 2)).toEqual([14, 15]);
    expect(placesFor(shapes, 14)).toEqual([2, 10]);
    expect(placesFor(shapes, 11)).toEqual([4, 9, 10, 15]);
  });

  test("the move of a tier is one step to undo, and re-creates no block of the tiers it passes", () => {
    const editor = editorOn(FEATURES);
    const fragment = ySyncPluginKey.getState(editor.state)?.type as Y.XmlFragment;
    const elementOf = () =>
      new Map(fragment.toArray().map((one) => [(one as Y.XmlElement).getAttribute("id"), one]));
    const elements = elementOf();
    editor.putCursor("t1", 0);
    editor.run(moveBlock(1));
    const now = elementOf();
    for (const id of [...tier2, "t3", "title"]) expect(now.get(id)).toBe(elements.get(id));
    undo(editor.state, (tr) => editor.dispatch(tr), editor as unknown as EditorView);
    expect(ids(editor)).toEqual(before);
    expect(editor.state.selection.$head.parent.attrs.id).toBe("t1");
  });

  test("a tier that holds something agreed stays where it is", () => {
    const editor = editorOn(FEATURES);
    editor.dispatch(editor.state.tr.setNodeAttribute(editor.startOf("a1-f1") - 1, "status", "agreed"));
    editor.putCursor("t1", 0);
    expect(editor.run(moveBlock(1))).toBe(false);
    editor.putCursor("t2", 0);
    editor.run(moveBlock(-1));
    expect(ids(editor)).toEqual([...before.slice(0, 2), ...tier2, ...tier1, "t3"]);
  });
});

describe("kinds, emphasis and brackets", () => {
  test("a change of kind keeps words and id, and takes the level of that kind", () => {
    const editor = editorOn();
    editor.putCursor("op2", 0);
    editor.run(setKind("point"));
    expect(editor.block("op2").attrs).toMatchObject({ id: "op2", kind: "point", level: 1 });
    expect(editor.block("op2").textContent).toBe("words of op2");
    expect(editor.run(setKind("point"))).toBe(false);
  });

  test("a bracket is one stretch whatever is emphasised in it, names its proposer, and goes as a whole", () => {
    const editor = editorOn();
    editor.select("op1", 0, 8);
    const bracket = toggleBracket(
      () => "b1",
      () => "Kenya",
    );
    editor.run(bracket);
    editor.select("op1", 3, 6);
    editor.run(toggleEmphasis);
    const from = editor.startOf("op1");
    expect(bracketStretches(editor.state.doc)).toEqual([{ id: "b1", proposer: "Kenya", from, to: from + 8 }]);
    editor.putCursor("op1", 4);
    editor.run(bracket);
    expect(bracketStretches(editor.state.doc)).toEqual([]);
    expect(editor.run(bracket)).toBe(false);
  });
});

describe("beside the text", () => {
  test("the outline adds up what is under a closed paragraph, and opens the one with the cursor", () => {
    const editor = editorOn();
    const amendments = [
      { anchor: { block: "op1-a-i", path: "" }, touches: ["op1-a-i"] },
      { anchor: { block: "op1-b", path: "" }, touches: [] },
    ] as AmendmentSummary[];
    editor.putCursor("op2", 0);
    const closed = outlineItems(editor.state, "en", amendments, null);
    expect(closed.map((one) => [one.path, one.amendments, one.isCurrent])).toEqual([
      ["OP 1", 2, false],
      ["OP 2", 0, true],
      ["OP 2 (a)", 0, false],
    ]);
    editor.putCursor("op1-b", 0);
    expect(outlineItems(editor.state, "en", amendments, null).map((one) => [one.id, one.amendments])).toEqual(
      [
        ["op1", 0],
        ["op1-a", 0],
        ["op1-a-i", 1],
        ["op1-b", 1],
        ["op2", 0],
      ],
    );
  });

  test("an amendment of several paragraphs stands at each of them, and counts once where they are closed", () => {
    const editor = editorOn();
    const amendments = [
      { id: "one", anchor: { block: "op1-a", path: "" }, touches: ["op1-a", "op2-a", "op1-b", "gone"] },
      { id: "other", anchor: { block: "op1-b", path: "" }, touches: [] },
    ] as unknown as AmendmentSummary[];
    expect([...alsoPlaces(editor.state, "en", amendments)]).toEqual([
      [
        "one",
        [
          { block: "op1-b", path: "OP 1 (b)" },
          { block: "op2-a", path: "OP 2 (a)" },
        ],
      ],
    ]);
    editor.putCursor("op2", 0);
    const counts = outlineItems(editor.state, "en", amendments, null);
    expect(counts.map((one) => [one.id, one.amendments])).toEqual([
      ["op1", 2],
      ["op2", 0],
      ["op2-a", 1],
    ]);
  });

  test("numbers follow the order, not the words", () => {
    const editor = editorOn();
    editor.putCursor("op1", 0);
    editor.run(moveBlock(1));
    const numbers = numbersOf(editor.state.doc, "en");
    expect([numbers.get("op1")?.label, numbers.get("op1-a-i")?.path]).toEqual(["2.", "OP 2 (a) (i)"]);
  });

  test("the live redline holds only what differs, a struck paragraph by its old name", () => {
    const editor = editorOn();
    const before = textDocFromNode(editor.state.doc);
    expect(liveRedline(before, before, "en")).toEqual([]);
    const at = editor.startOf("op1-b") - 1;
    editor.dispatch(editor.state.tr.delete(at, at + editor.block("op1-b").nodeSize));
    editor.putCursor("op2", 0);
    editor.type("New ");
    const redline = liveRedline(before, textDocFromNode(editor.state.doc), "en");
    expect(redline.map((one) => [one.path, one.change])).toEqual([
      ["OP 1 (b)", "deleted"],
      ["OP 2", "revised"],
    ]);
  });

  test("delegations are found without their accents, people shown by their initials", () => {
    expect(contains("Côte d’Ivoire", " cote")).toBe(true);
    expect(contains("Kenya", "cote")).toBe(false);
    expect([
      initials("Élise Marchandeau"),
      initials("Inès Zhao-Delmas"),
      initials("Pelé"),
      initials(""),
    ]).toEqual(["ÉM", "ID", "P", ""]);
    expect(presenceColor("one")).toBe(presenceColor("one"));
    expect(presenceColor("one")).toMatch(/^#[0-9a-f]{6}$/);
  });
});

describe("colours", () => {
  function present(id: number, name: string, color: string) {
    const doc = new Y.Doc();
    doc.clientID = id;
    const awareness = new Awareness(doc);
    awareness.setLocalState({ user: { name, color, delegation: null } });
    return awareness;
  }
  const colorOf = (awareness: Awareness) =>
    (awareness.getLocalState() as { user: { color: string } }).user.color;
  const tell = (from: Awareness, to: Awareness) =>
    applyAwarenessUpdate(to, encodeAwarenessUpdate(from, [from.clientID]), "test");

  test("of two people with one colour the later takes another, and keeps its cursor", () => {
    const color = presenceColor("one");
    const first = present(1, "Amina", color);
    const second = present(2, "Élise", color);
    second.setLocalStateField("cursor", { anchor: 1 });
    const stops = [keepColorsApart(first), keepColorsApart(second)];
    tell(first, second);
    tell(second, first);
    expect(colorOf(first)).toBe(color);
    expect(colorOf(second)).not.toBe(color);
    expect(second.getLocalState()).toMatchObject({ cursor: { anchor: 1 }, user: { name: "Élise" } });
    for (const stop of stops) stop();
    first.destroy();
    second.destroy();
  });

  test("two windows of one person keep one colour", () => {
    const color = presenceColor("one");
    const first = present(1, "Amina", color);
    const second = present(2, "Amina", color);
    keepColorsApart(second);
    tell(first, second);
    expect(colorOf(second)).toBe(color);
    first.destroy();
    second.destroy();
  });
});

function selectionBetween(doc: Node, from: number, to: number): TextSelection {
  return TextSelection.create(doc, from, to);
}
