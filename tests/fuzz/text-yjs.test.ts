import type { Node } from "prosemirror-model";
import { yXmlFragmentToProseMirrorRootNode } from "y-prosemirror";
import * as Y from "yjs";
import { LANGUAGES, type TextDoc } from "../../shared/text/model";
import { nodeFromTextDoc, schema, textDocFromNode } from "../../shared/text/schema";
import { FRAGMENT, readTextDoc, repairIds, writeChange, writeTextDoc } from "../../shared/text/yjs";
import { Random } from "../support/random";
import { mutate, randomDoc } from "./text-generator";

const SEEDS = Array.from({ length: 150 }, (_, i) => i + 1);

function roomWith(doc: TextDoc): Y.Doc {
  const ydoc = new Y.Doc();
  writeTextDoc(ydoc, doc);
  return ydoc;
}

/** Yjs does not keep in which order two brackets were put on one word; ProseMirror compares them in order. */
function withSortedMarks(node: Node): unknown {
  const json: unknown = node.toJSON();
  return JSON.parse(JSON.stringify(json), (key, value: unknown) =>
    key === "marks" && Array.isArray(value) ? value.map((mark) => JSON.stringify(mark)).sort() : value,
  );
}

test("a text written to a room is read back as it was, by us and by the editor's binding", () => {
  for (const seed of SEEDS) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    const doc = randomDoc(random, language, random.below(12));
    const ydoc = roomWith(doc);
    expect({ seed, doc: readTextDoc(ydoc) }).toEqual({ seed, doc });

    const node = yXmlFragmentToProseMirrorRootNode(ydoc.getXmlFragment(FRAGMENT), schema);
    node.check();
    expect({ seed, node: withSortedMarks(node) }).toEqual({
      seed,
      node: withSortedMarks(nodeFromTextDoc(doc)),
    });
    expect({ seed, doc: textDocFromNode(node) }).toEqual({ seed, doc });
  }
});

test("a change written to a room makes it the target, and every peer sees the same", () => {
  for (const seed of SEEDS) {
    const random = new Random(1_000 + seed);
    const language = random.pick(LANGUAGES);
    let doc = randomDoc(random, language, random.below(12));
    const ydoc = roomWith(doc);
    const peer = new Y.Doc();
    Y.applyUpdate(peer, Y.encodeStateAsUpdate(ydoc));
    ydoc.on("update", (update: Uint8Array) => Y.applyUpdate(peer, update));
    for (let step = 0; step < 4; step++) {
      doc = mutate(random, doc, language, `s${step}n`);
      writeChange(ydoc, doc);
      expect({ seed, step, doc: readTextDoc(ydoc) }).toEqual({ seed, step, doc });
      expect({ seed, step, doc: readTextDoc(peer) }).toEqual({ seed, step, doc });
    }
    const node = yXmlFragmentToProseMirrorRootNode(peer.getXmlFragment(FRAGMENT), schema);
    expect({ seed, doc: textDocFromNode(node) }).toEqual({ seed, doc });
  }
});

test("what two peers write at once converges, also with ids in conflict, and can be repaired and written over", () => {
  for (const seed of SEEDS) {
    const random = new Random(2_000 + seed);
    const language = random.pick(LANGUAGES);
    const doc = randomDoc(random, language, 2 + random.below(8));
    const here = roomWith(doc);
    const there = new Y.Doc();
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    writeChange(here, mutate(random, doc, language, "same"));
    writeChange(there, mutate(random, doc, language, "same"));
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    Y.applyUpdate(here, Y.encodeStateAsUpdate(there));

    const merged = readTextDoc(here);
    expect({ seed, doc: readTextDoc(there) }).toEqual({ seed, doc: merged });
    expect(new Set(merged.blocks.map((block) => block.id)).size).toBe(merged.blocks.length);

    repairIds(here, "repair");
    expect({ seed, doc: readTextDoc(here) }).toEqual({ seed, doc: merged });
    expect(repairIds(here, "repair")).toEqual([]);

    const target = mutate(random, merged, language, "later");
    writeChange(here, target);
    expect({ seed, doc: readTextDoc(here) }).toEqual({ seed, doc: target });
  }
});
