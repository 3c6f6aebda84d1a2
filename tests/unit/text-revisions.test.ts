import { readWord } from "../../server/imports/word/read-word";
import { diffTexts } from "../../shared/text/diff";
import { applyPatch, formOf } from "../../shared/text/make-patch";
import { type Block, blockText, type Language, runsFromMarkup, type TextDoc } from "../../shared/text/model";
import { readRevisions } from "../../shared/text/revisions/read-revisions";
import { type RevisedParagraph, revisedWordDocument, type WordPiece } from "../support/revised-word-document";

const block = (id: string, kind: Block["kind"], text: string, level = kind === "point" ? 1 : 0): Block => ({
  id,
  kind,
  level,
  runs: runsFromMarkup(text),
});

const TEXT: TextDoc = {
  blocks: [
    block("title", "title", "Declaration on Reading Rooms"),
    block("organ", "organ", "We, the librarians of twelve cities,"),
    block("pp1", "preambular", "*Recalling* that books are heavy and that shelves are short,"),
    block("op1", "operative", "Decide to build more shelves in every reading room of the city, which"),
    block("op1-a", "point", "shall be long enough for atlases;"),
    block("op1-b", "point", "shall be painted in a colour that pleases readers;"),
    block("op2", "operative", "Invite everyone to read aloud on Sundays in the parks."),
    block("op3", "operative", "Request the mayors to report on the use of the shelves every year."),
  ],
};

/** The text as a secretariat would type it in Word: numbers as words. */
const SIGNS = ["", "", "", "1. ", "(a) ", "(b) ", "2. ", "3. "];
function typed(
  changes: Record<string, Partial<RevisedParagraph>> = {},
  extra: Record<string, RevisedParagraph[]> = {},
) {
  return TEXT.blocks.flatMap((one, i): RevisedParagraph[] => [
    {
      ...(one.kind === "title" ? { style: "Title" as const } : {}),
      pieces: [
        `${SIGNS[i]}${one.id === "pp1" ? "*Recalling* that books are heavy and that shelves are short," : blockText(one)}`,
      ],
      ...changes[one.id],
    },
    ...(extra[one.id] ?? []),
  ]);
}

async function read(
  paragraphs: readonly RevisedParagraph[],
  more: Parameters<typeof revisedWordDocument>[1] = {},
  version = TEXT,
  language: Language = "en",
) {
  const word = await readWord(revisedWordDocument(paragraphs, more));
  let count = 0;
  const found = readRevisions(version, word.text, language, () => {
    count += 1;
    return `new${count}`;
  });
  return {
    ...found,
    word: word.problems,
    /** Each proposal as people would read it. */
    said: found.proposals.map(
      ({ by, patch }) => `${by}: ${marked(version, applyPatch(version, patch), language)}`,
    ),
  };
}

function marked(before: TextDoc, after: TextDoc, language: Language): string {
  return diffTexts(before, after, language)
    .blocks.filter(({ change }) => change !== "same")
    .map(({ id, kind, level, change, spans }) => {
      const words = spans.map(({ op, text, restyled }) =>
        op === "same" ? (restyled ? `/${text}/` : text) : op === "insert" ? `[+${text}+]` : `[-${text}-]`,
      );
      return `${id} ${kind}${level || ""} ${change} ${words.join("")}`;
    })
    .join(" | ");
}

test("the revisions of each author become proposals of their own, against the version and not against each other", async () => {
  const { said, problems } = await read(
    typed({
      "op1-a": {
        pieces: [
          "(a) shall be ",
          { del: "long", by: "Amina" },
          { ins: "wide", by: "Amina" },
          " enough for atlases;",
        ],
      },
      op2: {
        pieces: [
          "2. Invite everyone to read ",
          { ins: "and sing ", by: "Li Wei" },
          "aloud on Sundays",
          { del: " in the parks", by: "Amina" },
          ".",
        ],
      },
    }),
  );
  expect(said).toEqual([
    "Amina: op1-a point1 revised shall be [-long-][+wide+] enough for atlases;",
    "Amina: op2 operative revised Invite everyone to read aloud on Sundays[- in the parks-].",
    "Li Wei: op2 operative revised Invite everyone to read[+ and sing+] aloud on Sundays in the parks.",
  ]);
  expect(problems).toEqual([]);
});

test("part of a word put in, and a word struck out with one space too many left behind", async () => {
  const { said } = await read(
    typed({
      op3: {
        pieces: [
          "3. Request the mayor",
          { del: "s", by: "A" },
          " to report on the ",
          { del: "use", by: "A" },
          " of the shelves every year.",
        ],
      },
    }),
  );
  expect(said).toEqual([
    "A: op3 operative revised Request the [-mayors-][+mayor+] to report on the[- use-] of the shelves every year.",
  ]);
});

test("new paragraphs, struck out ones, and one put in the place of another", async () => {
  const { said } = await read(
    typed(
      {
        "op1-b": {
          pieces: [{ del: "(b) shall be painted in a colour that pleases readers;", by: "A" }],
          breakDel: "A",
        },
        op3: {
          pieces: [{ del: "3. Request the mayors to report on the use of the shelves every year.", by: "A" }],
          breakDel: "A",
        },
      },
      {
        "op1-a": [{ pieces: [{ ins: "(b) shall be dusted;", by: "A" }], breakIns: "A" }],
        op3: [{ pieces: [{ ins: "3. Thank nobody.", by: "A" }], breakIns: "A" }],
      },
    ),
  );
  expect(said).toEqual([
    "A: op1-b point1 deleted [-shall be painted in a colour that pleases readers;-] | new1 point1 inserted [+shall be dusted;+]",
    "A: op3 operative deleted [-Request the mayors to report on the use of the shelves every year.-] | new2 operative inserted [+Thank nobody.+]",
  ]);
});

test("a paragraph that is put in before others takes a provisional number, one at the end the next", async () => {
  const { proposals } = await read(
    typed(
      {},
      {
        op2: [{ pieces: [{ ins: "Encourage whispering.", by: "A" }], breakIns: "A" }],
        op3: [{ pieces: [{ ins: "Thank the readers.", by: "A" }], breakIns: "A" }],
      },
    ),
  );
  const fresh = proposals.map(({ patch }) =>
    patch.changes.map((change) =>
      change.op === "insert" ? [change.after, change.block.kind, change.block.provisional] : change.op,
    ),
  );
  expect(fresh).toEqual([[["op2", "operative", "bis"]], [["op3", "operative", undefined]]]);
});

test("as Word does it: Enter at the end of a paragraph makes that one's break the new one", async () => {
  const { said } = await read(
    typed(
      { "op1-b": { pieces: ["(b) shall be painted in a colour that pleases readers;"], breakIns: "A" } },
      { "op1-b": [{ pieces: [{ ins: "(c) shall be lit;", by: "A" }] }] },
    ),
  );
  expect(said).toEqual(["A: new1 point1 inserted [+shall be lit;+]"]);
});

test("a paragraph split in two and two joined are each one proposal", async () => {
  const { said, problems } = await read(
    typed(
      {
        op2: { pieces: ["2. Invite everyone to read aloud "], breakIns: "A" },
        "op1-a": { pieces: ["(a) shall be long enough for atlases;"], breakDel: "B" },
        "op1-b": {
          pieces: [
            { del: "(b) shall be", by: "B" },
            { ins: " and", by: "B" },
            " painted in a colour that pleases readers;",
          ],
        },
      },
      { op2: [{ pieces: ["on Sundays in the parks."] }] },
    ),
  );
  expect(said).toEqual([
    "B: op1-a point1 deleted [-shall be long enough for atlases;-] | op1-b point1 revised shall be[+ long enough for atlases; and+] painted in a colour that pleases readers;",
    "A: op2 operative revised Invite everyone to read aloud[- on Sundays in the parks.-] | new1 operative inserted [+on Sundays in the parks.+]",
  ]);
  expect(problems).toEqual([]);
});

test("a paragraph that was moved is a move, revised on the way or not", async () => {
  const moved = (middle: WordPiece[]) =>
    typed(
      {
        op3: {
          pieces: [
            {
              from: "3. Request the mayors to report on the use of the shelves every year.",
              by: "A",
              move: "m1",
            },
          ],
          breakDel: "A",
        },
      },
      {
        pp1: [
          {
            pieces: [
              { to: "1. Request the mayors to report ", by: "A", move: "m1" },
              ...middle,
              { to: "on the use of the shelves every year.", by: "A", move: "m1" },
            ],
            breakIns: "A",
          },
        ],
      },
    );
  expect((await read(moved([]))).said).toEqual([
    "A: op3 operative moved Request the mayors to report on the use of the shelves every year.",
  ]);
  expect((await read(moved([{ ins: "in full ", by: "A" }]))).said).toEqual([
    "A: op3 operative moved_and_revised Request the mayors to report[+ in full+] on the use of the shelves every year.",
  ]);
});

test("what the program numbers is known by its list; a paragraph pushed deeper in it changes its level", async () => {
  const lists: Record<string, Partial<RevisedParagraph>> = {
    op1: { list: { id: 4, level: 0 }, pieces: [blockText(TEXT.blocks[3] as Block)] },
    "op1-a": { list: { id: 4, level: 1 }, pieces: [blockText(TEXT.blocks[4] as Block)] },
    "op1-b": {
      list: { id: 4, level: 2 },
      was: { list: { id: 4, level: 1 }, by: "A" },
      pieces: [blockText(TEXT.blocks[5] as Block)],
    },
    op2: { list: { id: 4, level: 0 }, pieces: [blockText(TEXT.blocks[6] as Block)] },
    op3: { list: { id: 4, level: 0 }, pieces: [blockText(TEXT.blocks[7] as Block)] },
  };
  const { said } = await read(
    typed(lists, {
      op2: [{ list: { id: 4, level: 1 }, pieces: [{ ins: "at noon;", by: "A" }], breakIns: "A" }],
    }),
  );
  expect(said).toEqual([
    "A: op1-b point2 restyled shall be painted in a colour that pleases readers;",
    "A: new1 point1 inserted [+at noon;+]",
  ]);
});

test("emphasis that is tracked is proposed; looks that no text of ours has are named", async () => {
  const { said, word } = await read(
    typed({
      op2: {
        pieces: ["2. Invite ", { italic: "everyone", by: "A" }, " to read aloud on Sundays in the parks."],
      },
      op3: {
        pieces: [
          "3. Request the mayors to report on the use of the ",
          {
            xml: '<w:r><w:rPr><w:color w:val="FF0000"/><w:rPrChange w:id="900" w:author="A"><w:rPr/></w:rPrChange></w:rPr><w:t>shelves</w:t></w:r>',
          },
          { xml: '<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve"> every year</w:t></w:r>' },
          ".",
        ],
      },
    }),
  );
  expect(said).toEqual([
    "A: op2 operative restyled Invite /everyone/ to read aloud on Sundays in the parks.",
  ]);
  expect(word).toEqual([
    { problem: "formatting_revised", by: "A", said: "shelves" },
    { problem: "formatting", by: null, said: " every year" },
  ]);
});

test("what the file says otherwise without tracking is named and in no proposal; what is revised there is named too", async () => {
  const { said, problems } = await read([
    ...typed({
      op2: {
        pieces: [
          "2. Invite everybody to read aloud on ",
          { del: "Sundays", by: "A" },
          { ins: "Mondays", by: "A" },
          " in the parks.",
        ],
      },
      "op1-a": {
        pieces: ["(a) shall be ", { del: "wide", by: "A" }, { ins: "huge", by: "A" }, " enough for atlases;"],
      },
      op3: { pieces: [], breakDel: undefined },
    }),
    { pieces: ["Nobody knows where this comes from."] },
  ]);
  expect(said).toEqual([
    "A: op2 operative revised Invite everyone to read aloud on [-Sundays-][+Mondays+] in the parks.",
  ]);
  expect(problems).toEqual([
    { problem: "differs", by: null, block: "op1-a", said: "“long” → “wide”" },
    { problem: "differs", by: null, block: "op2", said: "“everyone” → “everybody”" },
    { problem: "only_in_file", by: null, block: null, said: "Nobody knows where this comes from." },
    { problem: "only_in_version", by: null, block: null, said: "OP 3" },
    { problem: "not_placed", by: "A", block: "op1-a", said: "wide → huge" },
  ]);
});

test("a revision of another's revision is no amendment of the text: it is named", async () => {
  const { said, problems } = await read(
    typed({
      op2: {
        pieces: [
          "2. Invite everyone to read aloud ",
          { ins: "and ", by: "A" },
          { ins: "loudly ", by: "A", deletedBy: "B" },
          { ins: "often ", by: "A" },
          "on Sundays in the parks.",
        ],
      },
    }),
  );
  expect(said).toEqual([
    "A: op2 operative revised Invite everyone to read aloud[+ and loudly often+] on Sundays in the parks.",
  ]);
  expect(problems).toEqual([{ problem: "on_others", by: "B", block: null, said: "loudly " }]);
});

test("looks that one gives to what another put in are named, of words and of a paragraph", async () => {
  const { said, problems } = await read(
    typed(
      {
        op2: {
          pieces: [
            "2. Invite everyone",
            {
              xml: `<w:ins w:id="801" w:author="B"><w:r><w:rPr><w:i/><w:rPrChange w:id="802" w:author="A"><w:rPr/></w:rPrChange></w:rPr><w:t xml:space="preserve"> always</w:t></w:r></w:ins>`,
            },
            " to read aloud on Sundays in the parks.",
          ],
        },
      },
      {
        op3: [
          {
            list: { id: 4, level: 1 },
            was: { by: "A" },
            pieces: [{ ins: "Thank the readers.", by: "B" }],
            breakIns: "B",
          },
        ],
      },
    ),
  );
  expect(said).toEqual([
    "B: op2 operative revised Invite everyone[+ always+] to read aloud on Sundays in the parks.",
    "B: new1 operative inserted [+Thank the readers.+]",
  ]);
  expect(problems).toEqual([
    { problem: "on_others", by: "A", block: null, said: " always" },
    { problem: "on_others", by: "A", block: null, said: "¶" },
  ]);
});

test("words struck out across a field, put in across runs, cut out and pasted elsewhere, and cut in their own paragraph", async () => {
  const run = (words: string, look = "") =>
    `<w:r><w:rPr>${look}</w:rPr><w:t xml:space="preserve">${words}</w:t></w:r>`;
  const gone = (words: string) => `<w:r><w:delText xml:space="preserve">${words}</w:delText></w:r>`;
  const sign = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const by = 'w:id="810" w:author="A" w:date="2013-10-20T09:00:00Z"';
  const { said, problems } = await read(
    typed({
      op1: {
        pieces: [
          "1. Decide to build ",
          {
            xml: `<w:del ${by}>${gone("more ")}${sign("begin")}<w:r><w:delInstrText> REF x </w:delInstrText></w:r>${sign("separate")}${gone("shelves")}${sign("end")}${gone(" in every")}</w:del>`,
          },
          {
            xml: `<w:ins ${by}>${run("a ")}${run("shelf", "<w:i/>")}${run(" in each")}</w:ins>`,
          },
          " reading room of the city, which",
        ],
      },
      op2: {
        pieces: [
          "2. Invite everyone to read aloud on Sundays",
          { from: " in the parks", by: "A", move: "m" },
          ".",
        ],
      },
      op3: {
        pieces: [
          "3. Request the mayors to report",
          { to: " in the parks", by: "A", move: "m" },
          " on the use of the shelves every year.",
        ],
      },
      "op1-b": {
        pieces: [
          "(b) shall be ",
          { from: "painted ", by: "A", move: "n" },
          "in a colour that pleases ",
          { to: "painted ", by: "A", move: "n" },
          "readers;",
        ],
      },
    }),
  );
  expect(said).toEqual([
    "A: op1 operative revised Decide to build [-more shelves in every-][+a +][+shelf+][+ in each+] reading room of the city, which | op1-b point1 revised shall be[- painted-] in a colour that pleases[+ painted+] readers;",
    "A: op2 operative revised Invite everyone to read aloud on Sundays[- in the parks-]. | op3 operative revised Request the mayors to report[+ in the parks+] on the use of the shelves every year.",
  ]);
  expect(problems).toEqual([]);
});

test("a field that never ends, other files, words outside paragraphs, and revised sections, tables and numbering are named", async () => {
  const by = 'w:id="820" w:author="A"';
  const { word } = await read(
    typed({
      op2: {
        pieces: [
          "2. Invite everyone to read aloud on ",
          {
            xml: '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w:t>Sundays</w:t></mc:Choice><mc:Fallback><w:t>Sundays</w:t></mc:Fallback></mc:AlternateContent></w:r>',
          },
          " in the parks.",
        ],
      },
    }),
    {
      before: `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/><w:ins ${by}/></w:numPr></w:pPr><w:r><w:t>Numbered</w:t></w:r></w:p>`,
      after: [
        `<w:tbl><w:tblPr><w:tblPrChange ${by}><w:tblPr/></w:tblPrChange></w:tblPr><w:tr><w:tc><w:tcPr><w:tcPrChange ${by}><w:tcPr/></w:tcPrChange></w:tcPr><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`,
        `<w:subDoc/><w:ins ${by}><w:r><w:t>Loose</w:t></w:r></w:ins>`,
        '<w:p><w:r><w:t xml:space="preserve">Before </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>and after</w:t></w:r></w:p>',
        `<w:sectPr><w:sectPrChange ${by}><w:sectPr/></w:sectPrChange></w:sectPr>`,
      ].join(""),
    },
  );
  expect(word.map(({ problem, by: whose, said }) => [problem, whose, said])).toEqual([
    ["formatting_revised", "A", "Numbered"],
    ["table", null, "Cell"],
    ["table_revised", null, "Cell"],
    ["table_revised", "A", "Cell"],
    ["not_read", null, "subDoc"],
    ["not_read", null, "Loose"],
    ["formatting_revised", "A", ""],
    ["field", null, "and after"],
  ]);
});

test("a comment by the author beside the change is its rationale; all others are named", async () => {
  const { proposals, problems } = await read(
    typed({
      op2: {
        pieces: [
          "2. Invite everyone to read ",
          { note: "aloud", id: 1 },
          { ins: " and clearly", by: "A" },
          " on Sundays in the ",
          { note: "parks", id: 2 },
          ".",
        ],
      },
      op3: {
        pieces: [
          "3. ",
          { note: "Request", id: 3 },
          " the mayors to report on the use of the shelves every year.",
        ],
      },
    }),
    {
      comments: [
        { id: 1, by: "A", words: "Nobody hears the back rows." },
        { id: 2, by: "B", words: "Which parks?" },
        { id: 3, by: "A", words: "Is this needed?" },
      ],
    },
  );
  expect(proposals.map(({ rationale }) => rationale)).toEqual(["Nobody hears the back rows."]);
  expect(problems).toEqual([
    { problem: "comment", by: "B", block: null, said: "Which parks?" },
    { problem: "comment", by: "A", block: null, said: "Is this needed?" },
  ]);
});

test("content controls, smart tags, links and fields give their words; tables, pictures, boxes and notes are named", async () => {
  const { said, word, problems } = await read(
    typed({
      op1: {
        pieces: [
          {
            xml: '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:r><w:t xml:space="preserve">1. Decide to build </w:t></w:r></w:sdtContent></w:sdt>',
          },
          {
            xml: '<w:smartTag w:uri="x" w:element="place"><w:smartTagPr/><w:r><w:t>more shelves</w:t></w:r></w:smartTag>',
          },
          {
            xml: '<w:hyperlink w:anchor="x"><w:r><w:t xml:space="preserve"> in every reading room</w:t></w:r></w:hyperlink>',
          },
          {
            xml: '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve"> of the city</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
          },
          { ins: " and the suburbs", by: "A" },
          ", which",
        ],
      },
      op2: {
        pieces: [
          "2. Invite everyone to read aloud on Sundays in the parks.",
          {
            xml: '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Draft!</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r><w:r><w:drawing/></w:r>',
          },
        ],
      },
    }),
    {
      after:
        '<w:tbl><w:tblPr/><w:tr><w:trPr><w:ins w:id="1000" w:author="B"/></w:trPr><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
    },
  );
  expect(said).toEqual([
    "A: op1 operative revised Decide to build more shelves in every reading room of the city[+ and the suburbs+], which",
  ]);
  expect(word.map(({ problem, said: words }) => `${problem}: ${words}`)).toEqual([
    "link: in every reading room",
    "field: REF x",
    "footnote: e to read aloud on Sundays in the parks.",
    "text_box: Draft!",
    "image: ",
    "table: Cell",
    "table_revised: Cell",
  ]);
  expect(problems).toEqual([{ problem: "only_in_file", by: null, block: null, said: "Cell" }]);
});

test("brackets that are typed as signs are the version's brackets; what is put in between them belongs to them", async () => {
  const version: TextDoc = {
    blocks: [
      {
        ...block("op1", "operative", ""),
        runs: [
          { text: "The cities ", marks: [] },
          { text: "shall", marks: [{ type: "bracket", id: "b1", proposer: "Kenya" }] },
          { text: " ", marks: [] },
          { text: "should", marks: [{ type: "bracket", id: "b2", proposer: "France" }] },
          { text: " read in all their languages.", marks: [] },
        ],
      },
    ],
  };
  const { proposals, problems } = await read(
    [
      {
        pieces: [
          "1. The cities [shall",
          { ins: " always", by: "A" },
          "] [should] read in all ",
          { del: "their", by: "A" },
          " languages.",
        ],
      },
    ],
    {},
    version,
  );
  expect(problems).toEqual([]);
  expect(applyPatch(version, proposals[0]?.patch as never).blocks[0]?.runs).toEqual([
    { text: "The cities ", marks: [] },
    { text: "shall always", marks: [{ type: "bracket", id: "b1", proposer: "Kenya" }] },
    { text: " ", marks: [] },
    { text: "should", marks: [{ type: "bracket", id: "b2", proposer: "France" }] },
    { text: " read in all languages.", marks: [] },
  ]);
});

test("Chinese", async () => {
  const version: TextDoc = {
    blocks: [
      block("title", "title", "阅览室宣言"),
      block("op1", "operative", "决定在本市每个阅览室增设书架，书架应当足够长，便于存放地图集。"),
      block("op2", "operative", "邀请所有人每逢星期日在公园里朗读。"),
    ],
  };
  const { said, problems } = await read(
    [
      { pieces: ["阅览室宣言"] },
      {
        pieces: [
          "1. 决定在本市每个阅览室增设",
          { ins: "新", by: "李" },
          "书架，书架应当足够长，便于存放地图集。",
        ],
      },
      {
        pieces: [
          "2. 邀请所有人每逢",
          { del: "星期日", by: "李" },
          { ins: "周末", by: "李" },
          "在公园里朗读。",
        ],
      },
    ],
    {},
    version,
    "zh",
  );
  expect(said).toEqual([
    "李: op1 operative revised 决定在本市每个阅览室增设[+新+]书架，书架应当足够长，便于存放地图集。",
    "李: op2 operative revised 邀请所有人每逢[-星期日-][+周末+]在公园里朗读。",
  ]);
  expect(problems).toEqual([]);
});

test("[A15] all words of a paragraph replaced are a substitution of it", async () => {
  const { proposals } = await read(
    typed({
      op2: {
        pieces: [
          "2. ",
          { del: "Invite everyone to read aloud on Sundays in the parks.", by: "A" },
          { ins: "Close the rooms at night.", by: "A" },
        ],
      },
    }),
  );
  expect(proposals.map(({ patch }) => [patch.changes[0]?.op, formOf(patch, "en")])).toEqual([
    ["revise", "substitute"],
  ]);
});

test("numbers that were typed over are no amendment, and a file without revisions says so", async () => {
  const { said, problems } = await read(
    typed({
      op3: {
        pieces: [
          { del: "3", by: "A" },
          { ins: "4", by: "A" },
          ". Request the mayors to report on the use of the shelves every year.",
        ],
      },
    }),
  );
  expect(said).toEqual([]);
  expect(problems).toEqual([{ problem: "number_typed", by: "A", block: null, said: "" }]);
  expect((await read(typed())).problems).toEqual([
    { problem: "no_revisions", by: null, block: null, said: "" },
  ]);
});

test("a document type, a bare word, and elements without an end are refused", async () => {
  const refused = (xml: string) =>
    readWord(revisedWordDocument([], { parts: { "word/header1.xml": xml } })).then(
      () => "read",
      (error: { code?: string }) => error.code,
    );
  expect(await refused('<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')).toBe("file_not_as_named");
  expect(await refused("<x>")).toBe("file_not_as_named");
  expect(await refused("<x>".repeat(300) + "</x>".repeat(300))).toBe("file_not_as_named");
});
