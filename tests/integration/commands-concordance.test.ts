import { InProcess, replaces, typesAtEnd } from "../support/in-process";

const room = (language: string) => `beijing-2013.declaration.${language}`;

let hall: InProcess;
beforeAll(async () => {
  hall = await InProcess.start();
});
afterEach(() => expect(hall.complaints.splice(0)).toEqual([]));
afterAll(() => hall.stop());

/** In Chinese, of the example. */
const TITLE = "建设学习型城市北京宣言";
const mark = (block: string, language = "fr", instrument = "declaration") =>
  hall.post(hall.who("translator"), "mark-concordant", { instrument, language, block });
const signed = async (language = "fr" as const) =>
  hall.reads(hall.who("KEN"), "concordance", { instrument: "declaration" }, { language });
async function counts(language = "fr") {
  const { texts } = await hall.reads(hall.who("KEN"), "instrument", { instrument: "declaration" });
  return texts.find((text) => text.language === language)?.paragraphs;
}

test("a paragraph that is confirmed counts as concordant until its source changes by one word, and then again", async () => {
  const before = await counts();
  expect(before).toMatchObject({ concordant: 0, stale: 0, missing: 0 });
  expect((await mark("op2")).status).toBe(200);
  expect(await counts()).toMatchObject({ concordant: 1, draft: (before?.draft ?? 0) - 1 });

  const writer = await hall.opens(hall.who("FRA"), room("en"));
  await typesAtEnd(writer, "op2", " Now.");
  expect(await counts()).toMatchObject({ concordant: 0, stale: 1 });
  const [row] = await signed();
  expect(row?.by).toBe(hall.who("translator").name);
  expect(row?.source.runs.map(({ text }) => text).join("")).not.toContain(" Now.");

  expect((await mark("op2")).status).toBe(200);
  expect(await counts()).toMatchObject({ concordant: 1, stale: 0 });
  expect(await signed()).toHaveLength(1);
});

test("a change of the language's own words makes it a draft again", async () => {
  expect((await mark("op3")).status).toBe(200);
  const { concordant = 0 } = (await counts()) ?? {};
  const translator = await hall.opens(hall.who("translator"), room("fr"));
  await replaces(translator, "op3", " ", "  ");
  expect(await counts()).toMatchObject({ concordant: concordant - 1, stale: 0 });
});

test("the confirmation is on the record with the hashes of both paragraphs, and the words are nobody's secret but not there", async () => {
  expect((await mark("op4")).status).toBe(200);
  const { entries } = await hall.reads(hall.who("KEN"), "record");
  const entry = entries.find(({ act }) => act === "paragraph.concordant");
  expect(entry?.data).toMatchObject({
    instrument: "declaration",
    language: "fr",
    block: "op4",
    sourceLanguage: "en",
  });
  expect(JSON.stringify(entry?.data)).toMatch(/"sha256":"[0-9a-f]{64}"/);
});

test("signing a language off confirms each of its paragraphs", async () => {
  await hall.does(hall.who("translator"), "sign-off-language", { instrument: "declaration", language: "es" });
  expect(await counts("es")).toMatchObject({ draft: 0, stale: 0, missing: 0 });
});

test("a language in which a paragraph of the source is missing is not signed off", async () => {
  const translator = await hall.opens(hall.who("translator"), room("zh"));
  await replaces(translator, "title", TITLE, "");
  const refused = await hall.refuses("paragraphs_missing", () =>
    hall.post(hall.who("translator"), "sign-off-language", { instrument: "declaration", language: "zh" }),
  );
  expect(refused.detail).toEqual({ count: 1, blocks: ["title"] });
  await typesAtEnd(translator, "title", TITLE);
});

test("what cannot be confirmed is refused: no such paragraph, the source itself, another's language, another instrument", async () => {
  await hall.refuses("not_found", () => mark("nowhere"));
  await hall.refuses("not_found", () => mark("op1", "fr", "nothing"));
  const body = { instrument: "declaration", block: "op1" };
  await hall.refuses("not_found", () =>
    hall.post(hall.who("committee-chair"), "mark-concordant", { ...body, language: "en" }),
  );
  await hall.refuses("not_allowed", () =>
    hall.post(hall.who("FRA"), "mark-concordant", { ...body, language: "fr" }),
  );
});
