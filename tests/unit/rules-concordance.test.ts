import {
  concordanceOf,
  paragraphConcordance,
  paragraphConcordances,
  unsaidParagraphs,
} from "../../shared/rules/concordance";
import type { Block } from "../../shared/text/model";

const block = (id: string, text: string, more: Partial<Block> = {}): Block => ({
  id,
  kind: "operative",
  level: 0,
  runs: text === "" ? [] : [{ text, marks: [] }],
  ...more,
});
const source = block("op1", "We commit.");
const own = block("op1", "Nous nous engageons.");
const signed = { block: own, source };

describe("[concordance] a paragraph of a language", () => {
  test("is missing where the source has words and it has none", () => {
    expect(paragraphConcordance({ block: null, source, signed: null })).toBe("missing");
    expect(paragraphConcordance({ block: block("op1", ""), source, signed: null })).toBe("missing");
    expect(paragraphConcordance({ block: block("op1", " "), source, signed })).toBe("missing");
    expect(paragraphConcordance({ block: null, source: block("op1", ""), signed: null })).toBe("missing");
  });

  test("is a draft until the translator has said that it says the same", () => {
    expect(paragraphConcordance({ block: own, source, signed: null })).toBe("draft");
    expect(paragraphConcordance({ block: own, source: null, signed: null })).toBe("draft");
  });

  test("is concordant as long as both read as they did then", () => {
    expect(paragraphConcordance({ block: own, source, signed })).toBe("concordant");
  });

  test("is stale at one changed character of the source, at another kind of it, and when it is gone", () => {
    for (const changed of [block("op1", "We commit!"), { ...source, kind: "preambular" as const }, null])
      expect(paragraphConcordance({ block: own, source: changed, signed })).toBe("stale");
  });

  test("whose own words changed is to be confirmed again, and is concordant when they read as then", () => {
    expect(paragraphConcordance({ block: block("op1", "Nous promettons."), source, signed })).toBe("draft");
  });

  test("whose source and words both changed is stale: what changed there is to be seen first", () => {
    expect(
      paragraphConcordance({
        block: block("op1", "Nous promettons."),
        source: block("op1", "We promise."),
        signed,
      }),
    ).toBe("stale");
  });
});

test("[concordance] what the source says and the language does not keeps it from being signed; a paragraph without words says nothing", () => {
  const theirs = { blocks: [source, block("op2", ""), block("op3", "Three."), block("op4", "Four.")] };
  expect(unsaidParagraphs({ blocks: [own, block("op4", " ")] }, theirs)).toEqual(["op3", "op4"]);
  expect(
    unsaidParagraphs({ blocks: [own, block("op3", "Trois."), block("op4", "Quatre.")] }, theirs),
  ).toEqual([]);
});

test("[concordance] every paragraph of both texts is told once, the source's first and in its order", () => {
  const states = paragraphConcordances(
    { blocks: [own, block("extra", "En plus.")] },
    { blocks: [block("op0", "New."), source] },
    new Map([["op1", signed]]),
  );
  expect([...states]).toEqual([
    ["op0", "missing"],
    ["op1", "concordant"],
    ["extra", "draft"],
  ]);
});

test("[concordance] a language is concordant while both texts are the ones that were signed for", () => {
  const facts = {
    isSource: false,
    sha256: "a",
    sourceSha256: "b",
    signed: { sha256: "a", sourceSha256: "b" },
  };
  expect(concordanceOf(facts)).toBe("concordant");
  expect(concordanceOf({ ...facts, sourceSha256: "c" })).toBe("stale");
  expect(concordanceOf({ ...facts, signed: null })).toBe("unsigned");
  expect(concordanceOf({ ...facts, isSource: true })).toBe("source");
});
