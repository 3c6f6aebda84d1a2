import { unstorablePlaces } from "../../server/http/storable";

test("every place whose text cannot be kept is named, however deep", () => {
  const body = {
    rationale: "a\0b",
    good: "é 中文 \u{1f600} \ud83d\ude00",
    sponsors: ["KEN", "\ud800"],
    patch: { changes: [{ after: { runs: [{ text: "\udc00" }] } }] },
    count: 5,
    nothing: null,
  };
  expect(unstorablePlaces(body)).toEqual(["rationale", "sponsors.1", "patch.changes.0.after.runs.0.text"]);
});

test("what can be kept is let through: whole surrogate pairs, other control characters, numbers, nothing", () => {
  for (const value of ["\u{10ffff}", "\u0001\u001f\u007f\ufffe", "", 0, null, undefined, [], {}])
    expect(unstorablePlaces({ value })).toEqual([]);
});
