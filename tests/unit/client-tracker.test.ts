import { comparePaths } from "../../client/views/tracker/compare-paths";
import { filtersFrom, matches, NO_FILTERS } from "../../shared/api/amendment-filters";
import { amendmentSummary } from "../support/views";

const collision = { id: "2", tag: "A-2", conflicts: [] };

describe("the tracker's filters", () => {
  it("come from the address and ask for nothing when it is bare", () => {
    expect(filtersFrom(new URLSearchParams(""))).toEqual(NO_FILTERS);
    expect(
      filtersFrom(new URLSearchParams("state=open&paragraph=OP+4+(a)&proponent=KEN&conflict=with")),
    ).toEqual({
      state: "open",
      paragraph: "OP 4 (a)",
      proponent: "KEN",
      conflict: "with",
    });
  });

  it.each([
    ["submitted", true],
    ["open", true],
    ["needs_rebase", true],
    ["voting", true],
    ["adopted", false],
    ["rejected", false],
    ["withdrawn", false],
    ["not_put", false],
    ["draft", false],
  ])("takes %s to need a decision: %s", (state, needed) => {
    const amendment = amendmentSummary({ state });
    expect(matches(amendment, { ...NO_FILTERS, state: "needs-decision" })).toBe(needed);
    expect(matches(amendment, { ...NO_FILTERS, state: "decided" })).toBe(!needed && state !== "draft");
    expect(matches(amendment, { ...NO_FILTERS, state })).toBe(true);
  });

  it("find a delegation among proposers and co-sponsors", () => {
    const amendment = amendmentSummary({ sponsors: [{ code: "GHA", name: { en: "Ghana" } }] });
    expect(matches(amendment, { ...NO_FILTERS, proponent: "KEN" })).toBe(true);
    expect(matches(amendment, { ...NO_FILTERS, proponent: "GHA" })).toBe(true);
    expect(matches(amendment, { ...NO_FILTERS, proponent: "FRA" })).toBe(false);
  });

  it("take a collision with another amendment for a conflict as much as one with the text", () => {
    const free = amendmentSummary({});
    const colliding = amendmentSummary({ collidesWith: [collision] });
    const misfit = amendmentSummary({
      conflicts: [{ kind: "same_words", block: "op1", path: "OP 1" }],
    });
    const found = (conflict: string) =>
      [free, colliding, misfit].filter((one) => matches(one, { ...NO_FILTERS, conflict }));
    expect(found("with")).toEqual([colliding, misfit]);
    expect(found("without")).toEqual([free]);
  });

  it("put paragraphs in the order of the text, numbers as numbers", () => {
    const paths = ["OP 10", "PP 2", "OP 4 (b)", "Title", "OP 4 (a)", "PP 10", "OP 4"];
    expect(paths.sort(comparePaths)).toEqual([
      "Title",
      "PP 2",
      "PP 10",
      "OP 4",
      "OP 4 (a)",
      "OP 4 (b)",
      "OP 10",
    ]);
  });
});
