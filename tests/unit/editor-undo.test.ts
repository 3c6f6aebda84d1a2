import { yUndoPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import { agreedLock } from "../../client/editor/agreed-lock";
import { blockIds } from "../../client/editor/block-ids";
import { idKeyedSync } from "../../client/editor/id-keyed-binding";
import { enter, moveBlock } from "../../client/editor/structure-commands";
import { ownUndo, redo, type Spared, undo } from "../../client/editor/undo/own-undo";
import { writeDecision } from "../../shared/text/decided";
import type { BlockStatus } from "../../shared/text/model";
import { FRAGMENT, readTextDoc, repairIds, writeTextDoc } from "../../shared/text/yjs";
import { HeadlessEditor, Line } from "../support/headless-editor";

const WORDS = ["alpha words here", "beta words here", "gamma words here", "delta words here"];

/** Two editors and a server, which writes what is decided. */
function committee() {
  const server = new Y.Doc();
  writeTextDoc(server, {
    blocks: WORDS.map((text, i) => ({
      id: `p${i}`,
      kind: "operative",
      level: 0,
      runs: [{ text, marks: [] }],
    })),
  });
  const docs = [1, 2].map((clientID) => {
    const doc = new Y.Doc();
    doc.clientID = clientID;
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
    return doc;
  });
  const line = new Line(server, ...docs);
  const said: Spared[] = [];
  let made = 0;
  const [mine, theirs] = docs.map((doc) => {
    const fragment = doc.getXmlFragment(FRAGMENT);
    return new HeadlessEditor(fragment, (mapping) => [
      idKeyedSync(fragment, mapping),
      ...ownUndo((spared) => said.push(spared)),
      agreedLock(() => {}),
      blockIds(() => `new${++made}`),
    ]);
  }) as [HeadlessEditor, HeadlessEditor];
  const decide = (words: Record<string, string | null>, statuses: Record<string, BlockStatus> = {}) => {
    line.deliver();
    const blocks = readTextDoc(server).blocks.flatMap((block) => {
      const now = words[block.id];
      if (now === null) return [];
      return now === undefined ? [block] : [{ ...block, runs: [{ text: now, marks: [] }] }];
    });
    writeDecision(server, { blocks }, new Map(Object.entries(statuses)));
    line.deliver();
  };
  const isOne = () => {
    line.deliver();
    repairIds(server, null);
    line.deliver();
    expect(theirs.text()).toEqual(mine.text());
  };
  return { mine, theirs, line, said, decide, isOne };
}

function type(editor: HeadlessEditor, id: string, offset: number, words: string): void {
  editor.putCursor(id, offset);
  editor.type(words);
}

describe("undo leaves alone", () => {
  test("what was agreed since, whatever was done to it, and says so; what was done before can still be taken back", () => {
    const { mine, said, decide, isOne } = committee();
    type(mine, "p3", 0, "first ");
    stopCapturing(mine);
    type(mine, "p1", 0, "second ");
    decide({}, { p1: "agreed_ad_ref" });
    expect(mine.run(undo)).toBe(true);
    expect(mine.text()[1]).toBe("p1:second beta words here");
    expect(said).toEqual([{ why: "agreed", block: "p1" }]);
    mine.run(undo);
    expect(mine.text()[3]).toBe("p3:delta words here");
    isOne();
  });

  test("a paragraph that was joined to one that was agreed since", () => {
    const { mine, said, decide, isOne } = committee();
    mine.dispatch(mine.state.tr.join(mine.startOf("p2") - 1));
    decide({}, { p1: "agreed" });
    mine.run(undo);
    expect(mine.text()).toEqual([
      "p0:alpha words here",
      "p1:beta words heregamma words here",
      "p3:delta words here",
    ]);
    expect(said).toEqual([{ why: "agreed", block: "p1" }]);
    isOne();
  });

  test("words that an adopted amendment struck out, and those that were struck out here first", () => {
    const { mine, said, decide, isOne } = committee();
    mine.select("p1", 0, 5);
    mine.dispatch(mine.state.tr.deleteSelection());
    decide({ p1: "here" });
    mine.run(undo);
    expect(mine.text()[1]).toBe("p1:here");
    expect(said).toEqual([{ why: "decided", block: "p1" }]);
    isOne();
  });

  test("a paragraph that was moved here and struck out by an adopted amendment", () => {
    const { mine, said, decide, isOne } = committee();
    mine.putCursor("p1", 2);
    mine.run(moveBlock(1));
    decide({ p1: null });
    mine.run(undo);
    expect(mine.text().map((one) => one.slice(0, 2))).toEqual(["p0", "p2", "p3"]);
    expect(said).toEqual([{ why: "decided", block: "p1" }]);
    isOne();
  });

  test("a paragraph that an amendment has changed after it was moved; redo as well", () => {
    const { mine, said, decide, isOne } = committee();
    mine.putCursor("p1", 2);
    mine.run(moveBlock(1));
    mine.run(undo);
    decide({ p1: "beta words as adopted" });
    mine.run(redo);
    expect(mine.text()[1]).toBe("p1:beta words as adopted");
    expect(said).toEqual([{ why: "decided", block: "p1" }]);
    isOne();
  });

  test("what is typed after a decision is no part of what was done before it", () => {
    const { mine, said, decide, isOne } = committee();
    type(mine, "p1", 0, "before ");
    decide({ p1: "before beta as adopted" });
    type(mine, "p1", 0, "after ");
    mine.run(undo);
    expect(mine.text()[1]).toBe("p1:before beta as adopted");
    expect(said).toEqual([]);
    mine.run(undo);
    expect(mine.text()[1]).toBe("p1:before beta as adopted");
    expect(said).toEqual([{ why: "decided", block: "p1" }]);
    isOne();
  });
});

describe("undo of what was made anew, when somebody else has worked on it", () => {
  test("a move: their words stay in their paragraph, which stays where it is", () => {
    const { mine, theirs, line, said, isOne } = committee();
    mine.putCursor("p1", 2);
    mine.run(moveBlock(1));
    line.deliver();
    type(theirs, "p1", 4, " and others'");
    line.deliver();
    mine.run(undo);
    expect(mine.text()[2]).toBe("p1:beta and others' words here");
    expect(said).toEqual([{ why: "others", block: "p1" }]);
    isOne();
    expect(mine.text()).toHaveLength(4);
  });

  test("a move: what they struck out stays out, and what they took away stays away", () => {
    for (const strike of ["words", "block"]) {
      const { mine, theirs, line, said, isOne } = committee();
      mine.putCursor("p1", 2);
      mine.run(moveBlock(1));
      line.deliver();
      if (strike === "words") {
        theirs.select("p1", 4, 10);
        theirs.dispatch(theirs.state.tr.deleteSelection());
      } else {
        const at = theirs.startOf("p1") - 1;
        theirs.dispatch(theirs.state.tr.delete(at, at + theirs.block("p1").nodeSize));
      }
      line.deliver();
      const before = mine.text();
      mine.run(undo);
      expect(mine.text()).toEqual(before);
      expect(said).toEqual([{ why: "others", block: "p1" }]);
      isOne();
    }
  });

  test("a split and a join: their words are not torn out of their paragraph", () => {
    const split = committee();
    split.mine.putCursor("p1", 5);
    split.mine.run(enter);
    split.line.deliver();
    type(split.theirs, "new1", 5, " too");
    split.line.deliver();
    split.mine.run(undo);
    expect(split.mine.text().slice(1, 3)).toEqual(["p1:beta ", "new1:words too here"]);
    expect(split.said).toEqual([{ why: "others", block: expect.any(String) }]);
    split.isOne();

    const join = committee();
    join.mine.dispatch(join.mine.state.tr.join(join.mine.startOf("p2") - 1));
    join.line.deliver();
    type(join.theirs, "p1", "beta words heregamma".length, " too");
    join.line.deliver();
    join.mine.run(undo);
    expect(join.mine.text()[1]).toBe("p1:beta words heregamma too words here");
    expect(join.said).toHaveLength(1);
    join.isOne();
  });

  test("typing beside their words takes back one's own and nothing else", () => {
    const { mine, theirs, line, said, isOne } = committee();
    type(mine, "p1", 4, " mine");
    line.deliver();
    type(theirs, "p1", 9, " theirs");
    line.deliver();
    mine.run(undo);
    expect(mine.text()[1]).toBe("p1:beta theirs words here");
    mine.run(redo);
    expect(mine.text()[1]).toMatch(/^p1:beta( mine theirs| theirs mine) words here$/);
    expect(said).toEqual([]);
    isOne();
  });

  test("a move that nobody touched is taken back and done again", () => {
    const { mine, said, isOne } = committee();
    const before = mine.text();
    mine.putCursor("p1", 2);
    mine.run(moveBlock(1));
    const moved = mine.text();
    mine.run(undo);
    expect(mine.text()).toEqual(before);
    mine.run(redo);
    expect(mine.text()).toEqual(moved);
    mine.run(undo);
    expect(mine.text()).toEqual(before);
    expect(said).toEqual([]);
    isOne();
  });

  test("a move and, at the same time, somebody else's deletion: the paragraph stands once, before and after undo", () => {
    const { mine, theirs, isOne } = committee();
    const before = mine.text();
    mine.putCursor("p1", 2);
    mine.run(moveBlock(1));
    const at = theirs.startOf("p1") - 1;
    theirs.dispatch(theirs.state.tr.delete(at, at + theirs.block("p1").nodeSize));
    isOne();
    expect(mine.text().filter((one) => one.startsWith("p1"))).toEqual(["p1:beta words here"]);
    mine.run(undo);
    isOne();
    expect(mine.text()).toEqual(before);
  });
});

function stopCapturing(editor: HeadlessEditor): void {
  yUndoPluginKey.getState(editor.state)?.undoManager.stopCapturing();
}
