import type { TextDoc } from "../../shared/text/model";
import { ConflictIndex, conflictsBetween } from "../../shared/text/together/conflicts";
import { planUndo } from "../../shared/text/together/undo";
import { whatIf } from "../../shared/text/together/what-if";
import { block, linesOf, patchBetween, textOf } from "../support/texts";

const base = textOf({
  a: "Cities shall promote learning for all people of all ages.",
  b: "States should support their cities in this.",
  c: "The secretariat reports every two years.",
});
const [a, b, c] = base.blocks as [TextDoc["blocks"][0], TextDoc["blocks"][0], TextDoc["blocks"][0]];
const replaced = (id: "a" | "b" | "c", from: string, to: string): TextDoc => ({
  blocks: base.blocks.map((one) =>
    one.id === id
      ? block(
          id,
          one.runs
            .map(({ text }) => text)
            .join("")
            .replace(from, to),
        )
      : one,
  ),
});
const CHOICES: Record<string, TextDoc> = {
  should: replaced("a", "shall", "should"),
  must: replaced("a", "shall", "must"),
  foster: replaced("a", "shall promote learning", "foster education"),
  ages: replaced("a", "of all ages", "everywhere"),
  annually: replaced("c", "every two years", "annually"),
  noReport: { blocks: [a, b] },
  noSupport: { blocks: [a, c] },
  forum: { blocks: [a, b, block("n1", "A forum meets."), c] },
  fund: { blocks: [a, b, block("n2", "A fund is set up."), c] },
  swapped: { blocks: [b, a, c] },
};
const proposals = (...ids: string[]) =>
  ids.map((id) => ({ id, patch: patchBetween(base, CHOICES[id] as TextDoc) }));
const outcome = (...ids: string[]) => {
  const { steps, text, orderDecides } = whatIf(base, proposals(...ids), "en");
  return {
    lines: linesOf(text),
    steps: steps.map((step) =>
      "because" in step
        ? `${step.id} ${step.outcome} (${step.because.join(", ")})`
        : `${step.id} ${step.outcome}`,
    ),
    pairs: orderDecides.map((pair) => `${pair.a}/${pair.b}`),
  };
};

test("[A7] compatible amendments are all adopted, in whatever order", () => {
  const { lines, steps, pairs } = outcome("should", "ages", "annually", "forum");
  expect(lines).toEqual([
    "a: Cities should promote learning for all people everywhere.",
    "b: States should support their cities in this.",
    "n1: A forum meets.",
    "c: The secretariat reports annually.",
  ]);
  expect(steps).toEqual(["should adopted", "ages adopted", "annually adopted", "forum adopted"]);
  expect(pairs).toEqual([]);
  expect(outcome("forum", "annually", "ages", "should").lines).toEqual(lines);
});

test.each<[string, string[], string[]]>([
  ["the same words replaced otherwise", ["should", "must"], ["should adopted", "must moot (should)"]],
  ["words within a replaced passage", ["foster", "must"], ["foster adopted", "must moot (foster)"]],
  [
    "an edit of a deleted paragraph",
    ["noReport", "annually"],
    ["noReport adopted", "annually moot (noReport)"],
  ],
])("[A5] moot: %s", (_, ids, steps) => {
  expect(outcome(...ids).steps).toEqual(steps);
});

test.each<[string, string[], string[]]>([
  [
    "a passage of which another changed one word: the rest may still be wanted",
    ["must", "foster"],
    ["must adopted", "foster needs_redraft (must)"],
  ],
  [
    "a paragraph to be deleted that was amended: it may still be deleted",
    ["annually", "noReport"],
    ["annually adopted", "noReport needs_redraft (annually)"],
  ],
  [
    "two put in at one place: both may be wanted",
    ["forum", "fund"],
    ["forum adopted", "fund needs_redraft (forum)"],
  ],
  [
    "two that only together leave no place for a third",
    ["noSupport", "noReport", "annually", "forum"],
    [
      "noSupport adopted",
      "noReport adopted",
      "annually moot (noReport)",
      "forum needs_redraft (noSupport, noReport)",
    ],
  ],
])("needs redrafting, not moot: %s", (_, ids, steps) => {
  expect(outcome(...ids).steps).toEqual(steps);
});

test("the order decides only for pairs that collide, and is told for those", () => {
  expect(outcome("should", "must", "annually", "noReport").pairs).toEqual([
    "should/must",
    "annually/noReport",
  ]);
  expect(outcome("must", "should").lines[0]).toBe(
    "a: Cities must promote learning for all people of all ages.",
  );
});

test("what the text says already is contained, and its redline is that of all that was adopted", () => {
  const twice = [
    ...proposals("should"),
    { id: "again", patch: patchBetween(base, CHOICES.should as TextDoc) },
  ];
  const { steps, redline } = whatIf(base, twice, "en");
  expect(steps).toEqual([
    { id: "should", outcome: "adopted" },
    { id: "again", outcome: "contained" },
  ]);
  expect(redline.counts).toMatchObject({ revised: 1, same: 2, wordsInserted: 1, wordsDeleted: 1 });
});

test("an amendment of another text is a fault", () => {
  expect(() => whatIf({ blocks: [b, c] }, proposals("must"), "en")).toThrow("no block a");
});

test("[A5] implications run one way where only one decides for the other", () => {
  const index = new ConflictIndex(base, "en");
  for (const { id, patch } of proposals("must", "foster", "annually", "noReport", "forum", "fund"))
    index.add(id, patch);
  expect(index.implications()).toEqual([
    { adopted: "foster", excludes: "must" },
    { adopted: "noReport", excludes: "annually" },
  ]);
});

describe("[W6] a decision taken back", () => {
  const after = CHOICES.foster as TextDoc;

  test("leaves what was changed elsewhere since", () => {
    const later = { blocks: [...after.blocks.slice(0, 2), block("c", "The secretariat reports.")] };
    const undone = planUndo(base, after, later, "en");
    expect(undone.ok && linesOf(undone.result)).toEqual([
      "a: Cities shall promote learning for all people of all ages.",
      "b: States should support their cities in this.",
      "c: The secretariat reports.",
    ]);
  });

  test("is refused as a whole, naming the paragraphs, where its words were changed since", () => {
    const later = { blocks: [block("a", "Cities foster culture for all people of all ages."), b, c] };
    expect(planUndo(base, after, later, "en")).toEqual({
      ok: false,
      conflicts: [
        { kind: "same_words", block: "a", ours: "shall promote learning", theirs: "foster culture" },
      ],
    });
  });

  test("of nothing is nothing", () => {
    expect(planUndo(base, base, after, "en")).toEqual({ ok: true, result: after });
  });
});

test("[A7] the index finds it when what stands between a new paragraph and a new one above it becomes its holder", () => {
  const note: TextDoc["blocks"][0] = { ...block("note", "As agreed."), kind: "note" };
  const text: TextDoc = { blocks: [note] };
  const area = { ...block("n1", "Cities"), kind: "area" as const };
  const measure = { ...block("n2", "Learn."), kind: "measure" as const };
  const put = patchBetween(text, { blocks: [area, note, measure] });
  const reshaped = patchBetween(text, { blocks: [{ ...note, kind: "area" }] });
  const index = new ConflictIndex(text, "en");
  index.add("put", put);
  index.add("reshaped", reshaped);
  const conflicts = conflictsBetween(text, put, reshaped, "en");
  expect(conflicts.map(({ kind }) => kind)).toEqual(["structure_against_move"]);
  expect(index.pairs()).toEqual([{ a: "put", b: "reshaped", conflicts }]);
});
