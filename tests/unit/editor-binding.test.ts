import { undoCommand, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import * as Y from "yjs";
import { blockIds } from "../../client/editor/block-ids";
import { heaviestIncreasing, idKeyedSync } from "../../client/editor/id-keyed-binding";
import { enter, moveBlock } from "../../client/editor/structure-commands";
import { HeadlessEditor, Line } from "../support/headless-editor";

const WORDS = [
  "alpha words here",
  "beta words here",
  "gamma words here",
  "delta words here",
  "epsilon words here",
];

function seeded(): Uint8Array {
  const doc = new Y.Doc();
  const blocks = WORDS.map((words, i) => {
    const block = new Y.XmlElement("block");
    block.setAttribute("id", `p${i}`);
    block.setAttribute("kind", "operative");
    block.setAttribute("level", 0 as unknown as string);
    block.setAttribute("status", "open");
    block.insert(0, [new Y.XmlText(words)]);
    return block;
  });
  doc.getXmlFragment("prosemirror").insert(0, blocks);
  return Y.encodeStateAsUpdate(doc);
}

let made = 0;
function editorOn(doc: Y.Doc, sync: typeof idKeyedSync = idKeyedSync): HeadlessEditor {
  const fragment = doc.getXmlFragment("prosemirror");
  return new HeadlessEditor(fragment, (mapping) => [
    sync(fragment, mapping),
    yUndoPlugin({ protectedNodes: new Set(["block"]) }),
    blockIds(() => {
      made += 1;
      return `new${made}`;
    }),
  ]);
}

function twoEditors(sync?: typeof idKeyedSync) {
  const state = seeded();
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  for (const doc of docs) Y.applyUpdate(doc, state);
  const line = new Line(...docs);
  return { docs, line, mine: editorOn(docs[0], sync), theirs: editorOn(docs[1], sync) };
}

function wordsDeleted(doc: Y.Doc, act: () => void): number {
  let deleted = 0;
  const count = (transaction: Y.Transaction) => {
    Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentDeleted) deleted += struct.length;
      else if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
        deleted += struct.length;
    });
  };
  doc.on("afterTransaction", count);
  act();
  doc.off("afterTransaction", count);
  return deleted;
}

const stock: typeof idKeyedSync = (fragment, mapping) => ySyncPlugin(fragment, { mapping });

describe("a move in one transaction", () => {
  test("re-creates only the moved block and leaves every other element as it was", () => {
    const { docs, mine } = twoEditors();
    const before = docs[0].getXmlFragment("prosemirror").toArray();
    mine.putCursor("p0", 3);
    mine.run(moveBlock(1));
    mine.run(moveBlock(1));
    const after = docs[0].getXmlFragment("prosemirror").toArray();
    expect(mine.text().map((one) => one.slice(0, 2))).toEqual(["p1", "p2", "p0", "p3", "p4"]);
    expect([after[0], after[1], after[3], after[4]]).toEqual([before[1], before[2], before[3], before[4]]);
    expect(after.map((one) => (one as Y.XmlElement).getAttribute("id"))).toEqual([
      "p1",
      "p2",
      "p0",
      "p3",
      "p4",
    ]);
  });

  test("over several blocks deletes only its own words, where the stock binding deletes its neighbours'", () => {
    const moveLastToFront = (editor: HeadlessEditor) => {
      const { doc } = editor.state;
      const at = editor.startOf("p4") - 1;
      const node = editor.block("p4");
      editor.dispatch(editor.state.tr.delete(at, doc.content.size).insert(0, node));
    };
    const keyed = twoEditors();
    const ours = wordsDeleted(keyed.docs[0], () => moveLastToFront(keyed.mine));
    const positional = twoEditors(stock);
    const theirs = wordsDeleted(positional.docs[0], () => moveLastToFront(positional.mine));
    expect(ours).toBe("epsilon words here".length);
    expect(theirs).toBeGreaterThan(ours);
    expect(keyed.mine.text()).toEqual([
      "p4:epsilon words here",
      ...WORDS.slice(0, 4).map((words, i) => `p${i}:${words}`),
    ]);
  });

  test("keeps what someone else types at the same time in a block that was passed", () => {
    const { docs, line, mine, theirs } = twoEditors();
    mine.putCursor("p0", 0);
    mine.run(moveBlock(1));
    mine.run(moveBlock(1));
    theirs.putCursor("p1", 4);
    theirs.type(" and new");
    theirs.putCursor("p2", 5);
    theirs.type(" too");
    line.deliver();
    expect(mine.text()).toEqual([
      "p1:beta and new words here",
      "p2:gamma too words here",
      "p0:alpha words here",
      "p3:delta words here",
      "p4:epsilon words here",
    ]);
    expect(theirs.text()).toEqual(mine.text());
    expect(Y.encodeStateVector(docs[0])).toEqual(Y.encodeStateVector(docs[1]));
  });

  test("of two neighbours swapped, the one that is re-created is the mover's own", () => {
    for (const direction of [-1, 1] as const) {
      const { line, mine, theirs } = twoEditors();
      mine.putCursor("p2", 2);
      mine.run(moveBlock(direction));
      const passed = direction < 0 ? "p1" : "p3";
      theirs.putCursor(passed, 0);
      theirs.type("kept ");
      line.deliver();
      expect(mine.text().find((one) => one.startsWith(passed))).toContain("kept ");
      expect(theirs.text()).toEqual(mine.text());
    }
  });

  test("is taken back by undo, with every id where it was", () => {
    const { mine } = twoEditors();
    const before = mine.text();
    mine.putCursor("p1", 2);
    mine.run(moveBlock(1));
    expect(mine.text()).not.toEqual(before);
    mine.run(undoCommand);
    expect(mine.text()).toEqual(before);
  });
});

describe("splitting, joining and typing", () => {
  test("a split block keeps its id in front, and what others type there survives", () => {
    const { line, mine, theirs } = twoEditors();
    mine.putCursor("p1", 5);
    mine.run(enter);
    theirs.putCursor("p1", 0);
    theirs.type("my ");
    line.deliver();
    const ids = mine.text().map((one) => one.split(":")[0]);
    expect(mine.text()[1]).toBe("p1:my beta ");
    expect(mine.text()[2]).toMatch(/^new\d+:words here$/);
    expect(new Set(ids).size).toBe(6);
    expect(theirs.text()).toEqual(mine.text());
  });

  test("a split at the very start leaves the id with the words", () => {
    const { mine } = twoEditors();
    mine.putCursor("p1", 0);
    mine.run(enter);
    expect(mine.text()[1]).toMatch(/^new\d+:$/);
    expect(mine.text()[2]).toBe("p1:beta words here");
  });

  test("joining two blocks keeps the first id and both texts", () => {
    const { docs, mine } = twoEditors();
    const at = mine.startOf("p2") - 1;
    mine.dispatch(mine.state.tr.join(at));
    expect(mine.text()[1]).toBe("p1:beta words heregamma words here");
    expect(docs[0].getXmlFragment("prosemirror").length).toBe(4);
  });

  test("a copy in front of the original gets the new id, the original keeps its own", () => {
    const { mine } = twoEditors();
    const node = mine.block("p3");
    mine.dispatch(mine.state.tr.insert(0, node));
    expect(mine.text()[0]).toMatch(/^new\d+:delta words here$/);
    expect(mine.text()[4]).toBe("p3:delta words here");
  });

  test("two people who start one empty paragraph both keep their words", () => {
    const { line, mine, theirs } = twoEditors();
    mine.putCursor("p1", WORDS[1]!.length);
    mine.run(enter);
    line.deliver();
    const id = mine.text()[2]!.replace(":", "");
    mine.putCursor(id, 0);
    mine.type("mine");
    theirs.putCursor(id, 0);
    theirs.type("theirs");
    line.deliver();
    expect(mine.text()[2]).toMatch(/minetheirs|theirsmine/);
    expect(theirs.text()).toEqual(mine.text());
  });

  test("typing writes to one block only", () => {
    const { docs, mine } = twoEditors();
    const changed: string[] = [];
    docs[0].getXmlFragment("prosemirror").observeDeep((events) => {
      for (const event of events)
        changed.push((event.target.parent as Y.XmlElement).getAttribute?.("id") ?? "fragment");
    });
    mine.putCursor("p3", 2);
    mine.type("x");
    expect(changed).toEqual(["p3"]);
  });
});

describe("which blocks stay", () => {
  test("as many as possible, and of two equal answers the heavier", () => {
    expect([...heaviestIncreasing([1, 2, 3, 0], [2, 2, 2, 2])].sort()).toEqual([0, 1, 2]);
    expect([...heaviestIncreasing([1, 0], [1, 2])]).toEqual([1]);
    expect([...heaviestIncreasing([1, 0], [2, 1])]).toEqual([0]);
    expect([...heaviestIncreasing([undefined, 4, undefined], [2, 2, 2])]).toEqual([1]);
    expect(heaviestIncreasing([], []).size).toBe(0);
  });
});
