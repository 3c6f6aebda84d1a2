import { applyPatch } from "../../shared/text/make-patch";
import type { TextDoc } from "../../shared/text/model";
import { plan } from "../../shared/text/plan";
import { ConflictIndex } from "../../shared/text/together/conflicts";
import { combine, restateSub, subAmend, subRedlines } from "../../shared/text/together/sub-amendments";
import { block, linesOf, patchBetween, textOf } from "../support/texts";

const base = textOf({ a: "Cities shall learn.", b: "States help them.", c: "Reports follow." });
const parentText = textOf({
  a: "Cities should always learn together.",
  b: "States help them.",
  n: "A fund is set up.",
  c: "Reports follow.",
});
const parent = patchBetween(base, parentText);
const sub = (paragraphs: Record<string, string>) => {
  const made = subAmend(base, parent, textOf(paragraphs));
  if (!made.ok || !made.patch) throw new Error(JSON.stringify(made));
  return made.patch;
};
const WORDS = {
  a: "Cities should always learn together.",
  b: "States help them.",
  n: "A fund is set up.",
  c: "Reports follow.",
};
const never = sub({ ...WORDS, a: "Cities should never learn together." });
const often = sub({ ...WORDS, a: "Cities should often learn together." });
const small = sub({ ...WORDS, n: "A small fund is set up." });

test("[A9] the parent as amended is one patch against the text", () => {
  const combined = combine(base, parent, small);
  expect(combined && linesOf(applyPatch(base, combined))).toEqual([
    "a: Cities should always learn together.",
    "b: States help them.",
    "n: A small fund is set up.",
    "c: Reports follow.",
  ]);
  expect(combine(base, parent, patchBetween(parentText, base))).toBeNull();
});

test("[A9] it is read against its parent and against the text", () => {
  const { againstParent, againstText } = subRedlines(base, parent, small, "en");
  expect(againstParent.counts).toMatchObject({
    revised: 1,
    inserted: 0,
    same: 3,
    wordsInserted: 1,
    wordsDeleted: 0,
  });
  expect(againstText.counts).toMatchObject({ revised: 1, inserted: 1, same: 2 });
});

test("[A9] siblings collide on the parent's words, and only there", () => {
  const index = new ConflictIndex(parentText, "en");
  for (const [id, patch] of Object.entries({ never, often, small })) index.add(id, patch);
  expect(index.pairs()).toEqual([
    {
      a: "never",
      b: "often",
      conflicts: [{ kind: "same_words", block: "a", ours: "never", theirs: "often" }],
    },
  ]);
});

test("[A9] once a sibling is carried the others are restated on the parent as amended, or collide", () => {
  const now = applyPatch(parentText, never);
  const kept = restateSub(parentText, small, now, "en");
  expect(kept.ok && kept.patch && linesOf(applyPatch(now, kept.patch))[2]).toBe("n: A small fund is set up.");
  expect(restateSub(parentText, often, now, "en")).toMatchObject({ ok: false, conflicts: [{ block: "a" }] });
  expect(restateSub(parentText, never, now, "en")).toEqual({ ok: true, patch: null });
});

test("[A9] when the text changes under the parent, both move with it", () => {
  const current: TextDoc = { blocks: [block("a", "All cities shall learn."), ...base.blocks.slice(1)] };
  const rebased = plan(base, parent, current, "en");
  if (!rebased.ok) throw new Error("The parent no longer fits");
  const restated = restateSub(parentText, never, rebased.result, "en");
  expect(restated.ok && restated.patch && linesOf(applyPatch(rebased.result, restated.patch))[0]).toBe(
    "a: All cities should never learn together.",
  );
});

test("[A9] what its parent does not touch is no sub-amendment", () => {
  expect(subAmend(base, parent, textOf({ ...WORDS, c: "Reports follow soon." }))).toEqual({
    ok: false,
    code: "outside_parent",
    blocks: ["c"],
  });
  const { a, b, n, c } = WORDS;
  expect(subAmend(base, parent, textOf({ a, b, n, m: "It is small.", k: "It grows.", c }))).toMatchObject({
    ok: true,
  });
  expect(subAmend(base, parent, textOf({ a, b, n, c, m: "Else." }))).toMatchObject({
    ok: false,
    blocks: ["m"],
  });
  expect(subAmend(base, parent, parentText)).toEqual({ ok: true, patch: null });
});
