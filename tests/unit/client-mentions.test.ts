import { mentionsIn, nameBeingTyped, stretches } from "../../client/views/comments/mentions-in";

const PEOPLE = ["Ann", "Ann Lee", "Élise Marchandeau"].map((name) => ({ name }));
const names = (words: string) => mentionsIn(words, PEOPLE).map(({ name }) => name);

test("a name after @ is a mention, once for each person; the longer of two names that fit is meant", () => {
  expect(names("@Ann Lee and @Élise Marchandeau, @Ann Lee?")).toEqual(["Ann Lee", "Élise Marchandeau"]);
  expect(names("@Ann, please")).toEqual(["Ann"]);
  expect(names("Ann Lee said @ Ann and @Nobody")).toEqual([]);
});

test("the stretches of a comment, joined, are its words", () => {
  for (const words of ["", "@Ann Lee", "so @Ann@Ann Lee.", "a @ b @Nobody", "mail a@Ann"]) {
    expect(
      stretches(words, PEOPLE)
        .map((one) => one.words)
        .join(""),
    ).toBe(words);
  }
});

test.each([
  ["Dear @", ""],
  ["Dear @Él", "Él"],
  ["(@Ann Le", "Ann Le"],
  ["a@b", null],
  ["@Ann\nnext", null],
  ["no", null],
])("in %j the name being typed is %j", (before, typed) => {
  expect(nameBeingTyped(before)).toBe(typed);
});
