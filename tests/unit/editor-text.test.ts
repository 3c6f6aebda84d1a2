import { type Command, TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import { agreedLock } from "../../client/editor/agreed-lock";
import { blockIds } from "../../client/editor/block-ids";
import { addAlternative, bracketStacks, settle } from "../../client/editor/bracket-stacks";
import { toggleBracket } from "../../client/editor/brackets";
import { crossReferences, insertReference, referencesIn } from "../../client/editor/cross-references";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { actionsFor, likelyFirst } from "../../client/editor/menus/actions";
import { numbering, numbersOf } from "../../client/editor/numbering-plugin";
import { provisionalNumbers, setProvisional } from "../../client/editor/provisional-numbers";
import { placedBlocks } from "../../client/editor/redraw";
import { changeLevel, enter, hasLevels, moveBlock, setKind } from "../../client/editor/structure-commands";
import type { BlockKind, BlockStatus } from "../../shared/text/model";
import { FRAGMENT, writeTextDoc } from "../../shared/text/yjs";
import { HeadlessEditor } from "../support/headless-editor";

type Plan = Array<[string, BlockKind, number]>;
const DEBATED: Plan = [
  ["op1", "operative", 0],
  ["op1-a", "point", 1],
  ["op1-b", "point", 1],
  ["op2", "operative", 0],
];
const STRUCTURED: Plan = [
  ["tier", "heading", 0],
  ["area", "area", 0],
  ["feature", "feature", 1],
  ["measure", "measure", 2],
  ["source", "source", 2],
];

let refusals: number;
function editorOn(plan: Plan, statuses: Record<string, BlockStatus> = {}, debated = true) {
  const doc = new Y.Doc();
  const blocks = plan.map(([id, kind, level]) => ({
    id,
    kind,
    level,
    runs: [{ text: `words of ${id}`, marks: [] }],
  }));
  writeTextDoc(doc, { blocks }, new Map(Object.entries(statuses)));
  const fragment = doc.getXmlFragment(FRAGMENT);
  let made = 0;
  refusals = 0;
  const editor = new HeadlessEditor(fragment, (mapping) => [
    idKeyedSync(fragment, mapping),
    agreedLock(() => {
      refusals += 1;
    }),
    blockIds(() => `new${++made}`),
    provisionalNumbers("en", () => debated),
    numbering("en", () => ""),
    crossReferences("gone"),
  ]);
  return Object.assign(editor, { fragment });
}

type Editor = ReturnType<typeof editorOn>;
const labels = (editor: Editor) => [...numbersOf(editor.state.doc, "en").values()].map(({ label }) => label);
const end = (id: string) => `words of ${id}`.length;
const idFor = (prefix: string) => {
  let made = 0;
  return () => `${prefix}${++made}`;
};

describe("an agreed paragraph", () => {
  const refused: Array<[string, (editor: Editor) => unknown]> = [
    ["typing", (editor) => editor.type("x")],
    ["Enter within it", (editor) => editor.run(enter)],
    ["another kind", (editor) => editor.run(setKind("note"))],
    ["another number", (editor) => editor.run(setProvisional("bis"))],
    [
      "joining it to the one before",
      (editor) => editor.dispatch(editor.state.tr.join(editor.startOf("op1-b") - 1)),
    ],
    ["a move", (editor) => editor.run(moveBlock(-1))],
    [
      "a move of what holds it",
      (editor) => {
        editor.putCursor("op1", 1);
        return editor.run(moveBlock(1));
      },
    ],
    [
      "a selection that runs into it",
      (editor) =>
        editor.dispatch(editor.state.tr.delete(editor.startOf("op1-a") + 2, editor.startOf("op1-b") + 2)),
    ],
  ];
  test.each(refused)("is not changed by %s", (_name, attempt) => {
    const editor = editorOn(DEBATED, { "op1-b": "agreed_ad_ref" });
    editor.putCursor("op1-b", 5);
    const before = editor.state.doc;
    attempt(editor);
    expect(editor.state.doc.eq(before)).toBe(true);
  });

  test("lets its neighbours be written in, and what is next to it be split off and moved past it", () => {
    const editor = editorOn(DEBATED, { "op1-a": "agreed" });
    const element = editor.fragment.get(1);
    editor.putCursor("op1-a", 3);
    editor.type("x");
    expect(refusals).toBe(1);
    editor.putCursor("op1-b", 0);
    editor.type("Yes, ");
    editor.run(moveBlock(-1));
    expect(editor.text().map((one) => one.split(":")[0])).toEqual(["op1", "op1-b", "op1-a", "op2"]);
    // Not re-created in Yjs: that would be a change of it.
    expect(editor.fragment.toArray()).toContain(element);
  });

  test("Enter at its very start puts an open paragraph before it", () => {
    const editor = editorOn(DEBATED, { op2: "agreed" });
    editor.putCursor("op2", 0);
    editor.run(enter);
    expect(editor.state.doc.children.map((node) => node.attrs.status)).toEqual([
      "open",
      "open",
      "open",
      "open",
      "agreed",
    ]);
    expect(editor.text().at(-1)).toBe("op2:words of op2");
  });
});

describe("numbers in the debate", () => {
  test("a paragraph put in leaves the others theirs; one at the end of its list takes the next", () => {
    const editor = editorOn(DEBATED);
    editor.putCursor("op1-a", end("op1-a"));
    editor.run(enter);
    expect(labels(editor)).toEqual(["1.", "(a)", "(a bis)", "(b)", "2."]);
    editor.putCursor("op2", end("op2"));
    editor.run(enter);
    expect(labels(editor)).toEqual(["1.", "(a)", "(a bis)", "(b)", "2.", "3."]);
    editor.putCursor("new1", 0);
    expect(editor.run(setProvisional("alt"))).toBe(true);
    expect(labels(editor)[2]).toBe("(a alt)");
    expect(editor.run(setProvisional(null))).toBe(true);
    expect(labels(editor)).toEqual(["1.", "(a)", "(b)", "(c)", "2.", "3."]);
  });

  test("a provisional point that goes one level deeper begins a list of its own there", () => {
    const editor = editorOn(DEBATED);
    editor.putCursor("op1-a", end("op1-a"));
    editor.run(enter);
    editor.run(changeLevel(1));
    expect(labels(editor)).toEqual(["1.", "(a)", "(i)", "(b)", "2."]);
  });

  test("a new point that is made an operative paragraph, and back, leaves the others their numbers", () => {
    const editor = editorOn(DEBATED);
    editor.putCursor("op1-b", end("op1-b"));
    editor.run(enter);
    editor.run(setKind("operative"));
    expect(labels(editor)).toEqual(["1.", "(a)", "(b)", "1 bis.", "2."]);
    editor.run(setKind("point"));
    expect(labels(editor)).toEqual(["1.", "(a)", "(b)", "(c)", "2."]);
    editor.run(changeLevel(1));
    expect(labels(editor)).toEqual(["1.", "(a)", "(b)", "(i)", "2."]);
  });

  test("before the debate a new paragraph is numbered like the others", () => {
    const editor = editorOn(DEBATED, {}, false);
    editor.putCursor("op1-a", end("op1-a"));
    editor.run(enter);
    expect(labels(editor)).toEqual(["1.", "(a)", "(b)", "(c)", "2."]);
  });
});

describe("a cross-reference", () => {
  const shown = (editor: Editor) => {
    const plugin = editor.state.plugins.at(-1);
    return plugin
      ?.getState(editor.state)
      .set.find()
      .map((one: { type: { attrs: Record<string, string> } }) => one.type.attrs["data-number"]);
  };

  test("shows the number that its paragraph has now, and a question mark once it is gone", () => {
    const editor = editorOn(DEBATED);
    editor.putCursor("op2", end("op2"));
    editor.type(", as in paragraph ");
    editor.run(insertReference("op1-b", "en"));
    editor.type(" above");
    expect(editor.block("op2").textContent).toBe("words of op2, as in paragraph 1 (b) above");
    expect(shown(editor)).toEqual(["1 (b)"]);
    editor.putCursor("op1-b", 0);
    editor.run(moveBlock(-1));
    expect(shown(editor)).toEqual(["1 (a)"]);
    expect(editor.block("op2").textContent).toContain("1 (b)");
    const at = editor.startOf("op1-b") - 1;
    editor.dispatch(editor.state.tr.delete(at, at + editor.block("op1-b").nodeSize));
    expect(shown(editor)).toEqual(["?"]);
  });

  test("is stepped over and deleted as one letter", () => {
    const editor = editorOn(DEBATED);
    editor.putCursor("op2", 5);
    editor.run(insertReference("op1-b", "en"));
    const [reference] = placedBlocks(editor.state.doc).flatMap(referencesIn);
    const { from, to } = reference!;
    editor.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from + 2)));
    expect(editor.state.selection.head).toBe(to);
    const plugin = editor.state.plugins.at(-1)!;
    const press = (key: string) =>
      plugin.props.handleKeyDown?.call(plugin, editor as never, { key } as KeyboardEvent);
    expect(press("ArrowLeft")).toBe(true);
    expect(editor.state.selection.head).toBe(from);
    expect(press("Delete")).toBe(true);
    expect(editor.block("op2").textContent).toBe("words of op2");
  });
});

describe("brackets", () => {
  const kenya = () => "Kenya";
  const stacked = () => {
    const editor = editorOn(DEBATED);
    editor.select("op2", 0, 5);
    editor.run(addAlternative(idFor("k"), kenya));
    editor.type("texts");
    editor.putCursor("op2", 7);
    editor.run(addAlternative(idFor("f"), () => "France"));
    editor.type("lines");
    return editor;
  };
  const wordings = (editor: Editor) =>
    bracketStacks(editor.state.doc).map(({ block, alternatives }) => [
      block,
      ...alternatives.map(({ text, proposer }) => `${proposer}: ${text}`),
    ]);

  test("alternatives stack up beside each other, each with who proposes it", () => {
    expect(wordings(stacked())).toEqual([["op2", "Kenya: words", "Kenya: texts", "France: lines"]]);
  });

  test.each<[string, (ids: string[]) => string | null, string]>([
    ["the first", (ids) => ids[0]!, "words of op2"],
    ["the last", (ids) => ids.at(-1)!, "lines of op2"],
    ["none", () => null, " of op2"],
  ])("settled by choosing %s: nothing is left in brackets", (_name, choose, words) => {
    const editor = stacked();
    const [stack] = bracketStacks(editor.state.doc);
    expect(editor.run(settle(stack!, choose(stack!.alternatives.map(({ id }) => id))))).toBe(true);
    expect(editor.block("op2").textContent).toBe(words);
    expect(wordings(editor)).toEqual([]);
    // Somebody else had it open still.
    expect(editor.run(settle(stack!, null))).toBe(false);
  });

  test("two brackets apart are two matters, and settled one by one", () => {
    const editor = editorOn(DEBATED);
    const bracket: Command = toggleBracket(idFor("b"), kenya);
    for (const [from, to] of [
      [0, 5],
      [9, 12],
    ] as const) {
      editor.select("op2", from, to);
      editor.run(bracket);
    }
    const [, second] = bracketStacks(editor.state.doc);
    editor.run(settle(second!, null));
    expect(wordings(editor)).toEqual([["op2", "Kenya: words"]]);
    expect(editor.block("op2").textContent).toBe("words of ");
  });
});

describe("the structure of the Key Features, by keyboard", () => {
  const kindAndLevel = (editor: Editor, id: string) => {
    const { kind, level } = editor.block(id).attrs;
    return [kind, level];
  };

  test("Enter at the end of a tier begins an area, of an area a feature, of a feature a measure", () => {
    for (const [id, kind, level] of [
      ["tier", "area", 0],
      ["area", "feature", 1],
      ["feature", "measure", 2],
      ["measure", "measure", 2],
      ["source", "source", 2],
    ] as const) {
      const editor = editorOn(STRUCTURED);
      editor.putCursor(id, end(id));
      editor.run(enter);
      expect([id, ...kindAndLevel(editor, "new1")]).toEqual([id, kind, level]);
    }
    const editor = editorOn(STRUCTURED);
    editor.putCursor("area", 3);
    editor.run(enter);
    expect(kindAndLevel(editor, "new1")).toEqual(["area", 0]);
  });

  test("Tab and Shift Tab go down and up through tier, area, feature, measure and source", () => {
    const editor = editorOn(STRUCTURED);
    const steps = (by: 1 | -1, ...expected: unknown[]) => {
      for (const one of expected) {
        expect(editor.run(changeLevel(by))).toBe(true);
        expect(kindAndLevel(editor, "measure")).toEqual(one);
      }
      expect(editor.run(changeLevel(by))).toBe(false);
      // The key is not the browser's for that: it would lead out of the text.
      expect(editor.run(hasLevels)).toBe(true);
    };
    editor.putCursor("measure", 2);
    steps(1, ["source", 2]);
    steps(-1, ["measure", 2], ["feature", 1], ["area", 0], ["heading", 0]);
    steps(1, ["area", 0], ["feature", 1], ["measure", 2], ["source", 2]);
    expect(editor.block("measure").textContent).toBe("words of measure");
    // There is nothing that the first area could be a feature of.
    editor.putCursor("area", 2);
    expect(editor.run(changeLevel(1))).toBe(false);
  });

  test("where there are no areas a heading is no tier, and Tab is the browser's", () => {
    const editor = editorOn([["part", "heading", 0]]);
    editor.putCursor("part", 2);
    expect(editor.run(changeLevel(1))).toBe(false);
    expect(editor.run(changeLevel(-1))).toBe(false);
    expect(editor.run(hasLevels)).toBe(false);
  });

  test("the menu offers first what such a text is written with", () => {
    const first = (plan: Parameters<typeof editorOn>[0]) =>
      likelyFirst(
        editorOn(plan).state.doc,
        actionsFor(((key: string) => key) as never, { createId: () => "x", proposer: () => "x" }),
      )
        .slice(0, 4)
        .map(({ id }) => id);
    expect(first(STRUCTURED)).toEqual(["feature", "measure", "source", "area"]);
    expect(first([["op", "operative", 0]])).toEqual(["operative", "point", "preambular", "heading"]);
  });
});
