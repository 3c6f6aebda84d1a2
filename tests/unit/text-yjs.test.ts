import { prosemirrorToYDoc } from "y-prosemirror";
import * as Y from "yjs";
import { type Block, type Mark, runsFromMarkup, type TextDoc } from "../../shared/text/model";
import { nodeFromTextDoc } from "../../shared/text/schema";
import {
  FRAGMENT,
  readStatuses,
  readTextDoc,
  repairIds,
  writeChange,
  writeTextDoc,
} from "../../shared/text/yjs";

function block(id: string, text: string, marks: Mark[] = []): Block {
  return { id, kind: "operative", level: 0, runs: text === "" ? [] : [{ text, marks }] };
}

function room(...blocks: Block[]): Y.Doc {
  const ydoc = new Y.Doc();
  writeTextDoc(ydoc, { blocks });
  return ydoc;
}

function copyOf(ydoc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  return copy;
}

function exchange(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
}

function elementAt(ydoc: Y.Doc, index: number): Y.XmlElement {
  return ydoc.getXmlFragment(FRAGMENT).get(index) as Y.XmlElement;
}

function textAt(ydoc: Y.Doc, index: number): Y.XmlText {
  return elementAt(ydoc, index).get(0) as Y.XmlText;
}

const kenya: Mark = { type: "bracket", id: "k", proposer: "Kenya" };
const france: Mark = { type: "bracket", id: "f", proposer: "France" };

test("marks stand in Yjs under the names the editor's binding gives them", () => {
  const doc: TextDoc = {
    blocks: [
      {
        id: "a",
        kind: "point",
        level: 1,
        runs: [
          { text: "shall ", marks: [kenya] },
          { text: "must", marks: [france, kenya, { type: "em" }, { type: "strong" }] },
          { text: " see 3", marks: [{ type: "xref", block: "c" }] },
        ],
      },
    ],
  };
  const theirs = prosemirrorToYDoc(nodeFromTextDoc(doc), FRAGMENT);
  const ours = room(...doc.blocks);
  expect(textAt(ours, 0).toDelta()).toEqual(textAt(theirs, 0).toDelta());
  expect(elementAt(ours, 0).getAttributes()).toEqual(elementAt(theirs, 0).getAttributes());
});

test("a room that holds a text is not seeded again", () => {
  const ydoc = room(block("a", "one"));
  expect(() => writeTextDoc(ydoc, { blocks: [block("a", "one")] })).toThrow("not empty");
});

test("two people who type into an empty paragraph type into the same one", () => {
  const here = room(block("a", ""));
  const there = copyOf(here);
  textAt(here, 0).insert(0, "here");
  textAt(there, 0).insert(0, "there");
  exchange(here, there);
  expect(elementAt(here, 0).length).toBe(1);
  expect(textAt(here, 0).length).toBe(9);
});

test("a change touches only its words: what another types meanwhile elsewhere in the paragraph stays", () => {
  const here = room(block("a", "Cities shall promote learning for all."));
  const there = copyOf(here);
  writeChange(here, { blocks: [block("a", "Cities should promote learning for all.")] });
  textAt(there, 0).insert("Cities shall promote learning for all".length, " people");
  exchange(here, there);
  expect(readTextDoc(here)).toEqual({
    blocks: [block("a", "Cities should promote learning for all people.")],
  });
});

test("a position before and after the changed word stays where it was", () => {
  const ydoc = room(block("a", "Cities shall promote learning"));
  const text = textAt(ydoc, 0);
  const before = Y.createRelativePositionFromTypeIndex(text, "Cities".length);
  const after = Y.createRelativePositionFromTypeIndex(text, "Cities shall promote".length);
  writeChange(ydoc, { blocks: [block("a", "Cities undertake to promote learning")] });
  expect(Y.createAbsolutePositionFromRelativePosition(before, ydoc)?.index).toBe("Cities".length);
  expect(Y.createAbsolutePositionFromRelativePosition(after, ydoc)?.index).toBe(
    "Cities undertake to promote".length,
  );
});

test("marks put on and taken off leave the characters alone", () => {
  const ydoc = room(block("a", "Cities shall learn", [kenya]));
  const there = copyOf(ydoc);
  writeChange(ydoc, {
    blocks: [
      {
        ...block("a", ""),
        runs: [...runsFromMarkup("Cities "), { text: "shall learn", marks: [france, kenya] }],
      },
    ],
  });
  textAt(there, 0).insert(18, "!");
  exchange(ydoc, there);
  expect(
    readTextDoc(ydoc)
      .blocks[0]?.runs.map((run) => run.text)
      .join(""),
  ).toBe("Cities shall learn!");
  expect(readTextDoc(ydoc).blocks[0]?.runs[0]).toEqual({ text: "Cities ", marks: [] });
});

test("nothing to change writes nothing", () => {
  const ydoc = room(block("a", "one"), block("b", "two"));
  const updates: Uint8Array[] = [];
  ydoc.on("update", (update: Uint8Array) => updates.push(update));
  writeChange(ydoc, readTextDoc(ydoc));
  expect(updates).toHaveLength(0);
});

test("a change is one transaction, under the origin that was given", () => {
  const ydoc = room(block("a", "one"), block("b", "two"), block("c", "three"));
  const origins: unknown[] = [];
  ydoc.on("update", (_update: Uint8Array, origin: unknown) => origins.push(origin));
  writeChange(ydoc, { blocks: [block("c", "three"), block("n", "new"), block("a", "one more")] }, "adoption");
  expect(origins).toEqual(["adoption"]);
  expect(readTextDoc(ydoc)).toEqual({
    blocks: [block("c", "three"), block("n", "new"), block("a", "one more")],
  });
});

test("a paragraph that moves keeps its status", () => {
  const ydoc = room(block("a", "one"), block("b", "two"), block("c", "three"));
  elementAt(ydoc, 0).setAttribute("status", "agreed");
  elementAt(ydoc, 2).setAttribute("status", "nonsense");
  writeChange(ydoc, { blocks: [block("b", "two"), block("c", "three"), block("a", "one")] });
  expect([...readStatuses(ydoc)]).toEqual([
    ["b", "open"],
    ["c", "open"],
    ["a", "agreed"],
  ]);
});

test("missing, malformed and repeated ids are read as they are then repaired, from the Yjs item", () => {
  const ydoc = room(block("a", "one"), block("a", "two"), block("c", "three"));
  ydoc.clientID = 7;
  const bare = new Y.XmlElement("block");
  ydoc.getXmlFragment(FRAGMENT).push([bare]);
  elementAt(ydoc, 2).setAttribute("id", "not an id");
  const read = readTextDoc(ydoc).blocks.map(({ id }) => id);
  const item = bare._item!.id;
  expect(read[0]).toBe("a");
  expect(read[3]).toBe(`b7.${item.clock}`);
  expect(new Set(read).size).toBe(4);
  expect(repairIds(ydoc, "repair")).toEqual(read.slice(1));
  expect(elementAt(ydoc, 3).getAttribute("id")).toBe(`b7.${item.clock}`);
  expect(readTextDoc(ydoc).blocks.map(({ id }) => id)).toEqual(read);
});

test("several texts in a block are read as one, and are changed in place", () => {
  const ydoc = room(block("a", "Cities shall "));
  elementAt(ydoc, 0).insert(1, [new Y.XmlText("promote learning"), new Y.XmlText("")]);
  textAt(ydoc, 0).insertEmbed(0, { image: "x" });
  expect(readTextDoc(ydoc)).toEqual({ blocks: [block("a", "Cities shall promote learning")] });
  writeChange(ydoc, { blocks: [block("a", "All cities should promote adult learning")] });
  expect(readTextDoc(ydoc)).toEqual({ blocks: [block("a", "All cities should promote adult learning")] });
  expect(elementAt(ydoc, 0).length).toBe(3);
});

test("what a hostile client writes is read, never an error", () => {
  const ydoc = room(block("a", "one"));
  const element = elementAt(ydoc, 0) as Y.XmlElement<{ [name: string]: unknown[] | number | string }>;
  element.setAttribute("kind", [1]);
  element.setAttribute("level", 99);
  textAt(ydoc, 0).format(0, 1, { script: { src: "x" }, bracket: { id: 5 }, em: true });
  ydoc.getXmlFragment(FRAGMENT).push([new Y.XmlText("loose")]);
  expect(readTextDoc(ydoc)).toEqual({ blocks: [{ ...block("a", "one"), level: 6 }] });
});

test("a mark under a name no editor of ours writes can still be taken off", () => {
  const ydoc = room(block("a", "one two"));
  textAt(ydoc, 0).format(0, 3, { bracket: { id: "k", proposer: "Kenya" } });
  expect(readTextDoc(ydoc).blocks[0]?.runs[0]).toEqual({ text: "one", marks: [kenya] });
  writeChange(ydoc, { blocks: [block("a", "one two")] });
  expect(readTextDoc(ydoc)).toEqual({ blocks: [block("a", "one two")] });
});
