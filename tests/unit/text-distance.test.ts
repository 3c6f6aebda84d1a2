import type { Language, TextDoc } from "../../shared/text/model";
import { countWords, type Distance, distanceOf } from "../../shared/text/together/distance";
import { block, patchBetween, textOf } from "../support/texts";

const base = textOf({
  a: "Cities shall promote learning for all people of all ages.",
  b: "States should support their cities in this, within their means.",
  c: "The secretariat reports every two years to all members.",
  d: "This text is open to all cities of the world for signature.",
});
const [a, b, c, d] = base.blocks as [
  TextDoc["blocks"][0],
  TextDoc["blocks"][0],
  TextDoc["blocks"][0],
  TextDoc["blocks"][0],
];
const distance = (...blocks: TextDoc["blocks"]): Distance =>
  distanceOf(patchBetween(base, { blocks }), countWords(base, "en"), "en");

const AMENDMENTS: Record<string, TextDoc["blocks"]> = {
  whole: [block("x", "We agree."), block("y", "We meet again.")],
  noC: [a, b, d],
  substituteC: [a, b, block("c", "An annual report is published."), d],
  newSentence: [a, b, c, block("n", "A forum of cities meets once between two conferences."), d],
  moreWords: [
    block("a", "Cities and their partners shall promote learning for all people of all ages."),
    b,
    c,
    d,
  ],
  should: [block("a", "Cities should promote learning for all people of all ages."), b, c, d],
  moved: [b, a, c, d],
  level: [a, b, { ...c, level: 1 }, d],
  emphasis: [block("a", "*Cities* shall promote learning for all people of all ages."), b, c, d],
};

test("[A3] delete a paragraph before a new sentence before “shall” to “should”, and so on to style", () => {
  const measured = Object.entries(AMENDMENTS)
    .map(([id, blocks]) => ({ id, measure: distance(...blocks).measure }))
    .sort((x, y) => y.measure - x.measure);
  expect(measured.map(({ id }) => id)).toEqual([
    "whole",
    "noC",
    "substituteC",
    "newSentence",
    "moreWords",
    "should",
    "moved",
    "level",
    "emphasis",
  ]);
  for (const { measure } of measured) expect(Number.isSafeInteger(measure)).toBe(true);
});

test("says what is deleted, replaced and put in, in paragraphs and words", () => {
  expect(
    distance(block("a", "Cities should promote learning for all people of all ages."), b, d),
  ).toMatchObject({
    deletes: ["c"],
    revises: ["a"],
    replaces: [],
    inserts: [],
    wordsDeleted: 10,
    wordsInserted: 1,
    wordsThere: 19,
    wordsOfText: 41,
    reach: "deleted_paragraph",
    isWholeText: false,
  });
  expect(distance(...(AMENDMENTS.substituteC as TextDoc["blocks"]))).toMatchObject({
    replaces: ["c"],
    revises: [],
  });
});

test("a paragraph split or joined counts as reshaped, its words as carried", () => {
  expect(
    distance(
      a,
      b,
      c,
      block("d", "This text is open"),
      block("n", "to all cities of the world for signature."),
    ),
  ).toMatchObject({
    reach: "structure",
    reshapes: ["n"],
    inserts: [],
    wordsDeleted: 0,
    wordsInserted: 0,
    wordsCarried: 8,
  });
  const joined = block(
    "a",
    "Cities shall promote learning for all people of all ages. States should support their cities in this, within their means.",
  );
  expect(distance(joined, c, d)).toMatchObject({
    reach: "structure",
    reshapes: ["b"],
    deletes: [],
    wordsCarried: 10,
  });
});

test("[A12] a text that keeps under a third of the words is perhaps a proposal of its own", () => {
  expect(distance(...(AMENDMENTS.whole as TextDoc["blocks"]))).toMatchObject({
    isWholeText: true,
    reach: "whole_text",
  });
  expect(distance(a)).toMatchObject({ isWholeText: false, reach: "deleted_paragraph" });
});

test("Chinese is measured in words, too", () => {
  const zh: Language = "zh";
  const text = textOf({ p: "促进所有城市的终身学习和教育政策" });
  const patch = patchBetween(text, textOf({ p: "支持所有城市的终身学习和文化政策" }));
  expect(distanceOf(patch, countWords(text, zh), zh)).toMatchObject({
    wordsDeleted: 2,
    wordsInserted: 2,
    reach: "words",
  });
});
