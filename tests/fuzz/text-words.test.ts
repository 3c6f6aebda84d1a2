import { LANGUAGES } from "../../shared/text/model";
import { shortestEdit } from "../../shared/text/shortest-edit";
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
  "。",
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

/** By the table of all beginnings of both, which takes its time and is beyond doubt. */
function fewestEdits(before: readonly string[], after: readonly string[]): number {
  let row = Array.from({ length: after.length + 1 }, (_, j) => j);
  for (const [i, item] of before.entries()) {
    const next = [i + 1];
    for (const [j, other] of after.entries())
      next.push(item === other ? (row[j] as number) : 1 + Math.min(row[j + 1] as number, next[j] as number));
    row = next;
  }
  return row[after.length] as number;
}

test("the shortest edit makes one list into the other, takes the fewest steps and keeps an item between any two of its places", () => {
  const wrong: unknown[] = [];
  for (let seed = 1; seed <= 3_000; seed++) {
    const random = new Random(seed);
    const list = () => Array.from({ length: random.below(12) }, () => random.pick(["a", "b", "c"]));
    const [before, after] = [list(), list()];
    const hunks = shortestEdit(before, after);
    const made: string[] = [];
    let at = 0;
    let steps = 0;
    let isApart = true;
    for (const [n, { from, to, afterFrom, afterTo }] of hunks.entries()) {
      isApart &&= n === 0 || from > at;
      made.push(...before.slice(at, from), ...after.slice(afterFrom, afterTo));
      steps += to - from + afterTo - afterFrom;
      at = to;
    }
    made.push(...before.slice(at));
    if (!isApart || made.join("") !== after.join("") || steps !== fewestEdits(before, after))
      wrong.push({ seed, before, after, hunks });
  }
  expect(wrong).toEqual([]);
});
