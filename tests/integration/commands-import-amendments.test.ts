import { createHash } from "node:crypto";
import writeXlsxFile from "write-excel-file/node";
import type { CommandBody } from "../../shared/api/commands";
import { type AmendmentImport, amendmentImportShape } from "../../shared/api/import-amendments";
import { latestVersion } from "../support/acts";
import { asError, InProcess, type Person } from "../support/in-process";
import { revisedWordDocument } from "../support/revised-word-document";
import { wordParagraphs } from "../support/word-of";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

async function send(
  who: Person | null,
  name: string,
  file: Buffer | string,
  more: Record<string, string> = {},
) {
  const query = new URLSearchParams({ name, instrument: "declaration", language: "en", ...more });
  const response = await fetch(`${hall.url}/api/imports/amendments?${query}`, {
    method: "POST",
    headers: { ...(who ? { cookie: who.cookie } : {}), "content-type": "application/octet-stream" },
    body: new Uint8Array(Buffer.from(file)),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
}

async function previews(who: Person, name: string, file: Buffer | string, more: Record<string, string> = {}) {
  const answer = await send(who, name, file, more);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return amendmentImportShape.parse(answer.body);
}

/** What the screen sends when nothing is changed on it. */
function confirmed(
  preview: AmendmentImport,
  name: string,
  as: "draft" | "submitted",
  usual: { delegation?: string; rationale?: string } = {},
): CommandBody<"import-amendments"> {
  return {
    instrument: "declaration",
    baseVersion: preview.version.id,
    file: { name, sha256: preview.sha256 },
    as,
    amendments: preview.proposals.map(({ delegation, source, patch, rationale, sponsors, by, line }) => ({
      delegation: delegation ?? usual.delegation ?? "",
      source,
      patch,
      rationale: rationale || (usual.rationale ?? ""),
      sponsors,
      place: by ?? `line ${line}`,
    })),
  };
}

async function revisedFile(): Promise<Buffer> {
  const { blocks } = await latestVersion(hall, "declaration");
  return revisedWordDocument(
    wordParagraphs(blocks, {
      op1: (words, number) => ({
        pieces: [
          number,
          { note: words.slice(0, words.indexOf(" ")), id: 1 },
          { ins: " together", by: "Wanjiru Kamotho" },
          words.slice(words.indexOf(" ")),
        ],
      }),
      op2: (words, number) => ({
        pieces: [
          number + words.slice(0, words.lastIndexOf(" ")),
          { del: words.slice(words.lastIndexOf(" ")), by: "Delegation of Brazil" },
          { ins: " now.", by: "Delegation of Brazil" },
        ],
      }),
      op3: (words, number) => ({ pieces: [number + words, { ins: " Always.", by: "someone" }] }),
    }),
    { comments: [{ id: 1, by: "Wanjiru Kamotho", words: "No city learns alone." }] },
  );
}

test("the secretariat brings in what three people revised in a Word file: each is the amendment of its delegation, from that file", async () => {
  const secretariat = hall.who("secretariat");
  const file = await revisedFile();
  const before = await hall.fingerprint();
  const preview = await previews(secretariat, "round-1.docx", file);
  expect(await hall.fingerprint()).toEqual(before);
  expect(
    preview.proposals.map(({ by, delegation, path, rationale }) => [by, delegation, path, rationale]),
  ).toEqual([
    ["Wanjiru Kamotho", "KEN", "OP 1", "No city learns alone."],
    ["Delegation of Brazil", "BRA", "OP 2", ""],
    ["someone", null, "OP 3", ""],
  ]);
  expect(preview.problems).toEqual([]);
  expect(preview.sha256).toBe(createHash("sha256").update(file).digest("hex"));

  const body = confirmed(preview, "round-1.docx", "submitted", { delegation: "SEN" });
  // Two of the three have no reasons: they are named, and the first is not taken either.
  const refused = await hall.refuses("amendments_not_taken", () =>
    hall.post(secretariat, "import-amendments", body),
  );
  expect(refused.detail?.amendments).toEqual([
    { at: 1, place: "Delegation of Brazil", code: "rationale_missing", rule: null },
    { at: 2, place: "someone", code: "rationale_missing", rule: null },
  ]);

  const whole = confirmed(preview, "round-1.docx", "submitted", {
    delegation: "SEN",
    rationale: "As explained.",
  });
  const key = { "idempotency-key": "import-round-1" };
  const first = await hall.does(secretariat, "import-amendments", whole, key);
  // Sent again because the answer was lost, nothing is done twice.
  expect(await hall.does(secretariat, "import-amendments", whole, key)).toEqual(first);
  expect(first.amendments).toHaveLength(3);
  const all = await hall.reads(secretariat, "amendments", { instrument: "declaration" });
  expect(all.map(({ id }) => id)).toEqual(
    expect.arrayContaining(first.amendments.map(({ amendment }) => amendment)),
  );
  const taken = await Promise.all(
    first.amendments.map(({ amendment }) => hall.reads(secretariat, "amendment", { amendment })),
  );
  expect(
    taken.map((one) => [one?.delegation.code, one?.state, one?.anchor?.path, one?.source, one?.proposedBy]),
  ).toEqual([
    ["KEN", "submitted", "OP 1", "delegation", secretariat.name],
    ["BRA", "submitted", "OP 2", "delegation", secretariat.name],
    ["SEN", "submitted", "OP 3", "delegation", secretariat.name],
  ]);
  expect(taken[0]?.file).toEqual({ name: "round-1.docx", sha256: preview.sha256, place: "Wanjiru Kamotho" });
  const { entries } = await hall.reads(secretariat, "record");
  const entry = entries.find(({ act, subject }) => act === "amendment.submitted" && subject === taken[0]?.id);
  expect(entry?.data).toMatchObject({
    delegation: "KEN",
    file: { name: "round-1.docx", sha256: preview.sha256, place: "Wanjiru Kamotho" },
  });
  // Its delegation is told.
  const { latest } = await hall.reads(hall.who("KEN"), "notifications");
  expect(latest.find(({ amendment }) => amendment?.id === taken[0]?.id)).toMatchObject({ kind: "submitted" });
  expect((await hall.reads(secretariat, "verification")).problems).toEqual([]);
  await hall.tamper("update amendments set file_place = 'elsewhere' where id = $1", [taken[0]?.id]);
  expect((await hall.reads(secretariat, "verification")).problems).toEqual([
    expect.objectContaining({
      problem: "amendment",
      detail: expect.stringContaining("its file is not what the record says"),
    }),
  ]);
  await hall.tamper("update amendments set file_place = 'Wanjiru Kamotho' where id = $1", [taken[0]?.id]);
});

test("a delegate's file is the delegate's, whoever revised it; as drafts they wait in rooms of their own, and are submitted from there", async () => {
  const kenya = hall.who("KEN");
  const preview = await previews(kenya, "ours.docx", await revisedFile());
  expect(preview.proposals.map(({ delegation }) => delegation)).toEqual(["KEN", "KEN", "KEN"]);
  expect(preview.delegations.map(({ code }) => code)).toEqual(["KEN"]);
  const body = confirmed(preview, "ours.docx", "draft");
  const { amendments } = await hall.does(kenya, "import-amendments", body);
  const first = amendments[0]?.amendment ?? "";
  const draft = await hall.reads(kenya, "amendment", { amendment: first });
  expect(draft).toMatchObject({
    state: "draft",
    rationale: "No city learns alone.",
    file: { name: "ours.docx" },
  });
  const client = await hall.opens(kenya, draft.room ?? "");
  expect(client.text().some((words) => / together /.test(words))).toBe(true);
  client.ws.close();
  const submitted = await hall.does(kenya, "submit-amendment", {
    amendment: first,
    rationale: "No city learns alone.",
    sponsors: ["BRA"],
  });
  const view = await hall.reads(kenya, "amendment", { amendment: submitted.amendment });
  expect(view.redline.map(({ path }) => path)).toEqual(["OP 1"]);
  expect(view.file?.place).toBe("Wanjiru Kamotho");
  expect((await hall.reads(kenya, "verification")).problems).toEqual([]);
});

test("drafts that the secretariat brings in are their delegation's alone, which is told of them", async () => {
  const secretariat = hall.who("secretariat");
  const preview = await previews(secretariat, "round-2.docx", await revisedFile());
  const body = confirmed(preview, "round-2.docx", "draft", { delegation: "IND" });
  const { amendments } = await hall.does(secretariat, "import-amendments", body);
  const brazilian = amendments[1]?.amendment ?? "";
  expect((await hall.reads(hall.who("BRA"), "amendment", { amendment: brazilian })).state).toBe("draft");
  const { latest } = await hall.reads(hall.who("BRA"), "notifications");
  expect(latest[0]).toMatchObject({ kind: "drafted", amendment: { id: brazilian, isDraft: true } });
  expect(asError(await hall.request(hall.who("KEN"), "GET", `/api/amendments/${brazilian}`)).code).toBe(
    "not_found",
  );
});

const LIST = [
  ["Paragraph", "Action", "Proposed text", "Rationale", "Proposed by", "Co-sponsors"],
  [
    "OP 1",
    "insert at the end",
    "and everywhere",
    "So that it is said.",
    "Kenya",
    "Ghana; Ethiopia; Atlantis",
  ],
  ["OP 4 (a)", "strike out “paid”", "", "Costs.", "FRA", ""],
  ["OP 99", "strike out “paid”", "", "Costs.", "FRA", ""],
  ["", "New paragraph after OP 12", "Thank the city of Beijing.", "Courtesy.", "", ""],
];

test("a forum's list: as CSV, as a workbook and as a table in Markdown it is the same; what cannot be read has its line", async () => {
  const secretariat = hall.who("secretariat");
  const csv = LIST.map((row) => row.map((cell) => `"${cell}"`).join(";")).join("\r\n");
  const xlsx = await writeXlsxFile(
    LIST.map((row) => row.map((value) => ({ value, type: String }))),
  ).toBuffer();
  const markdown = `# Outcome of the forum\n\n${LIST.map((row, i) => `| ${row.join(" | ")} |${i === 0 ? "\n|---|---|---|---|---|---|" : ""}`).join("\n")}\n`;
  const read = async (name: string, file: Buffer | string) => {
    const { proposals, problems } = await previews(secretariat, name, file);
    return {
      proposals: proposals.map(({ line, path, form, delegation, sponsors, unknown, source, redline }) => ({
        line,
        path,
        form,
        delegation,
        sponsors,
        unknown,
        source,
        words: redline.map(({ spans }) =>
          spans.filter(({ op }) => op !== "same").map(({ op, text }) => `${op} ${text.trim()}`),
        ),
      })),
      problems: problems.map(({ problem, line, said }) => ({ problem, line, said })),
    };
  };
  const fromCsv = await read("forum-africa.csv", csv);
  expect(fromCsv.proposals).toEqual([
    {
      line: 2,
      path: "OP 1",
      form: "insert",
      delegation: "KEN",
      sponsors: ["GHA", "ETH"],
      unknown: ["Atlantis"],
      source: "forum-africa",
      words: [["insert and everywhere"]],
    },
    {
      line: 3,
      path: "OP 4 (a)",
      form: "strike_out",
      delegation: "FRA",
      sponsors: [],
      unknown: [],
      source: "forum-africa",
      words: [["delete paid"]],
    },
    {
      line: 5,
      path: "OP 13",
      form: "insert",
      delegation: null,
      sponsors: [],
      unknown: [],
      source: "forum-africa",
      words: [["insert Thank the city of Beijing."]],
    },
  ]);
  expect(fromCsv.problems).toEqual([{ problem: "target_unknown", line: 4, said: "OP 99" }]);
  expect(await read("africa.xlsx", xlsx)).toEqual(fromCsv);
  const fromMarkdown = await read("outcome-africa.md", markdown);
  // The list begins two lines down, and has a rule below its head.
  expect(fromMarkdown.proposals.map(({ line, ...one }) => ({ ...one, line: (line ?? 0) - 3 }))).toEqual(
    fromCsv.proposals,
  );
});

test("[A17] amendments of a list have the forum as their source; those that cannot be taken hold up all, each by its place", async () => {
  const secretariat = hall.who("secretariat");
  const rows = [...LIST.slice(0, 3), ["PP 2", "strike out the paragraph", "", "Too long.", "Senegal", ""]];
  const csv = rows.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n");
  const preview = await previews(secretariat, "forum-africa.csv", csv);
  const body = confirmed(preview, "forum-africa.csv", "submitted");
  for (const event of ["agree_ad_ref", "agree"] as const)
    await hall.does(hall.who("committee-chair"), "set-paragraph-status", {
      instrument: "declaration",
      blocks: ["pp2"],
      event,
    });
  const wrong = {
    ...body,
    amendments: body.amendments.map((one, i) => (i === 1 ? { ...one, delegation: "ICAE" } : one)),
  };
  const refused = await hall.refuses("amendments_not_taken", () =>
    hall.post(secretariat, "import-amendments", wrong),
  );
  expect(refused.detail?.amendments).toEqual([
    expect.objectContaining({ at: 1, place: "line 3", code: "not_allowed", rule: "W2" }),
    expect.objectContaining({
      at: 2,
      place: "line 4",
      code: "paragraph_agreed",
      rule: "A17",
      detail: { paragraphs: ["PP 2"] },
    }),
  ]);
  const { amendments } = await hall.does(secretariat, "import-amendments", {
    ...body,
    amendments: body.amendments.slice(0, 2),
  });
  const view = await hall.reads(secretariat, "amendment", { amendment: amendments[0]?.amendment ?? "" });
  expect(view).toMatchObject({
    source: "forum-africa",
    file: { place: "line 2" },
    delegation: { code: "KEN" },
  });
  // Co-sponsors are asked: they answer for themselves (Rule W5).
  const own = await hall.reads(hall.who("KEN"), "amendment", { amendment: view.id });
  expect(own.invitations.map(({ delegation }) => delegation.code)).toEqual(["ETH", "GHA"]);
});

test("the tracker's own list comes back: what still reads as it did is proposed again", async () => {
  const secretariat = hall.who("secretariat");
  const list = await hall.request(secretariat, "GET", "/api/lists/amendments.csv?instrument=declaration");
  const { proposals, problems } = await previews(
    secretariat,
    "declaration-amendments.csv",
    String(list.body),
  );
  const all = await hall.reads(secretariat, "amendments", { instrument: "declaration" });
  const numbered = all.filter(({ state }) => state !== "draft");
  // A list says who proposes; nothing of it is dropped in silence.
  expect(proposals.length + problems.filter(({ line }) => line !== null).length).toBe(numbered.length);
  expect(proposals.length).toBeGreaterThan(numbered.length - 4);
  const forum = proposals.find(({ source }) => source === "forum-arab-states");
  expect(forum).toMatchObject({
    delegation: "MAR",
    sponsors: ["TUN", "JOR"]
      .sort((a, b) => (a < b ? -1 : 1))
      .reverse()
      .sort(),
  });
});

test("the template is a list that can be read", async () => {
  const template = await hall.request(hall.who("KEN"), "GET", "/api/imports/amendments/template.csv");
  expect(template.headers.get("content-disposition")).toContain("amendments-template.csv");
  const { problems } = await previews(hall.who("KEN"), "amendments-template.csv", String(template.body));
  // Its words are made up: they do not stand in the text. Its columns and its actions are understood.
  expect([...new Set(problems.map(({ problem }) => problem))]).toEqual(["words_not_found"]);
});

test("nobody brings in others' amendments, and none too early, late, or to another text", async () => {
  const kenya = hall.who("KEN");
  const csv = LIST.slice(0, 3)
    .map((row) => row.map((cell) => `"${cell}"`).join(","))
    .join("\n");
  const body = confirmed(await previews(kenya, "a.csv", csv), "a.csv", "submitted");
  const others = { ...body, amendments: body.amendments.map((one) => ({ ...one, delegation: "BRA" })) };
  for (const whom of ["KEN", "FRA", "chair", "observer", "translator"])
    await hall.refuses("not_allowed", () => hall.post(hall.who(whom), "import-amendments", others));
  const code = async (who: Person | null, name: string, file: Buffer | string, more = {}) =>
    asError(await send(who, name, file, more)).code;
  expect(await code(null, "a.csv", csv)).toBe("sign_in_required");
  expect(await code(hall.who("chair"), "a.csv", csv)).toBe("not_allowed");
  expect(await code(hall.who("translator"), "a.csv", csv)).toBe("not_allowed");
  expect(await code(kenya, "a.csv", csv, { instrument: "key-features" })).toBe("wrong_stage");
  expect(await code(kenya, "a.csv", csv, { version: "00000000-0000-4000-8000-000000000000" })).toBe(
    "not_found",
  );
  expect(await code(kenya, "a.docx", csv)).toBe("file_not_as_named");
  expect(await code(kenya, "a.xlsm", csv)).toBe("file_has_macros");
  expect(await code(kenya, "a.pdf", csv)).toBe("file_format_unknown");
  expect(await code(kenya, "a.csv", "")).toBe("file_empty");
  const elsewhere = { ...body, baseVersion: (await latestVersion(hall, "key-features")).id };
  await hall.refuses("not_found", () => hall.post(kenya, "import-amendments", elsewhere), { rule: "A16" });
});
