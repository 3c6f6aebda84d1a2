import { diffRuns, diffTexts, type RunSpan } from "../../shared/text/diff";
import { type Block, type Language, type Mark, type Run, runsFromMarkup } from "../../shared/text/model";
import { certainIncreasing } from "../../shared/text/sequence";
import { Random } from "../support/random";

/** “a [-b-] [+c+] {d}”: taken out, put in, restyled. */
function shown(spans: RunSpan[]): string {
  return spans
    .map(({ op, text, restyled }) =>
      op === "delete" ? `[-${text}-]` : op === "insert" ? `[+${text}+]` : restyled ? `{${text}}` : text,
    )
    .join("");
}

function redline(before: string, after: string, language: Language = "en"): string {
  return shown(diffRuns(runsFromMarkup(before), runsFromMarkup(after), language));
}

test.each<[string, string, string, string, Language]>([
  ["a word put in", "promote learning", "promote adult learning", "promote[+ adult+] learning", "en"],
  ["a word taken out", "promote adult learning", "promote learning", "promote[- adult-] learning", "en"],
  ["the first word taken out", "All cities learn", "cities learn", "[-All -]cities learn", "en"],
  ["a word replaced", "We shall act", "We should act", "We [-shall-][+should+] act", "en"],
  ["two replacements a word apart are one", "a b c d e", "a X c Y e", "a [-b c d-][+X c Y+] e", "en"],
  [
    "two replacements two words apart stay two",
    "a b c d e f",
    "a X c d Y f",
    "a [-b-][+X+] c d [-e-][+Y+] f",
    "en",
  ],
  ["two insertions a word apart stay two", "a b c", "a X b Y c", "a[+ X+] b[+ Y+] c", "en"],
  [
    "an accent alone, in French",
    "la cote d’Ivoire",
    "la côte d’Ivoire",
    "la [-cote-][+côte+] d’Ivoire",
    "fr",
  ],
  [
    "an accent alone, in Spanish",
    "el publico aprende",
    "el público aprende",
    "el [-publico-][+público+] aprende",
    "es",
  ],
  [
    "a noun after an elision",
    "l’éducation de tous",
    "l’école de tous",
    "l’[-éducation-][+école+] de tous",
    "fr",
  ],
  [
    "two spots in one Chinese clause",
    "促进所有城市的终身学习和教育政策",
    "支持所有城市的终身学习和文化政策",
    "[-促进-][+支持+]所有城市的终身学习和[-教育-][+文化+]政策",
    "zh",
  ],
  ["a word inside a Chinese compound", "建设学习城市", "建设学习型城市", "建设学习[+型+]城市", "zh"],
  [
    "an emoji with a skin tone is one sign",
    "teach 👩🏽‍🏫 all",
    "teach 👩🏿‍🏫 all",
    "teach [-👩🏽‍🏫-][+👩🏿‍🏫+] all",
    "en",
  ],
  [
    "a line broken at a hyphen",
    "long-term goals",
    "long-\nterm goals",
    "[-long-term-][+long-\nterm+] goals",
    "en",
  ],
  ["a space doubled", "a b", "a  b", "a[- -][+  +]b", "en"],
  ["an empty paragraph filled", "", "New words", "[+New words+]", "en"],
  ["a paragraph emptied", "Old words", "", "[-Old words-]", "en"],
  ["nothing", "Same words", "Same words", "Same words", "en"],
  ["emphasis alone", "*Recognizing* that", "Recognizing that", "{Recognizing} that", "en"],
  ["emphasis on part of a word", "Recognizing that", "Re*cogn*izing that", "Re{cogn}izing that", "en"],
  ["plain against bold replacement", "we act now", "we *act* today", "we {act} [-now-][+today+]", "en"],
])("%s", (_, before, after, expected, language) => {
  expect(redline(before, after, language)).toBe(expected);
});

test("a span says which marks it has and had", () => {
  const kenya: Mark = { type: "bracket", id: "k", proposer: "Kenya" };
  const before: Run[] = [{ text: "shall act", marks: [kenya] }];
  const after: Run[] = [
    { text: "shall ", marks: [kenya] },
    { text: "act", marks: [] },
  ];
  expect(diffRuns(before, after, "en")).toEqual([
    { op: "same", text: "shall ", marks: [kenya] },
    { op: "same", text: "act", marks: [], restyled: true, marksBefore: [kenya] },
  ]);
});

function block(id: string, text: string, more: Partial<Block> = {}): Block {
  return { id, kind: "operative", level: 0, runs: runsFromMarkup(text), ...more };
}

function changes(before: Block[], after: Block[]): string[] {
  return diffTexts({ blocks: before }, { blocks: after }, "en").blocks.map(
    ({ id, change }) => `${id} ${change}`,
  );
}

const [a, b, c, d] = [block("a", "one"), block("b", "two"), block("c", "three"), block("d", "four")] as const;

test.each<[string, Block[], Block[], string[]]>([
  ["a moved block stands once, at its new place", [a, b, c], [b, c, a], ["b same", "c same", "a moved"]],
  ["items swapped plus one put in", [a, b, c], [b, a, d, c], ["b moved", "a same", "d inserted", "c same"]],
  [
    "moved and revised at once",
    [a, b, c],
    [b, c, block("a", "ones")],
    ["b same", "c same", "a moved_and_revised"],
  ],
  [
    "deleted ones stand near where they stood",
    [a, b, c, d],
    [a, d],
    ["a same", "b deleted", "c deleted", "d same"],
  ],
  ["a first one deleted stands first", [a, b], [b], ["a deleted", "b same"]],
  [
    "a deleted one does not follow its neighbour that moved",
    [a, b, c, d],
    [c, d, a],
    ["b deleted", "c same", "d same", "a moved"],
  ],
  [
    "a paragraph put in before a revised one",
    [a, b],
    [d, block("a", "one more"), b],
    ["d inserted", "a revised", "b same"],
  ],
  [
    "other marks, kind or level with the same words",
    [a, b, c],
    [block("a", "*one*"), { ...b, kind: "point" }, { ...c, level: 1 }],
    ["a restyled", "b restyled", "c restyled"],
  ],
])("%s", (_, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected);
});

test("counts blocks by change, and words without signs", () => {
  const before = [block("a", "Cities shall learn."), b, c, block("e", "Gone, wholly.")];
  const after = [block("a", "Cities should always learn."), c, b, block("n", "Two words;")];
  expect(diffTexts({ blocks: before }, { blocks: after }, "en").counts).toEqual({
    same: 1,
    revised: 1,
    restyled: 0,
    inserted: 1,
    deleted: 1,
    moved: 1,
    moved_and_revised: 0,
    wordsInserted: 4,
    wordsDeleted: 3,
  });
});

test("says which kind and level it had", () => {
  const [diff] = diffTexts({ blocks: [a] }, { blocks: [{ ...a, kind: "point", level: 1 }] }, "en").blocks;
  expect(diff).toEqual({
    id: "a",
    kind: "point",
    level: 1,
    change: "restyled",
    kindBefore: "operative",
    levelBefore: 0,
    spans: [{ op: "same", text: "one", marks: [] }],
  });
});

describe("what has certainly kept its order", () => {
  /** Of all the longest that increase, what each of them holds: by trying every choice. */
  function inEveryLongest(values: readonly number[]): number[] {
    let longest: number[][] = [[]];
    for (let choice = 1; choice < 1 << values.length; choice++) {
      const chosen = values.flatMap((_, i) => ((choice >> i) & 1 ? [i] : []));
      const row = chosen.map((i) => values[i] as number);
      const increases = row.every((value, n) => n === 0 || (row[n - 1] as number) < value);
      if (!increases || chosen.length < (longest[0]?.length ?? 0)) continue;
      longest = chosen.length > (longest[0]?.length ?? 0) ? [chosen] : [...longest, chosen];
    }
    return values.flatMap((_, i) => (longest.every((one) => one.includes(i)) ? [i] : []));
  }

  test("is in every longest row that increases, and nothing else is", () => {
    const random = new Random(3);
    for (let run = 0; run < 400; run++) {
      const values = Array.from({ length: run % 9 }, (_, i) => i);
      for (let moves = run % 4; moves > 0 && values.length > 0; moves--) {
        const [moved] = values.splice(random.below(values.length), 1);
        values.splice(random.below(values.length + 1), 0, moved as number);
      }
      expect([...certainIncreasing(values)].sort((a, b) => a - b)).toEqual(inEveryLongest(values));
    }
  });
});
