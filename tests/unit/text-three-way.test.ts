import { brackets } from "../../shared/text/brackets";
import type { Run, TextDoc } from "../../shared/text/model";
import { compromise } from "../../shared/text/together/compromise";
import { type Stretch, threeWay } from "../../shared/text/together/three-way";
import { block, linesOf, patchBetween, textOf } from "../support/texts";

const base = textOf({
  a: "Cities shall promote learning for all people.",
  b: "States help.",
  c: "Reports follow.",
});
const [a, b, c] = base.blocks as [TextDoc["blocks"][0], TextDoc["blocks"][0], TextDoc["blocks"][0]];
const words = (...changes: [string, string][]) =>
  block(
    "a",
    changes.reduce(
      (text, [from, to]) => text.replace(from, to),
      "Cities shall promote learning for all people.",
    ),
  );

const said = (runs: readonly Run[]) => runs.map(({ text }) => text).join("");
const shown = (stretches: readonly Stretch[]) =>
  stretches
    .map(({ changedBy, base: old, ours, theirs }) =>
      changedBy === "nobody" ? said(old) : `{${changedBy}:${said(old)}|${said(ours)}|${said(theirs)}}`,
    )
    .join("");
const view = (ours: TextDoc["blocks"], theirs: TextDoc["blocks"]) =>
  threeWay(base, patchBetween(base, { blocks: ours }), patchBetween(base, { blocks: theirs }), "en");
const middle = (ours: TextDoc["blocks"], theirs: TextDoc["blocks"]) => {
  let n = 0;
  const made = compromise(
    base,
    { patch: patchBetween(base, { blocks: ours }), proposer: "Kenya" },
    { patch: patchBetween(base, { blocks: theirs }), proposer: "France" },
    "en",
    (count) => `k${count}`,
  );
  n = made.open.length;
  expect(
    brackets(made.text)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...made.open].sort());
  return {
    lines: linesOf(made.text),
    open: n,
    undecided: made.undecided.map(({ kind, block: id }) => `${kind} ${id}`),
  };
};

describe("three readings side by side", () => {
  test("each word by who changed it", () => {
    const { blocks } = view(
      [words(["shall", "should"], ["all people", "everybody"]), b, c],
      [words(["shall", "must"], ["people", "citizens"]), b, c],
    );
    expect(blocks.map(({ id, fate }) => [id, fate])).toEqual([["a", { ours: "revised", theirs: "revised" }]]);
    expect(shown(blocks[0]?.stretches ?? [])).toBe(
      "Cities{collision: shall| should| must} promote learning for{collision: all people| everybody| all citizens}.",
    );
    expect(blocks[0]?.stretches[1]?.kind).toBe("same_words");
  });

  test("what both did alike, and what only one did", () => {
    const { blocks, conflicts } = view(
      [words(["shall", "should"], ["people", "citizens"]), b, c],
      [words(["shall", "should"], ["learning", "education"]), b, c],
    );
    expect(conflicts).toEqual([]);
    expect(shown(blocks[0]?.stretches ?? [])).toBe(
      "Cities{both: shall| should| should} promote{theirs: learning| learning| education} for all{ours: people| citizens| people}.",
    );
  });

  test("paragraphs that one has and the other has not", () => {
    const { blocks } = view([a, c, block("n", "New.")], [a, block("b", "States help them."), c]);
    expect(blocks.map(({ id, fate }) => [id, fate.ours, fate.theirs])).toEqual([
      ["b", "deleted", "revised"],
      ["n", "inserted", "absent"],
    ]);
    expect(shown(blocks[0]?.stretches ?? [])).toBe(
      "{ours:States help||States help}{collision:|| them}{ours:.||.}",
    );
    expect(shown(blocks[1]?.stretches ?? [])).toBe("{ours:|New.|}");
  });
});

describe("a text for both to begin from", () => {
  test("what goes together stands in clear, what collides in brackets side by side", () => {
    expect(
      middle(
        [words(["shall", "should"], ["people", "citizens"]), b, c],
        [words(["shall", "must"], ["learning", "education"]), block("b", "States help them."), c],
      ),
    ).toEqual({
      lines: [
        "a: Cities [Kenya: should] [France: must] promote education for all citizens.",
        "b: States help them.",
        "c: Reports follow.",
      ],
      open: 2,
      undecided: [],
    });
  });

  test("struck out by one, replaced by the other: the words of the other in brackets", () => {
    expect(
      middle([words([" for all people", ""]), b, c], [words(["people", "citizens"]), b, c]).lines[0],
    ).toBe("a: Cities shall promote learning [France: for all citizens].");
  });

  test("a paragraph deleted by one and changed by the other stands in the other's brackets", () => {
    expect(middle([a, c], [a, block("b", "States help them."), c])).toEqual({
      lines: [
        "a: Cities shall promote learning for all people.",
        "b: [France: States help them.]",
        "c: Reports follow.",
      ],
      open: 1,
      undecided: [],
    });
    expect(middle([a, c], [a, b]).lines).toEqual(["a: Cities shall promote learning for all people."]);
  });

  test("two new paragraphs at one place stand one after the other, in brackets; elsewhere in clear", () => {
    const ours = [block("x", "First."), a, block("n", "A forum."), b, c];
    expect(middle(ours, [a, block("m", "A fund."), b, c]).lines).toEqual([
      "x: First.",
      "a: Cities shall promote learning for all people.",
      "n: [Kenya: A forum.]",
      "m: [France: A fund.]",
      "b: States help.",
      "c: Reports follow.",
    ]);
    expect(
      middle([a, block("n", "A forum."), b, c], [a, block("n", "A forum."), b, block("c", "Reports.")])
        .lines[1],
    ).toBe("n: A forum.");
  });

  test("two places for one paragraph, or two kinds, cannot be bracketed: it stays as it was, and this is said", () => {
    expect(middle([b, a, c], [b, c, a])).toMatchObject({
      lines: ["a: Cities shall promote learning for all people.", "b: States help.", "c: Reports follow."],
      undecided: expect.arrayContaining(["move_against_move a"]),
    });
    const kinds = middle([{ ...a, kind: "point" }, b, c], [{ ...a, kind: "note" }, b, c]);
    expect(kinds.undecided).toEqual(["kind_against_kind a"]);
  });

  test("Chinese alternatives stand without a space between them", () => {
    const zh = textOf({ p: "促进所有城市的终身学习" });
    const made = compromise(
      zh,
      { patch: patchBetween(zh, textOf({ p: "支持所有城市的终身学习" })), proposer: "肯尼亚" },
      { patch: patchBetween(zh, textOf({ p: "推进所有城市的终身学习" })), proposer: "法国" },
      "zh",
      (count) => `k${count}`,
    );
    expect(linesOf(made.text)).toEqual(["p: [肯尼亚: 支持][法国: 推进]所有城市的终身学习"]);
    expect(made.patch).not.toBeNull();
  });
});
