import type { ImportBlock } from "../../shared/api/imports";
import { importPreviewShape } from "../../shared/api/imports";
import { until } from "../support/children";
import { asError, InProcess, type Person, typesAtEnd, wordsOf } from "../support/in-process";
import { docxOf } from "../support/zip";

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

const TEXT = `# Plan of Action

We, the participants,

Recalling the Declaration,

1. Decide to act:

   (a) at once;

2. Invite everyone.
`;

async function preview(
  who: Person | null,
  body: string | Buffer,
  asked: { name: string; instrument?: string; language?: string },
  headers: Record<string, string> = {},
) {
  const query = new URLSearchParams({ instrument: "key-features", language: "en", ...asked });
  const response = await fetch(`${hall.url}/api/imports?${query}`, {
    method: "POST",
    headers: {
      ...(who ? { cookie: who.cookie } : {}),
      "content-type": "application/octet-stream",
      ...headers,
    },
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
}

const creates = (who: Person, symbol: string, title = "Plan of Action") =>
  hall.post(who, "create-instrument", {
    title: { en: title, fr: "Plan d’action" },
    verb: "adopt",
    symbol,
    sourceLanguage: "en",
  });

test("only the secretariat creates an instrument; it has a text in every language, and its symbol is its own", async () => {
  for (const whom of ["chair", "committee-chair", "rapporteur", "FRA", "KEN", "observer", "translator"])
    await hall.refuses("not_allowed", () => creates(hall.who(whom), "ICLC/2013/DC/L.7"));
  const secretariat = hall.who("secretariat");
  const made = await creates(secretariat, "ICLC/2013/DC/L.7");
  expect(made.body).toEqual({ instrument: "plan-of-action" });
  const view = await hall.reads(secretariat, "instrument", { instrument: "plan-of-action" });
  expect(view).toMatchObject({
    stage: "zero_draft",
    verb: "adopt",
    symbol: "ICLC/2013/DC/L.7",
    sourceLanguage: "en",
  });
  expect(view.published).toBe(false);
  expect(view.languages).toEqual(["en", "zh", "fr", "es"]);
  expect(wordsOf(await hall.live("plan-of-action", "fr"), "title")).toBe("Plan d’action");
  expect(wordsOf(await hall.live("plan-of-action", "zh"), "title")).toBe("");
  await hall.refuses("symbol_taken", () => creates(secretariat, "ICLC/2013/DC/L.7", "Another"));
  expect((await creates(secretariat, "ICLC/2013/DC/L.8")).body).toEqual({ instrument: "plan-of-action-2" });
  // A single word could be the address of a screen.
  expect((await creates(secretariat, "ICLC/2013/DC/L.9", "Record")).body).toEqual({
    instrument: "record-text",
  });
  const [entry] = (await hall.reads(secretariat, "record")).entries;
  expect(entry).toMatchObject({ act: "instrument.created", subject: "record-text" });
  for (const [title, named] of [
    ["Rules", "rules-text"],
    ["For you", "for-you-text"],
  ] as const)
    expect((await creates(secretariat, `ICLC/2013/${named}`, title)).body).toEqual({ instrument: named });
});

test("two that are created at once both come to be, each at a place of its own", async () => {
  const secretariat = hall.who("secretariat");
  const answers = await Promise.all(
    [1, 2, 3].map((n) => creates(secretariat, `ICLC/2013/X/${n}`, "At once")),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const places = await hall.sql<{ position: number }>("select position from instruments");
  expect(new Set(places.map(({ position }) => position)).size).toBe(places.length);
});

test("a file is previewed without a trace, and imported as a version; what was typed before stays as one", async () => {
  const secretariat = hall.who("secretariat");
  const before = await hall.fingerprint();
  const seen = await preview(secretariat, TEXT, { name: "plan.md" });
  expect(seen.status).toBe(200);
  expect(await hall.fingerprint()).toEqual(before);
  const { blocks, sha256, problems } = importPreviewShape.parse(seen.body);
  expect(problems).toEqual([]);

  const client = await hall.opens(hall.who("FRA"), "beijing-2013.key-features.en");
  const first = (await hall.live("key-features", "en")).blocks[0]?.id ?? "";
  await typesAtEnd(client, first, " as it was");
  const done = await hall.does(secretariat, "import-text", {
    instrument: "key-features",
    language: "en",
    file: { name: "plan.md", sha256 },
    blocks,
  });
  const live = await hall.live("key-features", "en");
  expect(live.blocks.map(({ kind }) => kind)).toEqual([
    "title",
    "organ",
    "preambular",
    "operative",
    "point",
    "operative",
  ]);
  // Whoever is in the room sees it there.
  await until("it is there", () => client.text().includes("Invite everyone."));
  const versions = await hall.reads(
    secretariat,
    "versions",
    { instrument: "key-features" },
    { language: "en" },
  );
  expect(versions.slice(-2).map(({ label, number }) => [label, number])).toEqual([
    ["Before plan.md", done.number - 1],
    ["plan.md", done.number],
  ]);
  const kept = await hall.reads(secretariat, "version", { version: versions.at(-2)?.id ?? "" });
  expect(kept.blocks[0]?.runs.map(({ text }) => text).join("")).toContain(" as it was");
  const entry = (await hall.reads(secretariat, "record")).entries.find(({ act }) => act === "text.imported");
  expect(entry?.data).toMatchObject({ file: "plan.md", fileSha256: sha256, version: done.version });
  expect((await hall.reads(secretariat, "verification")).problems).toEqual([]);
});

test("a translation that is imported stands beside the source, paragraph by paragraph", async () => {
  const secretariat = hall.who("secretariat");
  const french = `# Plan d’action\n\nNous, les participants,\n\nRappelant la Déclaration,\n\n1. Décidons d’agir :\n\na) sans tarder ;\n\n2. Invitons chacun.\n`;
  const { blocks, sha256 } = importPreviewShape.parse(
    (await preview(secretariat, french, { name: "plan.fr.md", language: "fr" })).body,
  );
  await hall.does(secretariat, "import-text", {
    instrument: "key-features",
    language: "fr",
    file: { name: "plan.fr.md", sha256 },
    blocks,
  });
  const ids = async (language: string) =>
    (await hall.live("key-features", language)).blocks.map(({ id }) => id);
  expect(await ids("fr")).toEqual(await ids("en"));
});

test("a text that is being read is imported into by nobody, and nobody else may even look at a file", async () => {
  const secretariat = hall.who("secretariat");
  const block: ImportBlock = { kind: "title", level: 0, runs: [{ text: "T", marks: [] }] };
  await hall.refuses("wrong_stage", () =>
    hall.post(secretariat, "import-text", {
      instrument: "declaration",
      language: "en",
      file: { name: "a.txt", sha256: "0".repeat(64) },
      blocks: [block],
    }),
  );
  const code = async (answer: ReturnType<typeof preview>) => asError(await answer).code;
  expect(await code(preview(secretariat, "T", { name: "a.txt", instrument: "declaration" }))).toBe(
    "wrong_stage",
  );
  expect(await code(preview(hall.who("FRA"), "T", { name: "a.txt" }))).toBe("not_allowed");
  expect(await code(preview(null, "T", { name: "a.txt" }))).toBe("sign_in_required");
  expect(
    await code(preview(secretariat, "T", { name: "a.txt" }, { origin: "https://elsewhere.example" })),
  ).toBe("foreign_origin");
  expect(await code(preview(secretariat, "T", { name: "a.txt", instrument: "none" }))).toBe("not_found");
});

test("a file that is refused is refused with its code; one of more than 20 MB before it is read", async () => {
  const secretariat = hall.who("secretariat");
  const code = async (body: string | Buffer, name: string) =>
    asError(await preview(secretariat, body, { name })).code;
  expect(await code("PK", "a.docx")).toBe("file_not_as_named");
  expect(await code(docxOf("", [{ name: "word/vbaProject.bin", content: "x" }]), "a.docx")).toBe(
    "file_has_macros",
  );
  expect(await code("", "a.txt")).toBe("file_empty");
  expect(await code(Buffer.alloc(20 * 1024 * 1024 + 1, "a"), "a.txt")).toBe("too_large");
});
