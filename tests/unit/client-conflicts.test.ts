import { layOut } from "../../client/views/tracker/conflicts/layout";
import { pairsOf } from "../../shared/api/amendment-pairs";
import type { AmendmentSummary } from "../../shared/api/views/amendments";
import { amendmentSummary } from "../support/views";

function amendment(number: string, path: string, ...against: string[]): AmendmentSummary {
  return amendmentSummary({
    id: number,
    number,
    tag: `A-${number}`,
    anchor: path === "" ? null : { block: path, path },
    collidesWith: against.map((other) => ({
      id: other,
      tag: `A-${other}`,
      conflicts: [
        { kind: "same_words", path },
        { kind: "same_words", path },
      ],
    })),
  });
}

const LIST = [
  amendment("1", "OP 2", "2", "10"),
  amendment("2", "OP 2", "1"),
  amendment("9", "PP 1"),
  amendment("10", "PP 3", "1"),
  amendment("11", "OP 10", "12"),
  amendment("12", "OP 10", "11"),
];
const tags = (pairs: ReturnType<typeof pairsOf>) => pairs.map(({ one, other }) => `${one.tag} ${other.tag}`);

describe("the pairs that collide", () => {
  it("are named once each, in the order of the list, with every kind once", () => {
    const pairs = pairsOf(LIST, () => true);
    expect(tags(pairs)).toEqual(["A-1 A-2", "A-1 A-10", "A-11 A-12"]);
    expect(pairs[0]?.places).toEqual([{ kind: "same_words", path: "OP 2" }]);
  });

  it("are those of which the filters take at least one", () => {
    expect(tags(pairsOf(LIST, ({ number }) => number === "10" || number === "9"))).toEqual(["A-1 A-10"]);
    expect(pairsOf(LIST, ({ number }) => number === "9")).toEqual([]);
  });
});

describe("the picture of what collides", () => {
  it("has a row a paragraph in the order of the text, and in it the amendments by number", () => {
    const { lanes, nodes } = layOut(pairsOf(LIST, () => true));
    expect(lanes.map(({ path }) => path)).toEqual(["PP 3", "OP 2", "OP 10"]);
    const rows = lanes.map(({ y }) =>
      nodes
        .filter((node) => node.y === y)
        .sort((a, b) => a.x - b.x)
        .map((node) => node.amendment.tag),
    );
    expect(rows).toEqual([["A-10"], ["A-1", "A-2"], ["A-11", "A-12"]]);
    expect(nodes.find(({ amendment: { tag } }) => tag === "A-1")?.collidesWith).toEqual(["A-2", "A-10"]);
  });

  it("is the same in whatever order the amendments are given, and holds all that it draws", () => {
    const picture = layOut(pairsOf(LIST, () => true));
    const again = layOut(pairsOf([...LIST].reverse(), () => true));
    expect(again.nodes.map(({ amendment: { id }, x, y }) => ({ id, x, y }))).toEqual(
      picture.nodes.map(({ amendment: { id }, x, y }) => ({ id, x, y })),
    );
    for (const { x, y } of [...picture.nodes, ...picture.edges]) {
      expect(x).toBeLessThan(picture.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(picture.height);
    }
  });
});
