import { brackets, isClean } from "../../shared/text/brackets";
import {
  type Block,
  type BlockKind,
  LANGUAGES,
  type Language,
  type Mark,
  type TextDoc,
} from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";

function numbered(language: Language, ...blocks: [BlockKind, number?][]): string[] {
  const list: Block[] = blocks.map(([kind, level = 0], i) => ({ id: `b${i}`, kind, level, runs: [] }));
  return [...numberBlocks(list, language).values()].map(({ label, path }) => `${label}|${path}`);
}

const declaration: [BlockKind, number?][] = [
  ["title"],
  ["organ"],
  ["preambular"],
  ["preambular"],
  ["operative"],
  ["point", 1],
  ["point", 1],
  ["point", 2],
  ["point", 2],
  ["point", 1],
  ["operative"],
  ["point", 1],
];

test.each<[Language, string[]]>([
  [
    "en",
    [
      "|Title",
      "|Opening",
      "|PP 1",
      "|PP 2",
      "1.|OP 1",
      "(a)|OP 1 (a)",
      "(b)|OP 1 (b)",
      "(i)|OP 1 (b) (i)",
      "(ii)|OP 1 (b) (ii)",
      "(c)|OP 1 (c)",
      "2.|OP 2",
      "(a)|OP 2 (a)",
    ],
  ],
  [
    "fr",
    [
      "|Titre",
      "|Ouverture",
      "|PP 1",
      "|PP 2",
      "1.|OP 1",
      "a)|OP 1 a)",
      "b)|OP 1 b)",
      "i)|OP 1 b) i)",
      "ii)|OP 1 b) ii)",
      "c)|OP 1 c)",
      "2.|OP 2",
      "a)|OP 2 a)",
    ],
  ],
  [
    "es",
    [
      "|Título",
      "|Apertura",
      "|PP 1",
      "|PP 2",
      "1.|OP 1",
      "a)|OP 1 a)",
      "b)|OP 1 b)",
      "i)|OP 1 b) i)",
      "ii)|OP 1 b) ii)",
      "c)|OP 1 c)",
      "2.|OP 2",
      "a)|OP 2 a)",
    ],
  ],
  [
    "zh",
    [
      "|标题",
      "|开头",
      "|PP 1",
      "|PP 2",
      "1.|OP 1",
      "(a)|OP 1 (a)",
      "(b)|OP 1 (b)",
      "㈠|OP 1 (b) ㈠",
      "㈡|OP 1 (b) ㈡",
      "(c)|OP 1 (c)",
      "2.|OP 2",
      "(a)|OP 2 (a)",
    ],
  ],
])("a declaration in %s", (language, expected) => {
  expect(numbered(language, ...declaration)).toEqual(expected);
});

test("areas count through the parts; features, measures and sources within theirs", () => {
  const blocks: [BlockKind, number?][] = [
    ["heading"],
    ["area"],
    ["feature", 1],
    ["measure", 2],
    ["measure", 2],
    ["source", 2],
    ["heading"],
    ["area"],
    ["feature", 1],
    ["feature", 1],
    ["measure", 2],
    ["note", 2],
  ];
  expect(numbered("en", ...blocks)).toEqual([
    "I.|Part I",
    "1.|Area 1",
    "1.1|Feature 1.1",
    "1.1.1|Measure 1.1.1",
    "1.1.2|Measure 1.1.2",
    "|Source 1.1.1",
    "II.|Part II",
    "2.|Area 2",
    "2.1|Feature 2.1",
    "2.2|Feature 2.2",
    "2.2.1|Measure 2.2.1",
    "|Note 1",
  ]);
  expect(numbered("zh", ["heading"], ["area"], ["feature", 1])).toEqual([
    "一、|部分 I",
    "1.|领域 1",
    "1.1|特征 1.1",
  ]);
});

test("an item put in mid-list shifts the later ones", () => {
  expect(numbered("en", ["operative"], ["point", 1], ["point", 1], ["point", 1]).slice(1)).toEqual([
    "(a)|OP 1 (a)",
    "(b)|OP 1 (b)",
    "(c)|OP 1 (c)",
  ]);
});

test("points go past z, without a parent, and never deeper than their place allows", () => {
  const many: [BlockKind, number][] = Array.from({ length: 28 }, () => ["point", 1]);
  expect(numbered("en", ["operative"], ...many).at(-1)).toBe("(bb)|OP 1 (bb)");
  expect(numbered("en", ["point", 3], ["point", 0], ["point", 2])).toEqual([
    "(a)|(a)",
    "(b)|(b)",
    "(i)|(b) (i)",
  ]);
});

test.each([
  [1, "一、"],
  [10, "十、"],
  [11, "十一、"],
  [20, "二十、"],
  [99, "九十九、"],
  [100, "100、"],
])("Chinese heading %i", (n, label) => {
  const headings: [BlockKind][] = Array.from({ length: n }, () => ["heading"]);
  expect(
    numbered("zh", ...headings)
      .at(-1)
      ?.split("|")[0],
  ).toBe(label);
});

test("no two paths are the same in a text of one of everything", () => {
  for (const language of LANGUAGES) {
    const paths = numbered(
      language,
      ...declaration,
      ["area"],
      ["feature"],
      ["measure"],
      ["source"],
      ["note"],
      ["note"],
    );
    expect(new Set(paths).size).toBe(paths.length);
  }
});

const kenya: Mark = { type: "bracket", id: "k", proposer: "Kenya" };
const france: Mark = { type: "bracket", id: "f", proposer: "France" };

test("a bracket is counted once, whatever it holds; alternatives are two", () => {
  const doc: TextDoc = {
    blocks: [
      {
        id: "a",
        kind: "operative",
        level: 0,
        runs: [
          { text: "Cities ", marks: [] },
          { text: "shall ", marks: [kenya] },
          { text: "always", marks: [kenya, { type: "em" }] },
          { text: "should", marks: [france] },
          { text: " learn", marks: [] },
          { text: " more", marks: [kenya] },
        ],
      },
    ],
  };
  expect(brackets(doc)).toEqual([
    { id: "k", proposer: "Kenya", block: "a", text: "shall always  more" },
    { id: "f", proposer: "France", block: "a", text: "should" },
  ]);
  expect(isClean(doc)).toBe(false);
  expect(isClean({ blocks: [] })).toBe(true);
});
