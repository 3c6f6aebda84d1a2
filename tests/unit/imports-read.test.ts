import path from "node:path";
import { readFile } from "../../server/imports/read-file";
import { inThreads } from "../../server/imports/thread-of-its-own";
import type { Language } from "../../shared/text/model";
import { type WordParagraph, wordDocument } from "../support/word-document";
import { docxOf, zipOf } from "../support/zip";

const read = (content: string | Buffer, name: string, language: Language = "en") =>
  readFile(Buffer.from(content), name, language);
/** `kind:words` of each block; a point's level follows its kind. */
async function blocksOf(
  content: string | Buffer,
  name: string,
  language: Language = "en",
): Promise<string[]> {
  const { blocks } = await read(content, name, language);
  return blocks.map(
    ({ kind, level, runs }) =>
      `${kind}${level || ""}: ${runs.map(({ text, marks }) => (marks.length > 0 ? `*${text}*` : text)).join("")}`,
  );
}
const problemsOf = async (content: string | Buffer, name: string, language: Language = "en") =>
  (await read(content, name, language)).problems.map(({ problem }) => problem);
const p = (text: string, style = "") =>
  `<w:p>${style === "" ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

const EXPECTED = [
  "title: Declaration on Reading Rooms",
  "organ: We, the librarians of twelve cities,",
  "preambular: *Recalling* that books are heavy,",
  "preambular: *Deeply concerned* that shelves are short,",
  "operative: Decide to build more shelves, which",
  "point1: shall be long;",
  "point2: as long as walls allow;",
  "point2: and longer;",
  "point1: shall be high.",
  "operative: Invite everyone.",
];

test("Markdown: title, opening words, preamble, numbered paragraphs and points are recognised", async () => {
  const text = `# Declaration on Reading Rooms

We, the librarians of twelve cities,

*Recalling* that books are heavy,

*Deeply concerned* that shelves are short,

1. Decide to build more shelves, which

   (a) shall be long;

   (i) as long as walls allow;

   (ii) and longer;

   (b) shall be high.

2. Invite everyone.
`;
  expect(await blocksOf(text, "a.md")).toEqual(EXPECTED);
  expect(await problemsOf(text, "a.md")).toEqual([]);
});

test("plain text with lines that are wrapped reads the same, without the emphasis it has no sign for", async () => {
  const text = `Declaration on Reading Rooms

We, the librarians of
twelve cities,

Recalling that books are heavy,

Deeply concerned that shelves
are short,

1. Decide to build more shelves, which
(a) shall be long;
(i) as long as walls allow;
(ii) and longer;
(b) shall be high.

2. Invite everyone.`;
  expect(await blocksOf(text, "a.txt")).toEqual(EXPECTED.map((one) => one.replaceAll("*", "")));
  expect(await problemsOf(text, "a.txt")).toEqual([]);
});

test("HTML with nested lists reads the same; scripts and styles are no words", async () => {
  const html = `<!doctype html><html><head><title>x</title><style>p{}</style></head><body><h1>Declaration on Reading Rooms</h1>
    <script>alert(1)</script><p>We, the librarians of twelve cities,</p><p><i>Recalling</i> that books are heavy,</p>
    <p><em>Deeply concerned</em> that shelves are short,</p><ol><li>Decide to build more shelves, which<ol><li>shall be long;<ol>
    <li>as long as walls allow;</li><li>and longer;</li></ol></li><li>shall be high.</li></ol></li><li>Invite everyone.</li></ol></body></html>`;
  expect(await blocksOf(html, "a.html")).toEqual(EXPECTED);
  expect(await problemsOf(html, "a.html")).toEqual([]);
});

test("a Word document reads the same, by its styles and its emphasis", async () => {
  const body = [
    p("Declaration on Reading Rooms", "Title"),
    p("We, the librarians of twelve cities,"),
    `<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Recalling</w:t></w:r><w:r><w:t xml:space="preserve"> that books are heavy,</w:t></w:r></w:p>`,
    `<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Deeply concerned</w:t></w:r><w:r><w:t xml:space="preserve"> that shelves are short,</w:t></w:r></w:p>`,
    ...[
      "1. Decide to build more shelves, which",
      "(a) shall be long;",
      "(i) as long as walls allow;",
      "(ii) and longer;",
    ].map((one) => p(one)),
    p("(b) shall be high."),
    p("2.\u00a0Invite everyone."),
  ].join("");
  const styles = `<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style></w:styles>`;
  const relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`;
  const docx = docxOf(body, [
    { name: "word/styles.xml", content: styles },
    { name: "word/_rels/document.xml.rels", content: relations },
  ]);
  expect(await blocksOf(docx, "a.docx")).toEqual(EXPECTED);
  expect(await problemsOf(docx, "a.docx")).toEqual([]);
});

test.each([
  [
    "fr",
    "Nous, les bibliothécaires,",
    "Rappelant que les livres sont lourds,",
    "1. Décidons d’agir :",
    "a) vite ;",
  ],
  [
    "es",
    "Nosotros, los bibliotecarios,",
    "Recordando que los libros pesan,",
    "1. Decidimos actuar:",
    "a) pronto;",
  ],
  ["zh", "我们，各城市的图书馆员，", "回顾书籍很重，", "1. 决定采取行动：", "（a）尽快；"],
] as const)(
  "in %s the opening words, the preamble and the points are known by its own conventions",
  async (language, ...lines) => {
    const { blocks, problems } = await read(["Title of it", ...lines].join("\n\n"), "a.txt", language);
    expect(blocks.map(({ kind }) => kind)).toEqual(["title", "organ", "preambular", "operative", "point"]);
    expect(problems).toEqual([]);
  },
);

test("the point (i) after (h) is a letter, after (a) the first Roman number", async () => {
  const letters = "abcdefghij".split("").map((one) => `(${one}) ${one};`);
  const text = ["T", "1. Decide:", ...letters, "(i) deep;", "(ii) deeper;", "(k) back."].join("\n\n");
  const levels = (await read(text, "a.txt")).blocks.slice(2).map(({ level }) => level);
  expect(levels).toEqual([...Array(10).fill(1), 2, 2, 1]);
});

test("the second paragraph of an item is not numbered once more", async () => {
  const html = "<h1>T</h1><ol><li><p>One.</p><p>More of it.</p></li><li>Two.</li></ol>";
  expect((await read(html, "a.html")).problems).toEqual([
    { problem: "not_numbered", block: 2, said: "More of it." },
  ]);
});

test("nothing is lost in silence: what was guessed, dropped or flattened is named", async () => {
  const html = `<h1>T</h1><p>The weather was fine,</p><ol><li>Decide.</li></ol><p>Also this.</p><p>7. Skip.</p><img alt="Seal">
    <p>8. See <a href="https://example.org">there</a> and <u>underlined</u> <s>struck</s>.</p><table><tr><td>One</td><td>Two</td></tr></table>`;
  const { blocks, problems } = await read(html, "a.html");
  expect(problems).toEqual([
    { problem: "no_participle", block: 1, said: "The weather was fine," },
    { problem: "not_numbered", block: 3, said: "Also this." },
    { problem: "number_differs", block: 4, said: "7" },
    { problem: "number_differs", block: 5, said: "8" },
    { problem: "not_numbered", block: 6, said: "One" },
    { problem: "not_numbered", block: 7, said: "Two" },
    { problem: "image", block: null, said: "Seal" },
    { problem: "link", block: null, said: "https://example.org" },
    { problem: "formatting", block: null, said: "underlined" },
    { problem: "formatting", block: null, said: "struck" },
    { problem: "table", block: null, said: "OneTwo" },
  ]);
  expect(blocks.map(({ runs }) => runs.map(({ text }) => text).join(""))).toContain(
    "See there and underlined struck.",
  );
});

test("a footnote stands at the end as a note, and the sign that led to it is taken out", async () => {
  const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`;
  const relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>`;
  const docx = docxOf(
    `${p("Title of it")}<w:p><w:r><w:t>1. Come</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>.</w:t></w:r></w:p>`,
    [
      { name: "word/_rels/document.xml.rels", content: relations },
      {
        name: "word/footnotes.xml",
        content: `<w:footnotes ${w}><w:footnote w:id="1"><w:p><w:r><w:t>By train.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
      },
    ],
  );
  expect(await blocksOf(docx, "a.docx")).toEqual([
    "title: Title of it",
    "operative: Come.",
    "note: By train.",
  ]);
  expect((await read(docx, "a.docx")).problems).toEqual([
    { problem: "footnote", block: null, said: "By train." },
  ]);
});

test("of a Word document, headers, comments, tracked changes and text boxes are named", async () => {
  const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`;
  const docx = docxOf(
    `${p("Title of it")}<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins w:id="2" w:author="x"><w:r><w:t>1. Come.</w:t></w:r></w:ins></w:p>`,
    [
      { name: "word/header1.xml", content: `<w:hdr ${w}><w:p><w:r><w:t>Draft</w:t></w:r></w:p></w:hdr>` },
      {
        name: "word/comments.xml",
        content: `<w:comments ${w}><w:comment><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment></w:comments>`,
      },
    ],
  );
  expect(await blocksOf(docx, "a.docx")).toEqual(["title: Title of it", "operative: Come."]);
  expect((await read(docx, "a.docx")).problems).toEqual([
    { problem: "header_footer", block: null, said: "Draft" },
    { problem: "comments", block: null, said: "Why?" },
    { problem: "tracked_changes", block: null, said: "gone" },
  ]);
});

describe("files that are refused", () => {
  const refused = async (content: string | Buffer, name: string) =>
    read(content, name).then(
      () => "taken",
      (error: { code?: string }) => error.code,
    );
  const zeros = Buffer.alloc(40 * 1024 * 1024);
  test.each([
    ["a PDF", () => "%PDF-1.7", "a.pdf", "file_format_unknown"],
    ["a file without an ending", () => "words", "README", "file_format_unknown"],
    ["a document with macros by its name", () => docxOf(p("x")), "a.docm", "file_has_macros"],
    [
      "a document with a VBA project",
      () => docxOf(p("x"), [{ name: "word/vbaProject.bin", content: "x" }]),
      "a.docx",
      "file_has_macros",
    ],
    [
      "a part that is encrypted",
      () => docxOf(p("x"), [{ name: "word/x.xml", content: "x", encrypted: true }]),
      "a.docx",
      "file_encrypted",
    ],
    [
      "Word's old format, or a password",
      () => Buffer.from("d0cf11e0a1b11ae1000000", "hex"),
      "a.docx",
      "file_encrypted",
    ],
    ["text that calls itself DOCX", () => "only words", "a.docx", "file_not_as_named"],
    [
      "a ZIP that is no document",
      () => zipOf([{ name: "a.txt", content: "x" }]),
      "a.docx",
      "file_not_as_named",
    ],
    ["a ZIP cut short", () => docxOf(p("x")).subarray(0, 200), "a.docx", "file_not_as_named"],
    ["a ZIP that calls itself text", () => docxOf(p("x")), "a.txt", "file_not_as_named"],
    ["bytes that are no text", () => Buffer.from([0x61, 0xff, 0xfe, 0xfa]), "a.md", "file_not_as_named"],
    ["text with NUL in it", () => "a\0b", "a.txt", "file_not_as_named"],
    ["words that call themselves HTML", () => "no element", "a.html", "file_not_as_named"],
    [
      "a ZIP bomb",
      () => docxOf(p("x"), [{ name: "word/media/a.bin", content: zeros }]),
      "a.docx",
      "file_unpacks_too_large",
    ],
    ["a text without words", () => "  \n\n ", "a.txt", "file_empty"],
    ["a text far too long", () => `${"word ".repeat(120_000)}`, "a.txt", "file_text_too_long"],
  ])("%s", async (_what, content, name, code) => {
    expect(await refused(content(), name)).toBe(code);
  });

  test("a part that says it is smaller than it is", async () => {
    const file = docxOf(p("x"), [{ name: "word/x.xml", content: "y".repeat(5_000) }]);
    // The size in the central directory, behind the name of its entry.
    const at = file.lastIndexOf("word/x.xml") - 46 + 24;
    file.writeUInt32LE(10, at);
    expect(await refused(file, "a.docx")).toBe("file_not_as_named");
  });
});

describe("in a thread of its own", () => {
  const PROGRAM = [path.resolve("tests/support/run-typescript.cjs"), "server/imports/thread.ts"] as const;
  const AMPLE = { ms: 25_000, memoryMiB: 256 };
  const code = (reading: Promise<unknown>) =>
    reading.then(
      () => "taken",
      (error: { code?: string }) => error.code,
    );

  test("a file reads as it does here, one after the other, and what is refused is refused with its code", async () => {
    const readers = inThreads(PROGRAM, AMPLE);
    const file = docxOf(p("Declaration", "Title") + p("1. Read."));
    const [refused, found] = await Promise.all([
      code(readers.text(Buffer.from("only words"), "a.docx", "en")),
      readers.text(file, "a.docx", "en"),
    ]);
    expect(refused).toBe("file_not_as_named");
    expect(found).toEqual(await readFile(file, "a.docx", "en"));
  });

  test.each([
    ["time", { ...AMPLE, ms: 1 }],
    ["memory", { ...AMPLE, memoryMiB: 4 }],
  ])("one that needs more %s than a file may is refused, and the thread ends", async (_what, limits) => {
    const reading = inThreads(PROGRAM, limits).text(Buffer.from("1. Read."), "a.md", "en");
    expect(await code(reading)).toBe("file_takes_too_long");
  });
});

test("texts come in as NFC, with spaces for tabs and breaks, without signs that nothing can keep", async () => {
  expect(await blocksOf("Title\n\n1. Cafe\u0301\u200b\tde\u0007 \u00adParis.", "a.txt", "fr")).toEqual([
    "title: Title",
    "operative: Café de Paris.",
  ]);
});

describe("a document as Word saves it", () => {
  const clause = (words: string, level = 0): WordParagraph => ({ list: { id: "clauses", level }, words });
  const letter = (words: string, level = 0): WordParagraph => ({ list: { id: "letters", level }, words });
  const preamble: WordParagraph[] = [
    { style: "Title", words: "Plan of Action for Learning Cities" },
    { words: "We, the participants gathered in this hall," },
    { words: "*Recalling* that everyone has the right to learn," },
  ];

  test("numbered by Word throughout: clauses are operative, what stands under them points of two depths", async () => {
    const file = wordDocument([
      ...preamble,
      clause("*Decide* to open every school in the evening:"),
      clause("to those who work by day;", 1),
      clause("to families, and to children", 2),
      clause("*Invite* each city to do so."),
    ]);
    expect(await blocksOf(file, "plan.docx")).toEqual([
      "title: Plan of Action for Learning Cities",
      "organ: We, the participants gathered in this hall,",
      "preambular: *Recalling* that everyone has the right to learn,",
      "operative: *Decide* to open every school in the evening:",
      "point1: to those who work by day;",
      "point2: to families, and to children",
      "operative: *Invite* each city to do so.",
    ]);
    expect(await problemsOf(file, "plan.docx")).toEqual([]);
  });

  test("clauses numbered by hand, and lists by Word: the lists are what stands under the clauses", async () => {
    const file = wordDocument([
      ...preamble,
      { words: "1. *Decide* to open every school in the evening:" },
      letter("to those who work by day;"),
      letter("to families and to children", 1),
      { words: "2. *Invite* each city to do so." },
    ]);
    expect((await blocksOf(file, "plan.docx")).slice(3)).toEqual([
      "operative: *Decide* to open every school in the evening:",
      "point1: to those who work by day;",
      "point2: to families and to children",
      "operative: *Invite* each city to do so.",
    ]);
    expect(await problemsOf(file, "plan.docx")).toEqual([]);
  });

  const item = (
    id: NonNullable<WordParagraph["list"]>["id"],
    level: number,
    words: string,
  ): WordParagraph => ({
    list: { id, level },
    words,
  });
  /** After the three paragraphs of the preamble. */
  const laterBlocks = async (...paragraphs: WordParagraph[]) =>
    (await blocksOf(wordDocument([...preamble, ...paragraphs]), "plan.docx")).slice(3);
  const laterProblems = async (...paragraphs: WordParagraph[]) =>
    (await read(wordDocument([...preamble, ...paragraphs]), "plan.docx")).problems.map(
      ({ problem, block, said }) => `${problem} ${block} ${said}`,
    );

  test("a list of letters of its own stands under the clause that another list numbers, and its Roman numbers under the letters", async () => {
    const paragraphs = [
      item("clauses", 0, "Decide to open every school:"),
      item("letters", 0, "to those who work by day;"),
      item("letters", 1, "and by night;"),
      item("letters", 0, "to families."),
      item("clauses", 0, "Invite each city to do so:"),
      item("bullets", 0, "at once;"),
      item("bullets", 1, "or soon."),
    ];
    expect(await laterBlocks(...paragraphs)).toEqual([
      "operative: Decide to open every school:",
      "point1: to those who work by day;",
      "point2: and by night;",
      "point1: to families.",
      "operative: Invite each city to do so:",
      "point1: at once;",
      "point2: or soon.",
    ]);
    expect(await laterProblems(...paragraphs)).toEqual([]);
  });

  test("1., a., i. and 1. of the ribbon's list are a clause and points of three depths: the second 1. begins no clause", async () => {
    const words = ["Decide:", "one;", "two;", "three;"];
    const paragraphs = words.map((one, level) => item("ribbon", level, one));
    expect(await laterBlocks(...paragraphs, item("ribbon", 0, "Invite."))).toEqual([
      "operative: Decide:",
      "point1: one;",
      "point2: two;",
      "point3: three;",
      "operative: Invite.",
    ]);
    expect(await laterProblems(...paragraphs)).toEqual(["number_differs 6 1"]);
  });

  test.each(["parts", "chinese"] as const)(
    "%s: what counts high over short lines are headings, and the clauses count on below them",
    async (id) => {
      const paragraphs = [
        item(id, 0, "What we know"),
        item(id, 1, "Decide to open every school:"),
        item(id, 2, "to families."),
        item(id, 0, "What we do"),
        item(id, 1, "Invite each city."),
      ];
      expect(await laterBlocks(...paragraphs)).toEqual([
        "heading: What we know",
        "operative: Decide to open every school:",
        "point1: to families.",
        "heading: What we do",
        "operative: Invite each city.",
      ]);
      // Word begins again with 1 under the second heading; here numbers run on.
      expect((await laterProblems(...paragraphs)).at(0)).toBe("number_differs 7 1");
    },
  );

  test("a list that ends before the clauses and opens as preambles do is the preamble, bullets as well as numbers", async () => {
    for (const id of ["recitals", "bullets"] as const) {
      const paragraphs = [
        item(id, 0, "Recognizing that schools close early,"),
        item(id, 0, "Convinced that they need not,"),
        item("clauses", 0, "Decide to open every school;"),
        item("clauses", 0, "Invite each city."),
      ];
      expect(await laterBlocks(...paragraphs)).toEqual([
        "preambular: Recognizing that schools close early,",
        "preambular: Convinced that they need not,",
        "operative: Decide to open every school;",
        "operative: Invite each city.",
      ]);
      expect(await laterProblems(...paragraphs)).toEqual([]);
    }
    const commitments = [
      item("clauses", 0, "Promoting learning in families,"),
      item("clauses", 0, "Opening schools,"),
    ];
    expect(await laterBlocks(...commitments)).toEqual([
      "operative: Promoting learning in families,",
      "operative: Opening schools,",
    ]);
  });

  test("1.1 under a sentence is a point of it, and what others called it is named", async () => {
    const paragraphs = [
      item("legal", 0, "Decide to open every school:"),
      item("legal", 1, "to families;"),
      item("legal", 2, "with children."),
    ];
    expect(await laterBlocks(...paragraphs)).toEqual([
      "operative: Decide to open every school:",
      "point1: to families;",
      "point2: with children.",
    ]);
    expect(await laterProblems(...paragraphs)).toEqual(["number_differs 4 1.1", "number_differs 5 1.1.1"]);
  });

  test("lists are counted on through one that begins anew elsewhere, and a number that will print otherwise is named", async () => {
    const anew = (words: string): WordParagraph => ({
      list: { id: "clauses", level: 0, isAnew: true },
      words,
    });
    expect(
      await laterProblems(
        item("clauses", 0, "Decide."),
        anew("Invite."),
        anew("Thank."),
        item("clauses", 0, "End."),
      ),
    ).toEqual(["number_differs 4 1", "number_differs 5 2", "number_differs 6 3"]);
  });

  const numbering = (levels: string, more = "") =>
    `<?xml version="1.0"?><w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="4">${levels}</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="4"/>${more}</w:num></w:numbering>`;
  const level = (at: number, format: string, text: string, style = "") =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${style && `<w:pStyle w:val="${style}"/>`}<w:lvlText w:val="${text}"/></w:lvl>`;

  test("a paragraph is numbered by its style, and by what its style is based on; a level that prints nothing numbers nothing", async () => {
    const styled = (id: string, inner: string, base = "") =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${id}"/>${base && `<w:basedOn w:val="${base}"/>`}<w:pPr>${inner}</w:pPr></w:style>`;
    const styles = `<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${[
      styled("Clause", '<w:numPr><w:numId w:val="7"/></w:numPr>'),
      styled("Later", "", "Clause"),
      styled("Letter", '<w:numPr><w:numId w:val="7"/></w:numPr>'),
      styled("Silent", '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="7"/></w:numPr>'),
    ].join("")}</w:styles>`;
    const file = docxOf(
      [
        p("Plan of it"),
        p("Recalling that books are heavy,", "Silent"),
        p("Decide:", "Clause"),
        p("at once;", "Letter"),
        p("Invite.", "Later"),
      ].join(""),
      [
        { name: "word/styles.xml", content: styles },
        {
          name: "word/numbering.xml",
          content: numbering(
            level(0, "decimal", "Article %1") +
              level(1, "lowerLetter", "%2)", "Letter") +
              level(2, "none", ""),
          ),
        },
      ],
    );
    expect(await blocksOf(file, "a.docx")).toEqual([
      "title: Plan of it",
      "preambular: Recalling that books are heavy,",
      "operative: Decide:",
      "point1: at once;",
      "operative: Invite.",
    ]);
    expect(await problemsOf(file, "a.docx")).toEqual(["number_differs", "number_differs"]);
  });

  test("words that a simple field puts in are named; the main part may be called otherwise", async () => {
    const file = docxOf(
      `${p("Plan of it")}<w:p><w:r><w:t xml:space="preserve">1. See paragraph </w:t></w:r><w:fldSimple w:instr=" REF _Ref1 "><w:r><w:t>twelve</w:t></w:r></w:fldSimple></w:p>`,
    );
    expect((await read(file, "a.docx")).problems).toEqual([
      { problem: "not_read", block: null, said: "twelve" },
    ]);
    const online = zipOf([
      { name: "[Content_Types].xml", content: ONLINE_TYPES },
      {
        name: "_rels/.rels",
        content: `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document22.xml"/></Relationships>`,
      },
      {
        name: "word/document22.xml",
        content: `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${p("Plan of it")}${p("1. Come.")}</w:body></w:document>`,
      },
    ]);
    expect(await blocksOf(online, "a.docx")).toEqual(["title: Plan of it", "operative: Come."]);
  });
});

const ONLINE_TYPES = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document22.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;

describe("areas, features, measures and sources of data", () => {
  const STRUCTURED = [
    "title: Key Features of Quiet Cities",
    "organ: The participants in the meeting approve the features set out below.",
    "note: The measures are offered, not imposed.",
    "heading: What quiet gives back",
    "area: Sleep",
    "feature1: Everybody sleeps at night.",
    "measure2: Proportion of residents who sleep seven hours",
    "measure2: Number of complaints a year",
    "source2: Household survey",
    "feature1: Children sleep longer.",
    "measure2: Hours of sleep at the age of six",
    "source2: School survey",
    "heading: How quiet is made",
    "area: Streets",
    "feature1: Cars are few.",
    "measure2: Cars in an hour",
    "source2: Counts",
  ];
  const opening = [
    "The participants in the meeting approve the features set out below.",
    "The measures are offered, not imposed.",
  ];

  test("Markdown by headings, numbers and names: all are known, numbers and names are taken off", async () => {
    const text = `# Key Features of Quiet Cities

${opening.join("\n\n")}

## I. What quiet gives back

### 1. Sleep

1.1 Everybody sleeps at night.

1.1.1 Possible measure: Proportion of residents who sleep seven hours

1.1.2 Possible measure: Number of complaints a year

Source of data: Household survey

1.2 Children sleep longer.

1.2.1 Possible measure: Hours of sleep at the age of six

Source of data: School survey

## II. How quiet is made

### 2. Streets

2.1 Cars are few.

2.1.1 Possible measure: Cars in an hour

Source of data: Counts
`;
    expect(await blocksOf(text, "a.md")).toEqual(STRUCTURED);
    expect(await problemsOf(text, "a.md")).toEqual([]);
  });

  test("plain lines without any numbers between them: names say what is measured, and a name alone names what follows", async () => {
    const text = `Key Features of Quiet Cities

${opening.join("\n\n")}

I. What quiet gives back

1. Sleep
1.1 Everybody sleeps at night.
Measurements:
- Proportion of residents who sleep seven hours
- Number of complaints
a year
Sources of data: Household survey
1.2 Children sleep longer.
Measurement: Hours of sleep at the age of six
Source of data: School survey

II. How quiet is made

2. Streets
2.1 Cars are few.
Measurement: Cars in an hour
Source of data: Counts`;
    expect(await blocksOf(text, "a.txt")).toEqual(STRUCTURED);
    expect(await problemsOf(text, "a.txt")).toEqual([]);
  });

  test("HTML as a table: the heads of its columns say what the cells are, also where one spans several rows", async () => {
    const rows = (area: string, ...features: string[][]) =>
      features
        .map(
          ([feature, measures, source], i) =>
            `<tr>${i === 0 ? `<td rowspan="${features.length}">${area}</td>` : ""}<td>${feature}</td><td><ul>${measures
              ?.split(";")
              .map((one) => `<li>${one}</li>`)
              .join("")}</ul></td><td>${source}</td></tr>`,
        )
        .join("");
    const head =
      "<tr><th>Areas of focus</th><th>Key features</th><th>Possible measurements</th><th>Sources of data</th></tr>";
    const html = `<h1>Key Features of Quiet Cities</h1>${opening.map((one) => `<p>${one}</p>`).join("")}
      <h2>What quiet gives back</h2><table>${head}${rows(
        "1. Sleep",
        [
          "1.1 Everybody sleeps at night.",
          "Proportion of residents who sleep seven hours;Number of complaints a year",
          "Household survey",
        ],
        ["1.2 Children sleep longer.", "Hours of sleep at the age of six", "School survey"],
      )}</table>
      <h2>How quiet is made</h2><table>${head}${rows("2. Streets", ["2.1 Cars are few.", "Cars in an hour", "Counts"])}</table>`;
    expect(await blocksOf(html, "a.html")).toEqual(STRUCTURED);
    const said = "Areas of focus · Key features · Possible measurements · Sour";
    expect((await read(html, "a.html")).problems).toEqual([
      { problem: "table_read", block: null, said },
      { problem: "table_read", block: null, said },
    ]);
  });

  test("Word by the ranks of its headings and its lists", async () => {
    const clause = (words: string, level: number): WordParagraph => ({
      list: { id: "clauses", level },
      words,
    });
    const file = wordDocument([
      { style: "Title", words: "Key Features of Quiet Cities" },
      ...opening.map((words) => ({ words })),
      { style: "Heading1", words: "What quiet gives back" },
      clause("Sleep", 0),
      clause("Everybody sleeps at night.", 1),
      clause("Proportion of residents who sleep seven hours", 2),
      clause("Number of complaints a year", 2),
      { words: "Source of data: Household survey" },
      clause("Children sleep longer.", 1),
      clause("Hours of sleep at the age of six", 2),
      { words: "Source of data: School survey" },
      { style: "Heading1", words: "How quiet is made" },
      clause("Streets", 0),
      clause("Cars are few.", 1),
      clause("Cars in an hour", 2),
      { words: "Source of data: Counts" },
    ]);
    expect(await blocksOf(file, "a.docx")).toEqual(STRUCTURED);
    expect(await problemsOf(file, "a.docx")).toEqual([]);
  });

  test("Word by the numbers of one list of several levels, under names", async () => {
    const item = (words: string, level: number): WordParagraph => ({ list: { id: "legal", level }, words });
    const file = wordDocument([
      { style: "Title", words: "Key Features of Quiet Cities" },
      ...opening.map((words) => ({ words })),
      { style: "Heading1", words: "What quiet gives back" },
      item("Sleep", 0),
      item("Everybody sleeps at night.", 1),
      item("Proportion of residents who sleep seven hours", 2),
      item("Number of complaints a year", 2),
      { words: "Source of data: Household survey" },
      item("Children sleep longer.", 1),
      item("Hours of sleep at the age of six", 2),
      { words: "Source of data: School survey" },
      { style: "Heading1", words: "How quiet is made" },
      item("Streets", 0),
      item("Cars are few.", 1),
      item("Cars in an hour", 2),
      { words: "Source of data: Counts" },
    ]);
    expect(await blocksOf(file, "a.docx")).toEqual(STRUCTURED);
  });

  test.each([
    [
      "zh",
      "一、安静的回报",
      "1. 睡眠",
      "1.1 人人夜间安睡。",
      "1.1.1 可采用的衡量指标：睡满七小时的居民比例",
      "数据来源：住户调查",
    ],
    [
      "fr",
      "I. Ce que le calme rend",
      "1. Le sommeil",
      "1.1 Chacun dort la nuit.",
      "1.1.1 Mesure possible : part des habitants qui dorment",
      "Source des données : enquête",
    ],
    [
      "es",
      "I. Lo que da el silencio",
      "1. El sueño",
      "1.1 Todos duermen de noche.",
      "1.1.1 Medida posible: proporción de habitantes que duermen",
      "Fuente de datos: encuesta",
    ],
  ] as const)("in %s by the names of that language", async (language, ...lines) => {
    const { blocks, problems } = await read(["T", ...lines].join("\n\n"), "a.txt", language);
    expect(blocks.map(({ kind }) => kind)).toEqual([
      "title",
      "heading",
      "area",
      "feature",
      "measure",
      "source",
    ]);
    expect(blocks.map(({ runs }) => runs.map(({ text }) => text).join("")).join("")).not.toMatch(/[\d:：]/);
    expect(problems).toEqual([]);
  });

  test("with tiers that are numbered too, each part of a number is one step", async () => {
    const lines = [
      "T",
      "1. Benefits",
      "1.1 Sleep",
      "1.1.1 Everybody sleeps.",
      "Measure: Hours",
      "Measure: Nights",
    ];
    const { blocks, problems } = await read(lines.join("\n\n"), "a.txt");
    expect(blocks.map(({ kind }) => kind)).toEqual([
      "title",
      "heading",
      "area",
      "feature",
      "measure",
      "measure",
    ]);
    // They are printed I., 1. and 1.1: what refers to them by the old numbers has to be looked at.
    expect(problems.map(({ problem, said }) => `${problem} ${said}`)).toEqual([
      "number_differs 1",
      "number_differs 1.1",
      "number_differs 1.1.1",
    ]);
  });

  test("what says nothing of itself stands under the one before it, and is named", async () => {
    const text = ["T", "1. Sleep", "1.1 Everybody sleeps.", "By night.", "1.2 Children sleep."].join("\n\n");
    const { blocks, problems } = await read(text, "a.txt");
    expect(blocks.map(({ kind }) => kind)).toEqual(["title", "area", "feature", "measure", "feature"]);
    expect(problems).toEqual([{ problem: "not_signed", block: 3, said: "By night." }]);
  });
});

test("the numbers 1.1 and 1.1.1 under a clause of a declaration are points, and are said to be printed otherwise", async () => {
  const text = [
    "T",
    "Recalling that all is well,",
    "1. Decide:",
    "1.1 To act.",
    "1.1.1 At once.",
    "2. Invite.",
  ];
  const { blocks, problems } = await read(text.join("\n\n"), "a.txt");
  expect(blocks.map(({ kind, level }) => `${kind}${level}`)).toEqual([
    "title0",
    "preambular0",
    "operative0",
    "point1",
    "point2",
    "operative0",
  ]);
  expect(problems.map(({ said }) => said)).toEqual(["1.1", "1.1.1"]);
});

test("a Chinese paragraph that begins with the character for one keeps it", async () => {
  const { blocks } = await read(
    ["标题", "一、教育", "1. 决定：", "（一）尽快；", "一切居民都来。"].join("\n\n"),
    "a.txt",
    "zh",
  );
  expect(blocks.map(({ kind, runs }) => `${kind} ${runs.map(({ text }) => text).join("")}`)).toEqual([
    "title 标题",
    "heading 教育",
    "operative 决定：",
    "point 尽快；",
    "operative 一切居民都来。",
  ]);
});
