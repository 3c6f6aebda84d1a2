import { brackets, isClean } from "../../shared/text/brackets";
import {
  type Block,
  type BlockKind,
  LANGUAGES,
  type Language,
  type Mark,
  type TextDoc,
} from "../../shared/text/model";
import { finallyNumbered, numberBlocks } from "../../shared/text/numbering";

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
    { id: "k", proposer: "Kenya", blocks: ["a"], text: "shall always  more" },
    { id: "f", proposer: "France", blocks: ["a"], text: "should" },
  ]);
  expect(isClean(doc)).toBe(false);
  expect(isClean({ blocks: [] })).toBe(true);
});

describe("paragraphs put in during the debate", () => {
  type Row = [BlockKind, number, ("bis" | "alt")?];
  const blocksOf = (rows: readonly Row[]) =>
    rows.map(([kind, level, provisional], i) => ({ id: `b${i}`, kind, level, provisional, runs: [] }));
  function labels(language: Language, rows: readonly Row[]): string[] {
    return labelsOf(language, { blocks: blocksOf(rows) });
  }
  function labelsOf(language: Language, { blocks }: TextDoc): string[] {
    return [...numberBlocks(blocks, language).values()].map(
      ({ label, path, cite }) => `${label}|${path}|${cite}`,
    );
  }
  const debated: readonly Row[] = [
    ["operative", 0],
    ["operative", 0],
    ["operative", 0, "bis"],
    ["point", 1],
    ["operative", 0, "bis"],
    ["operative", 0, "alt"],
    ["operative", 0, "alt"],
    ["operative", 0],
    ["point", 1],
    ["point", 1, "bis"],
    ["point", 2],
    ["point", 1, "alt"],
    ["point", 1],
  ];

  test.each<[Language, string[]]>([
    [
      "en",
      [
        "1.|OP 1|1",
        "2.|OP 2|2",
        "2 bis.|OP 2 bis|2 bis",
        "(a)|OP 2 bis (a)|2 bis (a)",
        "2 ter.|OP 2 ter|2 ter",
        "2 alt.|OP 2 alt|2 alt",
        "2 alt 2.|OP 2 alt 2|2 alt 2",
        "3.|OP 3|3",
        "(a)|OP 3 (a)|3 (a)",
        "(a bis)|OP 3 (a bis)|3 (a bis)",
        "(i)|OP 3 (a bis) (i)|3 (a bis) (i)",
        "(a alt)|OP 3 (a alt)|3 (a alt)",
        "(b)|OP 3 (b)|3 (b)",
      ],
    ],
    [
      "fr",
      [
        "1.|OP 1|1",
        "2.|OP 2|2",
        "2 bis.|OP 2 bis|2 bis",
        "a)|OP 2 bis a)|2 bis a)",
        "2 ter.|OP 2 ter|2 ter",
        "2 alt.|OP 2 alt|2 alt",
        "2 alt 2.|OP 2 alt 2|2 alt 2",
        "3.|OP 3|3",
        "a)|OP 3 a)|3 a)",
        "a bis)|OP 3 a bis)|3 a bis)",
        "i)|OP 3 a bis) i)|3 a bis) i)",
        "a alt)|OP 3 a alt)|3 a alt)",
        "b)|OP 3 b)|3 b)",
      ],
    ],
    [
      "zh",
      [
        "1.|OP 1|1",
        "2.|OP 2|2",
        "2之二.|OP 2 bis|2之二",
        "(a)|OP 2 bis (a)|2之二(a)",
        "2之三.|OP 2 ter|2之三",
        "2备选.|OP 2 alt|2备选",
        "2备选二.|OP 2 alt 2|2备选二",
        "3.|OP 3|3",
        "(a)|OP 3 (a)|3(a)",
        "(a)之二|OP 3 (a)之二|3(a)之二",
        "㈠|OP 3 (a)之二 ㈠|3(a)之二㈠",
        "(a)备选|OP 3 (a)备选|3(a)备选",
        "(b)|OP 3 (b)|3(b)",
      ],
    ],
  ])("leave the numbers of their neighbours alone, in %s", (language, expected) => {
    expect(labels(language, debated)).toEqual(expected);
  });

  test("Spanish numbers them as French does", () => {
    expect(labels("es", debated)).toEqual(labels("fr", debated));
  });

  test("count like any other once the text is final", () => {
    const settled = debated.map(([kind, level]): Row => [kind, level]);
    for (const language of LANGUAGES)
      expect(labelsOf(language, finallyNumbered({ blocks: blocksOf(debated) }))).toEqual(
        labels(language, settled),
      );
    expect(labels("en", settled)[7]).toBe("7.|OP 7|7");
  });

  test.each<[Language, string[]]>([
    ["en", ["1 ante.|OP 1 ante|1 ante", "1 ante bis.|OP 1 ante bis|1 ante bis", "1.|OP 1|1"]],
    ["fr", ["1 ante.|OP 1 ante|1 ante", "1 ante bis.|OP 1 ante bis|1 ante bis", "1.|OP 1|1"]],
    ["es", ["1 ante.|OP 1 ante|1 ante", "1 ante bis.|OP 1 ante bis|1 ante bis", "1.|OP 1|1"]],
    ["zh", ["1之前.|OP 1 ante|1之前", "1之前之二.|OP 1 ante bis|1之前之二", "1.|OP 1|1"]],
  ])("before the first stand ante, in %s", (language, expected) => {
    expect(
      labels(language, [
        ["operative", 0, "bis"],
        ["operative", 0, "bis"],
        ["operative", 0],
      ]),
    ).toEqual(expected);
  });

  test.each<[Language, string[]]>([
    ["en", ["(a ante)", "(a ante alt)", "(a)"]],
    ["fr", ["a ante)", "a ante alt)", "a)"]],
    ["es", ["a ante)", "a ante alt)", "a)"]],
    ["zh", ["(a)之前", "(a)之前备选", "(a)"]],
  ])("before the first point too, in %s", (language, expected) => {
    const rows: Row[] = [
      ["operative", 0],
      ["point", 1, "bis"],
      ["point", 1, "alt"],
      ["point", 1],
    ];
    expect(labels(language, rows).map((one) => one.split("|")[0])).toEqual([
      labels(language, rows)[0]?.split("|")[0],
      ...expected,
    ]);
  });

  test("go past decies, and carry their number down the Key Features", () => {
    const rows: Row[] = [
      ["area", 0],
      ["area", 0, "bis"],
      ["feature", 1],
      ["feature", 1, "bis"],
      ["measure", 2],
      ["area", 0],
      ["feature", 1],
    ];
    expect(labels("en", rows).map((one) => one.split("|")[1])).toEqual([
      "Area 1",
      "Area 1 bis",
      "Feature 1 bis.1",
      "Feature 1 bis.1 bis",
      "Measure 1 bis.1 bis.1",
      "Area 2",
      "Feature 2.1",
    ]);
    expect(labels("en", [["preambular", 0, "bis"]])).toEqual(["|PP 1 ante|PP 1 ante"]);
    const many = Array.from({ length: 11 }, (): Row => ["operative", 0, "bis"]);
    expect(
      labels("en", [["operative", 0], ...many])
        .slice(-3)
        .map((one) => one.split("|")[2]),
    ).toEqual(["1 decies", "1 (11)", "1 (12)"]);
    expect(
      labels("zh", [
        ["heading", 0],
        ["heading", 0, "bis"],
      ])[1],
    ).toBe("一之二、|部分 I bis|一之二");
  });

  test("no two have one name, whatever the mixture", () => {
    for (const language of LANGUAGES) {
      const paths = labels(language, debated).map((one) => one.split("|")[1]);
      expect(new Set(paths).size).toBe(paths.length);
    }
  });
});
