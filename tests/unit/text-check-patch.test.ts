import { checkPatch, LARGEST_TEXT } from "../../shared/text/check-patch";
import type { Patch } from "../../shared/text/patch";
import { block, patchBetween, textOf } from "../support/texts";

const base = textOf({ a: "one", b: "two", c: "three" });
const [a, b] = [block("a", "one"), block("b", "two")];

test("a patch made against the text has no problems", () => {
  expect(checkPatch(base, patchBetween(base, textOf({ c: "three", a: "uno", n: "new" })))).toEqual([]);
});

test("every problem is named, not the first one only", () => {
  const patch: Patch = {
    changes: [
      { op: "revise", before: block("a", "other"), after: block("a", "x") },
      { op: "delete", before: block("z", "gone"), from: null },
      { op: "insert", after: "y", block: block("b", "again") },
      { op: "insert", after: null, block: block("n", "twice") },
      { op: "insert", after: "a", block: block("n", "twice") },
      { op: "move", block: "c", from: "a", after: null },
    ],
  };
  expect(checkPatch(base, patch)).toEqual([
    { code: "block_differs", block: "a" },
    { code: "block_unknown", block: "z" },
    { code: "block_known", block: "b" },
    { code: "block_twice", block: "n" },
    { code: "block_elsewhere", block: "c" },
    { code: "anchor_unknown", block: "b", other: "y" },
  ]);
});

test("an agreed paragraph is neither changed, taken out nor moved; a new one may stand beside it", () => {
  const agreed = new Set(["a", "b"]);
  const patch: Patch = {
    changes: [
      { op: "revise", before: a, after: block("a", "uno") },
      { op: "delete", before: b, from: "a" },
      { op: "insert", after: "a", block: block("n", "new") },
    ],
  };
  expect(checkPatch(base, patch, agreed)).toEqual([
    { code: "agreed_paragraph", block: "a" },
    { code: "agreed_paragraph", block: "b" },
  ]);
  const moved = patchBetween(base, { blocks: [b, a, block("c", "three")] });
  expect(checkPatch(base, moved, agreed)).toEqual([
    { code: "agreed_paragraph", block: expect.stringMatching(/a|b/) },
  ]);
});

test("a text that would be too large is refused with its size and what is allowed", () => {
  const patch = patchBetween(base, textOf({ a: "one", b: "two", c: "three", n: "12345" }));
  expect(checkPatch(base, patch, new Set(), { characters: 15, blocks: 3 })).toEqual([
    { code: "too_large", what: "characters", size: 16, most: 15 },
    { code: "too_large", what: "blocks", size: 4, most: 3 },
  ]);
  const huge = patchBetween(base, textOf({ a: "x".repeat(LARGEST_TEXT.characters), b: "two", c: "three" }));
  expect(checkPatch(base, huge)).toMatchObject([{ code: "too_large", what: "characters" }]);
});
