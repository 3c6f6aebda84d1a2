import { LANGUAGES } from "../../shared/text/model";
import { wordsLike, wordsOf } from "../../shared/text/words";
import { Random } from "../support/random";
import { randomText } from "./text-generator";

/** What can stand beside a cut and pull it apart: joiners, separators of numbers, accents that stand apart, spaces of all sorts. */
const AWKWARD = [
  " ",
  "  ",
  "\u00a0",
  "\n",
  "-",
  "’",
  ".",
  ",",
  "1",
  "000",
  "\u0301",
  "\u200d",
  "👩🏽‍🏫",
  "d’",
  "é",
  "学",
  "，",
];

test("a text cut with the help of one that is nearly the same is cut as it is on its own", () => {
  const different: unknown[] = [];
  for (let seed = 1; seed <= 4_000; seed++) {
    const random = new Random(seed);
    const language = random.pick(LANGUAGES);
    const model = randomText(random, language, random.below(12));
    const at = random.below(model.length + 1);
    const added = Array.from({ length: random.below(3) }, () => random.pick(AWKWARD)).join("");
    const text = model.slice(0, at) + added + model.slice(at + random.below(4));
    const words = wordsLike(text, { text: model, words: wordsOf(model, language) }, language);
    if (JSON.stringify(words) !== JSON.stringify(wordsOf(text, language)))
      different.push({ seed, model, text, words });
  }
  expect(different).toEqual([]);
});
