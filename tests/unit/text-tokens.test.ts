import { type Language, runsFromMarkup } from "../../shared/text/model";
import { tokenise } from "../../shared/text/tokens";
import { diffWords, wordsOf } from "../../shared/text/words";

test.each<[string, Language, string[]]>([
  [
    "Life-long learning: city’s 1,000 schools.",
    "en",
    ["Life-long", " ", "learning", ":", " ", "city’s", " ", "1,000", " ", "schools", "."],
  ],
  [
    "l’éducation d’aujourd’hui, qu’elle",
    "fr",
    ["l’", "éducation", " ", "d’", "aujourd’hui", ",", " ", "qu’", "elle"],
  ],
  ["¿Cómo? ¡Sí!", "es", ["¿", "Cómo", "?", " ", "¡", "Sí", "!"]],
  ["促进终身学习。", "zh", ["促进", "终身", "学习", "。"]],
  ["see 终身学习 now", "en", ["see", " ", "终身", "学习", " ", "now"]],
  ["long-\nterm", "en", ["long", "-", "\n", "term"]],
  ["a \r\n\t b", "en", ["a", " \r\n\t ", "b"]],
  ["", "en", []],
])("%j in %s", (text, language, tokens) => {
  expect(tokenise(text, language)).toEqual(tokens);
});

test.each<[string, string]>([
  ["an emoji with a skin tone", "👩🏽‍🏫👍🏿"],
  ["a flag", "🇰🇪🇫🇷"],
  ["a keycap", "1️⃣"],
  ["an accent that stands apart", "e\u0301cole"],
  ["an accent on a space", "a \u0301b"],
  ["a Devanagari cluster", "क्षि"],
  ["a number under a sign", "\u0600\u0661"],
])("%s is never cut", (_, text) => {
  const graphemes = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(
    ({ index }) => index,
  );
  let at = 0;
  for (const token of tokenise(text, "en")) {
    expect(graphemes).toContain(at);
    at += token.length;
  }
  expect(at).toBe(text.length);
});

test("an accent that changes makes another word", () => {
  expect(tokenise("l’école", "fr")[1]).toBe("école");
  expect(tokenise("l’e\u0301cole", "fr")[1]).toBe("e\u0301cole");
});

test("white space goes with the word after it, the last of it with the end", () => {
  expect(wordsOf("  a b. ", "en")).toEqual([
    { space: "  ", text: "a" },
    { space: " ", text: "b" },
    { space: "", text: "." },
    { space: " ", text: "" },
  ]);
});

test("what is put in stands as far to the right as it can", () => {
  const diff = diffWords(wordsOf("One. Two.", "en"), wordsOf("One. New. Two.", "en"));
  expect(diff.hunks).toEqual([{ from: 2, to: 2, afterFrom: 2, afterTo: 4 }]);
});

test("Chinese cut otherwise by its new context is cut as it was, where both cuts meet again", () => {
  const word = (text: string) => ({ space: "", text });
  const before = [word("学"), word("习型"), word("城市"), word("")];
  const after = [word("学习"), word("型"), word("大"), word("城市"), word("")];
  const diff = diffWords(before, after);
  expect(diff.after.map(({ text }) => text)).toEqual(["学", "习型", "大", "城市", ""]);
  expect(diff.hunks).toEqual([{ from: 2, to: 2, afterFrom: 2, afterTo: 3 }]);
});

test("markup is runs", () => {
  expect(runsFromMarkup("*Recognizing* that 2 * 3")).toEqual([
    { text: "Recognizing", marks: [{ type: "em" }] },
    { text: " that 2 * 3", marks: [] },
  ]);
});
