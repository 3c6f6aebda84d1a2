import type { Language } from "../../shared/text/model";
import { typeset } from "../../shared/text/typography";

/** As an editor does: each sign goes through the rule. */
function typed(words: string, language: Language): string {
  let text = "";
  for (const sign of words) {
    const becomes = typeset(text, sign, language);
    text = becomes ? text.slice(0, text.length - becomes.replaces) + becomes.text : text + sign;
  }
  return text;
}

test.each<[Language, string, string, string]>([
  ["en", "quotation marks", 'He said "learn" ("now").', "He said “learn” (“now”)."],
  ["en", "a quotation within one", `"cities' 'right' to"`, "“cities’ ‘right’ to”"],
  ["en", "an apostrophe", "it's the 1990's", "it’s the 1990’s"],
  ["es", "quotation marks", '"aprender" y "vivir"', "“aprender” y “vivir”"],
  ["fr", "guillemets with no-break spaces", 'le "droit" d\'agir', "le «\u00a0droit\u00a0» d’agir"],
  ["fr", "a quotation within one", '"le "droit" ici"', "«\u00a0le “droit” ici\u00a0»"],
  [
    "fr",
    "what stands before double signs",
    "Oui : vite ; quoi ? bien!",
    "Oui\u00a0: vite\u202f; quoi\u202f? bien\u202f!",
  ],
  ["fr", "two signs together, and an address", "quoi?! https://a.fr", "quoi\u202f?! https://a.fr"],
  ["fr", "a sign after guillemets", '"oui";', "«\u00a0oui\u00a0»\u202f;"],
  ["zh", "marks without spaces", '关于"学习"的"城市"', "关于“学习”的“城市”"],
  ["zh", "a quotation within one", `他说"学习'终身'"`, "他说“学习‘终身’”"],
])("%s: %s", (language, _what, keys, becomes) => {
  expect(typed(keys, language)).toBe(becomes);
});

test("English, Spanish and Chinese set nothing before double signs", () => {
  for (const language of ["en", "es", "zh"] as const) expect(typed("a : b ;", language)).toBe("a : b ;");
});
