import { Blame, blameOf } from "../../shared/text/history/blame";
import type { Language, TextDoc } from "../../shared/text/model";
import { block, textOf } from "../support/texts";

/** “{by:words}” for every span of every paragraph. */
function blamed(versions: [string, TextDoc][], language: Language = "en"): string[] {
  return blameOf(
    versions.map(([by, text]) => ({ by, text })),
    language,
  ).map(({ block: { id }, spans }) => `${id} ${spans.map(({ text, by }) => `{${by}:${text}}`).join("")}`);
}

const first = textOf({ a: "Cities shall promote learning for all people of all ages.", b: "States help." });

test("each word by what brought it", () => {
  expect(
    blamed([
      ["v1", first],
      ["A.1", textOf({ a: "Cities should promote learning for all people of all ages.", b: "States help." })],
      ["A.2", textOf({ a: "Cities should promote adult learning for all of all ages.", b: "States help." })],
    ]),
  ).toEqual([
    "a {v1:Cities}{A.1: should}{v1: promote}{A.2: adult}{v1: learning for all of all ages.}",
    "b {v1:States help.}",
  ]);
});

test("through a split, a join, a move, another kind and other marks", () => {
  const revised = textOf({
    a: "Cities shall promote learning for everybody of all ages.",
    b: "States help.",
  });
  const split = {
    blocks: [
      block("a", "Cities shall promote"),
      block("n", "learning for everybody of all ages."),
      block("b", "States help."),
    ],
  };
  const moved = {
    blocks: [
      block("b", "States help."),
      block("n", "*learning* for everybody of all ages.", { kind: "point" }),
      block("a", "Cities shall promote"),
    ],
  };
  const joined = {
    blocks: [
      block("b", "States help. learning for everybody of all ages."),
      block("a", "Cities shall promote"),
    ],
  };
  expect(
    blamed([
      ["v1", first],
      ["A.1", revised],
      ["split", split],
    ])[1],
  ).toBe("n {v1:learning for}{A.1: everybody}{v1: of all ages.}");
  expect(
    blamed([
      ["v1", first],
      ["A.1", revised],
      ["split", split],
      ["moved", moved],
    ])[1],
  ).toBe("n {v1:learning for}{A.1: everybody}{v1: of all ages.}");
  expect(
    blamed([
      ["v1", first],
      ["A.1", revised],
      ["split", split],
      ["moved", moved],
      ["joined", joined],
    ]),
  ).toEqual([
    "b {v1:States help. learning for}{A.1: everybody}{v1: of all ages.}",
    "a {v1:Cities shall promote}",
  ]);
});

test("words typed anew elsewhere in the same step, and words that come back later, keep their origin", () => {
  const without = textOf({ b: "States help." });
  expect(
    blamed([
      ["v1", first],
      ["A.1", without],
      ["undo", first],
    ])[0],
  ).toBe("a {v1:Cities shall promote learning for all people of all ages.}");
  const retyped = textOf({
    b: "States help.",
    z: "In short, cities shall promote learning for all people of all ages.",
  });
  expect(
    blamed([
      ["v1", first],
      ["A.1", retyped],
    ])[1],
  ).toBe("z {A.1:In short, cities}{v1: shall promote learning for all people of all ages.}");
});

test("a short phrase that others find again is theirs", () => {
  const one = textOf({ a: "learning for all people", b: "x" });
  const none = textOf({ a: "y", b: "x" });
  const again = textOf({ a: "y", b: "x and so learning for all adults" });
  expect(
    blamed([
      ["v1", one],
      ["A.1", none],
      ["A.2", again],
    ])[1],
  ).toBe("b {v1:x}{A.2: and so learning for all adults}");
});

test("Chinese, by words", () => {
  expect(
    blamed(
      [
        ["v1", textOf({ a: "促进所有城市的终身学习和教育政策" })],
        ["A.1", textOf({ a: "支持所有城市的终身学习和文化政策" })],
      ],
      "zh",
    ),
  ).toEqual(["a {A.1:支持}{v1:所有城市的终身学习和}{A.1:文化}{v1:政策}"]);
});

test("asked for one paragraph: null where there is none, nothing in an empty one", () => {
  const blame = new Blame(textOf({ a: "", b: "x" }), "v1", "en");
  expect([blame.spans("z"), blame.spans("a"), blame.spans("b")]).toEqual([
    null,
    [],
    [{ text: "x", by: "v1" }],
  ]);
  blame.step(textOf({ a: "x y" }), "A.1");
  expect([blame.spans("a"), blame.spans("b")]).toEqual([[{ text: "x y", by: "A.1" }], null]);
  expect(blameOf([], "en")).toEqual([]);
});
