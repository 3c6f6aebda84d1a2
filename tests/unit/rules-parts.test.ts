import { afterParts } from "../../shared/rules/voting/division";
import {
  choosePart,
  partsOfPatch,
  partsOfText,
  remainder,
  withoutParts,
} from "../../shared/rules/voting/parts";
import type { Block, BlockKind, TextDoc } from "../../shared/text/model";
import type { Patch } from "../../shared/text/patch";

const block = (id: string, kind: BlockKind, level = 0): Block => ({
  id,
  kind,
  level,
  runs: [{ text: id, marks: [] }],
});

const TEXT: TextDoc = {
  blocks: [
    block("title", "title"),
    block("pp1", "preambular"),
    block("pp2", "preambular"),
    block("h1", "heading"),
    block("op1", "operative"),
    block("op1-a", "point", 1),
    block("op1-a-i", "point", 2),
    block("op1-b", "point", 1),
    block("op2", "operative"),
    block("note", "note"),
  ],
};
const parts = partsOfText(TEXT);
const chosen = (...ids: string[]) => {
  const found = choosePart(parts, ids);
  if (!found.ok) throw new Error(found.code);
  return found.parts;
};

test("[D1] a paragraph is a part with all that stands below it; so is each point", () => {
  expect(Object.fromEntries(parts.map(({ id, blocks }) => [id, blocks.join(" ")]))).toEqual({
    pp1: "pp1",
    pp2: "pp2",
    op1: "op1 op1-a op1-a-i op1-b",
    "op1-a": "op1-a op1-a-i",
    "op1-a-i": "op1-a-i",
    "op1-b": "op1-b",
    op2: "op2 note",
  });
  expect(parts.filter(({ operative }) => !operative).map(({ id }) => id)).toEqual(["pp1", "pp2"]);
});

test("[D1] parts that are unknown, named twice, within another or none are refused", () => {
  for (const asked of [["op9"], ["title"], [], ["op1", "op1-b"], ["pp1", "pp1"]])
    expect(choosePart(parts, asked)).toMatchObject({ ok: false, code: "not_divisible", rule: "D1" });
  expect(choosePart(parts, ["pp1", "op1-b"]).ok).toBe(true);
});

test("[D3] one operative paragraph lost of two is not all of them: the other was never rejected", () => {
  const asked = chosen("op1");
  const rest = remainder(parts, asked);
  expect(rest).toMatchObject({ operative: true });
  expect(afterParts([...asked.map((one) => ({ ...one, carried: false })), ...(rest ? [rest] : [])]).put).toBe(
    true,
  );
  const all = chosen("op1", "op2");
  expect(remainder(parts, all)).toMatchObject({ operative: false });
  expect(
    afterParts([
      ...all.map((one) => ({ ...one, carried: false })),
      { id: "pp", operative: false, carried: true },
    ]),
  ).toEqual({ put: false, rule: "D3" });
});

test("[D3] with all its points lost an operative paragraph still has its own words", () => {
  expect(remainder(parts, chosen("pp1", "pp2", "op1-a", "op1-b", "op2"))).toMatchObject({ operative: true });
  expect(remainder(parts, chosen("pp1", "pp2", "op1", "op2"))).toBeNull();
});

describe("an amendment", () => {
  const patch: Patch = {
    changes: [
      { op: "revise", before: block("pp1", "preambular"), after: block("pp1", "preambular") },
      { op: "insert", after: "op1", block: block("new1", "operative") },
      { op: "insert", after: "new1", block: block("new2", "operative") },
      { op: "delete", before: block("op2", "operative") },
      { op: "move", block: "op2", from: "op1", after: null },
    ],
  };
  const kinds = new Map(TEXT.blocks.map(({ id, kind }) => [id, kind]));
  const divisible = partsOfPatch(patch, (id) => kinds.get(id) ?? null);

  test("[D1] is divided by the paragraphs it changes; what is inserted in a row is one part", () => {
    expect(divisible).toEqual([
      { id: "pp1", blocks: ["pp1"], operative: false },
      { id: "new1", blocks: ["new1", "new2"], operative: true },
      { id: "op2", blocks: ["op2"], operative: true },
    ]);
  });

  test("[D2] without the parts that were lost the rest is put, whole changes only", () => {
    expect(withoutParts(patch, new Set(["new1", "new2"]))?.changes.map(({ op }) => op)).toEqual([
      "revise",
      "delete",
      "move",
    ]);
    expect(withoutParts(patch, new Set(["pp1", "new1", "new2", "op2"]))).toBeNull();
  });

  test("[D1] that changes one paragraph is one thing, and is not divided", () => {
    const one = partsOfPatch({ changes: patch.changes.slice(0, 1) }, (id) => kinds.get(id) ?? null);
    expect(choosePart(one, ["pp1"])).toMatchObject({ code: "not_divisible" });
  });
});
