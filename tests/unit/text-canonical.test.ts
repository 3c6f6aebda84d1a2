import { canonicalJson } from "../../shared/records/canonical-json";
import { canonicalText } from "../../shared/text/canonical";

test("keys are sorted by UTF-16 code units, at every depth, without white space", () => {
  // The order RFC 8785 section 3.2.3 gives for these keys.
  const value = {
    "\u20ac": 1,
    "\r": 2,
    "\ufb33": 3,
    "1": 4,
    "\ud83d\ude00": 5,
    "\u0080": 6,
    "\u00f6": { b: [], a: {} },
  };
  expect(canonicalJson(value)).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":{"a":{},"b":[]},"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  );
});

test("numbers and strings are spelled as ECMAScript spells them", () => {
  expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0, 0])).toBe(
    "[333333333.3333333,1e+30,4.5,0.002,1e-27,0,0]",
  );
  expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/')).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  expect(canonicalJson([null, true, false, ""])).toBe('[null,true,false,""]');
});

test.each([
  ["undefined", undefined],
  ["an undefined member", { a: undefined }],
  ["a hole", new Array(1)],
  ["NaN", [Number.NaN]],
  ["infinity", Number.POSITIVE_INFINITY],
  ["a bigint", 1n],
  ["a date", new Date(0)],
  ["a map", new Map()],
  ["a function", () => 1],
  ["half a surrogate pair", "\ud83d"],
  ["half a surrogate pair in a key", { "\ud83d": 1 }],
])("%s is refused, not lost", (_, value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});

test("one text has one spelling, however its runs are cut and its keys ordered", () => {
  const whole = {
    blocks: [
      {
        id: "a",
        kind: "point" as const,
        level: 1,
        runs: [{ text: "Learn.", marks: [{ type: "em" as const }] }],
      },
    ],
  };
  const cut = {
    blocks: [
      {
        runs: [
          { marks: [{ type: "em" as const }], text: "Le" },
          { marks: [], text: "" },
          { marks: [{ type: "em" as const }], text: "arn." },
        ],
        level: 1,
        kind: "point" as const,
        id: "a",
      },
    ],
  };
  expect(canonicalText(cut, "en")).toBe(canonicalText(whole, "en"));
  expect(canonicalText(whole, "en")).toBe(
    '{"blocks":[{"id":"a","kind":"point","level":1,"runs":[{"marks":[{"type":"em"}],"text":"Learn."}]}],"language":"en","schema":1}',
  );
  expect(canonicalText(whole, "fr")).not.toBe(canonicalText(whole, "en"));
});
