import { diffTexts } from "../../shared/text/diff";
import { readList } from "../../shared/text/listed/read-list";
import { applyPatch } from "../../shared/text/make-patch";
import { type Block, type Language, runsFromMarkup, type TextDoc } from "../../shared/text/model";
import { numberBlocks } from "../../shared/text/numbering";

const block = (id: string, kind: Block["kind"], text: string, level = kind === "point" ? 1 : 0): Block => ({
  id,
  kind,
  level,
  runs: runsFromMarkup(text),
});

const TEXT: TextDoc = {
  blocks: [
    block("title", "title", "Declaration on Reading Rooms"),
    block("pp1", "preambular", "*Recalling* that books are heavy and shelves are short,"),
    block("op1", "operative", "Decide to build more shelves and to promote learning, which"),
    block("op1-a", "point", "shall be long enough for atlases;"),
    block("op1-b", "point", "shall please the city’s readers;"),
    block("op2", "operative", "Invite all to read aloud, and all to listen."),
  ],
};

function read(rows: string[][], language: Language = "en", version = TEXT) {
  let count = 0;
  const found = readList(
    version,
    rows.map((cells, i) => ({ line: i + 1, cells })),
    language,
    () => {
      count += 1;
      return `new${count}`;
    },
  );
  const said = found.proposals.map(({ line, patch }) => {
    const after = applyPatch(version, patch);
    const numbers = numberBlocks(after.blocks, language);
    const before = numberBlocks(version.blocks, language);
    const changes = diffTexts(version, after, language)
      .blocks.filter(({ change }) => change !== "same")
      .map(({ id, spans }) => {
        const words = spans.map(({ op, text }) =>
          op === "same" ? text : op === "insert" ? `[+${text}+]` : `[-${text}-]`,
        );
        return `${(numbers.get(id) ?? before.get(id))?.path}: ${words.join("")}`;
      });
    return `${line} ${changes.join(" | ")}`;
  });
  return { ...found, said };
}

const HEAD = ["Paragraph", "Action", "Proposed text", "Rationale", "Sponsors"];

test("each line is an amendment of the paragraph that it names, with its reasons and sponsors", () => {
  const { said, proposals, problems } = read([
    ["Regional forum: Africa"],
    HEAD,
    ["OP 1", "insert after 'learning'", "'and adult education'", "It is needed.", "Kenya; Ghana"],
    ["OP 1 (a)", 'replace "long" by "wide"', "", "", "KEN"],
    ["1(b)", "strike out “the city's”", "", "", ""],
    ["operative paragraph 2", "insert before “all to listen”", "then", "", ""],
    ["PP 1", "substitute", "Recalling that books are light,", "", ""],
    ["para. 2", "insert at the end", "on Sundays", "", ""],
    ["", "", "", "", ""],
  ]);
  expect(said).toEqual([
    "3 OP 1: Decide to build more shelves and to promote learning[+ and adult education+], which",
    "4 OP 1 (a): shall be [-long-][+wide+] enough for atlases;",
    "5 OP 1 (b): shall please[- the city’s-] readers;",
    "6 OP 2: Invite all to read aloud, and[+ then+] all to listen.",
    "7 PP 1: Recalling that books are [-heavy and shelves are short-][+light+],",
    "8 OP 2: Invite all to read aloud, and all to listen[+ on Sundays+].",
  ]);
  expect(proposals[0]).toMatchObject({ rationale: "It is needed.", proposer: "Kenya", sponsors: ["Ghana"] });
  expect(proposals[4]?.patch.changes[0]).toMatchObject({
    after: { runs: [{ text: "Recalling", marks: [{ type: "em" }] }, {}] },
  });
  expect(problems).toEqual([]);
});

test("new paragraphs stand after all that is under the one they follow; before others they take provisional numbers", () => {
  const { said, problems } = read([
    HEAD,
    ["OP 1", "new paragraph after", "2. Thank the readers, who\n(a) read;\n(b) listen.", "", ""],
    ["", "New paragraph after OP 2", "Close the rooms.", "", ""],
    ["OP 1", "new sub-paragraph", "(c) shall be dusted;", "", ""],
    ["OP 1 (a)", "insert new point after", "shall be lit;", "", ""],
    ["OP 1 bis", "", "Open the doors.", "", ""],
    ["OP 1", "strike out the paragraph", "", "", ""],
  ]);
  expect(said).toEqual([
    "2 OP 1 bis: [+Thank the readers, who+] | OP 1 bis (a): [+read;+] | OP 1 bis (b): [+listen.+]",
    "3 OP 3: [+Close the rooms.+]",
    "4 OP 1 (c): [+shall be dusted;+]",
    "5 OP 1 (a bis): [+shall be lit;+]",
    "6 OP 1 bis: [+Open the doors.+]",
    "7 OP 1: [-Decide to build more shelves and to promote learning, which-] | OP 1 (a): [-shall be long enough for atlases;-] | OP 1 (b): [-shall please the city’s readers;-]",
  ]);
  expect(problems).toEqual([]);
});

test("what cannot be read is named with its line and its reason", () => {
  const { said, problems } = read([
    [...HEAD, "Colour"],
    ["OP 9", 'replace "long" by "wide"', "", "", ""],
    ["", 'replace "long" by "wide"', "", "", ""],
    ["", "substitute", "Something else.", "", ""],
    ["OP 2", 'strike out "all"', "", "", ""],
    ["OP 2", 'strike out "shelves"', "", "", ""],
    ["OP 2", "ponder", "Hm.", "", ""],
    ["OP 2", "insert", "twice", "", ""],
    ["OP 2", "replace “aloud” by", "", "", ""],
    ["OP 2", "", "Invite all to read aloud, and all to listen.", "", ""],
  ]);
  expect(said).toEqual([
    "2 OP 1 (a): shall be [-long-][+wide+] enough for atlases;",
    "3 OP 1 (a): shall be [-long-][+wide+] enough for atlases;",
  ]);
  expect(problems).toEqual([
    { problem: "column_unknown", line: null, said: "Colour" },
    { problem: "target_missing", line: 4, said: "substitute" },
    { problem: "words_ambiguous", line: 5, said: "all" },
    { problem: "words_not_found", line: 6, said: "shelves" },
    { problem: "action_unknown", line: 7, said: "ponder" },
    { problem: "where_missing", line: 8, said: "insert" },
    { problem: "text_missing", line: 9, said: "replace “aloud” by" },
    { problem: "nothing_changes", line: 10, said: "OP 2" },
  ]);
});

test("without a head the columns are as people write lists down; a list of something else is refused whole", () => {
  expect(read([["OP 1", "insert after 'learning'", "and adult"]]).said).toEqual([
    "1 OP 1: Decide to build more shelves and to promote learning[+ and adult+], which",
  ]);
  expect(
    read([
      ["Name", "Colour"],
      ["Kenya", "red"],
    ]).problems,
  ).toEqual([{ problem: "columns_missing", line: null, said: "" }]);
});

test.each<[Language, string[][], string[]]>([
  [
    "fr",
    [
      ["Paragraphe", "Amendement", "Texte proposé", "Motifs", "Coauteurs"],
      ["par. 1 a)", "remplacer « long » par « wide »", "", "", ""],
      ["dispositif 2", "insérer après « aloud »", "souvent", "", ""],
      ["alinéa 1 du préambule", "supprimer « and shelves are short »", "", "", ""],
    ],
    [
      "OP 1 a): shall be [-long-][+wide+] enough for atlases;",
      "OP 2: Invite all to read aloud[+ souvent+], and all to listen.",
      "PP 1: Recalling that books are heavy[- and shelves are short-],",
    ],
  ],
  [
    "es",
    [
      ["Párrafo", "Acción", "Texto propuesto", "Justificación", "Patrocinadores"],
      ["1 a)", "sustituir «long» por «wide»", "", "", ""],
      ["párrafo 2", "insertar después de «aloud»", "a menudo", "", ""],
      ["PP 1", "suprimir «and shelves are short»", "", "", ""],
    ],
    [
      "OP 1 a): shall be [-long-][+wide+] enough for atlases;",
      "OP 2: Invite all to read aloud[+ a menudo+], and all to listen.",
      "PP 1: Recalling that books are heavy[- and shelves are short-],",
    ],
  ],
])("headers, targets and verbs in %s", (language, rows, expected) => {
  const { said, problems } = read(rows, language);
  expect(said.map((one) => one.replace(/^\d+ /, ""))).toEqual(expected);
  expect(problems.map(({ problem }) => problem)).toEqual([]);
});

test("Chinese", () => {
  const version: TextDoc = {
    blocks: [
      block("op1", "operative", "决定增设书架，促进学习。"),
      block("op1-a", "point", "书架应当足够长；"),
      block("op2", "operative", "邀请所有人朗读。"),
    ],
  };
  const { said, problems } = read(
    [
      ["段落", "修改方式", "建议案文", "理由", "提案国"],
      ["执行部分第1段", "在“书架”之后插入“和桌椅”", "", "", ""],
      ["第1段(a)", "将“长”改为“宽”", "", "", ""],
      ["第2段", "以“欢迎”替换“邀请”", "", "", ""],
      ["第2段", "删除“所有人”", "", "", ""],
      ["第2段", "在其后新增段落", "感谢读者。", "", ""],
    ],
    "zh",
    version,
  );
  expect(problems).toEqual([]);
  expect(said).toEqual([
    "2 OP 1: 决定增设书架[+和桌椅+]，促进学习。",
    "3 OP 1 (a): 书架应当足够[-长-][+宽+]；",
    "4 OP 2: [-邀请-][+欢迎+]所有人朗读。",
    "5 OP 2: 邀请[-所有人-]朗读。",
    "6 OP 3: [+感谢读者。+]",
  ]);
});

test("the list that the tracker gives away comes back as what it was", () => {
  const { said, problems } = read([
    [
      "No.",
      "Paragraph",
      "State",
      "Form",
      "Proposed by",
      "Co-sponsors",
      "Source",
      "Language",
      "Change",
      "Rationale",
      "Collides with",
    ],
    [
      "A-1",
      "OP 1 (a)",
      "Open",
      "Strike out and insert",
      "Kenya",
      "Ghana; Ethiopia",
      "Forum africa",
      "en",
      "OP 1 (a): shall be [-long-][+wide+] enough for atlases;",
      "Why",
      "",
    ],
    [
      "A-2",
      "OP 1",
      "Open",
      "Insert",
      "France",
      "",
      "Delegation",
      "en",
      "OP 1 (c): [+shall be lit;+]",
      "Why",
      "",
    ],
    [
      "A-3",
      "OP 2",
      "Open",
      "Strike out",
      "France",
      "",
      "Delegation",
      "en",
      "OP 2: [-Invite all to read aloud, and all to listen.-]",
      "Why",
      "",
    ],
    [
      "A-4",
      "OP 2",
      "Open",
      "Strike out",
      "France",
      "",
      "Delegation",
      "fr",
      "OP 2: [-Autre chose.-]",
      "Why",
      "",
    ],
    [
      "A-5",
      "OP 2",
      "Open",
      "Strike out",
      "France",
      "",
      "Delegation",
      "en",
      "OP 2: [-Something else-]",
      "Why",
      "",
    ],
    [
      "A-6",
      "OP 1",
      "Open",
      "Insert",
      "France",
      "",
      "Delegation",
      "en",
      "OP 1 bis: [+Open the doors.+]",
      "Why",
      "",
    ],
  ]);
  expect(said).toEqual([
    "2 OP 1 (a): shall be [-long-][+wide+] enough for atlases;",
    "3 OP 1 (c): [+shall be lit;+]",
    "4 OP 2: [-Invite all to read aloud, and all to listen.-]",
    "7 OP 1 bis: [+Open the doors.+]",
  ]);
  expect(problems).toEqual([
    { problem: "other_language", line: 5, said: "fr" },
    { problem: "text_differs", line: 6, said: "OP 2" },
  ]);
});
