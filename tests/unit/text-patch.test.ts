import {
  anchorBlock,
  applyPatch,
  formOf,
  invertPatch,
  makePatch,
  touchedBlocks,
} from "../../shared/text/make-patch";
import { type Block, runsFromMarkup } from "../../shared/text/model";
import type { AmendmentForm, Patch } from "../../shared/text/patch";

function block(id: string, text = `Item ${id} of the list`, more: Partial<Block> = {}): Block {
  return { id, kind: "operative", level: 0, runs: runsFromMarkup(text), ...more };
}

const list = ["a", "b", "c", "d"].map((id) => block(id));
const [a, b, c, d] = list as [Block, Block, Block, Block];
const base = { blocks: list };
const patch = (...blocks: Block[]) => makePatch(base, { blocks }) as Patch;

test("no change is no patch, however the runs are cut", () => {
  expect(makePatch(base, base)).toBeNull();
  const cut = {
    ...a,
    runs: [
      { text: "Item a", marks: [] },
      { text: " of the list", marks: [] },
    ],
  };
  expect(makePatch(base, { blocks: [cut, b, c, d] })).toBeNull();
});

test("one block that moved is one move, however far", () => {
  expect(patch(b, c, d, a).changes).toEqual([{ op: "move", block: "a", from: null, after: "d" }]);
  expect(patch(d, a, b, c).changes).toEqual([{ op: "move", block: "d", from: "c", after: null }]);
});

test("several put in at one place name each other", () => {
  expect(patch(a, block("x"), block("y"), b, c, d).changes).toEqual([
    { op: "insert", after: "a", block: block("x") },
    { op: "insert", after: "x", block: block("y") },
  ]);
});

test("[A15] the form follows from what is put in and taken out", () => {
  const cases: [AmendmentForm, Patch][] = [
    ["insert", patch(a, block("n"), b, c, d)],
    ["insert", patch(block("a", "Item a of the long list"), b, c, d)],
    ["strike_out", patch(a, c, d)],
    ["strike_out", patch(block("a", "Item a of list"), block("b", "Item of the list"), c, d)],
    ["strike_out_and_insert", patch(block("a", "Item x of the list"), b, c, d)],
    ["strike_out_and_insert", patch(block("a", "Item a of the long list"), c, d)],
    ["strike_out_and_insert", patch(b, a, c, d)],
    ["strike_out_and_insert", patch({ ...a, kind: "point" }, b, c, d)],
    ["strike_out_and_insert", patch(block("a", "*Item* a of the list"), b, c, d)],
    ["substitute", patch(block("a", "Something else altogether"), b, c, d)],
    ["substitute", patch(a, block("n"), c, d)],
  ];
  for (const [form, one] of cases) expect([form, one, formOf(one, "en")]).toEqual([form, one, form]);
});

test("what is touched, and where it is shown", () => {
  const two = patch(a, c, block("d", "Else"), block("n"));
  expect(touchedBlocks(two)).toEqual(["b", "d", "n"]);
  expect(anchorBlock(two, base)).toBe("b");
  expect(anchorBlock(patch(a, b, block("x"), block("y"), c, d), base)).toBe("b");
  expect(anchorBlock(patch(block("x"), a, b, c, d), base)).toBe("a");
  expect(anchorBlock(patch(a, c, d, b), base)).toBe("b");
  const first = makePatch({ blocks: [] }, { blocks: [a] }) as Patch;
  expect(anchorBlock(first, { blocks: [] })).toBeNull();
});

test.each<[string, Patch, string]>([
  ["a block that is not there", { changes: [{ op: "delete", before: block("z") }] }, "no block z"],
  [
    "words that are not the base's",
    { changes: [{ op: "delete", before: block("a", "Else") }] },
    "a is not as",
  ],
  [
    "a new block that is there already",
    { changes: [{ op: "insert", after: null, block: a }] },
    "block a already",
  ],
  [
    "a move from elsewhere",
    { changes: [{ op: "move", block: "b", from: "c", after: "d" }] },
    "b does not stand where",
  ],
  ["an anchor that is not there", { changes: [{ op: "insert", after: "z", block: block("n") }] }, "after z"],
  [
    "anchors in a circle",
    {
      changes: [
        { op: "insert", after: "y", block: block("x") },
        { op: "insert", after: "x", block: block("y") },
      ],
    },
    "x is put after y",
  ],
  [
    "an anchor that it takes out",
    {
      changes: [
        { op: "delete", before: a },
        { op: "insert", after: "a", block: block("n") },
      ],
    },
    "n is put after a",
  ],
  ["a block renamed", { changes: [{ op: "revise", before: a, after: block("z") }] }, "renames block a"],
  [
    "a block changed twice",
    {
      changes: [
        { op: "delete", before: a },
        { op: "delete", before: a },
      ],
    },
    "a twice",
  ],
  [
    "a block taken out and revised",
    {
      changes: [
        { op: "delete", before: a },
        { op: "revise", before: a, after: block("a", "Else") },
      ],
    },
    "a and keeps it",
  ],
])("refused: %s", (_, wrong, message) => {
  expect(() => applyPatch(base, wrong)).toThrow(message);
});

test("a text that holds an id twice is refused", () => {
  expect(() => makePatch(base, { blocks: [a, a] })).toThrow("twice");
});

test("a deletion written without its place applies, but can't be undone by the patch alone", () => {
  const bare: Patch = { changes: [{ op: "delete", before: b }] };
  expect(applyPatch(base, bare)).toEqual({ blocks: [a, c, d] });
  expect(() => invertPatch(bare)).toThrow("block b");
  expect(applyPatch({ blocks: [a, c, d] }, invertPatch(patch(a, c, d)))).toEqual(base);
});
